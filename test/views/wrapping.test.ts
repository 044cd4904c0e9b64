import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/model/finding.js';
import { escapeForTerminal } from '../../src/base/escape.js';
import { comparisonDocumentSchema } from '../../src/model/comparison-document.js';
import { diffDocumentSchema } from '../../src/model/diff-document.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { commandLines, isComment } from '../../src/views/command-lines.js';
import { comparisonText } from '../../src/views/comparison-text.js';
import { diffText } from '../../src/views/diff-text.js';
import { displayWidth } from '../../src/views/layout.js';
import { createTextObjectView } from '../../src/views/object-text.js';
import { textView } from '../../src/views/text.js';
import { plainTheme, terminalTheme } from '../../src/views/theme.js';
import { goldenObjects, printed } from '../support/object-results.js';
import { noServer, run } from '../support/recorded-run.js';
import { goldenDiagnoses, goldenServers, reportOf } from '../support/reports.js';

const widths = [60, 80, 120, 200] as const;
const colours = /\u001b\[\d+m/g;

/** Commands are to be copied as they are, so they are never wrapped; a comment between them is prose. */
function commandsOf(findings: readonly Finding[]): ReadonlySet<string> {
  const commands = findings.flatMap(({ remedy }) => remedy?.commands ?? []);
  return new Set(commands.filter((command) => !isComment(command)).map(escapeForTerminal));
}

/** Lines that a terminal of this width would break in the middle of a word: too wide, and more than one long word. */
function brokenLines(text: string, width: number, commands: ReadonlySet<string>): readonly string[] {
  return text
    .replace(colours, '')
    .split('\n')
    .filter((line) => displayWidth(line) > width && line.trim().includes(' ') && !commands.has(line.trim()));
}

const reports = [
  ...Object.entries(goldenServers).map(([name, facts]) => [name, reportOf(facts)] as const),
  ...Object.entries(goldenDiagnoses).map(([name, make]) => [name, make()] as const),
];

describe.each(widths)('on a terminal of %d columns', (columns) => {
  test.each(reports)('no line of the report "%s" breaks in a word', (_name, report) => {
    for (const theme of [plainTheme, terminalTheme]) {
      for (const verbosity of ['normal', 'verbose'] as const) {
        const text = textView(report, { theme, verbosity, columns });

        expect(brokenLines(text, columns, commandsOf(report.findings))).toEqual([]);
      }
    }
  });

  test.each(Object.entries(goldenObjects))('no line of the objects "%s" breaks in a word', (_name, results) => {
    const commands = commandsOf(results.flatMap(({ findings }) => findings));
    for (const theme of [plainTheme, terminalTheme]) {
      for (const verbosity of ['normal', 'verbose'] as const) {
        const view = createTextObjectView({ theme, verbosity, columns, single: results.length === 1 });

        expect(brokenLines(printed(view, results), columns, commands)).toEqual([]);
      }
    }
  });
});

describe('commands to copy', () => {
  const long = "Get-ADUser -Identity 'a' -Server 'contoso.com' -Properties Enabled, LockedOut, PasswordLastSet";
  const comment = '# Needs the module ActiveDirectory (RSAT), or run it on a domain controller:';

  test('are not wrapped, and a comment between them is wrapped between words, each line as a comment', () => {
    expect(commandLines([comment, long], 4, { columns: 60 })).toEqual([
      '    # Needs the module ActiveDirectory (RSAT), or run it on',
      '    # a domain controller:',
      `    ${long}`,
    ]);
  });

  test('stay one line each if they fit or nothing limits them', () => {
    expect(commandLines([comment], 4, { columns: 120 })).toEqual([`    ${comment}`]);
    expect(commandLines([comment], 4)).toEqual([`    ${comment}`]);
  });
});

const [forests, users, staging] = ['two-forests-one-silent', 'users', 'staging'].map((name) => recordingPath(name)) as [
  string,
  string,
  string,
];

async function documentOf(command: string, before: string, after: string): Promise<unknown> {
  return JSON.parse((await run([command, before, after, '--output', 'json'], noServer)).out);
}

/** How many entries a text has: further lines of one hang below its first word. */
function entries(text: string): number {
  return text.split('\n').filter((line) => /^ {0,2}\S/.test(line)).length;
}

/** Without the totals, which are a paragraph. */
function withoutTotals(text: string): string {
  return text.slice(0, text.lastIndexOf('\n\n'));
}

describe('what differs between two', () => {
  const verbosity = 'verbose';

  test.each([
    ['other forests', forests, users],
    ['a staging server', users, staging],
  ])('(%s) breaks in no word and hangs, at any width', async (_name, before, after) => {
    const diff = diffDocumentSchema.parse(await documentOf('diff', before, after));
    const compared = comparisonDocumentSchema.parse(await documentOf('compare', before, after));
    for (const theme of [plainTheme, terminalTheme]) {
      const shown = [
        (columns?: number): string => diffText(diff, { theme, verbosity, ...(columns && { columns }) }),
        (columns?: number): string => comparisonText(compared, { theme, verbosity, ...(columns && { columns }) }),
      ];
      for (const text of shown) {
        for (const columns of widths) {
          expect(brokenLines(text(columns), columns, new Set())).toEqual([]);
          expect(entries(withoutTotals(text(columns)))).toBe(entries(withoutTotals(text())));
        }
      }
    }
  });
});

describe('a line', () => {
  test('that is too wide is found, a long word and a command are not', () => {
    expect(brokenLines(`${'a '.repeat(40)}\n${'b'.repeat(70)}\n   run ${'c '.repeat(40)}`, 60, new Set())).toHaveLength(
      2,
    );
    expect(brokenLines(`   run ${'c '.repeat(40).trim()}`, 60, new Set([`run ${'c '.repeat(40).trim()}`]))).toEqual([]);
  });

  test('below the first of a sentence hangs below its first word', () => {
    const [, report] = reports[0] ?? [];
    const text = report === undefined ? '' : textView(report, { theme: plainTheme, verbosity: 'verbose', columns: 60 });
    const evidence = text.split('\n').filter((line) => /^ {12}\S/.test(line));

    expect(evidence.length).toBeGreaterThan(10);
  });
});

test.each(reports)('a pipe gets the report "%s" without wrapping', (_name, report) => {
  const text = textView(report, { theme: plainTheme, verbosity: 'normal' });
  const messages = report.findings
    .filter(({ status }) => status === 'fail')
    .map(({ message }) => escapeForTerminal(message));

  expect(messages.filter((message) => !text.includes(message))).toEqual([]);
});
