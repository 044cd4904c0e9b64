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

function entryKey({ status, at, details }: ObjectLogEntry): string {
  return JSON.stringify([at, status, details]);
}

/** The entries of a later reading that an earlier one did not have; of equal ones as many as came. */
export function findNewEntries(
  before: readonly ObjectLogEntry[],
  after: readonly ObjectLogEntry[],
): readonly ObjectLogEntry[] {
  const seen = new Map<string, number>();
  for (const entry of before) {
    seen.set(entryKey(entry), (seen.get(entryKey(entry)) ?? 0) + 1);
  }
  return after.filter((entry) => {
    const left = seen.get(entryKey(entry)) ?? 0;
    seen.set(entryKey(entry), left - 1);
    return left <= 0;
  });
}
