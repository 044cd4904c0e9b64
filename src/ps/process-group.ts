import { existsSync } from 'node:fs';

/** Programs with which posix-launcher.sh makes the host the leader of its own process group, the first that is there. */
export const groupPrograms = ['/usr/bin/setsid', '/bin/setsid', '/usr/bin/perl'] as const;

/**
 * What the operator is to know when the host stays in the process group of phs-tool, because the machine has none of
 * {@link groupPrograms}; undefined when it does not. Windows has no such groups, and needs none.
 */
export function groupNote(
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  return platform === 'win32' || groupPrograms.some((path) => exists(path))
    ? undefined
    : 'This machine has neither setsid nor perl in /usr/bin: Ctrl+C ends PowerShell at once, also in the middle of a call.';
}
