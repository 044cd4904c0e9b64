import { closeSync, constants, fstatSync, lstatSync, openSync, type BigIntStats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EnvironmentError, UsageError } from '../base/errors.js';
import { readSystemCode, writingProblem } from '../base/file-problem.js';
import { goTo, realFolders, refuseForeignLink } from './folder-chain.js';
import { outputNameProblem } from './output-name.js';
import { judgeWindowsOwner } from './owner.js';
import { readWindowsOwner } from './windows-owner.js';

/** An output file that is open for writing. */
export interface OpenOutput {
  readonly descriptor: number;
  /** Where it really is, with every link on the way followed. */
  readonly real: string;
}

/** A new file was wanted, and there is one of that name already (E_FILE). */
export class TakenError extends EnvironmentError {
  constructor(noun: string, path: string) {
    super('E_FILE', `${noun} ${path} exists already, and nothing is ever overwritten.`, {
      hint: 'Name a new file, or remove the old one.',
    });
  }
}

/** Who asks; tests put something else in its place. */
export interface OutputWorld {
  readonly platform: NodeJS.Platform;
  /** The account that runs phs-tool; 0 on Windows, where files have no such number. */
  readonly uid: number;
  /** Why the owner of an existing file is not to be trusted, on Windows. Rejects when it cannot be read. */
  readonly distrustOwner?: (path: string) => Promise<string | undefined>;
}

/** This machine. */
export const thisMachine: OutputWorld = {
  platform: process.platform,
  uid: process.geteuid?.() ?? 0,
  ...(process.platform === 'win32'
    ? { distrustOwner: async (path: string) => judgeWindowsOwner(await readWindowsOwner(path, process.env)) }
    : {}),
};

function refusal(noun: string, path: string, reason: string, hint: string, cause?: unknown): EnvironmentError {
  const message = `${noun} ${path} cannot be written: ${reason}.`;
  return new EnvironmentError('E_FILE', message, { hint, ...(cause === undefined ? {} : { cause }) });
}

function systemRefusal(noun: string, path: string, cause: unknown): EnvironmentError {
  const { reason, hint } = writingProblem(cause, path);
  return refusal(noun, path, reason, hint, cause);
}

const realFolderHint = 'Name the file in its real folder. A link that another account could have made is not followed.';

/**
 * The real place of an output file that is named: its name can be that of a file, and no link that another account could have
 * made is on the way to it. Raises a UsageError for the name, an EnvironmentError (E_FILE) for the place.
 */
export function outputPlace(path: string, noun: string, { platform, uid }: OutputWorld = thisMachine): string {
  const problem = outputNameProblem(path, platform);
  if (problem !== undefined) {
    throw new UsageError(`${noun} "${path}" cannot be written: ${problem.reason}.`, { hint: problem.hint });
  }
  const full = resolve(path);
  const way = (() => {
    try {
      return goTo(dirname(full), { platform, layer: realFolders }, refuseForeignLink(platform, uid));
    } catch (cause) {
      throw systemRefusal(noun, path, cause);
    }
  })();
  if (!way.isFree) {
    throw refusal(noun, path, `${way.at} ${way.reason}`, realFolderHint);
  }
  return join(way.real, basename(full));
}

