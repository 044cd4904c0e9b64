import { instantText } from '../model/instant.js';
import type { Evidence } from '../model/finding.js';
import type { UserEvent } from '../parsers/user-events.js';
import { connectivity, freshMs, lookAgain, toleranceMs } from './password-log-advice.js';
import { traceEvidence, type ObjectContext, type ObjectSubject, type ObjectVerdict } from './object-check.js';
import { findUserEvents, readPasswordSet } from './password-set.js';
import { isSuccess } from '../model/phs-event.js';

/** Why it is not known whether the password was changed after the newest entry; undefined when that is known. */
function changeIsNotKnown(at: string | null, { trace }: ObjectSubject): string | undefined {
  const set = readPasswordSet(trace);
  if (set === undefined) {
    return trace.directory.known ? 'Active Directory does not have the object.' : trace.directory.reason.message;
  }
  if (at === null) {
    return 'the entry has no time.';
  }
  // Of a password that must be changed at the next logon there is no time; PHS512 reports it.
  return set.at === null && set.mustChange !== true ? 'pwdLastSet is not there.' : undefined;
}

/** Events of the user after the change show that it was read, although the log does not show the attempt (yet). */
export function judgeReadSince(
  subject: ObjectSubject,
  setAt: string,
  { text, evidence }: { readonly text: string; readonly evidence: readonly Evidence[] },
): ObjectVerdict | undefined {
  const summary = findUserEvents(subject);
  const since = (event: UserEvent | null | undefined): event is UserEvent =>
    event != null && Date.parse(event.at) >= Date.parse(setAt) - toleranceMs;
  const result = summary?.latestResult;
  if (since(result) && isSuccess(result.result)) {
    const message = `${text} The password was changed at ${instantText(setAt)}, and event ${result.eventId} reports a success since (${instantText(result.at)}).`;
    return { status: 'pass', message, evidence };
  }
  const changed = `${text} The password was changed again at ${instantText(setAt)}, and the change was read`;
  if (since(summary?.latestProblem)) {
    const message = `${changed}; events report a problem since.`;
    return { status: 'skip', blockedBy: 'PHS513', message, evidence };
  }
  const open = 'no result has come yet.';
  const reason = `The password was changed, and the change was read; ${open}`;
  return since(summary?.latestRequest)
    ? { status: 'warn', message: `${changed}; ${open}`, reason, evidence, remedy: lookAgain }
    : undefined;
}

/** The newest attempt succeeded: in order only when the password was not changed after it. */
export function judgeSynchronized(
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
  const set = readPasswordSet(subject.trace);
  const setAt = set?.at ?? null;
  if (setAt === null || at === null || Date.parse(setAt) - Date.parse(at) <= toleranceMs) {
    return { status: 'pass', message: text, evidence };
  }
  const both = [...evidence, traceEvidence(set?.isImported === true ? 'source' : 'directory', 'pwdLastSet', setAt)];
  const read = judgeReadSince(subject, setAt, { text, evidence: both });
  if (read !== undefined) {
    return read;
  }
  if (now.getTime() - Date.parse(setAt) < freshMs) {
    const message = `${text} The password was changed again only now (${instantText(setAt)}); no attempt since is recorded yet.`;
    const reason = 'The password was changed only now; no attempt since is recorded yet.';
    return { status: 'warn', message, reason, evidence: both, remedy: lookAgain };
  }
  return {
    status: 'fail',
    message: `${text} The password was changed again at ${instantText(setAt)}, and the change was not read: no attempt since is recorded.`,
    reason:
      'The password was changed after the last success, and the change was not read: no attempt since is recorded.',
    evidence: both,
    remedy: connectivity,
  };
}
