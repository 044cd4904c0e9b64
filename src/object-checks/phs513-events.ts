import { withoutOwnParts } from '../base/own-parts.js';
import { eventEvidence } from '../checks/evidence.js';
import { instantText } from '../model/instant.js';
import { userKey, type UserEvent, type UserEventSummary } from '../parsers/user-events.js';
import type { Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { logStatuses } from '../model/log-statuses.js';
import { retryEventIds } from '../parsers/user-mentions.js';
import type { ObjectCheck, ObjectSubject, ObjectVerdict } from './object-check.js';
import { findArrival } from './password-set.js';
import { judgeTemporaryPassword } from './temporary-password.js';
import { isSuccess } from '../model/phs-event.js';

function shown(label: string, event: UserEvent | null): readonly Evidence[] {
  return event === null
    ? []
    : [
        eventEvidence(
          label,
          [event.at, event.result, event.detail].filter(Boolean).join(', '),
          event.eventId,
          event.recordId,
        ),
      ];
}

function buildEvidence(summary: UserEventSummary): readonly Evidence[] {
  return [
    ...shown('Latest change request (656)', summary.latestRequest),
    ...shown('Latest change result (657)', summary.latestResult),
    ...shown('Latest problem', summary.latestProblem),
  ];
}

const filteredId = 620;

function describeWhat({ eventId, result }: UserEvent): string {
  if (retryEventIds.has(eventId)) {
    return 'the password could not be synchronized and is tried again';
  }
  if (eventId === filteredId) {
    const meaning = logStatuses.get(result ?? '')?.meaning;
    return `left out with the result ${result ?? 'none'}${meaning === undefined ? '' : `: ${meaning.replace(/\.$/, '')}`}`;
  }
  return eventId === 657 ? `result: ${result ?? 'none'}` : 'the synchronization of this object failed';
}

/** How often it was tried stands before the cause of a retry. */
const attempts = /^\d+ attempts?(?:, )?/;

function judgeProblem(problem: UserEvent, summary: UserEventSummary, subject: ObjectSubject): ObjectVerdict {
  const { problemCount } = summary;
  const detail = problem.detail === null ? '' : `: ${problem.detail}`;
  const times = problemCount === 1 ? '' : `, ${problemCount} times`;
  const text = `Event ${problem.eventId} (${describeWhat(problem)})${times}, latest ${instantText(problem.at)}${detail}`;
  const said = withoutOwnParts((problem.detail ?? '').replace(attempts, ''));
  const reason = `Event ${problem.eventId} (${describeWhat(problem)})${said === '' ? '' : `: ${said}`}`;
  const evidence = buildEvidence(summary);
  const arrived = findArrival(subject);
  const recovered = arrived !== null && Date.parse(arrived) > Date.parse(problem.at);
  const { isTemporary, isAllowed } = judgeTemporaryPassword(subject);
  if (!recovered && problem.result === 'FilteredByTarget' && isTemporary === true && isAllowed === false) {
    return { status: 'skip', blockedBy: 'PHS512', message: `${text}. The password is still temporary.`, evidence };
  }
  return {
    status: recovered || retryEventIds.has(problem.eventId) ? 'warn' : 'fail',
    message: recovered ? `${text}; a later attempt succeeded.` : text,
    reason: recovered ? `${reason}; a later attempt succeeded.` : reason,
    evidence,
    remedy: {
      text: 'Look at the events around this time; when the cause is gone, the next change of the password, or sync-user, synchronizes it.',
      commands: ['phs-tool events --id 605,620,652,656,657,664', `phs-tool explain ${problem.eventId}`],
    },
  };
}

/** Why silence in the log proves nothing about the window; undefined when the log covers it. */
function explainShortLog({ eventLogReach, windowStartsAt }: Facts): string | undefined {
  if (!eventLogReach.known) {
    return `How far the Application log reaches back is not known: ${eventLogReach.reason.message}`;
  }
  const { oldestAt } = eventLogReach.value;
  if (oldestAt === null) {
    return 'The Application log is empty.';
  }
  return Date.parse(oldestAt) > Date.parse(windowStartsAt)
    ? `The Application log starts only at ${instantText(oldestAt)}, inside the window.`
    : undefined;
}

/** No problem was found: a pass when the log covers the window, or when its newest result is a success. */
function judgeQuiet(summary: UserEventSummary | undefined, server: Facts): ObjectVerdict {
  const evidence = summary === undefined ? [] : buildEvidence(summary);
  const message =
    summary === undefined
      ? 'No event of the window names this user.'
      : 'The events of the window that name this user report no problem.';
  const short = explainShortLog(server);
  if (short === undefined) {
    return { status: 'pass', message, evidence };
  }
  return isSuccess(summary?.latestResult?.result)
    ? { status: 'pass', message: `${message} ${short} The newest result in it is a success.`, evidence }
    : {
        status: 'unknown',
        message: `Could not be checked: ${short} The absence of problems proves nothing.`,
        evidence,
      };
}

function judge(subject: ObjectSubject): ObjectVerdict {
  const { trace, userEvents, server } = subject;
  if (!userEvents.known) {
    const { reason } = userEvents;
    return { status: 'unknown', message: `Could not be checked: ${reason.message}`, evidence: [], unread: reason };
  }
  const { byUser, complete } = userEvents.value;
  const summary = byUser.get(userKey(trace.distinguishedName ?? ''));
  if (summary?.latestProblem != null) {
    return judgeProblem(summary.latestProblem, summary, subject);
  }
  if (summary === undefined && !complete) {
    const message =
      'Could not be checked: the window holds events of more users than are kept. Look at a shorter time with --since.';
    return { status: 'unknown', message, evidence: [] };
  }
  return judgeQuiet(summary, server);
}

/** Events of this user: 656, 657, 664, 6948 and the lists of 0, 605, 609 and 620 (facts 3.1 to 3.3). */
export const phs513Events: ObjectCheck = {
  id: 'PHS513',
  title: 'No event of the window reports a problem for this user',
  leg: 'password',
  needs: [],
  run: judge,
};
