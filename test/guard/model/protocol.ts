import { eventsSeen, isDoubtful, isPermitted, isTrusted, journalSeen } from './seen.js';
import { at, copyState, edit, isUsed, type Journal, type State } from './state.js';
import { toldKinds, type Told } from './told.js';
import type { Variant } from './variants.js';

/** One thing that can happen next. */
export interface Step {
  readonly label: string;
  readonly next: State;
}

/** A step that changes a copy of the state. */
export function step(state: State, label: string, change: (next: State) => void = () => undefined): Step {
  const next = copyState(state);
  change(next);
  return { label, next };
}

/** Scaled limits of the guardian, in ticks. */
export const limits = {
  ...{ closeAfter: 2, alarmBusy: 2, endHolder: 3 },
  /** Calm ticks after which a run ends when the switch was seen to take effect, and when nobody saw it. */
  ...{ soak: 3, longSoak: 5 },
  /** Ticks that a late effect takes at most: when ON was called after it, and when its caller died before. */
  ...{ latest: 1, latestAlone: 3 },
} as const;

/** Index of the journal and event log of a run's epoch. */
export function journalIndex(variant: Variant, who: number, epoch: number): number {
  return variant === 'key-by-name' ? who : epoch;
}

/** Index of the lock of a run's pair. */
export function lockIndex(variant: Variant, who: number): number {
  return variant === 'key-by-name' ? who : 0;
}

function mayFollow(state: State, variant: Variant): boolean {
  const journal = journalSeen(state, 0, variant);
  if (journal.end === 'REPAIRED' && variant === 'run-again-after-repair') {
    return true;
  }
  const noParameter = !state.param || variant === 'parameter-is-no-evidence';
  return journal.end === 'ABANDONED' && !isPermitted(state, 0, variant) && noParameter;
}

function isAnythingTold(state: State, index: number, variant: Variant): boolean {
  const told = eventsSeen(state, index, variant);
  return toldKinds.some((kind) => told[kind]);
}

/** The epoch that `decide` lets a new run claim, or -1 for a refusal (docs/guard.md, "Further runs"). */
export function epochToRun(state: State, who: number, variant: Variant): number {
  if (!state.on && variant !== 'run-while-off') {
    return -1;
  }
  const doubts = [0, 1].some((index) => isDoubtful(state, index));
  if (doubts || !isTrusted(state, variant)) {
    return -1;
  }
  const parameterStands = state.param && variant !== 'parameter-is-no-evidence';
  if (variant === 'key-by-name') {
    const own = at(state.journals, who);
    return isUsed(own) || at(state.events, who).go || at(state.events, who).off || parameterStands ? -1 : 0;
  }
  const latest = [1, 0].find((index) => isUsed(journalSeen(state, index, variant))) ?? -1;
  if (latest === -1) {
    return [0, 1].some((index) => isAnythingTold(state, index, variant)) || parameterStands ? -1 : 0;
  }
  const journal = journalSeen(state, latest, variant);
  if (journal.superseded && journal.claim === 'absent') {
    return latest;
  }
  return latest === 0 && mayFollow(state, variant) ? 1 : -1;
}

/** Whether the plan still holds, under the lock. */
export function planHolds(state: State, who: number, variant: Variant): boolean {
  const run = at(state.runs, who);
  const journal = journalSeen(state, journalIndex(variant, who, run.epoch), variant);
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

/** An event of the tool's is written: to the log, and from then on it can be copied. */
export function tell(next: State, index: number, kind: keyof Told): void {
  edit(next.events, index)[kind] = true;
  edit(next.written, index)[kind] = true;
}

/** Notes the first broken rule that a single step shows. */
export function broken(next: State, what: string): void {
  if (next.ghost.broken === '') {
    next.ghost.broken = what;
  }
}
