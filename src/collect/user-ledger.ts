import { ownText } from '../base/own-text.js';
import type { LedgerCounts, ReportedChange, UserRecord } from '../model/affected-user.js';
import type { EventRecord } from '../model/facts.js';
import { userKey } from '../parsers/user-events.js';
import { readMentionedUsers, userEventIds, type UserMention } from '../parsers/user-mentions.js';

/** So many users are kept at most: some 50 MB. */
const mostUsers = 100_000;
/** Causes of more than so many kinds are texts of their own for every user, and are no longer kept once for all. */
const mostTexts = 10_000;
const longestText = 400;
/** A DN has some hundred characters; what is longer is not one. */
const longestDn = 4_096;
/**
 * Windows takes 31,839 characters for a text of an event (src/base/text-limits.ts): a list that comes near it can have been cut
 * off.
 */
const fullText = 31_000;

type Moment = Pick<ReportedChange, 'at' | 'recordId'>;

function isNewer(next: Moment, known: Moment | null): boolean {
  return known === null || next.at > known.at || (next.at === known.at && next.recordId > known.recordId);
}

/** Whether an event reports that a password was not carried over; 656 only asks for it. */
function isProblem(eventId: number, result: string | null): boolean {
  return eventId !== 656 && ((eventId !== 657 && eventId !== 620) || result?.toLowerCase() !== 'success');
}

/**
 * Keeps of the events that name users one small record for each user, and no text of an event: a log of 100,000 users fits into
 * bounded memory.
 */
export class UserLedger {
  private readonly byUser = new Map<string, UserRecord>();
  private readonly texts = new Map<string, string>();
  private readonly events = new Map(userEventIds.map((id) => [id, 0]));
  private unnamed = 0;
  private fullTexts = 0;
  private complete = true;

  constructor(private readonly limit = mostUsers) {}

  /** Takes one page, in any order. */
  add(page: readonly EventRecord[]): void {
    for (const record of page) {
      const { mentions, unnamed } = readMentionedUsers(record);
      this.events.set(record.eventId, (this.events.get(record.eventId) ?? 0) + 1);
      this.unnamed += unnamed;
      this.fullTexts += mentions.length > 1 && record.message.length >= fullText ? 1 : 0;
      mentions.forEach((mention) => {
        this.addMention(record, mention);
      });
    }
  }

  /** The users in no order. */
  users(): Iterable<UserRecord> {
    return this.byUser.values();
  }

  /** Number of users. */
  get size(): number {
    return this.byUser.size;
  }

  /** What was read so far. */
  counts(): LedgerCounts {
    const { events, unnamed, fullTexts, complete } = this;
    return { events, unnamed, fullTexts, complete };
  }

  private addMention({ eventId, recordId, generatedAt }: EventRecord, mention: UserMention): void {
    if (mention.dn.length > longestDn) {
      this.unnamed += 1;
      return;
    }
    const key = userKey(mention.dn);
    const known = this.byUser.get(key);
    if (known === undefined && this.byUser.size >= this.limit) {
      this.complete = false;
      return;
    }
    const before = known ?? { dn: ownText(mention.dn), change: null, request: null, problems: 0 };
    const moment = { at: Date.parse(generatedAt), recordId };
    const next =
      eventId === 656
        ? { ...before, request: isNewer(moment, before.request) ? moment : before.request }
        : { ...before, change: this.newerChange(before, { ...moment, eventId }, mention) };
    this.byUser.set(known === undefined ? ownText(key) : key, {
      ...next,
      problems: before.problems + (isProblem(eventId, mention.result) ? 1 : 0),
    });
  }

  private newerChange(
    { change }: UserRecord,
    moment: Moment & { readonly eventId: number },
    { result, reason, attempts }: UserMention,
  ): ReportedChange | null {
    return isNewer(moment, change)
      ? { ...moment, result: this.shared(result), reason: this.shared(reason), attempts }
      : change;
  }

  /** The same text once for all users. */
  private shared(text: string | null): string | null {
    if (text === null || text === '') {
      return null;
    }
    const short = text.slice(0, longestText);
    const kept = this.texts.get(short) ?? ownText(short);
    if (this.texts.size < mostTexts) {
      this.texts.set(kept, kept);
    }
    return kept;
  }
}
