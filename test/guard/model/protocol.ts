import { at, copyState, isUsed, type Journal, type State } from './state.js';
import type { Variant } from './variants.js';

/** One thing that can happen next. */
export interface Step {
  readonly label: string;
  readonly next: State;
}

/** A step that changes a copy of the state. */
export function step(state: State, label: string, change: (next: State) => void): Step {
  const next = copyState(state);
  change(next);
  return { label, next };
}

/** Scaled limits of the guardian, in ticks. */
export const limits = { closeAfter: 2, soak: 3, withoutActivity: 4, alarmBusy: 2, endHolder: 3, latest: 1 } as const;

/** Index of the journal and event log of a run's epoch. */
export function journalIndex(variant: Variant, who: number, epoch: number): number {
  return variant === 'key-by-name' ? who : epoch;
}

/** Index of the lock of a run's pair. */
export function lockIndex(variant: Variant, who: number): number {
  return variant === 'key-by-name' ? who : 0;
}

/** Whether the tool itself may have switched off in this epoch (guard.md 4). */
export function isOwnOff(state: State, index: number, variant: Variant): boolean {
  const { off } = at(state.journals, index);
  return off === 'OFF_INTENT' || (off === 'torn' && variant !== 'torn-is-absent') || at(state.events, index).off;
}

function mayFollow(state: State, index: number, variant: Variant): boolean {
  const journal = at(state.journals, index);
  if (journal.end === 'REPAIRED' && variant === 'run-again-after-repair') {
    return true;
  }
  const noParameter = !state.param || variant === 'parameter-is-no-evidence';
  return journal.end === 'ABANDONED' && !isOwnOff(state, index, variant) && noParameter;
}

/** The epoch that `decide` lets a new run claim, or -1 for a refusal (guard.md 5). */
export function epochToRun(state: State, who: number, variant: Variant): number {
  if (!state.on && variant !== 'run-while-off') {
    return -1;
  }
  const parameterStands = state.param && variant !== 'parameter-is-no-evidence';
  if (variant === 'key-by-name') {
    const own = at(state.journals, who);
    return isUsed(own) || at(state.events, who).go || at(state.events, who).off || parameterStands ? -1 : 0;
  }
  const latest = isUsed(at(state.journals, 1)) ? 1 : isUsed(at(state.journals, 0)) ? 0 : -1;
  if (latest === -1) {
    const evidence = state.events.some((event) => event.go || event.off || event.on) || parameterStands;
    return evidence ? -1 : 0;
  }
  const journal = at(state.journals, latest);
  if (journal.superseded && journal.claim === 'absent') {
    return latest;
  }
  return latest === 0 && mayFollow(state, 0, variant) ? 1 : -1;
}

/** Whether the plan still holds, under the lock. */
export function planHolds(state: State, who: number, variant: Variant): boolean {
  const run = at(state.runs, who);
  const journal = at(state.journals, journalIndex(variant, who, run.epoch));
  const isOwn = journal.claim === 'valid' && (journal.claimBy === who || variant === 'exists-is-success');
  const noParameter =
    !state.param ||
    journal.superseded ||
    variant === 'parameter-is-no-evidence' ||
    (variant === 'run-again-after-repair' && run.epoch === 1);
  const stillOn = (run.sawOn && state.on) || variant === 'run-while-off';
  const ended = journal.end !== 'absent' && variant !== 'no-closed';
  return stillOn && isOwn && noParameter && !ended;
}

/** The slot that was created last, by its name. */
export function newestSlot(journal: Journal): keyof Journal | undefined {
  const order = ['end', 'again', 'on', 'off', 'param', 'go', 'armed', 'claim'] as const;
  return order.find((slot) => journal[slot] !== 'absent');
}

/** Notes the first broken rule that a single step shows. */
export function broken(next: State, what: string): void {
  if (next.ghost.broken === '') {
    next.ghost.broken = what;
  }
}
