import { known, type Fact } from '../model/fact.js';
import type { EventRecord } from '../model/facts.js';
import { isSuccess } from '../model/phs-event.js';
import { userKey, type UserEvent, type UserEvents, type UserEventSummary } from '../parsers/user-events.js';
import { describeMention, readMentionedUsers, userEventIds } from '../parsers/user-mentions.js';
import { ownText } from '../base/own-text.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import type { Asker } from './ask.js';
import { eventSources } from './event-question.js';

const maxUsers = 100_000;
const longestDetail = 400;
const none: UserEventSummary = { latestRequest: null, latestResult: null, latestProblem: null, problemCount: 0 };

function later(known: UserEvent | null, next: UserEvent): UserEvent {
  const gap = known === null ? 1 : Date.parse(next.at) - Date.parse(known.at);
  return known === null || gap > 0 || (gap === 0 && next.recordId > known.recordId) ? next : known;
}

function isProblem({ eventId, result }: UserEvent): boolean {
  return eventId === 656 ? false : eventId === 657 || eventId === 620 ? !isSuccess(result) : true;
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
    for (const mention of readMentionedUsers(record).mentions) {
      const key = userKey(mention.dn);
      const summary = this.byUser.get(key);
      if (summary === undefined && this.byUser.size >= this.limit) {
        this.complete = false;
        continue;
      }
      const detail = describeMention(mention);
      const event = {
        eventId,
        recordId,
        at: generatedAt,
        result: mention.result === null ? null : ownText(mention.result),
        detail: detail === null ? null : ownText(detail.slice(0, longestDetail)),
      };
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
