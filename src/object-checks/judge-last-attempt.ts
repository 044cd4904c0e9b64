import { instantText } from '../model/instant.js';
import { logStatuses, type LogStatus } from '../model/log-statuses.js';
import type { Evidence, Remedy } from '../model/finding.js';
import type { ObjectLogEntry } from '../model/object-trace.js';
import { userKey, type UserEvent } from '../parsers/user-events.js';
import { latestEntry } from './log-entries.js';
import { readPart, traceEvidence, type ObjectContext, type ObjectSubject, type ObjectVerdict } from './object-check.js';
import { connectivity, freshMs, lookAgain } from './password-log-advice.js';
import { judgeTemporaryPassword } from './temporary-password.js';

const shownEntries = 10;

function entriesEvidence(entries: readonly ObjectLogEntry[]): readonly Evidence[] {
  const shown = entries.slice(0, shownEntries).map(({ status, at, details }) => {
    const meaning = logStatuses.get(status)?.meaning ?? 'not a documented status';
    return traceEvidence('log', at ?? 'without a time', [status, meaning, details].filter(Boolean).join(': '));
  });
  const more = entries.length - shown.length;
  return more > 0 ? [...shown, traceEvidence('log', 'More entries', more)] : shown;
}

/** The newest attempt was refused as temporary: PHS512 judges that, unless the password is no longer temporary. */
function judgeFiltered(
  subject: ObjectSubject,
  text: string,
  at: string | null,
  evidence: readonly Evidence[],
  remedy: Remedy,
): ObjectVerdict {
  const { isTemporary, isAllowed } = judgeTemporaryPassword(subject);
  if (isTemporary === true && isAllowed === false) {
    return { status: 'skip', blockedBy: 'PHS512', message: `${text} The password is still temporary.`, evidence };
  }
  if (isTemporary === true && isAllowed === true) {
    return {
      status: 'fail',
      message: `${text} Temporary passwords are allowed now, but this one was set before that.`,
      evidence,
      remedy: {
        text: 'Clear "User must change password at next logon" for the user and set it again, so that the password is taken up once more.',
        commands: [],
      },
    };
  }
  const setAt = readPart(subject.trace.directory)?.passwordLastSetAt ?? null;
  const changedSince = isTemporary === false && setAt !== null && at !== null && Date.parse(setAt) > Date.parse(at);
  return changedSince
    ? { status: 'warn', message: `${text} Since then the password was changed.`, evidence, remedy }
    : { status: 'fail', message: text, evidence, remedy };
}

/** Clocks of the server and of the domain controllers, and the time between the change and the entry. */
const toleranceMs = 2 * 60_000;

/** Why it is not known whether the password was changed after the newest entry; undefined when that is known. */
function changeIsNotKnown(at: string | null, { trace }: ObjectSubject): string | undefined {
  if (!trace.directory.known) {
    return trace.directory.reason.message;
  }
  const user = readPart(trace.directory);
  if (user === undefined) {
    return 'Active Directory does not have the object.';
  }
  if (at === null) {
    return 'the entry has no time.';
  }
  // Of a password that must be changed at the next logon there is no time; PHS512 tells of it.
  return user.passwordLastSetAt === null && user.mustChangePassword !== true ? 'pwdLastSet is not there.' : undefined;
}

/** Events of the user after the change show that it was read, although the log does not show the attempt (yet). */
function judgeReadSince(
  { trace, userEvents }: ObjectSubject,
  setAt: string,
  { text, evidence }: { readonly text: string; readonly evidence: readonly Evidence[] },
): ObjectVerdict | undefined {
  const summary = userEvents.known ? userEvents.value.byUser.get(userKey(trace.distinguishedName ?? '')) : undefined;
  const since = (event: UserEvent | null | undefined): event is UserEvent =>
    event != null && Date.parse(event.at) >= Date.parse(setAt) - toleranceMs;
  const result = summary?.latestResult;
  if (since(result) && result.result?.toLowerCase() === 'success') {
    const message = `${text} The password was changed at ${instantText(setAt)}, and event ${result.eventId} reports a success since (${instantText(result.at)}).`;
    return { status: 'pass', message, evidence };
  }
  const changed = `${text} The password was changed again at ${instantText(setAt)}, and the change was read`;
  if (since(summary?.latestProblem)) {
    const message = `${changed}; events tell of a problem since.`;
    return { status: 'skip', blockedBy: 'PHS513', message, evidence };
  }
  return since(summary?.latestRequest)
    ? { status: 'warn', message: `${changed}; there is no result yet.`, evidence, remedy: lookAgain }
    : undefined;
}

