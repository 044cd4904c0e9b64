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
  /** Changes without a DN: older builds name their users by the anchor alone. */
  readonly unnamed: number;
}

const dnMark = /\bDn ?[:=] ?/i;
const detailsMark = / Details ?: ?/i;
const quotedDn = /["']((?:CN|OU|UID)=[^"'\r\n]{1,2000})["']/i;

function mention(dn: string, more: Partial<UserMention> = {}): UserMention {
  return { dn, result: null, reason: null, attempts: null, ...more };
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

function named(
  changes: readonly { readonly dn: string | null; readonly mention: Partial<UserMention> }[],
): MentionedUsers {
  const mentions = changes.flatMap(({ dn, mention: more }) => (dn === null ? [] : [mention(dn, more)]));
  return { mentions, unnamed: changes.length - mentions.length };
}

/** The users whom an event names, in the order of its text; none for ids that are not in {@link userEventIds}. */
export function readMentionedUsers({ eventId, message }: Pick<EventRecord, 'eventId' | 'message'>): MentionedUsers {
  switch (eventId) {
    case 656:
      return named(parseChangeRequests(message).map(({ dn }) => ({ dn, mention: {} })));
    case 657:
      return named(
        parseChangeResults(message).map(({ dn, result, extendedError }) => ({
          dn,
          mention: { result, reason: extendedError },
        })),
      );
    case 0:
    case 605:
    case 609:
      return named(
        parseRetriedObjects(message).map(({ dn, attempts, errorType }) => ({
          dn,
          mention: { attempts, reason: errorType },
        })),
      );
    case 620:
      return named(parseFilteredObjects(message).map(({ dn, result }) => ({ dn, mention: { result } })));
    case 664:
    case 6948:
      return { mentions: readSingleObject(message), unnamed: 0 };
    default:
      return { mentions: [], unnamed: 0 };
  }
}

/** What an event says of the cause for one user, attempts first; null when it says nothing. */
export function describeMention({ attempts, reason }: UserMention): string | null {
  const said = [attempts === null ? null : counted(attempts, 'attempt'), reason].filter(Boolean).join(', ');
  return said === '' ? null : said;
}
