import { instantText } from '../model/instant.js';
import type { Evidence } from '../model/finding.js';
import { connectivity, freshMs, lookAgain } from './password-log-advice.js';
import { traceEvidence, type ObjectContext, type ObjectSubject, type ObjectVerdict } from './object-check.js';
import { readPasswordSet, type PasswordSet } from './password-set.js';
import { judgeReadSince } from './judge-success.js';
import { judgeTemporaryPassword } from './temporary-password.js';

const dayMs = 24 * 60 * 60_000;
/** How long the server keeps the results of attempts (Microsoft's page). */
const keptMs = 7 * dayMs;

function judgeNewPassword(setAt: string, ageMs: number, evidence: readonly Evidence[]): ObjectVerdict {
  if (ageMs < freshMs) {
    return {
      status: 'warn',
      message: `The password was changed only now (${instantText(setAt)}); no attempt has been recorded yet.`,
      reason: 'The password was changed only now; no attempt has been recorded yet.',
      evidence,
      remedy: lookAgain,
    };
  }
  const tell = (time: string): string =>
    `The log is empty although the password was changed${time}: Entra Connect could not read the password hash from Active Directory.`;
  return {
    status: 'fail',
    message: tell(` at ${instantText(setAt)}`),
    reason: tell(''),
    evidence,
    remedy: connectivity,
  };
}

function judgeChange(set: PasswordSet, subject: ObjectSubject, { now }: ObjectContext): ObjectVerdict {
  const evidence = [
    traceEvidence('log', 'Entries', 0),
    traceEvidence(set.isImported ? 'source' : 'directory', 'pwdLastSet', set.mustChange === true ? '0' : set.at),
  ];
  const setAt = set.at;
  if (set.mustChange === true && judgeTemporaryPassword(subject).isAllowed === false) {
    const message = 'The log is empty; the password is temporary.';
    return { status: 'skip', blockedBy: 'PHS512', message, evidence };
  }
  if (setAt === null) {
    const message =
      'Could not be checked: the log is empty, and Active Directory does not report when the password was set.';
    return { status: 'unknown', message, evidence };
  }
  const read = judgeReadSince(subject, setAt, { text: 'The log is empty.', evidence });
  if (read !== undefined) {
    return read;
  }
  const ageMs = now.getTime() - Date.parse(setAt);
  return ageMs > keptMs
    ? {
        status: 'pass',
        message: `No change within the 7 days of the log: the password was last set at ${instantText(setAt)}.`,
        evidence,
      }
    : judgeNewPassword(setAt, ageMs, evidence);
}

/** The log is empty: what that means depends on when the password was set. */
export function judgeEmptyLog(subject: ObjectSubject, context: ObjectContext): ObjectVerdict {
  const { directory } = subject.trace;
  const set = readPasswordSet(subject.trace);
  if (set !== undefined) {
    return judgeChange(set, subject, context);
  }
  const why = directory.known ? 'Active Directory does not have the object.' : directory.reason.message;
  return {
    status: 'unknown',
    message: `Could not be checked: the log is empty, and when the password was set could not be read. ${why}`,
    evidence: [traceEvidence('log', 'Entries', 0)],
  };
}
