import { instantText } from '../model/instant.js';
import { logStatuses, type LogStatus } from '../model/log-statuses.js';
import type { Evidence, Remedy } from '../model/finding.js';
import type { DirectoryObject, ObjectLogEntry } from '../model/object-trace.js';
import { latestEntry } from './log-entries.js';
import {
  partOf,
  traceEvidence,
  type ObjectCheck,
  type ObjectContext,
  type ObjectSubject,
  type ObjectVerdict,
} from './object-check.js';
import { temporaryPasswordOf } from './temporary-password.js';

const dayMs = 24 * 60 * 60_000;
/** How long the server keeps the results of attempts (Microsoft's page). */
const keptMs = 7 * dayMs;
/** PHS runs every two minutes (adsync-facts 3.1); a change younger than a few cycles may simply not have been seen. */
const freshMs = 10 * 60_000;
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
  const { isTemporary, isAllowed } = temporaryPasswordOf(subject);
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
  const setAt = partOf(subject.trace.directory)?.passwordLastSetAt ?? null;
  const changedSince = isTemporary === false && setAt !== null && at !== null && Date.parse(setAt) > Date.parse(at);
  return changedSince
    ? { status: 'warn', message: `${text} Since then the password was changed.`, evidence, remedy }
    : { status: 'fail', message: text, evidence, remedy };
}

function judgeKnown(
  { outcome, status, meaning, remedy }: LogStatus,
  when: string,
  entries: readonly ObjectLogEntry[],
  subject: ObjectSubject,
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
      return { status: 'pass', message: text, evidence };
    case 'pending':
      // The hash is tried again by itself, but an object that is not exported has to be looked at.
      return { status: status === 'RetryRequestedByTarget' ? 'warn' : 'fail', message: text, evidence, remedy };
    case 'unclear':
      return { status: 'warn', message: text, evidence, remedy };
    case 'not-synchronized':
      return { status: 'fail', message: text, evidence, remedy };
  }
}

function judgeEntries(
  entries: readonly ObjectLogEntry[],
  latest: ObjectLogEntry,
  subject: ObjectSubject,
): ObjectVerdict {
  const when = latest.at === null ? '' : ` (${instantText(latest.at)})`;
  const known = logStatuses.get(latest.status);
  if (known !== undefined) {
    return judgeKnown(known, when, entries, subject);
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

function judgeNewPassword(setAt: string, ageMs: number, evidence: readonly Evidence[]): ObjectVerdict {
  if (ageMs < freshMs) {
    return {
      status: 'warn',
      message: `The password was changed only now (${instantText(setAt)}); no attempt has been recorded yet.`,
      evidence,
      remedy: { text: 'Passwords are read every two minutes: look again in a few minutes.', commands: [] },
    };
  }
  return {
    status: 'fail',
    message: `The log is empty although the password was changed at ${instantText(setAt)}: Entra Connect could not read the password hash from Active Directory.`,
    evidence,
    remedy: {
      text: 'Go on with connectivity: reachability of the domain controllers, the credentials of the AD DS account and its rights "Replicating Directory Changes" and "Replicating Directory Changes All".',
      commands: ['phs-tool diagnose'],
    },
  };
}

function judgeEmpty(user: DirectoryObject, subject: ObjectSubject, { now }: ObjectContext): ObjectVerdict {
  const evidence = [
    traceEvidence('log', 'Entries', 0),
    traceEvidence('directory', 'pwdLastSet', user.mustChangePassword === true ? '0' : user.passwordLastSetAt),
  ];
  const setAt = user.passwordLastSetAt;
  if (user.mustChangePassword === true && temporaryPasswordOf(subject).isAllowed === false) {
    const message = 'The log is empty; the password is temporary.';
    return { status: 'skip', blockedBy: 'PHS512', message, evidence };
  }
  if (setAt === null) {
    const message =
      'Could not be checked: the log is empty, and Active Directory does not tell when the password was set.';
    return { status: 'unknown', message, evidence };
  }
  const ageMs = now.getTime() - Date.parse(setAt);
  return ageMs > keptMs
    ? {
        status: 'pass',
        message: `No change in the time that is kept: the password was set at ${instantText(setAt)}, before the 7 days of the log.`,
        evidence,
      }
    : judgeNewPassword(setAt, ageMs, evidence);
}

function judge(subject: ObjectSubject, context: ObjectContext): ObjectVerdict {
  const { log, directory } = subject.trace;
  const entries = log.known ? log.value : [];
  const latest = latestEntry(entries);
  if (latest !== undefined) {
    return judgeEntries(entries, latest, subject);
  }
  const user = partOf(directory);
  if (user !== undefined) {
    return judgeEmpty(user, subject, context);
  }
  const why = directory.known ? 'Active Directory does not have the object.' : directory.reason.message;
  return {
    status: 'unknown',
    message: `Could not be checked: the log is empty, and when the password was set could not be read. ${why}`,
    evidence: [traceEvidence('log', 'Entries', 0)],
  };
}

/** Microsoft's page, step g and "Password sync log"; what an empty log means depends on `pwdLastSet`. */
export const phs511Log: ObjectCheck = {
  id: 'PHS511',
  title: 'The last attempt to synchronize its password succeeded',
  leg: 'password',
  needs: ['log'],
  run: judge,
};
