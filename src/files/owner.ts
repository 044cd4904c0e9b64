import type { Stats } from 'node:fs';
import { posix } from 'node:path';
import { quoteForPowerShell, quoteForShell } from '../base/text.js';
import { parseSecurityDescriptor, type Ace } from '../parsers/security-descriptor.js';
import { sidMatcher } from '../parsers/sddl-names.js';

/** Why a file is not trusted, and how to make it so; undefined: it is. */
export type Distrust = { readonly reason: string; readonly cure: string } | undefined;

/** What is judged of a file or folder elsewhere than on Windows. */
export type PosixOwner = Pick<Stats, 'uid' | 'mode'>;

const sticky = 0o1000;

/**
 * Whether somebody else could have written a file, or put another one in its place: it must belong to root or to the
 * account that runs phs-tool, and nobody else may write to it or to its folder.
 */
export function judgePosix(file: PosixOwner, folder: PosixOwner, uid: number, path: string): Distrust {
  const isOurs = ({ uid: owner }: PosixOwner): boolean => owner === 0 || owner === uid;
  if (!isOurs(file)) {
    return {
      reason: `it belongs to the account ${file.uid}, which is neither root nor the one that runs phs-tool`,
      cure: `sudo chown root ${quoteForShell(path)}`,
    };
  }
  if ((file.mode & 0o022) !== 0) {
    return { reason: 'others can write to it', cure: `chmod go-w ${quoteForShell(path)}` };
  }
  if (!isOurs(folder) || ((folder.mode & 0o022) !== 0 && (folder.mode & sticky) === 0)) {
    return { reason: 'others can change its folder', cure: `chmod go-w ${quoteForShell(posix.dirname(path))}` };
  }
  return undefined;
}

/** Security descriptors (owner and permissions, SDDL) of a file and its folder, and the account that asks. */
export interface WindowsOwner {
  readonly file: string;
  readonly folder: string;
  readonly userSid: string;
}

/** Security descriptors of a program and of every folder above it, the nearest first, and the account that asks. */
export interface WindowsRights {
  readonly file: string;
  readonly folders: readonly string[];
  readonly userSid: string;
}

/** SYSTEM, Administrators, TrustedInstaller. */
const machineSids = [
  'S-1-5-18',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
] as const;
/** CREATOR OWNER and OWNER RIGHTS stand for the owner, who is judged on his own. */
const ownerSids = ['S-1-3-0', 'S-1-3-4'] as const;

/** How SDDL writes administrators of this machine or of its domain: the local Administrator, Domain and Enterprise Admins. */
const administratorLetters: ReadonlySet<string> = new Set(['LA', 'DA', 'EA']);

/** Write data, append, write attributes (both kinds), delete, change permissions or owner, generic write and all. */
const fileWrites = 0x2 | 0x4 | 0x10 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x40000000 | 0x10000000;
/** What lets somebody put another file in the place of one: delete a child or the folder, change permissions or owner. */
const folderWrites = 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000;
/** What lets somebody put a library beside a program: to make files or folders, besides {@link folderWrites}. */
const programFolderWrites = folderWrites | 0x2 | 0x4 | 0x40000000;

function readOwner(sddl: string): string {
  return /^\s*O:(S-[0-9A-FX-]+?|[A-Z]{2})(?=[GDS]:|$)/i.exec(sddl)?.[1] ?? '';
}

function trusting(sids: readonly string[]): (trustee: string) => boolean {
  const isOne = sidMatcher(sids);
  return (trustee) => administratorLetters.has(trustee.toUpperCase()) || isOne(trustee) === 'yes';
}

function judgeDescriptor(sddl: string, writes: number, trusted: readonly string[], what: string): string | undefined {
  const isTrusted = trusting(trusted);
  const owner = readOwner(sddl);
  if (!isTrusted(owner)) {
    return `${what} belongs to ${owner === '' ? 'an account that is not known' : owner}, which is neither the Administrators nor the account that runs phs-tool`;
  }
  const parsed = parseSecurityDescriptor(sddl);
  if (!parsed.ok || parsed.descriptor.dacl === null) {
    return `the permissions of ${what} could not be understood, or there are none`;
  }
  const mayWrite = trusting([...trusted, ...ownerSids]);
  const writer = parsed.descriptor.dacl.find(
    ({ type, flags, rights, trustee }: Ace) =>
      /^(A|OA|XA|ZA)$/.test(type) && !flags.includes('IO') && (rights & writes) !== 0 && !mayWrite(trustee),
  );
  return writer === undefined ? undefined : `${writer.trustee} can change ${what}`;
}

/** Why the owner of a file is not to be trusted with what is appended to it; undefined: he is. */
export function judgeWindowsOwner({ file, userSid }: Pick<WindowsOwner, 'file' | 'userSid'>): string | undefined {
  const owner = readOwner(file);
  return trusting([...machineSids, userSid])(owner)
    ? undefined
    : `it belongs to ${owner === '' ? 'an account that is not known' : owner}, which is neither the Administrators nor the account that runs phs-tool`;
}

/** As {@link judgePosix}, from the security descriptors that Windows keeps. What is not understood is not trusted. */
export function judgeWindows({ file, folder, userSid }: WindowsOwner, path: string): Distrust {
  const trusted = [...machineSids, userSid];
  const reason =
    judgeDescriptor(file, fileWrites, trusted, 'the file') ??
    judgeDescriptor(folder, folderWrites, trusted, 'its folder');
  const name = quoteForPowerShell(path);
  return reason === undefined
    ? undefined
    : {
        reason,
        cure: `icacls ${name} /setowner *S-1-5-32-544 and icacls ${name} /inheritance:r /grant:r *S-1-5-18:F *S-1-5-32-544:F, and the same for its folder`,
      };
}

/**
 * Why a program is not started, from the security descriptors of Windows: somebody else than an administrator or the account
 * itself may change it, a folder on its way, or what lies beside it. What is not understood is not trusted.
 */
export function judgeProgramRights({
  file,
  folders: [nearest = '', ...above],
  userSid,
}: WindowsRights): string | undefined {
  const trusted = [...machineSids, userSid];
  return (
    judgeDescriptor(file, fileWrites, trusted, 'the program') ??
    judgeDescriptor(nearest, programFolderWrites, trusted, 'its folder') ??
    above
      .map((folder) => judgeDescriptor(folder, folderWrites, trusted, 'a folder above it'))
      .find((reason) => reason !== undefined)
  );
}
