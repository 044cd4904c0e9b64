import { settlesWithin } from '../base/async.js';
import type { Clock } from './clock.js';
import type { Host } from './host.js';

/** How long each step of ending a host may take, in ms. */
export interface EndLimits {
  /** For the host to end by itself once its input was closed. */
  readonly closeMs: number;
  /** For ending it with everything that it started. */
  readonly treeMs: number;
  /** For ending the process alone. */
  readonly processMs: number;
}

/** What became of ending a host: whether its process is left, and what went wrong on the way. */
export interface EndReport {
  readonly left: boolean;
  readonly problems: readonly string[];
}

/**
 * Ends a host in three steps, none of which is believed: its input is closed, then its tree is ended, then the process
 * alone. `gone` resolves when the host has ended. Never rejects, and takes no longer than the three limits.
 */
export async function endHost(
  host: Pick<Host, 'endInput' | 'endTree' | 'endProcess'>,
  gone: Promise<unknown>,
  clock: Clock,
  limits: EndLimits,
): Promise<EndReport> {
  const problems: string[] = [];
  host.endInput();
  if (await settlesWithin(gone, limits.closeMs, clock)) {
    return { left: false, problems };
  }
  if (await endTree(host, gone, clock, limits.treeMs, problems)) {
    return { left: false, problems };
  }
  host.endProcess();
  return { left: !(await settlesWithin(gone, limits.processMs, clock)), problems };
}

async function endTree(
  host: Pick<Host, 'endTree'>,
  gone: Promise<unknown>,
  clock: Clock,
  limitMs: number,
  problems: string[],
): Promise<boolean> {
  let isGone = false;
  const ended = gone.then(() => {
    isGone = true;
  });
  const failed = new Promise<void>((resolve) => {
    host.endTree(limitMs).catch((error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error));
      resolve();
    });
  });
  await settlesWithin(Promise.race([ended, failed]), limitMs, clock);
  return isGone;
}
