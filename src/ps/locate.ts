import { isAbsolute, posix, win32 } from 'node:path';
import { childEnvironment } from '../base/child-environment.js';
import { programFiles, windowsPlace, windowsPowerShell } from '../base/windows-places.js';

/** What the search for a PowerShell host looks at; data, so that every machine can be tested on any other. */
export interface MachineView {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
  /** Why a program that nobody named is not to be started; undefined: it can be. */
  distrust(path: string): string | undefined;
}

/** The host to use, or where it was looked for. */
export type LocatedHost =
  { readonly found: true; readonly path: string } | { readonly found: false; readonly tried: readonly string[] };

/**
 * Finds the PowerShell host. On Windows always Windows PowerShell 5.1, which the ADSync module needs (facts 0.4);
 * elsewhere `pwsh`, if nobody but administrators and the account itself could have put it there. Only absolute folders of
 * PATH are looked at: a relative one would run whatever is in the current folder.
 */
export function locateHost(machine: MachineView): LocatedHost {
  const tried = machine.platform === 'win32' ? [windowsPowerShell(machine.env)] : otherCandidates(machine);
  const path = tried.find((candidate) => machine.exists(candidate) && isTrusted(candidate, machine));
  return path === undefined ? { found: false, tried } : { found: true, path };
}

/** The host of Windows is part of it; what PATH leads to is judged. */
function isTrusted(path: string, machine: MachineView): boolean {
  return machine.platform === 'win32' || machine.distrust(path) === undefined;
}

function otherCandidates({ env }: MachineView): string[] {
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => isAbsolute(folder));
  const usual = ['/usr/local/bin', '/usr/bin', '/opt/microsoft/powershell/7', '/snap/bin'];
  return [...new Set([...folders, ...usual])].map((folder) => posix.join(folder, 'pwsh'));
}

/** The PowerShell 7 of Windows, which alone has remoting over SSH; undefined: it is not installed where its installer puts it. */
export function locateForSsh(machine: MachineView): string | undefined {
  const path = win32.join(programFiles(machine.env), 'PowerShell', '7', 'pwsh.exe');
  return machine.platform === 'win32' && machine.exists(path) ? path : undefined;
}

/**
 * Every PowerShell host of the machine, the one that {@link locateHost} finds first; for `doctor`, which shows what there
 * is and what is not used.
 */
export function listHosts(machine: MachineView): readonly string[] {
  const others = machine.platform === 'win32' ? otherWindowsHosts(machine) : otherCandidates(machine);
  const located = locateHost(machine);
  const seen = new Set<string>();
  return [...(located.found ? [located.path] : []), ...others].filter((path) => {
    const name = machine.platform === 'win32' ? path.toLowerCase() : path;
    const isNew = !seen.has(name) && machine.exists(path);
    seen.add(name);
    return isNew;
  });
}

/** What else may be there on Windows: the PowerShell of the other bitness, and PowerShell 7. */
function otherWindowsHosts({ env }: MachineView): string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(';').filter((folder) => win32.isAbsolute(folder));
  return [
    win32.join(windowsPlace(env, 'SystemRoot'), 'SysWOW64', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    ...[win32.join(programFiles(env), 'PowerShell', '7'), ...folders].map((folder) => win32.join(folder, 'pwsh.exe')),
  ];
}

/**
 * The environment of the host: ours without what would change which modules it loads or which program is started
 * (facts 10.1), and without update checks and telemetry.
 */
export function hostEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return { ...childEnvironment(env), POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off' };
}
