import { ownText } from '../base/own-text.js';
import type { ReportedChange } from '../model/affected-user.js';

/** Which of two events is the newer one. */
export type Moment = Pick<ReportedChange, 'at' | 'recordId'>;

/** True if the first is newer, or the only one. */
export function isNewer(next: Moment, known: Moment | null | undefined): boolean {
  return known == null || next.at > known.at || (next.at === known.at && next.recordId > known.recordId);
}

/**
 * Results of older builds, whose texts name no DN: the request before it has the same anchor and a DN. The log is read newest
 * first, so a result comes before its request.
 */
export class AnchoredResults {
  private readonly results = new Map<string, ReportedChange>();
  private readonly keys = new Map<string, string>();

  /** @param limit Most anchors to keep. */
  constructor(private readonly limit: number) {}

  /** Takes a result; of several of one anchor the newest is kept. */
  addResult(anchor: string, change: ReportedChange): void {
    const known = this.results.get(anchor);
    if (isNewer(change, known) && (known !== undefined || this.results.size < this.limit)) {
      this.results.set(ownText(anchor), change);
    }
  }

  /** Takes a request, which says whose anchor it is; `key` is the form under which the user is kept. */
  addRequest(anchor: string, key: string): void {
    if (this.results.has(anchor) && !this.keys.has(anchor)) {
      this.keys.set(ownText(anchor), key);
    }
  }

  /** The newest result of each user whose request was read, by the key of the user. */
  listByUser(): ReadonlyMap<string, ReportedChange> {
    const byUser = new Map<string, ReportedChange>();
    for (const [anchor, key] of this.keys) {
      const change = this.results.get(anchor);
      if (change !== undefined && isNewer(change, byUser.get(key))) {
        byUser.set(key, change);
      }
    }
    return byUser;
  }

  /** Number of anchors whose user is not known. */
  countUnknown(): number {
    return this.results.size - this.keys.size;
  }
}
