import type { Basis } from './assumption.js';
import type { Observed } from './observed.js';

/** How an assumption compares with a server. */
export type Judgement =
  | { readonly verdict: 'as assumed' }
  | { readonly verdict: 'different'; readonly says: string }
  | { readonly verdict: 'not seen'; readonly says: string };

/** One thing that the code assumes of the product. */
export interface Assumption extends Basis {
  /** What it is about: a command, an answer, an enumeration, an event. */
  readonly what: string;
  /** What of that: a parameter, a member, a value. Together with `what` it is the assumption's id. */
  readonly item: string;
  readonly judge: (seen: Observed) => Judgement;
}

/** The server shows what is assumed. */
export const asAssumed: Judgement = { verdict: 'as assumed' };

/** The server shows something else. */
export function different(says: string): Judgement {
  return { verdict: 'different', says };
}

/** The server shows nothing of it. */
export function notSeen(says: string): Judgement {
  return { verdict: 'not seen', says };
}
