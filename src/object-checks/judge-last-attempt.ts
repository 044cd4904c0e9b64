import { instantText } from '../model/instant.js';
import { logStatuses, type LogStatus } from '../model/log-statuses.js';
import type { Evidence, Remedy } from '../model/finding.js';
import type { ObjectLogEntry } from '../model/object-trace.js';
import { latestEntry } from './log-entries.js';
import { traceEvidence, type ObjectContext, type ObjectSubject, type ObjectVerdict } from './object-check.js';
import { judgeSynchronized } from './judge-success.js';
import { readPasswordSet } from './password-set.js';
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

/** What is said of the newest attempt, and the same without its time and details. */
interface SaidOfAttempt {
  readonly text: string;
  readonly reason: string;
}

/** The newest attempt was refused as temporary: PHS512 judges that, unless the password is no longer temporary. */
function judgeFiltered(
  subject: ObjectSubject,
  { text, reason }: SaidOfAttempt,
  at: string | null,
  evidence: readonly Evidence[],
  remedy: Remedy,
): ObjectVerdict {
  const { isTemporary, isAllowed } = judgeTemporaryPassword(subject);
  if (isTemporary === true && isAllowed === false) {
    return { status: 'skip', blockedBy: 'PHS512', message: `${text} The password is still temporary.`, evidence };
  }
  if (isTemporary === true && isAllowed === true) {
    const since = 'Temporary passwords are allowed now, but this one was set before that.';
    return {
      status: 'fail',
      message: `${text} ${since}`,
      reason: `${reason} ${since}`,
      evidence,
      remedy: {
        text: 'Clear "User must change password at next logon" for the user and set it again, so that the password is taken up once more.',
        commands: [],
      },
    };
  }
  const setAt = readPasswordSet(subject.trace)?.at ?? null;
  const changedSince = isTemporary === false && setAt !== null && at !== null && Date.parse(setAt) > Date.parse(at);
  const changed = 'Since then the password was changed.';
  return changedSince
    ? { status: 'warn', message: `${text} ${changed}`, reason: `${reason} ${changed}`, evidence, remedy }
    : { status: 'fail', message: text, reason, evidence, remedy };
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
  const tell = (time: string): string => `The last attempt${time} ended with ${status}: ${meaning}`;
  const text = `${tell(when)}${details == null || details === '' ? '' : ` Details: ${details}`}`;
  const reason = tell('');
  if (status === 'FilteredByTarget') {
    return judgeFiltered(subject, { text, reason }, latest?.at ?? null, evidence, remedy);
  }
  switch (outcome) {
    case 'synchronized':
      return judgeSynchronized(subject, context, { text, at: latest?.at ?? null, evidence });
    case 'pending':
      // The hash is tried again by itself, but an object that is not exported has to be looked at.
      return { status: status === 'RetryRequestedByTarget' ? 'warn' : 'fail', message: text, reason, evidence, remedy };
    case 'unclear':
      return { status: 'warn', message: text, reason, evidence, remedy };
    case 'not-synchronized':
      return { status: 'fail', message: text, reason, evidence, remedy };
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
  const tell = (time: string): string =>
    `The last attempt${time} ended with "${latest.status}", which is not one of the documented statuses, so it proves nothing.`;
  return {
    status: 'unknown',
    message: tell(when),
    reason: tell(''),
    evidence: entriesEvidence(entries),
    remedy: {
      text: 'Look at the details of the entry and at the events around that time.',
      commands: ['phs-tool events'],
    },
  };
}
