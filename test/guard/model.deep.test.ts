import { describe, expect, test } from '@jest/globals';
import { describeTrial, fullBounds, trials } from './model/bounds.js';
import { explore } from './model/explore.js';
import { sabotages, type Sabotage } from './model/variants.js';
import { writeFigures } from './figures.js';

const names = Object.keys(sabotages).filter((name): name is Sabotage => name in sabotages);
const minutes = 60_000;

describe('the model of the guard, within its full bounds', () => {
  test(
    'holds I1 to I4, I8, the rule and "never silent" in every state',
    () => {
      const rows = fullBounds.map((trial) => {
        const started = Date.now();
        const found = explore({ ...trial, variant: 'as-designed' });
        expect(found.violation?.trace.join('\n')).toBeUndefined();
        expect(found.complete).toBe(true);
        return { ...found, name: describeTrial(trial), seconds: Math.round((Date.now() - started) / 1000) };
      });
      writeFigures('model', [
        '| bounds | states | transitions | depth | longest off (ticks) | violations | seconds |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        ...rows.map(
          (row) =>
            `| ${row.name} | ${row.states} | ${row.transitions} | ${row.depth} | ${row.longestOffTicks} | 0 | ${row.seconds} |`,
        ),
        `| **in all** | ${rows.reduce((sum, row) => sum + row.states, 0)} | ${rows.reduce((sum, row) => sum + row.transitions, 0)} | | ${Math.max(...rows.map((row) => row.longestOffTicks))} | 0 | ${rows.reduce((sum, row) => sum + row.seconds, 0)} |`,
      ]);
    },
    60 * minutes,
  );

  test(
    'finds every sabotage, and the protocol as designed passes the same trial',
    () => {
      const rows = names.map((name) => {
        const found = explore({ ...trials[name], variant: name });
        expect([name, found.violation?.rule.split(':')[0]]).toEqual([name, sabotages[name].breaks]);
        const designed = explore({ ...trials[name], variant: 'as-designed' });
        expect([name, designed.violation?.rule]).toEqual([name, undefined]);
        return `| ${name} | ${sabotages[name].says} | ${found.violation?.rule ?? ''} | ${found.violation?.trace.length ?? 0} |`;
      });
      writeFigures('model-sabotages', [
        '| sabotage | what is broken | found as | steps |',
        '| --- | --- | --- | --- |',
        ...rows,
      ]);
    },
    30 * minutes,
  );
});
