import { known, type Fact } from '../model/fact.js';
import type { EventRecord } from '../model/facts.js';
import { userKey, type UserEvent, type UserEvents, type UserEventSummary } from '../parsers/user-events.js';
import { parseChangeRequests, parseChangeResults } from '../parsers/event-changes.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import type { Asker } from './ask.js';
import { eventSources } from './summarize-events.js';

/** Events that name users: change request, change result, single object failed (facts 3.1). */
const userEventIds: readonly number[] = [656, 657, 664];
const maxUsers = 100_000;
const longestDetail = 400;
const none: UserEventSummary = { latestRequest: null, latestResult: null, latestProblem: null, problemCount: 0 };

const dnMark = /\bDn ?[:=] ?/i;
const detailsMark = / Details ?: ?/i;

/** One user in an event. */
interface Mention {
  readonly dn: string;
  readonly result: string | null;
  readonly detail: string | null;
}

/** The text of 664 is not documented: a DN after its label, up to a sentence's or a line's end, and what follows. */
function singleObject(message: string): readonly Mention[] {
  const mark = dnMark.exec(message);
  if (mark === null) {
    return [];
  }
  const [line = ''] = message.slice(mark.index + mark[0].length).split(/[\r\n]/, 1);
  const details = detailsMark.exec(line);
  const name = details === null ? line : line.slice(0, details.index);
  const dn = name.endsWith('.') ? name.slice(0, -1) : name;
  const detail = details === null ? null : line.slice(details.index + details[0].length);
  return dn === '' ? [] : [{ dn, result: null, detail }];
}

function mentionsIn({ eventId, message }: EventRecord): readonly Mention[] {
  switch (eventId) {
    case 656:
      return parseChangeRequests(message).flatMap(({ dn }) =>
        dn === null ? [] : [{ dn, result: null, detail: null }],
      );
    case 657:
      return parseChangeResults(message).flatMap(({ dn, result, extendedError }) =>
        dn === null ? [] : [{ dn, result, detail: extendedError }],
      );
    case 664:
      return singleObject(message);
    default:
      return [];
  }
}

function later(known: UserEvent | null, next: UserEvent): UserEvent {
  const gap = known === null ? 1 : Date.parse(next.at) - Date.parse(known.at);
  return known === null || gap > 0 || (gap === 0 && next.recordId > known.recordId) ? next : known;
}

function isProblem({ eventId, result }: UserEvent): boolean {
  return eventId === 664 || (eventId === 657 && result?.toLowerCase() !== 'success');
}

function withEvent(summary: UserEventSummary, event: UserEvent): UserEventSummary {
  const problem = isProblem(event);
  return {
    latestRequest: event.eventId === 656 ? later(summary.latestRequest, event) : summary.latestRequest,
    latestResult: event.eventId === 657 ? later(summary.latestResult, event) : summary.latestResult,
    latestProblem: problem ? later(summary.latestProblem, event) : summary.latestProblem,
    problemCount: summary.problemCount + (problem ? 1 : 0),
  };
}

/** Sums up the events that name users, page by page, in bounded memory: the newest of each kind for each user. */
export class UserEventCollector {
  private readonly byUser = new Map<string, UserEventSummary>();
  private complete = true;

  /** @param windowStartsAt Events before this instant are left out, whoever answered. */
  constructor(
    private readonly windowStartsAt: Date,
    private readonly limit = maxUsers,
  ) {}

  /** Takes one page, in any order. */
  add(page: readonly EventRecord[]): void {
    for (const record of page) {
      if (Date.parse(record.generatedAt) >= this.windowStartsAt.getTime()) {
        this.addRecord(record);
      }
    }
  }

  /** What was seen so far. */
  userEvents(): UserEvents {
    return { byUser: this.byUser, complete: this.complete };
  }

  private addRecord(record: EventRecord): void {
    const { eventId, recordId, generatedAt } = record;
    for (const { dn, result, detail } of mentionsIn(record)) {
      const key = userKey(dn);
      const summary = this.byUser.get(key);
      if (summary === undefined && this.byUser.size >= this.limit) {
        this.complete = false;
        continue;
      }
      const shortDetail = detail === null || detail === '' ? null : detail.slice(0, longestDetail);
      const event = { eventId, recordId, at: generatedAt, result, detail: shortDetail };
      this.byUser.set(key, withEvent(summary ?? none, event));
    }
  }
}

/** Reads the events of the window that name users, once for all objects of a run. */
export async function collectUserEvents(asker: Asker, windowStartsAt: Date): Promise<Fact<UserEvents>> {
  const collector = new UserEventCollector(windowStartsAt);
  const rows = await asker.rows(
    getPhsEvent,
    { after: windowStartsAt, source: [...eventSources], eventId: [...userEventIds] },
    (page) => {
      collector.add(page);
    },
  );
  return rows.known ? known(collector.userEvents()) : rows;
}
