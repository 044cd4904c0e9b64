import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { typesPassword } from '../base/refuse-password.js';
import { mayNameHost } from '../config/file-path.js';
import { distrustProgram, thisTrustWorld } from '../ps/program-trust.js';
import { hostStart } from '../ps/host-start.js';
import { locateHost } from '../ps/locate.js';
import { StartedHost } from '../ps/started-host.js';

/** Commands that always talk to PowerShell. */
const sessionCommands: ReadonlySet<string> = new Set([
  'status',
  'diagnose',
  'events',
  'users',
  'wait',
  'bundle',
  'sync-user',
  'force-full-sync',
  'guard',
]);

/** Options with which they do not. */
const offline = /^(--help|-h|--version|--list-checks|--config-export(=.*)?)$/;

/**
 * Starts PowerShell before the command line is even understood: it takes longer to start than everything that Node has
 * to load. Undefined if the command needs none, if none is found (then the command says so in its own words),
 * if a configuration may name another one, and if the command line is refused because it holds a password.
 */
export function startEarly(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartedHost | undefined {
  if (!sessionCommands.has(argv[0] ?? '') || argv.some((word) => offline.test(word)) || typesPassword(argv)) {
    return undefined;
  }
  const named = namedHost(argv);
  if (named === undefined && mayNameHost(argv, env)) {
    return undefined;
  }
  const executable = named ?? foundHost(env);
  return executable !== undefined && existsSync(executable) ? new StartedHost(hostStart(executable, env)) : undefined;
}

/** The host that a command line names, as an absolute path; undefined: none. */
export function namedHost(argv: readonly string[]): string | undefined {
  // Of two the last counts, as where the command line is parsed.
  const index = argv.findLastIndex((word) => word === '--powershell' || word.startsWith('--powershell='));
  if (index < 0) {
    return undefined;
  }
  const named = argv[index] === '--powershell' ? argv[index + 1] : argv[index]?.slice('--powershell='.length);
  return named === undefined ? undefined : resolve(named);
}

function foundHost(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const trust = thisTrustWorld();
  const distrust = (path: string): string | undefined => distrustProgram(path, trust);
  const located = locateHost({ platform: process.platform, env, exists: existsSync, distrust });
  return located.found ? located.path : undefined;
}
