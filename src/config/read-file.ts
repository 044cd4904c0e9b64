import { closeSync, fstatSync, openSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { z } from 'zod';
import { ConfigurationError } from '../base/errors.js';
import { quoteForPowerShell, quoteForShell } from '../base/text.js';
import { didYouMean } from '../base/suggest.js';
import {
  configurableCommands,
  configurableKeys,
  configurationFileSchema,
  type ConfigurationFile,
} from './configurable.js';
import { longestConfiguration, pathInPlay, readConfigurationText, type PathInPlay } from './file-path.js';
import { readingFlags } from '../files/open-input.js';
import { judgePosix, judgeWindows, type Distrust } from '../files/owner.js';
import { readWindowsOwner } from '../files/windows-owner.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration file that holds for this run, or why the usual one does not. */
export type FoundFile =
  | { readonly state: 'none'; readonly path: string }
  | { readonly state: 'ignored'; readonly path: string; readonly reason: string; readonly cure: string }
  | { readonly state: 'read'; readonly path: string; readonly content: ConfigurationFile };

/** Whether an open file is to be trusted. */
type Judge = (path: string, descriptor: number, env: Environment) => Distrust | Promise<Distrust>;

/** What tests replace of the machine. */
export interface FileWorld {
  readonly judge?: Judge;
  /** Where the usual file is. */
  readonly usual?: string;
}

/** Judges the open file itself, so that what is read is what was judged. */
async function judgeFile(path: string, descriptor: number, env: Environment): Promise<Distrust> {
  if (process.platform === 'win32') {
    return judgeWindows(await readWindowsOwner(path, env), path);
  }
  return judgePosix(fstatSync(descriptor), statSync(dirname(path)), process.geteuid?.() ?? 0, path);
}

function describeSystemError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readSystemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Where a mistake is: `status.failOn`. */
function formatPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function unknownKey(key: string, section: readonly PropertyKey[]): string {
  const place = formatPath([...section, key]);
  const onlyFlag = /^(simulate|config|dn|dnFile|upn|sam|only|skip|id|record|out|confirm|reason)$/.test(key);
  const known = section.length === 0 ? [...configurableKeys, ...configurableCommands] : configurableKeys;
  return onlyFlag
    ? `"${place}" can be given on the command line only.`
    : `unknown key "${place}".${didYouMean(key, known)}`;
}

function explainIssue(issue: z.core.$ZodIssue): string {
  const place = formatPath(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKey(issue.keys[0] ?? '', issue.path);
    case 'invalid_value':
      return `"${place}" must be one of ${issue.values.map(String).join(', ')}.`;
    case 'invalid_type':
      return place === '' ? 'it must hold one object.' : `"${place}" must be ${issue.expected}.`;
    default:
      return `"${place}" ${issue.message}.`;
  }
}

/** Checks the text of a configuration file. Raises a ConfigurationError that names the file and the key. */
export function parseConfigurationFile(text: string, path: string): ConfigurationFile {
  const hint = 'See phs-tool help configuration.';
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new ConfigurationError(`${path} is not valid JSON: ${describeSystemError(cause)}`, { hint, cause });
  }
  const parsed = configurationFileSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const said = issue === undefined ? 'it was not understood.' : explainIssue(issue);
    throw new ConfigurationError(`${path}: ${said}`, { hint, cause: parsed.error });
  }
  return parsed.data;
}

function readOpened(path: string, descriptor: number): string {
  const text = readConfigurationText(descriptor);
  if (text === undefined) {
    throw new ConfigurationError(
      `${path} is not a configuration: a file of at most ${longestConfiguration / 1024} KB is expected.`,
    );
  }
  return text;
}

/** A file in the usual place that cannot be opened is left aside; one that the operator named is an error. */
function leaveUnopened(path: string, { isNamed, namedBy }: PathInPlay, cause: unknown): FoundFile {
  const problem = describeSystemError(cause);
  if (isNamed) {
    throw new ConfigurationError(`The configuration ${path} (${namedBy}) could not be read: ${problem}`, { cause });
  }
  const code = readSystemCode(cause);
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? { state: 'none', path }
    : { state: 'ignored', path, reason: `it could not be read: ${problem}`, cure: 'Run elevated.' };
}

/**
 * Reads the configuration file of this run. A file that another account could have written is not used: named by the
 * operator it is an error, the usual one is left aside with the reason, so that nobody can keep phs-tool from running by
 * putting one there. Raises a ConfigurationError.
 */
export async function findConfigurationFile(
  env: Environment,
  option: string | undefined,
  { judge = judgeFile, usual }: FileWorld = {},
): Promise<FoundFile> {
  const inPlay = pathInPlay(process.platform, env, option, usual);
  const { path: given, isNamed, namedBy } = inPlay;
  if (namedBy === 'PHS_TOOL_CONFIG' && !isAbsolute(given)) {
    throw new ConfigurationError(`PHS_TOOL_CONFIG must be an absolute path, but got "${given}".`);
  }
  const path = resolve(given);
  let descriptor: number;
  let real: string;
  try {
    real = realpathSync(path);
    descriptor = openSync(real, readingFlags);
  } catch (cause) {
    return leaveUnopened(path, inPlay, cause);
  }
  try {
    const distrust = await judgeOrDistrust(judge, real, descriptor, env);
    if (distrust !== undefined && isNamed) {
      throw new ConfigurationError(`The configuration ${path} (${namedBy}) is not used: ${distrust.reason}.`, {
        hint: `Make it safe: ${distrust.cure}`,
      });
    }
    return distrust === undefined
      ? { state: 'read', path, content: parseConfigurationFile(readOpened(path, descriptor), path) }
      : { state: 'ignored', path, ...distrust };
  } finally {
    closeSync(descriptor);
  }
}

/** What cannot be judged is not trusted. */
async function judgeOrDistrust(judge: Judge, path: string, descriptor: number, env: Environment): Promise<Distrust> {
  try {
    return await judge(path, descriptor, env);
  } catch (error) {
    const look = process.platform === 'win32' ? `icacls ${quoteForPowerShell(path)}` : `ls -l ${quoteForShell(path)}`;
    return {
      reason: `its owner could not be read (${describeSystemError(error)})`,
      cure: `see who owns it and who can write to it: ${look}`,
    };
  }
}