function statIfPresent(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    if (readSystemCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Raises when a link, a folder, a device or a pipe is at the place of the file; answers whether a file is there. */
export function requirePlainPlace(real: string, path: string, noun: string): boolean {
  let found: BigIntStats | undefined;
  try {
    found = statIfPresent(real);
  } catch (cause) {
    throw systemRefusal(noun, path, cause);
  }
  if (found?.isSymbolicLink() === true) {
    throw refusal(noun, path, 'it is a link to another place', 'Name the file itself, or remove the link.');
  }
  if (found?.isDirectory() === true) {
    throw refusal(noun, path, 'it is a folder', 'Name a file.');
  }
  if (found !== undefined && !found.isFile()) {
    throw refusal(noun, path, 'it is a device or a pipe, not a file', 'Name a file; for stdout use the shell: > FILE.');
  }
  return found !== undefined;
}

/** Raises unless the open file is a file, has this one name, and is what its name leads to now: nothing was exchanged. */
function requireSame({ descriptor, real }: OpenOutput, path: string, noun: string): BigIntStats {
  const open = fstatSync(descriptor, { bigint: true });
  const named = statIfPresent(real);
  if (!open.isFile() || named?.dev !== open.dev || named.ino !== open.ino) {
    throw refusal(noun, path, 'something else was put in its place meanwhile', 'Name a file in another folder.');
  }
  if (open.nlink > 1n) {
    throw refusal(noun, path, 'the same file has another name (a hard link)', 'Remove it, or name a new file.');
  }
  return open;
}

/** Closes what was opened when the check fails. */
function checked<Value>(output: OpenOutput, check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    closeSync(output.descriptor);
    throw error;
  }
}

// Windows knows neither of the last two: there is no following on opening what was looked at, and no pipe has such a name.
const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND } = constants;
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Makes a new file that belongs to its owner only (mode 0600). Raises a UsageError for the name, E_FILE for everything
 * else, also when there is a file already.
 */
export function openNewOutput(path: string, noun: string, world: OutputWorld = thisMachine): OpenOutput {
  const real = outputPlace(path, noun, world);
  const exists = requirePlainPlace(real, path, noun);
  try {
    if (!exists) {
      const output = { descriptor: openSync(real, O_WRONLY | O_CREAT | O_EXCL | noFollow, 0o600), real };
      checked(output, () => requireSame(output, path, noun));
      return output;
    }
  } catch (cause) {
    if (readSystemCode(cause) !== 'EEXIST') {
      throw cause instanceof EnvironmentError ? cause : systemRefusal(noun, path, cause);
    }
  }
  throw new TakenError(noun, path);
}

const ownFileHint =
  'Somebody may have placed it there on purpose. Name a file in a folder that only administrators can write to: phs-tool help monitoring.';

async function requireOwnFile(
  output: OpenOutput,
  stat: BigIntStats,
  { path, noun }: { readonly path: string; readonly noun: string },
  { uid, distrustOwner }: OutputWorld,
): Promise<void> {
  const distrust = async (): Promise<string | undefined> => {
    if (distrustOwner === undefined) {
      return stat.uid === 0n || stat.uid === BigInt(uid)
        ? undefined
        : `it belongs to the account ${stat.uid}, which is neither root nor the one that runs phs-tool`;
    }
    try {
      return await distrustOwner(output.real);
    } catch (error) {
      return `its owner could not be read (${error instanceof Error ? error.message : String(error)})`;
    }
  };
  const reason = await distrust();
  if (reason !== undefined) {
    throw refusal(noun, path, reason, ownFileHint);
  }
}

function openOrMake(real: string): { readonly output: OpenOutput; readonly isNew: boolean } {
  const flags = O_WRONLY | O_APPEND | noFollow;
  try {
    return { output: { descriptor: openSync(real, flags | O_CREAT | O_EXCL, 0o600), real }, isNew: true };
  } catch (error) {
    if (readSystemCode(error) !== 'EEXIST') {
      throw error;
    }
    return { output: { descriptor: openSync(real, flags), real }, isNew: false };
  }
}

/**
 * Opens a file to append to, or makes it (mode 0600). One that is there must belong to an administrator or to the account
 * itself and have one name only. Rejects as {@link openNewOutput}.
 */
export async function openAppendOutput(
  path: string,
  noun: string,
  world: OutputWorld = thisMachine,
): Promise<OpenOutput> {
  const real = outputPlace(path, noun, world);
  requirePlainPlace(real, path, noun);
  try {
    const { output, isNew } = openOrMake(real);
    try {
      const stat = requireSame(output, path, noun);
      if (!isNew) {
        await requireOwnFile(output, stat, { path, noun }, world);
      }
    } catch (error) {
      closeSync(output.descriptor);
      throw error;
    }
    return output;
  } catch (cause) {
    throw cause instanceof EnvironmentError ? cause : systemRefusal(noun, path, cause);
  }
}
