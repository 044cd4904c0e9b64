import { describe, expect, test } from '@jest/globals';
import { known } from '../../src/model/fact.js';
import { displayWidth } from '../../src/views/layout.js';
import { plainTheme } from '../../src/views/theme.js';
import { watchText } from '../../src/views/watch-text.js';
import {
  adConnector,
  channel,
  entraConnector,
  eventSummary,
  healthyFacts,
  ids,
  state,
  tally,
  twoForestFacts,
} from '../support/facts.js';
import { goldenServers, reportOf } from '../support/reports.js';

const window = { theme: plainTheme, verbosity: 'normal', columns: 80, rows: 23 } as const;

const silent = twoForestFacts({
  events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })),
  partitionStates: known([state()]),
});

describe('a look of a watch', () => {
  test.each(Object.entries(goldenServers))('of the server "%s" fits 80 x 25', (_name, facts) => {
    const lines = watchText(reportOf(facts), window).trimEnd().split('\n');

    expect(lines.length).toBeLessThanOrEqual(23);
    expect(lines.filter((line) => displayWidth(line) > 80 && !/^ {4}\S/.test(line))).toEqual([]);
    expect(lines.join('\n')).toMatch(/\[(?:ok|fail|warn|unknown)\] (?:Most likely cause|Nothing|Password hash)/);
  });

  test('has a line for each connector, the one that fails first, and the command to type', () => {
    const text = watchText(reportOf(silent), window);

    expect(text).toMatch(/^\[fail\] {4}fabrikam\.com {2}silent - .*\n\[ok\] {6}contoso\.com {3}alive - /m);
    expect(text).toMatch(/^Next step: /m);
  });

  test('is the whole report in a window that has room for it', () => {
    expect(watchText(reportOf(silent), { ...window, rows: 100 })).toContain('Other signs of life');
    expect(watchText(reportOf(silent), window)).not.toContain('Other signs of life');
  });

  test('says how many connectors are left out', () => {
    const names = Array.from({ length: 40 }, (_, index) => `forest${index}.example`);
    const many = healthyFacts({
      connectors: known([
        entraConnector(),
        ...names.map((name, index) => adConnector(name, { identifier: `${ids.contoso.slice(0, -2)}${10 + index}` })),
      ]),
      channels: known(names.map((name) => channel(name))),
    });
    const lines = watchText(reportOf(many), window).trimEnd().split('\n');

    expect(lines.length).toBeLessThanOrEqual(23);
    expect(lines.join('\n')).toMatch(/^ {2}and \d+ more: enlarge the window, or run phs-tool status$/m);
  });
});
