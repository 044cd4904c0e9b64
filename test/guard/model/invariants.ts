import { beginTick, guardSteps, mayTick } from './guardian-steps.js';
import { runSteps } from './run-steps.js';
import { at, edit, copyState, type State } from './state.js';
import { stateKey } from './key.js';
import type { Variant } from './variants.js';
import { land } from './losses.js';
import { isOffByTool } from './world-steps.js';

/** What fair ticks lead to from a state in which the tool has PHS off. */
export interface Settled {
  readonly to: 'on' | 'alarm' | 'silence';
  readonly ticks: number;
}

const mostTicks = 12;

function isFree(state: State): boolean {
  return state.runs.every((run) => run.place === 'idle' || run.place === 'done' || run.place === 'dead');
}

/** Nothing more happens from outside, and nothing keeps PHS on but the guardian. */
function quiet(state: State): State {
  const next = copyState(state);
  next.budget = { kill: 0, guardKill: 0, power: 0, tamper: 0, fault: 0, admin: 0, recover: 0, supersede: 0, forge: 0 };
  next.alarm = false;
  return next;
}

function finishTick(state: State, index: number, variant: Variant): State {
  let current = state;
  for (let count = 0; count < 40; count += 1) {
    if (at(current.guards, index).place === 'idle') {
      return current;
    }
    const next = guardSteps(current, index, variant)[0];
    if (next === undefined) {
      return current;
    }
    current = next.next;
  }
  return current;
}

function tickAll(state: State, variant: Variant): State {
  let current = copyState(state);
  if (!mayTick(current)) {
    land(current);
  }
  beginTick(current);
  for (const index of [0, 1]) {
    const { task, place } = at(current.guards, index);
    if (task && place === 'idle') {
      edit(current.guards, index).place = 'look';
      current = finishTick(current, index, variant);
    }
  }
  return current;
}

function moveRuns(state: State, variant: Variant): State {
  let current = state;
  for (const who of [0, 1]) {
    for (
      let count = 0;
      count < 40 && !['idle', 'done', 'dead', 'hung'].includes(at(current.runs, who).place);
      count += 1
    ) {
      const next = runSteps(current, who, variant)[0];
      current = next === undefined ? current : next.next;
    }
  }
  return current;
}

function follow(state: State, variant: Variant, landsAtOnce: boolean, runsMove: boolean): Settled {
  let current = quiet(state);
  if (landsAtOnce) land(current);
  if (runsMove) current = moveRuns(current, variant);
  for (const index of [0, 1]) current = finishTick(current, index, variant);
  for (let ticks = 0; ticks <= mostTicks; ticks += 1) {
    if (current.on || current.alarm) {
      return { to: current.on ? 'on' : 'alarm', ticks };
    }
    current = tickAll(current, variant);
  }
  return { to: 'silence', ticks: mostTicks };
}

const order = ['on', 'alarm', 'silence'] as const;

/** The worst that fair ticks lead to: late effects at once or as late as they may, runs that go on or stand still. */
export function settle(state: State, variant: Variant): Settled {
  const ways = [true, false].flatMap((landsAtOnce) =>
    [true, false].map((runsMove) => follow(state, variant, landsAtOnce, runsMove)),
  );
  return ways.reduce((worst, way) => {
    const worse = order.indexOf(way.to) - order.indexOf(worst.to);
    return worse > 0 || (worse === 0 && way.ticks > worst.ticks) ? way : worst;
  });
}

/** PHS is off, and the tool switched it off, or called OFF and nobody has read it as on since. */
export function mayBeOffByTool(state: State): boolean {
  const { offCalls, readOn } = state.ghost;
  const isUnseen = [0, 1].some((index) => at(offCalls, index) > 0 && !at(readOn, index));
  return !state.on && (isOffByTool(state) || isUnseen);
}

/** A key that is the same for states from which the same fair ticks follow. */
export function settleKey(state: State): string {
  const same = quiet(state);
  same.ghost = {
    ...same.ghost,
    calls: 0,
    offCalls: [0, 0],
    afterOn: [0, 0],
    added: [false, false],
    readOn: [false, false],
    intent: [false, false],
    ended: [false, false],
    sawOn: [true, true],
    superseded: 0,
  };
  return stateKey(same);
}

/** The broken invariant of a state, by its own content; undefined for none (docs/guard.md, "Promises"). */
export function brokenIn(state: State): string | undefined {
  const { ghost } = state;
  if (ghost.broken !== '') {
    return ghost.broken;
  }
  const { calls } = ghost;
  if (calls > 1 + ghost.superseded) {
    return `I1: OFF was called ${calls} times`;
  }
  if (ghost.afterOn.some((count) => count > 1)) {
    return 'I3: the guardian switched on more than once after ON_SEEN';
  }
  const unarmed = [0, 1].find(
    (index) => at(ghost.offCalls, index) > 0 && !at(ghost.ended, index) && !at(state.guards, index).task,
  );
  if (unarmed !== undefined) {
    return `I4: OFF was called in epoch ${unarmed + 1}, it has not ended, and nothing is armed`;
  }
  const nobody = isFree(state) && state.guards.every((guard) => !guard.task && guard.place === 'idle');
  return nobody && isOffByTool(state) ? 'I2: PHS is off by the tool and nobody is left to switch it on' : undefined;
}
