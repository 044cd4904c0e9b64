import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What is asked of the file system on the way to a file; tests put something else in its place. */
export interface FolderLayer {
  /** What is at a path itself, not behind a link. Raises the system's error. */
  readonly lstat: (path: string) => Pick<Stats, 'uid' | 'mode'> & { readonly isSymbolicLink: () => boolean };
  readonly readlink: (path: string) => string;
}

/** The file system of this machine. */
export const realFolders: FolderLayer = { lstat: (path) => lstatSync(path), readlink: (path) => readlinkSync(path) };

/** One name on the way to a file: a folder, a link, or the file itself. */
export interface Step {
  readonly path: string;
  readonly isLink: boolean;
  readonly owner: PosixRights;
  /** The folder that it is in; absent for the root. */
  readonly folder?: PosixRights;
}

/** Owner and permissions, as everywhere but on Windows. */
export type PosixRights = Pick<Stats, 'uid' | 'mode'>;

/** The way to a place, with every link on it followed; or the first step that is not to be taken, and why. */
export type Way =
  | { readonly isFree: true; readonly real: string }
  | { readonly isFree: false; readonly at: string; readonly reason: string };

/** As many as systems follow themselves. */
const mostLinks = 40;

/** The names of a path below its root. */
function namesBelow(root: string, path: string, separator: RegExp): readonly string[] {
  return path
    .slice(root.length)
    .split(separator)
    .filter((name) => name !== '');
}

/**
 * Goes from the root to a path, name by name. `refuse` answers why a step is not to be taken. Raises the system's error for
 * what cannot be looked at, also for what is not there.
 */
export function goTo(
  path: string,
  { platform, layer }: { readonly platform: NodeJS.Platform; readonly layer: FolderLayer },
  refuse: (step: Step) => string | undefined,
): Way {
  const names = platform === 'win32' ? win32 : posix;
  const { root } = names.parse(path);
  const left = [...namesBelow(root, path, /[\\/]/)];
  let current = root;
  let folder = layer.lstat(root);
  let links = 0;
  const atRoot = refuse({ path: root, isLink: false, owner: folder });
  if (atRoot !== undefined) {
    return { isFree: false, at: root, reason: atRoot };
  }
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const next = names.join(current, name);
    const found = layer.lstat(next);
    const isLink = found.isSymbolicLink();
    links += isLink ? 1 : 0;
    const reason =
      links > mostLinks ? 'there are too many links' : refuse({ path: next, isLink, owner: found, folder });
    if (reason !== undefined) {
      return { isFree: false, at: next, reason };
    }
    if (isLink) {
      const target = layer.readlink(next);
      left.unshift(...namesBelow(names.parse(target).root, target, /\//));
      current = names.isAbsolute(target) ? root : current;
      folder = layer.lstat(current);
    } else {
      current = next;
      folder = found;
    }
  }
  return { isFree: true, real: current };
}

const sticky = 0o1000;

/** True when nobody but root and the account itself can put anything else in the place of what is in a folder. */
export function isOurs({ uid: owner, mode }: PosixRights, uid: number): boolean {
  return (owner === 0 || owner === uid) && ((mode & 0o022) === 0 || (mode & sticky) !== 0);
}

/**
 * Whether a link may be followed on the way to an output file: on Windows none (Node.js cannot see who made it), elsewhere
 * one that root or the account itself made, in a folder where nobody else can change it.
 */
export function refuseForeignLink(platform: NodeJS.Platform, uid: number): (step: Step) => string | undefined {
  return ({ isLink, owner, folder }) => {
    const isOwn = platform !== 'win32' && (owner.uid === 0 || owner.uid === uid);
    return isLink && !(isOwn && folder !== undefined && isOurs(folder, uid)) ? 'is a link to another place' : undefined;
  };
}
