import { realpathSync } from 'node:fs';
import { win32 } from 'node:path';
import { readSystemCode } from '../base/file-problem.js';
import { goTo, realFolders, type FolderLayer, type Step } from '../files/folder-chain.js';

/** What is known of the machine when a program is judged; tests put another machine in its place. */
export interface TrustWorld {
  readonly platform: NodeJS.Platform;
  readonly uid: number;
  readonly layer: FolderLayer;
  /** The folder of Windows, from the system itself; undefined elsewhere, and if it does not say. */
  readonly windows: string | undefined;
}

/** The kernel's own name of the folder of Windows: no variable, which a user can set, leads to it. */
function windowsFolder(): string | undefined {
  try {
    return realpathSync.native('\\\\?\\GLOBALROOT\\SystemRoot');
  } catch {
    return undefined;
  }
}

/** This machine. */
export function thisTrustWorld(): TrustWorld {
  const isWindows = process.platform === 'win32';
  return {
    platform: process.platform,
    uid: process.geteuid?.() ?? 0,
    layer: realFolders,
    windows: isWindows ? windowsFolder() : undefined,
  };
}

const changeable = 'accounts other than administrators may have put it there';

/** Everything on the way belongs to root or to the account itself, and nobody else may write there, also not with a sticky bit. */
function refusePosix(uid: number): (step: Step) => string | undefined {
  return ({ isLink, owner }) =>
    (owner.uid !== 0 && owner.uid !== uid) || (!isLink && (owner.mode & 0o022) !== 0) ? changeable : undefined;
}

function isBelowSystemFolder(path: string, windows: string | undefined): boolean {
  if (windows === undefined) {
    return false;
  }
  const shells = ['System32', 'Sysnative', 'SysWOW64'].map((folder) =>
    win32.join(windows, folder, 'WindowsPowerShell'),
  );
  const folders = [...shells, win32.join(win32.parse(windows).root, 'Program Files', 'PowerShell')];
  const name = win32.resolve(path).toLowerCase();
  return folders.some((folder) => name.startsWith(`${folder.toLowerCase()}\\`));
}

/**
 * Why a program that nobody named is not started: somebody else than an administrator could have put it there. On Windows
 * it must be below the system's own folders of PowerShell, with no link on the way; elsewhere nobody but root and the
 * account itself may be able to write to it or to any folder on the way, links included. Undefined: it can be started.
 */
export function distrustProgram(path: string, { platform, uid, layer, windows }: TrustWorld): string | undefined {
  const isWindows = platform === 'win32';
  if (isWindows && !isBelowSystemFolder(path, windows)) {
    return changeable;
  }
  const refuse = isWindows ? ({ isLink }: Step) => (isLink ? changeable : undefined) : refusePosix(uid);
  try {
    const way = goTo(path, { platform, layer }, refuse);
    return way.isFree ? undefined : `${way.at}: ${way.reason}`;
  } catch (error) {
    return `it could not be looked at (${readSystemCode(error) ?? 'no code'})`;
  }
}
