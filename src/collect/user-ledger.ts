import { ownText } from '../base/own-text.js';
import type { LedgerCounts, ReportedChange, UserRecord } from '../model/affected-user.js';
import type { EventRecord } from '../model/facts.js';
import { userKey } from '../parsers/user-events.js';
import { readMentionedUsers, userEventIds, type UnnamedChange, type UserMention } from '../parsers/user-mentions.js';
import { AnchoredResults, isNewer, type Moment } from './anchored-results.js';

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
  private readonly anchored: AnchoredResults;
  private unnamedRequests = 0;
  private fullTexts = 0;
  private complete = true;

  constructor(private readonly limit = mostUsers) {
    this.anchored = new AnchoredResults(limit);
  }

  /** Takes one page, in any order. */
  add(page: readonly EventRecord[]): void {
    for (const record of page) {
      const { mentions, unnamed } = readMentionedUsers(record);
      this.events.set(record.eventId, (this.events.get(record.eventId) ?? 0) + 1);
      unnamed.forEach((change) => {
        this.addUnnamed(record, change);
      });
      this.fullTexts += mentions.length > 1 && record.message.length >= fullText ? 1 : 0;
      mentions.forEach((mention) => {
        this.addMention(record, mention);
      });
    }
  }

  /** The users in no order. */
  *users(): Generator<UserRecord, void> {
    const anchored = this.anchored.listByUser();
    for (const [key, user] of this.byUser) {
      const change = anchored.get(key);
      yield change === undefined || !isNewer(change, user.change)
        ? user
        : { ...user, change, problems: user.problems + (isProblem(change.eventId, change.result) ? 1 : 0) };
    }
  }

  /** Number of users. */
  get size(): number {
    return this.byUser.size;
  }

  /** What was read so far. */
  counts(): LedgerCounts {
    const { events, fullTexts, complete } = this;
    return { events, unnamed: this.unnamedRequests + this.anchored.countUnknown(), fullTexts, complete };
  }

  private addMention({ eventId, recordId, generatedAt }: EventRecord, mention: UserMention): void {
    if (mention.dn.length > longestDn) {
      this.unnamedRequests += 1;
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
        : {
            ...before,
            change: isNewer(moment, before.change) ? this.report({ ...moment, eventId }, mention) : before.change,
          };
    const kept = known === undefined ? ownText(key) : key;
    if (eventId === 656 && mention.anchor !== null) {
      this.anchored.addRequest(mention.anchor, kept);
    }
    this.byUser.set(kept, {
      ...next,
      problems: before.problems + (isProblem(eventId, mention.result) ? 1 : 0),
    });
  }

  private addUnnamed({ eventId, recordId, generatedAt }: EventRecord, change: UnnamedChange): void {
    if (eventId === 656 || change.anchor === '') {
      this.unnamedRequests += 1;
      return;
    }
    const moment = { at: Date.parse(generatedAt), recordId, eventId };
    this.anchored.addResult(change.anchor, this.report(moment, change));
  }

  private report(moment: Moment & { readonly eventId: number }, said: Omit<UnnamedChange, 'anchor'>): ReportedChange {
    const { result, reason, attempts } = said;
    return { ...moment, result: this.shared(result), reason: this.shared(reason), attempts };
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
