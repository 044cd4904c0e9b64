import { judgeEmptyLog } from './judge-empty-log.js';
import { judgeLastAttempt } from './judge-last-attempt.js';
import { latestEntry } from './log-entries.js';
import { type ObjectCheck, type ObjectContext, type ObjectSubject, type ObjectVerdict } from './object-check.js';

function judge(subject: ObjectSubject, context: ObjectContext): ObjectVerdict {
  const { log } = subject.trace;
  const entries = log.known ? log.value : [];
  const latest = latestEntry(entries);
  return latest === undefined ? judgeEmptyLog(subject, context) : judgeLastAttempt(entries, latest, subject, context);
}

/** Microsoft's page, step g and "Password sync log"; what an empty log means depends on `pwdLastSet`. */
export const phs511Log: ObjectCheck = {
  id: 'PHS511',
  title: 'The last attempt to synchronize the password succeeded',
  leg: 'password',
  needs: ['log'],
  run: judge,
};
