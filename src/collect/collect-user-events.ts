import { known, type Fact } from '../model/fact.js';
import type { EventRecord } from '../model/facts.js';
import { userKey, type UserEvent, type UserEvents, type UserEventSummary } from '../parsers/user-events.js';
import {
  parseChangeRequests,
  parseChangeResults,
  parseFilteredObjects,
  parseRetriedObjects,
} from '../parsers/event-changes.js';
import { counted } from '../base/text.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import type { Asker } from './ask.js';
import { eventSources } from './event-question.js';

/**
 * Events that name users: change request, change result, single object failed, and the lists of objects that are tried again
 * or left out (facts 3.1 to 3.3).
 */
const userEventIds: readonly number[] = [0, 605, 609, 620, 656, 657, 664, 6948];
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

const quotedDn = /["']((?:CN|OU|UID)=[^"'\r\n]{1,2000})["']/i;

/** The texts of 664 and 6948 are not documented: a DN after its label, up to a sentence's or a line's end, and what follows. */
function singleObject(message: string): readonly Mention[] {
  const mark = dnMark.exec(message);
  if (mark === null) {
    const [, quoted] = quotedDn.exec(message) ?? [];
    return quoted === undefined ? [] : [{ dn: quoted, result: null, detail: null }];
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
    case 0:
    case 605:
    case 609:
      return parseRetriedObjects(message).map(({ dn, attempts, errorType }) => ({
        dn,
        result: null,
        detail: [attempts === null ? null : counted(attempts, 'attempt'), errorType].filter(Boolean).join(', '),
      }));
    case 620:
      return parseFilteredObjects(message).map(({ dn, result }) => ({ dn, result, detail: null }));
    case 664:
    case 6948:
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
  const says = result?.toLowerCase();
  return eventId === 656 ? false : eventId === 657 || eventId === 620 ? says !== 'success' : true;
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

/** What was read before lists were: a recording of that time holds nothing else. */
const idsBeforeLists: readonly number[] = [656, 657, 664];

/** Reads the events of the window that name users, once for all objects of a run. */
export async function collectUserEvents(asker: Asker, windowStartsAt: Date): Promise<Fact<UserEvents>> {
  const ask = async (eventId: readonly number[]): Promise<Fact<UserEvents>> => {
    const collector = new UserEventCollector(windowStartsAt);
    const rows = await asker.rows(
      getPhsEvent,
      { after: windowStartsAt, source: [...eventSources], eventId: [...eventId] },
      (page) => {
        collector.add(page);
      },
    );
    return rows.known ? known(collector.userEvents()) : rows;
  };
  const all = await ask(userEventIds);
  return !all.known && all.reason.code === 'not-collected' ? ask(idsBeforeLists) : all;
}
