import type { EventLogReach } from './facts.js';
import { instantText } from './instant.js';

/** Where the log begins as far as that was looked for, for "reaches back to ...". Null: it is empty. */
export function reachText({ oldestAt, isOldest }: EventLogReach): string | null {
  return oldestAt === null ? null : `${isOldest === false ? 'at least ' : ''}${instantText(oldestAt)}`;
}
