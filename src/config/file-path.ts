import { existsSync, readFileSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { windowsPlace } from '../base/windows-places.js';

/** Name of the configuration file. */
export const configurationFileName = 'phs-tool.config.json';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the file lies when nobody names another one: a folder of the machine that only administrators make. Never the
 * current folder, in which anybody may have put one.
 */
export function usualPath(platform: NodeJS.Platform, env: Environment): string {
  return platform === 'win32'
    ? win32.join(windowsPlace(env, 'ProgramData'), 'phs-tool', configurationFileName)
    : posix.join('/etc', 'phs-tool', configurationFileName);
}

/** The file that holds for this run, and whether the operator named it. */
export function pathInPlay(
  platform: NodeJS.Platform,
  env: Environment,
  option: string | undefined,
  usual = usualPath(platform, env),
): { readonly path: string; readonly isNamed: boolean; readonly namedBy: string } {
  const variable = env['PHS_TOOL_CONFIG'];
  if (option !== undefined) {
    return { path: option, isNamed: true, namedBy: '--config' };
  }
  return variable === undefined || variable === ''
    ? { path: usual, isNamed: false, namedBy: '' }
    : { path: variable, isNamed: true, namedBy: 'PHS_TOOL_CONFIG' };
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
  try {
    return existsSync(path) && readFileSync(join(path), 'utf8').includes('powershell');
  } catch {
    // Unreadable: the configuration will say so.
    return false;
  }
}
