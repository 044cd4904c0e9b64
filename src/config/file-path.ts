import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { windowsPlace } from '../base/windows-places.js';
import { readingFlags } from '../files/open-input.js';

/** Name of the configuration file. */
export const configurationFileName = 'phs-tool.config.json';

/** Most bytes of a configuration. */
export const longestConfiguration = 65_536;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the file is if nobody names another one: a folder of the machine that only administrators make. Never the
 * current folder, in which anybody may have put one.
 */
export function usualPath(platform: NodeJS.Platform, env: Environment): string {
  return platform === 'win32'
    ? win32.join(windowsPlace(env, 'ProgramData'), 'phs-tool', configurationFileName)
    : posix.join('/etc', 'phs-tool', configurationFileName);
}

/** The configuration file of a run, and what named it: an option, a variable, or (isNamed is false) nothing. */
export interface PathInPlay {
  readonly path: string;
  readonly isNamed: boolean;
  readonly namedBy: string;
}

/** The file that holds for this run, and whether the operator named it. */
export function pathInPlay(
  platform: NodeJS.Platform,
  env: Environment,
  option: string | undefined,
  usual = usualPath(platform, env),
): PathInPlay {
  const variable = env['PHS_TOOL_CONFIG'];
  if (option !== undefined) {
    return { path: option, isNamed: true, namedBy: '--config' };
  }
  return variable === undefined || variable === ''
    ? { path: usual, isNamed: false, namedBy: '' }
    : { path: variable, isNamed: true, namedBy: 'PHS_TOOL_CONFIG' };
}

/** The text of an open configuration; undefined for what cannot be one: a pipe, a folder, or more than a configuration has. */
export function readConfigurationText(descriptor: number): string | undefined {
  const stat = fstatSync(descriptor);
  return stat.isFile() && stat.size <= longestConfiguration ? readFileSync(descriptor, 'utf8') : undefined;
}

/**
 * Whether a configuration may name the PowerShell host; then none is started before it has been read and judged. Looks
 * only at whether the word stands there.
 */
export function mayNameHost(argv: readonly string[], env: Environment): boolean {
  if ((env['PHS_TOOL_POWERSHELL'] ?? '') !== '' || argv.some((word) => /^--config(=|$)/.test(word))) {
    return true;
  }
  const { path } = pathInPlay(process.platform, env, undefined);
  let descriptor: number;
  try {
    descriptor = openSync(path, readingFlags);
  } catch {
    // Not there, or unreadable: the configuration will say so.
    return false;
  }
  try {
    return readConfigurationText(descriptor)?.includes('powershell') === true;
  } finally {
    closeSync(descriptor);
  }
}
