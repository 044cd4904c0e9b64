import { step, type Step } from './protocol.js';
import { at, edit, isUsed, type Budget, type State } from './state.js';

/** What a step changes. */
export type Change = (next: State) => void;

/** A step from outside, as long as its budget lasts. */
export function spend(state: State, what: keyof Budget, label: string, change: Change): Step[] {
  if (state.budget[what] === 0) {
    return [];
  }
  return [
    step(state, label, (next) => {
      next.budget[what] -= 1;
      change(next);
    }),
  ];
}

/** A run that has begun and not ended. */
export function isAlive(state: State, who: number): boolean {
  const { place } = at(state.runs, who);
  return place !== 'idle' && place !== 'done' && place !== 'dead';
}

function free(next: State, holder: number): void {
  next.locks = next.locks.map((held) => (held === holder ? 0 : held));
}

/** A run ends where it is; its lock is free. */
export function endRun(next: State, who: number): void {
  edit(next.runs, who).place = 'dead';
  free(next, who + 1);
}

/** A tick ends where it is; its lock is free. */
export function endTick(next: State, index: number): void {
  const guard = edit(next.guards, index);
  guard.place = 'idle';
  guard.byHand = false;
  guard.holdsLock = false;
  free(next, 3 + index);
}

/** Index of the newest epoch. */
export function newestJournal(state: State): number {
  return isUsed(at(state.journals, 1)) ? 1 : 0;
}
