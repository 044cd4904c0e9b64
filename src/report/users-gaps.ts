import { counted } from '../base/text.js';
import type { LedgerCounts } from '../model/affected-user.js';
import { instantText } from '../model/instant.js';
import { tellShortLog } from './short-log.js';

/** What was read of the log. */
export interface UsersReading extends LedgerCounts {
  /** Number of users that are kept. */
  readonly size: number;
  readonly startsAt: string;
  /** The oldest record; null: the log is empty; undefined: not known. */
  readonly oldestAt: string | null | undefined;
}

/** Nobody can look up 0: many programs write it. */
function nameId(id: number): string {
  return id === 0 ? '0 (password changes scheduled for retry)' : `${id}`;
}

function listWords(ids: readonly number[]): string {
  const words = ids.map(nameId);
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function tellMissingIds({ events }: LedgerCounts): string | undefined {
  const missing = [...events].flatMap(([eventId, count]) => (count === 0 ? [eventId] : []));
  return missing.length === 0
    ? undefined
    : `No event with the id ${listWords(missing)} was read: either nothing of the kind happened or it was not written.`;
}

/** What the log does not show, in sentences; one at least. */
export function explainGaps(reading: UsersReading): string[] {
  const { size, startsAt, oldestAt, unnamed, fullTexts, complete } = reading;
  const gaps = [
    tellShortLog(oldestAt, startsAt),
    oldestAt === undefined ? 'How far the Application log reaches back is not known.' : undefined,
    complete
      ? undefined
      : `The log names more than ${size.toLocaleString('en')} users: the rest is left out. Ask for a shorter time with --since.`,
    unnamed === 0
      ? undefined
      : `${counted(unnamed, 'user')} of events without a DN (older builds write the anchor alone) could not be named.`,
    fullTexts === 0
      ? undefined
      : `${counted(fullTexts, 'event')} held as much text as an event can: users at the end of such a list can be missing.`,
    tellMissingIds(reading),
    `Users whose passwords were not changed after ${instantText(startsAt)} are not in the list, whether their passwords are in Microsoft Entra ID or not.`,
  ];
  return gaps.filter((gap) => gap !== undefined);
}
