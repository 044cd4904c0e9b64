import { commands } from './commands.js';
import { forgerSteps } from './forger.js';
import { land, loseJournal, powerCuts, tampering } from './losses.js';
import { endRun, endTick, isAlive, spend } from './outside.js';
import { step, type Step } from './protocol.js';
import { isPermitted } from './seen.js';
import { at, type State } from './state.js';
import type { Variant } from './variants.js';

function kills(state: State): Step[] {
  return [
    ...[0, 1]
      .filter((who) => isAlive(state, who))
      .flatMap((who) =>
        spend(state, 'kill', `run ${who === 0 ? 'A' : 'B'} is killed`, (next) => {
          endRun(next, who);
        }),
      ),
    ...[0, 1]
      .filter((index) => at(state.guards, index).place !== 'idle')
      .flatMap((index) =>
        spend(state, 'guardKill', `guardian ${index + 1} is killed in its tick`, (next) => {
          endTick(next, index);
        }),
      ),
  ];
}

function administrator(state: State): Step[] {
  return [
    ...spend(state, 'admin', `another administrator switches ${state.on ? 'off' : 'on'}`, (next) => {
      next.on = !next.on;
      next.offBy = 'admin';
    }),
    ...spend(state, 'admin', `another administrator ${state.param ? 'removes' : 'stores'} the parameter`, (next) => {
      next.param = !next.param;
    }),
    ...(state.root === 'planted'
      ? spend(state, 'admin', 'an administrator repairs the rights of the upper folders', (next) => {
          next.root = 'repaired';
        })
      : []),
    ...(state.root === 'planted' || state.root === 'repaired'
      ? spend(state, 'admin', 'an administrator moves the folder aside', (next) => {
          loseJournal(next);
          next.forged = { ...next.forged, story: 'none' };
        })
      : []),
  ];
}

/** What can happen beside the runs and the guardians. */
export function worldSteps(state: State, variant: Variant): Step[] {
  return [
    ...(state.lateOff >= 0 || state.lateAdd >= 0 ? [step(state, 'a late effect comes', land)] : []),
    ...kills(state),
    ...powerCuts(state),
    ...tampering(state),
    ...administrator(state),
    ...commands(state, variant),
    ...forgerSteps(state),
  ];
}

/** Whether PHS is off because of the tool, as far as its own evidence tells. */
export function isOffByTool(state: State): boolean {
  return (
    !state.on &&
    state.offBy === 'tool' &&
    [0, 1].some((index) => isPermitted(state, index, 'as-designed') || at(state.ghost.offCalls, index) > 0)
  );
}
