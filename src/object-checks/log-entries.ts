import type { ObjectLogEntry } from '../model/object-trace.js';

/** The newest entry of a password sync log; entries without a time count as the oldest. Undefined when it is empty. */
export function latestEntry(entries: readonly ObjectLogEntry[]): ObjectLogEntry | undefined {
  return entries.reduce<ObjectLogEntry | undefined>((latest, entry) => {
    const isNewer = latest === undefined || entryTime(entry) > entryTime(latest);
    return isNewer ? entry : latest;
  }, undefined);
}

function entryTime({ at }: ObjectLogEntry): number {
  return at === null ? Number.NEGATIVE_INFINITY : Date.parse(at);
}
