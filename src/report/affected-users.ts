import { withoutOwnParts } from '../base/own-parts.js';
import { stripEnd } from '../base/strip-end.js';
import type { AffectedUser, UserLog, UserOutcome, UserRecord, ReportedChange } from '../model/affected-user.js';
import { userOutcomes } from '../model/affected-user.js';
import { logStatuses, type LogStatus } from '../model/log-statuses.js';
import type { UserCause } from '../model/users-document.js';
import { retryEventIds } from '../parsers/user-mentions.js';
import { isSuccess } from '../model/phs-event.js';

/** Why, in words that are the same for all users with the same cause. */
function describeCause({ eventId, result, reason }: ReportedChange): string {
  const said = [result, withoutOwnParts(stripEnd(reason ?? '', '.'))].filter(Boolean).join(': ');
  const fallback = eventId === 657 || eventId === 620 ? 'no result in the text' : 'no reason in the text';
  return `${said === '' ? fallback : said} (event ${eventId})`;
}

function judgeChange({ eventId, result }: ReportedChange): UserOutcome {
  if (eventId === 657) {
    return result === null ? 'no-result' : isSuccess(result) ? 'synchronized' : 'failed';
  }
  if (eventId === 620) {
    return isSuccess(result) ? 'synchronized' : 'left-out';
  }
  return retryEventIds.has(eventId) ? 'retrying' : 'failed';
}

/** The request if nothing newer reports how it ended. */
function openRequest({ change, request }: UserRecord): UserRecord['request'] {
  const isOpen =
    request !== null &&
    (change === null || request.at > change.at || (request.at === change.at && request.recordId > change.recordId));
  return isOpen ? request : null;
}

/** How the last change of a user ended, as the events report it. */
export function judgeOutcome(record: UserRecord): UserOutcome {
  return record.change === null || openRequest(record) !== null ? 'no-result' : judgeChange(record.change);
}

/** One user as it is listed. */
export function buildUser(record: UserRecord, connector: string | null): AffectedUser {
  const { dn, request, problems } = record;
  const open = openRequest(record);
  const change: ReportedChange | null =
    open === null ? record.change : { ...open, eventId: 656, result: null, reason: 'no result yet', attempts: null };
  if (change === null) {
    throw new RangeError('A user is named by an event at least.');
  }
  const { at, eventId, recordId, result, attempts } = change;
  return {
    dn,
    connector,
    outcome: judgeOutcome(record),
    cause: describeCause(change),
    saidBy: 'event',
    at: new Date(at).toISOString(),
    eventId,
    recordId,
    result,
    attempts,
    requestedAt: request === null ? null : new Date(request.at).toISOString(),
    problems,
  };
}

const outcomesOfLog: Readonly<Record<LogStatus['outcome'], UserOutcome | undefined>> = {
  synchronized: 'synchronized',
  pending: 'retrying',
  'not-synchronized': 'failed',
  unclear: undefined,
};

/** The same user with what the password sync log of the object says: its newest entry counts if it is newer than the event. */
export function withLog(user: AffectedUser, log: UserLog): AffectedUser {
  const newest = log.known ? log.newest : null;
  const outcome = outcomesOfLog[logStatuses.get(newest?.status ?? '')?.outcome ?? 'unclear'];
  const at = newest?.at ?? null;
  if (newest === null || at === null || outcome === undefined || Date.parse(at) <= Date.parse(user.at)) {
    return { ...user, log };
  }
  // A list says of the same status more than the log: that it is not tried again.
  const same = newest.status.toLowerCase() === user.result?.toLowerCase();
  return same
    ? { ...user, log }
    : { ...user, outcome, cause: `${newest.status} (log of the object)`, saidBy: 'object-log', at, log };
}

/** What is known of a cause: that of a status of the password sync log (facts 7). */
function findMeaning({ result, log, saidBy }: AffectedUser): string | null {
  const status = saidBy === 'object-log' && log?.known === true ? log.newest?.status : result;
  return logStatuses.get(status ?? '')?.meaning ?? null;
}

/** Counts users by outcome and cause as they come. */
export class CauseTally {
  private readonly causes = new Map<string, UserCause>();

  /** Takes one user. */
  add(user: AffectedUser): void {
    const { outcome, cause } = user;
    const key = `${outcome} ${cause}`;
    const counted = this.causes.get(key) ?? { outcome, cause, meaning: findMeaning(user), count: 0 };
    this.causes.set(key, { ...counted, count: counted.count + 1 });
  }

  /** The worst outcome and the most frequent cause first. */
  list(): readonly UserCause[] {
    return [...this.causes.values()].sort(
      (left, right) =>
        userOutcomes.indexOf(left.outcome) - userOutcomes.indexOf(right.outcome) ||
        right.count - left.count ||
        (left.cause < right.cause ? -1 : 1),
    );
  }
}

function latest({ change, request }: UserRecord): number {
  return Math.max(change?.at ?? 0, request?.at ?? 0);
}

/** The worst outcome first, the newest first within it. */
export function orderUsers(records: Iterable<UserRecord>): readonly UserRecord[] {
  const judged = [...records].map((record) => ({ record, place: userOutcomes.indexOf(judgeOutcome(record)) }));
  return judged
    .sort(
      (left, right) =>
        left.place - right.place ||
        latest(right.record) - latest(left.record) ||
        (left.record.dn < right.record.dn ? -1 : 1),
    )
    .map(({ record }) => record);
}