/** The newest attempt succeeded: in order only when the password was not changed after it. */
function judgeSynchronized(
  subject: ObjectSubject,
  { now }: ObjectContext,
  { text, at, evidence }: { readonly text: string; readonly at: string | null; readonly evidence: readonly Evidence[] },
): ObjectVerdict {
  const notKnown = changeIsNotKnown(at, subject);
  if (notKnown !== undefined) {
    return {
      status: 'pass',
      message: `${text} Whether the password was changed since is not known: ${notKnown}`,
      evidence,
    };
  }
  const setAt = readPart(subject.trace.directory)?.passwordLastSetAt ?? null;
  if (setAt === null || at === null || Date.parse(setAt) - Date.parse(at) <= toleranceMs) {
    return { status: 'pass', message: text, evidence };
  }
  const both = [...evidence, traceEvidence('directory', 'pwdLastSet', setAt)];
  const read = judgeReadSince(subject, setAt, { text, evidence: both });
  if (read !== undefined) {
    return read;
  }
  if (now.getTime() - Date.parse(setAt) < freshMs) {
    const message = `${text} The password was changed again only now (${instantText(setAt)}); no attempt since is recorded yet.`;
    return { status: 'warn', message, evidence: both, remedy: lookAgain };
  }
  return {
    status: 'fail',
    message: `${text} The password was changed again at ${instantText(setAt)}, and the change was not read: no attempt since is recorded.`,
    evidence: both,
    remedy: connectivity,
  };
}

function judgeKnown(
  { outcome, status, meaning, remedy }: LogStatus,
  when: string,
  entries: readonly ObjectLogEntry[],
  subject: ObjectSubject,
  context: ObjectContext,
): ObjectVerdict {
  const evidence = entriesEvidence(entries);
  const latest = latestEntry(entries);
  const details = latest?.details;
  const text = `The last attempt${when} ended with ${status}: ${meaning}${details == null || details === '' ? '' : ` Details: ${details}`}`;
  if (status === 'FilteredByTarget') {
    return judgeFiltered(subject, text, latest?.at ?? null, evidence, remedy);
  }
  switch (outcome) {
    case 'synchronized':
      return judgeSynchronized(subject, context, { text, at: latest?.at ?? null, evidence });
    case 'pending':
      // The hash is tried again by itself, but an object that is not exported has to be looked at.
      return { status: status === 'RetryRequestedByTarget' ? 'warn' : 'fail', message: text, evidence, remedy };
    case 'unclear':
      return { status: 'warn', message: text, evidence, remedy };
    case 'not-synchronized':
      return { status: 'fail', message: text, evidence, remedy };
  }
}

/** Judges the newest of the entries of the log. */
export function judgeLastAttempt(
  entries: readonly ObjectLogEntry[],
  latest: ObjectLogEntry,
  subject: ObjectSubject,
  context: ObjectContext,
): ObjectVerdict {
  const when = latest.at === null ? '' : ` (${instantText(latest.at)})`;
  const known = logStatuses.get(latest.status);
  if (known !== undefined) {
    return judgeKnown(known, when, entries, subject, context);
  }
  return {
    status: 'unknown',
    message: `The last attempt${when} ended with "${latest.status}", which is not one of the documented statuses, so it proves nothing.`,
    evidence: entriesEvidence(entries),
    remedy: {
      text: 'Look at the details of the entry and at the events around that time.',
      commands: ['phs-tool events'],
    },
  };
}
