import { expect, test } from '@jest/globals';
import { decide, isLeftOff, mayRun } from '../../src/guard/decide.js';
import { evidenceOf } from '../support/guard-evidence.js';
import { rowsOf } from './model/as-rows.js';
import { describeTrial, type Trial } from './model/bounds.js';
import { calm, explore } from './model/explore.js';
import { epochToRun } from './model/protocol.js';
import { saysLeftOff } from './model/seen.js';
import type { State } from './model/state.js';

/**
 * What the model says of commands is what the product's own functions say: in states of the model, given as the rows that the
 * script would give, exit code 7 comes where the model promises it, and no run begins that the model would refuse.
 */

const one = (budget: Partial<typeof calm>): Trial => ({ operators: 1, budget: { ...calm, ...budget } });
const trials: readonly Trial[] = [
  one({ kill: 1, fault: 1 }),
  one({ power: 1, kill: 1 }),
  one({ tamper: 1, admin: 1 }),
  one({ forge: 1, kill: 1 }),
  { operators: 2, oneAfterAnother: true, budget: { ...calm, kill: 1, supersede: 1 } },
];

function statesWithin(trial: Trial): Map<string, State> {
  const found = new Map<string, State>();
  explore({
    ...trial,
    variant: 'as-designed',
    withoutComparison: true,
    onStep: (_before, state) => {
      const { on, param, root, journals, events, forged, guards } = state;
      const tasks = guards.map(({ task }) => task);
      found.set(JSON.stringify([on, param, root, journals, events, forged, tasks]), state);
    },
  });
  return found;
}

test.each(trials.map((trial) => [describeTrial(trial), trial] as const))('%s', (_name, trial) => {
  const states = statesWithin(trial);
  const faults: string[] = [];
  let off = 0;
  let begins = 0;
  for (const [view, state] of states) {
    const { rows, isForeign } = rowsOf(state);
    const directory = isForeign ? { directory: { state: 'wrong-owner' } } : {};
    const live = { channel: state.on ? 'on' : 'off', parameter: state.param ? '1' : null } as const;
    const evidence = evidenceOf(rows, live, directory);
    const promised = saysLeftOff(state, 'as-designed');
    if (promised) off += 1;
    if (promised && !isLeftOff(evidence)) faults.push(`no exit code 7: ${view}`);
    // The model has two epochs; what follows the second one it does not know.
    const hasThird = state.journals[1]?.claim !== 'absent';
    const isRefused = epochToRun(state, 0, 'as-designed') === -1;
    if (mayRun(decide(evidence)) && isRefused && !hasThird) faults.push(`may run: ${view}`);
    if (!isRefused) begins += 1;
  }
  expect(faults.slice(0, 3)).toEqual([]);
  expect(states.size).toBeGreaterThan(100);
  expect(off).toBeGreaterThan(0);
  expect(begins).toBeGreaterThan(0);
});
