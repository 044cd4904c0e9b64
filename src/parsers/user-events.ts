import { dnKey, parseDn } from './dn.js';

/** An event that reports how the password of one user fared (facts 3.1 to 3.3: 0, 605, 609, 620, 656, 657, 664 and 6948). */
export interface UserEvent {
  readonly eventId: number;
  readonly recordId: number;
  readonly at: string;
  /** What a 657 says after "Result": `Success`, `Failed`; what a 620 says of the reason; null for other ids. */
  readonly result: string | null;
  /** What the event says of the cause, null when it says nothing. At most 400 characters. */
  readonly detail: string | null;
}

/** The events of one user in the window. */
export interface UserEventSummary {
  /** The newest request to carry the password over (656). */
  readonly latestRequest: UserEvent | null;
  /** The newest result (657). */
  readonly latestResult: UserEvent | null;
  /** The newest event that reports a problem: a 657 that is not a success, or one of the others but 656. */
  readonly latestProblem: UserEvent | null;
  readonly problemCount: number;
}

/** The events of all users in the window. */
export interface UserEvents {
  /** By DN in the form of {@link userKey}. */
  readonly byUser: ReadonlyMap<string, UserEventSummary>;
  /** False: there were more users than are kept, so that a user who is not in `byUser` may have events all the same. */
  readonly complete: boolean;
}

/** The form of a DN under which its events are kept: equal for all ways to write the same DN. */
export function userKey(distinguishedName: string): string {
  const parsed = parseDn(distinguishedName.trim());
  return parsed.ok ? dnKey(parsed.dn) : distinguishedName.trim().toLowerCase();
}
