import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { runCli } from '../../src/cli.js';
import { readHelp } from '../../src/command-line/help.js';
import { completionWords } from '../../src/completion/words.js';
import { powershellScript } from '../../src/completion/powershell.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { fakeContext } from '../support/fake-context.js';

/** What is typed before the Tab key (the bar ends the line, so that a space before it can be seen), and what is offered. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['phs-tool sta|', ['status']],
  ['phs-tool sim|', ['simulate']],
  ['phs-tool simulate cr|', ['create']],
  ['phs-tool simulate create two-f|', ['two-forests-one-silent']],
  ['phs-tool status --exp|', ['--expect']],
  ['phs-tool status --expect |', ['active', 'staging']],
  ['phs-tool explain -o j|', ['json']],
  ['phs-tool explain --output=t|', ['--output=text']],
  ['phs-tool status --verbose --verb|', []],
  ['phs-tool diagnose --simulate fip|', ['fips']],
  ['phs-tool help exit|', ['exit-codes']],
  ['phs-tool help phs30|', ['PHS301', 'PHS302', 'PHS303', 'PHS304']],
  ['phs-tool completion p|', ['powershell']],
  ['phs-tool compare th|', ['this-server']],
  ['phs-tool compare simulate:healthy com|', ['computer:']],
  ['phs-tool.cmd sta|', ['status']],
  ['phs-tool nonsense --sta|', []],
];

async function scriptOf(shell: string): Promise<string> {
  const ctx = fakeContext();

  expect(await runCli(['completion', shell], ctx)).toBe(0);
  return ctx.out();
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phs-tool-completion-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the words', () => {
  const words = completionWords(readHelp(), ['healthy', 'staging']);

  test('are every command of help with every option, and help itself', () => {
    const { commands } = readHelp();

    expect(words.map(({ name }) => name)).toEqual([...commands.map(({ name }) => name), 'help']);
    for (const { name, options } of commands) {
      const flags = options.flatMap(({ flag }) => /--[a-z-]+/.exec(flag) ?? []);

      expect(words.find((command) => command.name === name)?.options.map(({ flag }) => flag)).toEqual([
        ...flags,
        '--help',
      ]);
    }
  });

  test('offer the scenarios for --simulate', () => {
    const option = words.find(({ name }) => name === 'status')?.options.find(({ flag }) => flag === '--simulate');

    expect(option?.value).toEqual(['healthy', 'staging']);
  });

  test.each(['powershell', 'bash'])('of %s hold every scenario', async (shell) => {
    const script = await scriptOf(shell);

    expect((await scenarioNames()).filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(script))).toEqual(
      [],
    );
  });

  test('a shell that there is none for is a mistake of the call', async () => {
    const ctx = fakeContext();

    expect(await runCli(['completion', 'fish'], ctx)).toBe(2);
    expect(ctx.err()).toContain('<shell> must be one of powershell, bash, but got "fish".');
  });
});

describe('the script for PowerShell', () => {
  test('is ASCII, and a quote in a text stays text', () => {
    const script = powershellScript(
      [{ name: "it's", describe: 'a\u00dcb', options: [], places: ["'; Remove-Item x; '"] }],
      '1.0',
    );

    expect(Buffer.byteLength(script)).toBe(script.length);
    expect(script).toContain("'it''s'");
    expect(script).toContain("'''; Remove-Item x; '''");
  });

  describeWithEngine('in the real Tab expansion', () => {
    test('offers what can follow', async () => {
      const script = join(folder, 'completion.ps1');
      const lines = join(folder, 'lines.txt');
      writeFileSync(script, await scriptOf('powershell'));
      writeFileSync(lines, cases.map(([line]) => line).join('\n'));
      const run = await execa(
        requireEngine(),
        ['-NoProfile', '-File', join(import.meta.dirname, 'Complete-Line.ps1'), '-Script', script, '-Lines', lines],
        // An empty folder: where nothing is offered PowerShell offers files.
        { cwd: folder, reject: false, stripFinalNewline: false },
      );
      const offered = run.stdout.split(/\r?\n/).slice(0, cases.length);

      expect(run.stderr).toBe('');
      expect(offered.map((text) => text.split(' ').filter((word) => word !== ''))).toEqual(
        cases.map(([, words]) => words),
      );
    });
  });
});

(existsSync('/bin/bash') ? describe : describe.skip)('the script for bash', () => {
  const forBash = cases.filter(
    ([line]) => line.startsWith('phs-tool ') && !/--output=|phs30|--verb|compare simulate/.test(line),
  );

  test('offers the same', async () => {
    const script = join(folder, 'completion.bash');
    writeFileSync(script, await scriptOf('bash'));
    const asks = forBash.map(([line]) => {
      const words = line.slice(0, -1).split(' ');
      return `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _phs_tool; echo "\${COMPREPLY[*]}"`;
    });
    const run = await execa('/bin/bash', [
      '-euo',
      'pipefail',
      '-c',
      `set +u; source '${script}'; set +e; ${asks.join('\n')}`,
    ]);

    expect(run.stdout.split('\n').map((text) => text.split(' ').filter((word) => word !== ''))).toEqual(
      forBash.map(([, words]) => words),
    );
  });
});
