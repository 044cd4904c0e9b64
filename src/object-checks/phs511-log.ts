import { judgeEmptyLog } from './judge-empty-log.js';
import { judgeLastAttempt } from './judge-last-attempt.js';
import { latestEntry } from './log-entries.js';
import {
  readPart,
  traceEvidence,
  type ObjectCheck,
  type ObjectContext,
  type ObjectSubject,
  type ObjectVerdict,
} from './object-check.js';

function judge(subject: ObjectSubject, context: ObjectContext): ObjectVerdict {
  const { log, directory } = subject.trace;
  const entries = log.known ? log.value : [];
  const latest = latestEntry(entries);
  if (latest !== undefined) {
    return judgeLastAttempt(entries, latest, subject, context);
  }
  const user = readPart(directory);
  if (user !== undefined) {
    return judgeEmptyLog(user, subject, context);
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
