import { broken, newestSlot, step, type Step } from './protocol.js';
import { at, edit, hasSlots, type EndKind, type Guard, type GuardPlace, type Journal, type State } from './state.js';
import type { Variant } from './variants.js';

/** What one tick of a guardian goes by. */
export interface Scene {
  readonly state: State;
  readonly index: number;
  readonly variant: Variant;
  readonly guard: Guard;
  /** The slots that it reads. */
  readonly journal: Journal;
  /** The pair's lock. */
  readonly lock: number;
}

/** What a step changes. */
export type Change = (next: State, guard: Guard, journal: Journal) => void;

/** A step of a guardian to its next place. */
export function act(scene: Scene, label: string, place: GuardPlace, change: Change = () => undefined): Step {
  const { state, index } = scene;
  return step(state, `guardian ${index + 1}: ${label}`, (next) => {
    const guard = edit(next.guards, index);
    const journal = edit(next.journals, index);
    guard.place = place;
    change(next, guard, journal);
    if (next.root === 'absent' && hasSlots(journal)) next.root = 'protected';
  });
}

/** It has decided how the run ends. */
export function endsWith(scene: Scene, kind: EndKind): Step {
  return act(scene, `will end with ${kind}`, 'end', (next, guard) => {
    guard.endKind = kind;
    const isStored = at(next.ghost.added, scene.index) && next.param;
    if (kind === 'ABANDONED' && isStored) broken(next, 'I8: ABANDONED although the parameter is stored');
  });
}

/** Nothing to do in this tick; off is said. */
export function leaves(scene: Scene, label: string): Step {
  return act(scene, label, 'release', (next) => {
    next.alarm ||= !next.on;
  });
}

/** The slots were deleted: only the events tell of the run. */
export function isClaimless(journal: Journal): boolean {
  return newestSlot(journal) === undefined;
}
