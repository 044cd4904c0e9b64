import { logStatuses } from '../model/log-statuses.js';
import { commandToCopy } from '../base/command-to-copy.js';
import type { Finding } from '../model/finding.js';
import type { ObjectPassword, ServerCause } from '../model/object-report.js';
import type { ObjectTrace } from '../model/object-trace.js';
import type { UserSyncAdvice } from '../model/user-sync.js';
import { latestEntry } from '../object-checks/log-entries.js';
import type { UserEvent } from '../parsers/user-events.js';

/** What the advice rests on: parts of a user's result, and the log. */
export interface AdvisedUser {
  readonly password: ObjectPassword;
  readonly findings: readonly Finding[];
  readonly serverCauses: readonly ServerCause[];
  readonly log: ObjectTrace['log'];
  /** The newest event that reports a problem with the user. */
  readonly problem: UserEvent | null;
}

const no = (why: string): UserSyncAdvice => ({ helps: 'no', why });

/** Statuses whose cause the call leaves as it is: they wait for another password. */
const needsNewPassword: ReadonlySet<string> = new Set(['FilteredByTarget', 'MissingAttribute']);
/** Statuses that say that an object was not there, although it is now. */
const missedObject: ReadonlySet<string> = new Set(['NoTargetConnection', 'SourceConnectorNotPresent']);

function adviseByWay({ password, findings, serverCauses }: AdvisedUser): UserSyncAdvice | undefined {
  const broken =
    findings.find(({ check, status }) => status === 'fail' && check !== 'PHS511' && check !== 'PHS513') ??
    serverCauses.find(({ effect }) => effect === 'stops');
  switch (password.next) {
    case 'stopped':
      return no(broken === undefined ? 'Passwords of this user cannot arrive.' : `${broken.check}: ${broken.message}`);
    case 'excluded':
      return no('The rules leave the password of this user out on purpose.');
    case 'elsewhere':
      return no('This is a staging server; the active one sends passwords.');
    default:
      return undefined;
  }
}

/** What a status says of another attempt while the way is whole, wherever it was read. */
function adviseByStatus(status: string): UserSyncAdvice {
  const meaning = logStatuses.get(status)?.meaning;
  if (meaning === undefined) {
    return { helps: 'maybe', why: `What the status "${status}" of the last attempt means is not documented.` };
  }
  if (needsNewPassword.has(status)) {
    return no(`${status}: ${meaning}`);
  }
  return missedObject.has(status)
    ? { helps: 'maybe', why: `The last attempt ended with ${status}: ${meaning} The way is in order now.` }
    : {
        helps: 'yes',
        why: `The way is in order now; the last attempt ended with ${status}, and another one may succeed.`,
      };
}

/** An event of this user says more than the log: the log is in order, or the event is newer and has a status. */
function adviseByEvent({ findings, log: entries, problem }: AdvisedUser): UserSyncAdvice | undefined {
  const [log, events] = ['PHS511', 'PHS513'].map((id) => findings.find(({ check }) => check === id));
  if (events?.status !== 'fail' || problem === null) {
    return undefined;
  }
  const { eventId, at, result } = problem;
  const hasStatus = logStatuses.has(result ?? '');
  const entryAt = latestEntry(entries.known ? entries.value : [])?.at ?? null;
  const isNewer = entryAt === null || Date.parse(at) > Date.parse(entryAt);
  if (log?.status === 'fail' && !(hasStatus && isNewer)) {
    return undefined;
  }
  if (result !== null && hasStatus) {
    return adviseByStatus(result);
  }
  return eventId === 657 && result?.toLowerCase() === 'failed'
    ? { helps: 'yes', why: `The way is in order; another attempt may succeed. ${events.message}` }
    : { helps: 'maybe', why: `The way is in order, but whether this cause is gone is not known. ${events.message}` };
}

/** What the newest entry says although the way is whole now: its cause was for a time, or stays with the password. */
function adviseByEntry({ log }: AdvisedUser): UserSyncAdvice {
  const latest = latestEntry(log.known ? log.value : []);
  if (latest === undefined) {
    return { helps: 'yes', why: 'The way is in order, and the log shows no attempt with the last change.' };
  }
  return latest.status === 'Success'
    ? { helps: 'yes', why: 'The way is in order, and the last success is older than the last change.' }
    : adviseByStatus(latest.status);
}

/** PHS511 is a warning while the change is only minutes old, or another attempt is under way: the server goes on by itself. */
function isUnderWay({ findings, log }: AdvisedUser): boolean {
  const finding = findings.find(({ check }) => check === 'PHS511');
  const latest = latestEntry(log.known ? log.value : []);
  const isSettled =
    latest !== undefined && ['not-synchronized', 'unclear'].includes(logStatuses.get(latest.status)?.outcome ?? '');
  return finding?.status === 'warn' && !isSettled;
}

/**
 * Whether Microsoft's cmdlet for one user is likely to help: the way is in order and the last attempt was not good, or there was
 * none. Pure.
 */
export function adviseUserSync(user: AdvisedUser): UserSyncAdvice {
  const byWay = adviseByWay(user);
  if (byWay !== undefined) {
    return byWay;
  }
  const { state, next } = user.password;
  if (next === 'unknown') {
    return {
      helps: 'maybe',
      why: 'Not every step from Active Directory to Microsoft Entra ID could be checked for this user.',
    };
  }
  switch (state) {
    case 'synchronized':
      return no('The last change of the password is synchronized already.');
    case 'not-recorded':
      return {
        helps: 'maybe',
        why: 'Nothing is broken; the log does not go back to the last change. The call sends the password again and makes an entry.',
      };
    case 'pending':
      return isUnderWay(user)
        ? { helps: 'maybe', why: 'The server is still working on it; wait a few minutes first.' }
        : (adviseByEvent(user) ?? adviseByEntry(user));
    case 'not-synchronized':
      return adviseByEvent(user) ?? adviseByEntry(user);
    case 'excluded':
    case 'unknown':
      return { helps: 'maybe', why: 'Whether the last change of the password is synchronized is not known.' };
  }
}

/** The remedy of the finding that decides the verdict on a user names the call as the first step, if it is likely to help. */
export function nameUserSync(
  findings: readonly Finding[],
  deciding: Finding | undefined,
  { helps }: UserSyncAdvice,
  distinguishedName: string | null,
): readonly Finding[] {
  if (helps !== 'yes' || distinguishedName === null || (deciding?.check !== 'PHS511' && deciding?.check !== 'PHS513')) {
    return findings;
  }
  const { text = '', commands = [] } = deciding.remedy ?? {};
  const first =
    'Synchronize the password of this user again with phs-tool sync-user, which first shows what it would call.';
  const remedy = {
    text: `${first} ${text}`.trimEnd(),
    commands: [commandToCopy(syncUserCommand, [['dn', distinguishedName]]), ...commands],
  };
  return findings.map((finding) => (finding === deciding ? { ...finding, remedy } : finding));
}

/** The beginning of the command that {@link nameUserSync} names; it is about one user. */
export const syncUserCommand = 'phs-tool sync-user';
