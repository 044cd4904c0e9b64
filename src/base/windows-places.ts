import { win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

const usual = {
  SystemRoot: 'C:\\Windows',
  ProgramFiles: 'C:\\Program Files',
  ProgramW6432: 'C:\\Program Files',
  ProgramData: 'C:\\ProgramData',
} as const;

/** True for a folder of a drive without steps upwards. Any other text would mean the current folder, a share or a device. */
function isFolderOfDrive(path: string): boolean {
  return /^[a-z]:\\[^\\/:*?"<>|][^/:*?"<>|]*$/i.test(path) && !path.split('\\').includes('..');
}

/** A folder of Windows, from the variable that names it; the usual place if the variable is missing or names no folder of a drive. */
export function windowsPlace(env: Environment, variable: keyof typeof usual): string {
  const named = env[variable];
  return named !== undefined && isFolderOfDrive(named) ? named : usual[variable];
}

/** Where 64-bit programs are installed, also for a 32-bit Node. */
export function programFiles(env: Environment): string {
  return windowsPlace(env, env['ProgramW6432'] === undefined ? 'ProgramFiles' : 'ProgramW6432');
}

/** The folder of the programs of Windows; a 32-bit Node on a 64-bit Windows would be shown the 32-bit ones under System32. */
export function systemFolder(env: Environment): string {
  const folder = env['PROCESSOR_ARCHITEW6432'] === undefined ? 'System32' : 'Sysnative';
  return win32.join(windowsPlace(env, 'SystemRoot'), folder);
}

/** Windows PowerShell 5.1 of this machine. */
export function windowsPowerShell(env: Environment): string {
  return win32.join(systemFolder(env), 'WindowsPowerShell', 'v1.0', 'powershell.exe');
}
