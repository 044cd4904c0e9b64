import { lessCareful } from './careful.js';
import { guardSteps } from './guardian-steps.js';
import { brokenIn, mayBeOffByTool, settle, settleKey, type Settled } from './invariants.js';
import { stateKey } from './key.js';
import type { Step } from './protocol.js';
import { runSteps } from './run-steps.js';
import { saysLeftOff } from './seen.js';
import { initialState, type Budget, type Journal, type State } from './state.js';
import type { Variant } from './variants.js';
import { isOffByTool, worldSteps } from './world-steps.js';

/** What is explored: which protocol, how many operators, what may happen from outside and how often. */
export interface Bounds {
  readonly variant: Variant;
  readonly operators: 1 | 2;
  /** The second operator begins only when the first command and its guardian are over. */
  readonly oneAfterAnother?: boolean;
  readonly budget: Budget;
  /** Does not compare each forged state with the same one without the forgery, so that only the invariants find a fault. */
  readonly withoutComparison?: boolean;
  /** Gives up beyond so many states; the result then says that it is not complete. */
  readonly mostStates?: number;
  /** Sees every change of a journal. */
  readonly onStep?: (before: State, after: State) => void;
}

/** What an exploration found. */
export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Length of the longest shortest way. */
  readonly depth: number;
  readonly complete: boolean;
  /** Most ticks until PHS is on, or an alarm raised, from any state in which the tool has it off. */
  readonly longestOffTicks: number;
  /** The broken invariant and the steps that lead there, shortest first; undefined for none. */
  readonly violation: { readonly rule: string; readonly trace: readonly string[] } | undefined;
}

const silent = 'silent: PHS may be off by the tool, and neither exit code 7 nor an alarm says so';

/** Nothing happens from outside. */
export const calm: Budget = {
  ...{ kill: 0, guardKill: 0, power: 0, tamper: 0, fault: 0, admin: 0, recover: 0, supersede: 0, forge: 0 },
};

function allSteps(state: State, { variant, oneAfterAnother = false }: Bounds): Step[] {
  const guards = variant === 'no-guardian' ? [] : [0, 1];
  const first = state.runs[0]?.place;
  const isOver = (first === 'done' || first === 'dead') && state.guards.every((guard) => !guard.task);
  const waits = oneAfterAnother && !isOver && state.runs[1]?.place === 'idle';
  const runs = waits ? [0] : [0, 1];
  return [
    ...runs.flatMap((who) => runSteps(state, who, variant)),
    ...guards.flatMap((index) => guardSteps(state, index, variant)),
    ...worldSteps(state, variant),
  ];
}

function show(journal: Journal): string {
  const slots = ['claim', 'armed', 'go', 'param', 'off', 'on', 'again', 'end'] as const;
  const parts = slots.filter((slot) => journal[slot] !== 'absent').map((slot) => `${slot}=${journal[slot]}`);
  return parts.length === 0 ? '(empty)' : parts.join(' ');
}

function describe(state: State): string {
  const epochs = state.journals.map((journal, index) => `epoch ${index + 1}: ${show(journal)}`).join(' | ');
  const root = state.root === 'planted' || state.root === 'repaired' ? `, folder ${state.root}` : '';
  return `PHS ${state.on ? 'on' : 'OFF'}, ${epochs}${root}`;
}

/** Goes through every state that can be reached within the bounds, nearest first. */
class Explorer {
  private readonly indices = new Map<string, number>();
  private readonly parents: number[] = [];
  private readonly labels: string[] = [];
  private readonly settled = new Map<string, Settled>();
  private readonly knownLabels = new Map<string, string>();
  private longest = 0;

  constructor(private readonly bounds: Bounds) {}

  explore(): Exploration {
    const { operators, budget, mostStates = Number.POSITIVE_INFINITY, onStep } = this.bounds;
    const first = initialState(budget, operators);
    this.add(stateKey(first), -1, 'start');
    let frontier: { index: number; state: State }[] = [{ index: 0, state: first }];
    let transitions = 0;
    let depth = 0;
    while (frontier.length > 0 && this.indices.size < mostStates) {
      const following: { index: number; state: State }[] = [];
      for (const { index, state } of frontier) {
        for (const { label, next } of allSteps(state, this.bounds)) {
          transitions += 1;
          onStep?.(state, next);
          const rule = brokenIn(next);
          const key = stateKey(next);
          if (rule === undefined && this.indices.has(key)) continue;
          const added = this.add(key, index, label);
          const found = rule ?? this.silence(next) ?? this.compare(next);
          if (found !== undefined) {
            return {
              ...this.result(transitions, depth + 1, true),
              violation: { rule: found, trace: this.trace(added) },
            };
          }
          following.push({ index: added, state: next });
        }
      }
      frontier = following;
      if (following.length > 0) depth += 1;
    }
    return this.result(transitions, depth, frontier.length === 0);
  }

  private result(transitions: number, depth: number, complete: boolean): Exploration {
    const states = this.indices.size;
    return { states, transitions, depth, complete, longestOffTicks: this.longest, violation: undefined };
  }

  private add(key: string, parent: number, label: string): number {
    const index = this.parents.length;
    this.indices.set(key, index);
    this.parents.push(parent);
    const known = this.knownLabels.get(label) ?? label;
    this.knownLabels.set(known, known);
    this.labels.push(known);
    return index;
  }

  /** I2 as a promise: from a state with OFF by the tool, fair ticks lead to on or to an alarm, and every command says so. */
  private silence(state: State): string | undefined {
    const isSaid = !mayBeOffByTool(state) || saysLeftOff(state, this.bounds.variant);
    if (!isOffByTool(state) && state.lateOff < 0) {
      return isSaid ? undefined : silent;
    }
    const key = settleKey(state);
    const known = this.settled.get(key) ?? settle(state, this.bounds.variant);
    this.settled.set(key, known);
    this.longest = Math.max(this.longest, known.ticks);
    if (known.to === 'silence') {
      return 'I2: fair ticks lead neither to on nor to an alarm';
    }
    // Of a journal that somebody deleted, or gave an end that cannot be read, the guardian knows more than a command.
    const isDamaged = state.ghost.lost === 'journal' || state.journals.some(({ end }) => end === 'torn');
    return isSaid || known.to === 'alarm' || isDamaged ? undefined : silent;
  }

  private compare(state: State): string | undefined {
    return this.bounds.withoutComparison === true ? undefined : lessCareful(state, this.bounds.variant);
  }

  private trace(last: number): string[] {
    const chosen: string[] = [];
    for (let index = last; index > 0; index = this.parents[index] ?? 0) {
      chosen.unshift(this.labels[index] ?? '');
    }
    let state = initialState(this.bounds.budget, this.bounds.operators);
    return chosen.map((label, count) => {
      const taken = allSteps(state, this.bounds).find((one) => one.label === label);
      state = taken?.next ?? state;
      return `${String(count + 1).padStart(3)}. ${label.padEnd(48)} ${describe(state)}`;
    });
  }
}

/** See {@link Explorer}. */
export function explore(bounds: Bounds): Exploration {
  return new Explorer(bounds).explore();
}
