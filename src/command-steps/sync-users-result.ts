import { commandToCopy } from '../base/command-to-copy.js';
import { ExitCode } from '../base/exit-codes.js';
import type { ReportError } from '../model/report.js';
import type { SyncedUser, UserSyncRefusal } from '../model/user-sync.js';

/** A command about one user as it was named. */
function forUser(command: string, { diagnosis }: SyncedUser): string {
  const { kind, text } = diagnosis.given;
  const [flag, name] =
    kind === 'upn' || kind === 'sam' ? [kind, text] : ['dn', kind === 'guid' ? `<GUID=${text}>` : text];
  return commandToCopy(`phs-tool ${command}`, [[flag, name]]);
}

const mostNext = 3;

/** Registers the event source, without which nothing is called. */
const setUp = 'phs-tool guard setup';

/** Until then a password cannot arrive, or nobody can tell that it does. */
const waitAlive = 'phs-tool wait --for alive';

/**
 * The server is in the way, or may be: the same call can succeed once it is alive. After a success, too: one user who was called
 * for by hand does not show that the server sends the next change by itself.
 */
function waitsForServer({ refusal, result }: SyncedUser): boolean {
  return refusal?.reason === 'server-broken' || result !== null;
}

/** Refusals for what a user has alone; the cure stands in the diagnosis of that user. */
const ofUser: ReadonlySet<UserSyncRefusal['reason']> = new Set(['way-broken', 'unreadable']);
/** Refusals for what all users of the server have; the cure stands in the diagnosis of the server. */
const ofServer: ReadonlySet<UserSyncRefusal['reason']> = new Set([
  'build-cut-off',
  'staging',
  'channel-off',
  'left-off',
  'server-broken',
]);

/** The diagnosis that says what to do instead of a call that was refused. */
function listDiagnoses(users: readonly SyncedUser[]): readonly string[] {
  const server = users.some(({ refusal }) => refusal !== null && ofServer.has(refusal.reason));
  const broken = users.filter(({ refusal }) => refusal !== null && ofUser.has(refusal.reason));
  return [
    ...(server ? ['phs-tool diagnose'] : []),
    ...broken.slice(0, mostNext).map((user) => forUser('diagnose', user)),
  ];
}

/** What to do after the run, as commands to copy. */
export function listNext(
  users: readonly SyncedUser[],
  { confirm, isSourceAbsent }: { readonly confirm: boolean; readonly isSourceAbsent: boolean },
): readonly string[] {
  const first = [...listDiagnoses(users), ...(users.some(waitsForServer) ? [waitAlive] : [])];
  if (!confirm) {
    const open = users.filter(({ refusal, advice }) => refusal === null && advice.helps !== 'no');
    const asked = open.slice(0, mostNext);
    const setup = isSourceAbsent && asked.length > 0 ? [setUp] : [];
    // Whether the password arrived is in the diagnosis of the user; a server that is alive says nothing of one user.
    return [
      ...first,
      ...setup,
      ...asked.map((user) => `${forUser('sync-user', user)} --confirm`),
      ...asked.map((user) => forUser('diagnose', user)),
    ];
  }
  const left = users.filter(({ result }) => result !== null && result.outcome !== 'verified');
  const unwritten = users.filter(({ refusal }) => refusal?.reason === 'not-written');
  const again = unwritten.slice(0, mostNext).map((user) => `${forUser('sync-user', user)} --confirm`);
  return [
    ...first,
    ...left.slice(0, mostNext).map((user) => forUser('diagnose', user)),
    ...(isSourceAbsent && again.length > 0 ? [setUp] : []),
    ...again,
  ];
}

/** Of a user who was refused, and of one for whom something was called. */
function exitCodeOf({ refusal, result }: SyncedUser): ExitCode {
  if (result === null) {
    return refusal === null ? ExitCode.ok : ExitCode.refused;
  }
  return result.outcome === 'verified'
    ? ExitCode.ok
    : result.outcome === 'lost'
      ? ExitCode.couldNotRun
      : ExitCode.unknown;
}

const worstFirst = [ExitCode.couldNotRun, ExitCode.unknown, ExitCode.refused];

/** 7 if a connector was left off, whatever else; then the code of what ended the run, then the worst of the users: 5, 4, 6, 0. */
export function chooseSyncExitCode(
  users: readonly SyncedUser[],
  { error, isLeftOff }: { readonly error: ReportError | undefined; readonly isLeftOff: boolean },
): ExitCode {
  if (isLeftOff) {
    return ExitCode.leftOff;
  }
  const codes = users.map(exitCodeOf);
  return error?.exitCode ?? worstFirst.find((code) => codes.includes(code)) ?? ExitCode.ok;
}
