import { describe, expect, test } from '@jest/globals';
import { describeTrial, slowTrials, smallBounds, trials } from './model/bounds.js';
import { explore } from './model/explore.js';
import { sabotages, type Sabotage } from './model/variants.js';

const names = Object.keys(sabotages).filter((name): name is Sabotage => name in sabotages);
const quick = names.filter((name) => !slowTrials.includes(name));

describe('the model of the guard', () => {
  test.each(smallBounds.map((trial) => [describeTrial(trial), trial] as const))(
    'holds I1 to I4, I8, the rule and "never silent" in every state: %s',
    (_name, trial) => {
      const found = explore({ ...trial, variant: 'as-designed' });
      expect(found.violation?.trace.join('\n')).toBeUndefined();
      expect(found.complete).toBe(true);
      expect(found.states).toBeGreaterThan(500);
    },
  );

  test.each(quick)('finds the sabotage %s', (name) => {
    const found = explore({ ...trials[name], variant: name });
    expect(found.violation?.rule.split(':')[0]).toBe(sabotages[name].breaks);
    expect(found.violation?.trace.length).toBeGreaterThan(0);
  });

  test('prints a counter-example as steps with what the journal holds after each', () => {
    const trace = explore({ ...trials['off-before-intent'], variant: 'off-before-intent' }).violation?.trace ?? [];
    expect(trace[0]).toMatch(/^ +1\. run A: may run in epoch 1 +PHS on, epoch 1: \(empty\)/);
    expect(trace.at(-1)).toMatch(/run A: switches off +PHS OFF, epoch 1: claim=valid armed=valid go=GO/);
  });

  test('brings PHS back, or alarms, within two ticks of any state in which the tool has it off', () => {
    const found = explore({ ...trials['disarm-at-first-on'], variant: 'as-designed' });
    expect(found.longestOffTicks).toBeGreaterThan(0);
    expect(found.longestOffTicks).toBeLessThanOrEqual(2);
  });
});
