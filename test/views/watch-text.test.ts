import { describe, expect, test } from '@jest/globals';
import { known } from '../../src/model/fact.js';
import { commandLines, fittedCommand } from '../../src/views/command-lines.js';
import { displayWidth } from '../../src/views/layout.js';
import { plainTheme } from '../../src/views/theme.js';
import { fitLines } from '../../src/views/watch-screen.js';
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

describe('a command on a screen that wraps nothing', () => {
  const command = "Get-ADUser -Identity 'MSOL of Contoso, the old one' -Server 'contoso.com' -Properties Enabled";

  test('is one line if it fits', () => {
    expect(fittedCommand(command, 4, 120)).toEqual([`    ${command}`]);
  });

  test('is else several lines that PowerShell reads as one, never broken in a word or a text in quotes', () => {
    expect(fittedCommand(command, 4, 50)).toEqual([
      '    Get-ADUser -Identity `',
      "      'MSOL of Contoso, the old one' -Server `",
      "      'contoso.com' -Properties Enabled",
    ]);
    expect(fittedCommand('# A comment that goes on and on and on, and then ends.', 4, 40)).toEqual([
      '    # A comment that goes on and on and',
      '    # on, and then ends.',
    ]);
  });

  test('is named, and not shown, if a word of it is too wide', () => {
    expect(fittedCommand(command, 4, 30)).toBeUndefined();
    expect(commandLines([command], 4, { columns: 30, wrapsNothing: true }).join(' ')).toMatch(/status\s+without/);
    expect(commandLines([command], 4, { columns: 30 })).toEqual([`    ${command}`]);
  });
});

describe('a look of a watch', () => {
  test.each(Object.entries(goldenServers))('of the server "%s" fits 80 x 25', (_name, facts) => {
    const lines = watchText(reportOf(facts), window).trimEnd().split('\n');

    expect(lines.length).toBeLessThanOrEqual(23);
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
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

  test.each(Object.entries(goldenServers))('of the server "%s" shows more in a larger window', (_name, facts) => {
    const whole = watchText(reportOf(facts), { ...window, rows: 1_000 })
      .trimEnd()
      .split('\n').length;
    for (let rows = 23; rows < 80; rows += 1) {
      const shown = fitLines(
        watchText(reportOf(facts), { ...window, rows })
          .trimEnd()
          .split('\n'),
        rows,
      ).length;
      expect({ rows, isFilled: shown >= Math.min(whole, rows - 20) }).toEqual({ rows, isFilled: true });
    }
  });

  test.each([60, 80, 120])('has whole commands only in a window of %i columns, with room for all or not', (columns) => {
    const commands = reportOf(silent).findings.flatMap(({ remedy }) => remedy?.commands ?? []);
    for (const rows of [23, 100]) {
      const text = watchText(reportOf(silent), { ...window, columns, rows });
      expect(text.split('\n').filter((line) => displayWidth(line) > columns)).toEqual([]);
      const shown = text.replace(/ `\n +/g, ' ').match(/^ {4,}(?:Get-|Invoke-|phs-tool ).*$/gm) ?? [];
      expect(shown.filter((line) => !commands.includes(line.trim()))).toEqual([]);
      expect(rows === 23 || shown.length > 0).toBe(true);
    }
  });

  test('says what shows the commands for which there is no room', () => {
    const more = /^More: phs-tool help PHS\d+; \d+ commands? not shown: status without --watch$/m;
    expect(watchText(reportOf(silent), { ...window, rows: 12 })).toMatch(more);
    expect(watchText(reportOf(silent), { ...window, rows: 100 })).not.toMatch(/not shown|too long/);
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
    expect(lines.join('\n')).toMatch(/^ {2}and \d+ more: enlarge the window, or leave out --watch$/m);
  });
});
