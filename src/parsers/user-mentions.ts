import { counted } from '../base/text.js';
import type { EventRecord } from '../model/facts.js';
import { parseChangeRequests, parseChangeResults, parseFilteredObjects, parseRetriedObjects } from './event-changes.js';

/**
 * Events that name users: change request, change result, single object failed, and the lists of objects that are tried again
 * or left out (facts 3.1 to 3.3).
 */
export const userEventIds: readonly number[] = [0, 605, 609, 620, 656, 657, 664, 6948];

/** Events with lists of objects that are tried again; the server goes on by itself. */
export const retryEventIds: ReadonlySet<number> = new Set([0, 605, 609]);

/** One user in an event. */
export interface UserMention {
  readonly dn: string;
  /** What a change calls the user beside the DN; null if the text has none. */
  readonly anchor: string | null;
  /** What a 657 says after "Result", and a 620 of the reason; null for other ids, and if the text is cut off before it. */
  readonly result: string | null;
  /** What the event says of the cause, without what differs from user to user; null when it says nothing. */
  readonly reason: string | null;
  /** Of a list of retries: how often it was tried; null if it is not said. */
  readonly attempts: number | null;
}

/** Whom an event names. */
export interface MentionedUsers {
  readonly mentions: readonly UserMention[];
  /** Changes without a DN: older builds name their users by the anchor alone, that of the request (656). */
  readonly unnamed: readonly UnnamedChange[];
}

/** A change that names its user by the anchor alone. */
export type UnnamedChange = Omit<UserMention, 'dn' | 'anchor'> & { readonly anchor: string };

const dnMark = /\bDn ?[:=] ?/i;
const detailsMark = / Details ?: ?/i;
const quotedDn = /["']((?:CN|OU|UID)=[^"'\r\n]{1,2000})["']/i;

const nothing = { anchor: null, result: null, reason: null, attempts: null };

function mention(dn: string, more: Partial<UserMention> = {}): UserMention {
  return { dn, ...nothing, ...more };
}

/** The texts of 664 and 6948 are not documented: a DN after its label, up to a sentence's or a line's end, and what follows. */
function readSingleObject(message: string): readonly UserMention[] {
  const mark = dnMark.exec(message);
  if (mark === null) {
    const [, quoted] = quotedDn.exec(message) ?? [];
    return quoted === undefined ? [] : [mention(quoted)];
  }
  const [line = ''] = message.slice(mark.index + mark[0].length).split(/[\r\n]/, 1);
  const details = detailsMark.exec(line);
  const name = details === null ? line : line.slice(0, details.index);
  const dn = name.endsWith('.') ? name.slice(0, -1) : name;
  const reason = details === null ? null : line.slice(details.index + details[0].length);
  return dn === '' ? [] : [mention(dn, { reason })];
}

type Change = Partial<UserMention> & { readonly anchor: string };

function sortChanges(changes: readonly { readonly dn: string | null; readonly change: Change }[]): MentionedUsers {
  return {
    mentions: changes.flatMap(({ dn, change }) => (dn === null ? [] : [mention(dn, change)])),
    unnamed: changes.flatMap(({ dn, change }) => (dn === null ? [{ ...nothing, ...change }] : [])),
  };
}

function onlyNamed(mentions: readonly UserMention[]): MentionedUsers {
  return { mentions, unnamed: [] };
}

/** The users whom an event names, in the order of its text; none for ids that are not in {@link userEventIds}. */
export function readMentionedUsers({ eventId, message }: Pick<EventRecord, 'eventId' | 'message'>): MentionedUsers {
  switch (eventId) {
    case 656:
      return sortChanges(parseChangeRequests(message).map(({ dn, anchor }) => ({ dn, change: { anchor } })));
    case 657:
      return sortChanges(
        parseChangeResults(message).map(({ dn, anchor, result, extendedError }) => ({
          dn,
          change: { anchor, result, reason: extendedError },
        })),
      );
    case 0:
    case 605:
    case 609:
      return onlyNamed(
        parseRetriedObjects(message).map(({ dn, attempts, errorType }) => mention(dn, { attempts, reason: errorType })),
      );
    case 620:
      return onlyNamed(parseFilteredObjects(message).map(({ dn, result }) => mention(dn, { result })));
    case 664:
    case 6948:
      return onlyNamed(readSingleObject(message));
    default:
      return onlyNamed([]);
  }
}

/** What an event says of the cause for one user, attempts first; null when it says nothing. */
export function describeMention({ attempts, reason }: Pick<UserMention, 'attempts' | 'reason'>): string | null {
  const said = [attempts === null ? null : counted(attempts, 'attempt'), reason].filter(Boolean).join(', ');
  return said === '' ? null : said;
}
