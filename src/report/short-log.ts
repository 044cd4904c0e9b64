import { instantText } from '../model/instant.js';

/** What to say if the Application log does not reach back to an instant; undefined if it does, or nobody knows. */
export function tellShortLog(oldestAt: string | null | undefined, startsAt: string): string | undefined {
  if (oldestAt === null) {
    return 'The Application log is empty.';
  }
  return oldestAt === undefined || Date.parse(oldestAt) <= Date.parse(startsAt)
    ? undefined
    : `The Application log reaches back to ${instantText(oldestAt)} only, not to ${instantText(startsAt)}. Older events are lost; enlarge the log.`;
}
