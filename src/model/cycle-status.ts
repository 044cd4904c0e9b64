import type { PartitionState } from './facts.js';

/** How the last password sync cycle of a partition went (facts 1.8). */
export type CycleStatus = 'none' | 'successful' | 'failed' | 'in-progress' | 'interrupted';

/** Members of the enumeration by name and, for a server that sends the number, by value. */
const statuses: ReadonlyMap<string, CycleStatus> = new Map([
  ['none', 'none'],
  ['0', 'none'],
  ['successful', 'successful'],
  ['1', 'successful'],
  ['failed', 'failed'],
  ['2', 'failed'],
  ['inprogress', 'in-progress'],
  ['3', 'in-progress'],
  ['interrupted', 'interrupted'],
  ['4', 'interrupted'],
]);

/** The status of the last cycle; undefined for none at all and for a value that is not known: it says nothing. */
export function classifyCycle({ lastCycleStatus }: Pick<PartitionState, 'lastCycleStatus'>): CycleStatus | undefined {
  return lastCycleStatus === null ? undefined : statuses.get(lastCycleStatus.trim().toLowerCase());
}

/**
 * When the passwords of the partition were last read, as far as the last cycle does not speak against it. A cycle that is
 * running or was interrupted says nothing, because one begins every two minutes: then the success before it counts. Null: the
 * last cycle failed, none succeeded, or the status is not known.
 */
export function lastProvenSuccess(state: PartitionState): string | null {
  const status = classifyCycle(state);
  if (status === 'successful') {
    return state.lastCycleEndedAt ?? state.lastCycleStartedAt;
  }
  return status === 'in-progress' || status === 'interrupted'
    ? (state.lastSuccessEndedAt ?? state.lastSuccessStartedAt)
    : null;
}
