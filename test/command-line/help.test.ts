import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli.js';
import { plainPage } from '../../src/base/plain-page.js';
import { checkIds, helpTopics, readPage, wrapPage } from '../../src/command-line/help-pages.js';
import {
  commandHelp,
  fullHelp,
  groupHelp,
  hasEntraConnect,
  readHelp,
  shortHelp,
  type MachineGlance,
} from '../../src/command-line/help.js';
import { packageRoot } from '../../src/base/package-root.js';
import { fakeContext } from '../support/fake-context.js';

async function run(line: string): Promise<{ code: number; out: string; err: string }> {
  const ctx = fakeContext();
  const code = await runCli(line === '' ? [] : line.split(' '), ctx);
  return { code, out: ctx.out(), err: ctx.err() };
}

const linux: MachineGlance = { platform: 'linux', env: {}, exists: () => true };
const windows: MachineGlance = { platform: 'win32', env: { ProgramFiles: 'D:\\Programs' }, exists: () => false };
const server: MachineGlance = {
  ...windows,
  exists: (path) => path === 'D:\\Programs\\Microsoft Azure AD Sync\\Bin\\ADSync\\ADSync.psd1',
};

describe('bare phs-tool', () => {
  test('on the Entra Connect server names the commands to run there, and no simulation', () => {
    expect(hasEntraConnect(server)).toBe(true);
    expect(shortHelp(server, 80)).toContain('Run first, in an elevated console');
    expect(shortHelp(server, 80)).not.toContain('--simulate');
  });

  test.each([
    [linux, 'This machine is not an Entra Connect server.'],
    [windows, 'Entra Connect is not in its usual folder here.'],
  ])('elsewhere shows a simulated server first', (machine, sentence) => {
    const text = shortHelp(machine, 80);

    expect(hasEntraConnect(machine)).toBe(false);
    expect(text).toContain(sentence);
    expect(text.indexOf('phs-tool status --simulate healthy')).toBeLessThan(text.indexOf('On the server'));
  });
});

/** Lines that a terminal would break in the middle of a word; an example is one command and is copied whole. */
function tooWide(text: string, columns: number): readonly string[] {
  return text.split('\n').filter((line) => line.length > columns && !/^ *phs-tool /.test(line));
}

describe('on a terminal', () => {
  const help = readHelp();

  test.each([60, 80, 120])('of %i columns no help breaks a word, and none loses one', (columns) => {
    const texts = [
      (width: number) => shortHelp(linux, width),
      ...help.commands.map((command) => (width: number) => commandHelp(command, width)),
      ...['guard', 'simulate'].map((group) => (width: number) => groupHelp(group, help, width)),
    ];
    const words = (text: string): string => text.replace(/\s+/g, ' ');

    for (const text of texts) {
      expect(tooWide(text(columns), columns)).toEqual([]);
      expect(words(text(columns))).toBe(words(text(Number.POSITIVE_INFINITY)));
    }
    expect(texts.length).toBeGreaterThan(15);
  });

  test.each(['docs/exit-codes.md', 'docs/permissions.md', 'docs/output.md'])(
    'the page %s has whole paragraphs and hanging tables',
    (page) => {
      const text = wrapPage(readPage(page), 80);

      expect(tooWide(text, 80).filter((line) => line.trim().includes(' '))).toEqual([]);
      expect(text.replace(/\s+/g, ' ')).toBe(readPage(page).replace(/\s+/g, ' '));
    },
  );

  test('a paragraph that a page breaks is wrapped as one, and a list and code are not joined', () => {
    const page = 'Title\n\nOne two\nthree.\n\n- first\n  goes on\n- second\n\n  code one\n  code two';

    expect(wrapPage(page, 40)).toBe('Title\n\nOne two three.\n\n- first goes on\n- second\n\n  code one\n  code two');
  });

  test('the cell of a row that is too wide goes on below itself', () => {
    expect(wrapPage('T\n\n  code  one two three four five six seven eight nine ten', 40)).toBe(
      'T\n\n  code  one two three four five six\n        seven eight nine ten',
    );
  });

  test('pages have no signs of Markdown and nothing that is for developers', () => {
    for (const page of [...helpTopics.map((topic) => topic.page), ...checkIds().map((id) => `docs/checks/${id}.md`)]) {
      expect(readPage(page)).not.toMatch(/(?<![\w\\])_[A-Z][^_\n]*[a-z]_(?!\w)|npm run/);
    }
  });
});

test('help on a check takes its number alone, if there is such a check', async () => {
  const { out } = await run('help 301');

  expect(out).toContain('PHS301');
  expect(out).toBe((await run('help PHS301')).out);
  expect((await run('help 999')).err).toContain('There is no help on "999".');
});

test('an option that does not exist leads to the help of its command', async () => {
  expect((await run('status --nosuch')).err).toContain('See phs-tool status --help.');
  expect((await run('help PHS999')).err).toContain('There is no help on "PHS999".\nphs-tool explain --list');
  expect((await run('help PHS999')).err).not.toContain('Did you mean');
  expect((await run('help permission')).err + (await run('help statu')).err).toContain('Did you mean');
});

describe('--help', () => {
  const examplesOf = (text: string): readonly string[] =>
    text
      .slice(text.indexOf('\nExamples'), text.indexOf('\nCommands'))
      .split('\n')
      .filter((line) => line.startsWith('  phs-tool'));

  test('shows six examples, each a command of its own', () => {
    const examples = examplesOf(fullHelp(readHelp(), 100));

    expect(examples).toHaveLength(6);
    expect(new Set(examples.map((line) => line.split(/ {2,}/)[1])).size).toBe(6);
  });

  test.each([60, 80, 100, 200])('is at most %i columns wide, and as much text in every width', (columns) => {
    const words = (width: number): string => fullHelp(readHelp(), width).replace(/\s+/g, ' ');
    const lines = fullHelp(readHelp(), columns).split('\n');

    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(words(columns)).toBe(words(500));
  });

  test('of a command keeps all of its own examples', async () => {
    const examples = readHelp().commands.find(({ name }) => name === 'events')?.examples ?? [];
    const { out } = await run('events --help');

    expect(examples.length).toBeGreaterThan(2);
    expect(examples.filter(({ line }) => !out.includes(line))).toEqual([]);
  });

  test('of report tells where the page goes', async () => {
    expect((await run('report --help')).out).toContain(
      'On a terminal: a new file in this folder; otherwise HTML on stdout',
    );
  });
});

describe('the sentences of help', () => {
  const verbs = /^(?:Allow|Check|Compare|Create|Explain|Find|List|Print|Run|Show|Synchronize|Trigger|Turn|Wait|Write) /;

  test.each(readHelp().commands.map(({ name, describe: sentence }) => [name, sentence]))(
    'tell what %s does as an imperative',
    (_name, sentence) => {
      expect(sentence).toMatch(verbs);
    },
  );

  test('offer "Anywhere" only what a recording answers without a PowerShell', () => {
    const needPowerShell = ['wait', 'contract', 'sync-user', 'force-full-sync', 'guard'];
    const anywhere = readHelp().commands.filter(({ examples }) =>
      examples.some(({ description }) => description.startsWith('Anywhere')),
    );

    expect(anywhere.map(({ name }) => name)).toEqual(expect.arrayContaining(['status', 'diagnose']));
    expect(anywhere.filter(({ name }) => needPowerShell.includes(name.split(' ')[0] ?? ''))).toEqual([]);
  });
});

describe('topics', () => {
  test.each(helpTopics.map(({ name }) => name))('help %s prints its page as plain text', async (name) => {
    const { code, out } = await run(`help ${name}`);

    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(10);
    expect(out).not.toMatch(/^#|```|\]\(|^\|/m);
  });

  test('are all in --help', async () => {
    const { out } = await run('--help');

    expect(helpTopics.filter(({ name }) => !out.includes(`help ${name} `))).toEqual([]);
  });

  test('help exit-codes says what 3 means', async () => {
    expect((await run('help exit-codes')).out).toMatch(/^ {2}3 +Completed; at least one finding/m);
  });

  test.each(['PHS301', 'phs301'])('help %s prints the page of the check', async (word) => {
    const { code, out } = await run(`help ${word}`);

    expect(code).toBe(0);
    expect(out).toMatch(/^PHS301: /);
    expect(out).toContain('What to do');
  });

  test('every check with a page is one', () => {
    const pages = readdirSync(join(packageRoot(), 'docs', 'checks')).filter((file) => file.startsWith('PHS'));

    expect(checkIds()).toHaveLength(pages.length);
    expect(helpTopics.filter(({ page }) => !existsSync(join(packageRoot(), page)))).toEqual([]);
  });

  test('help of a group lists its commands', async () => {
    for (const line of ['help simulate', 'simulate --help']) {
      const { code, out } = await run(line);

      expect(code).toBe(0);
      expect(out).toContain('simulate create <scenario> <dir>');
      expect(out).not.toContain('phs-tool diagnose');
    }
  });

  test.each([
    ['help exit-code', 'There is no help on "exit-code". Did you mean exit-codes?'],
    ['help PHS30', 'There is no help on "PHS30". Did you mean PHS301?'],
    ['help statsu', 'There is no help on "statsu". Did you mean status?'],
    ['help zzz', 'There is no help on "zzz".'],
    ['statsu --help', 'Unknown command "statsu". Did you mean status?'],
    ['exit-codes', 'Unknown command "exit-codes". Did you mean help exit-codes?'],
    ['PHS301', 'Unknown command "PHS301". Did you mean help PHS301?'],
    ['hlep', 'Unknown command "hlep". Did you mean help?'],
  ])('%s: %s', async (line, sentence) => {
    const { code, out, err } = await run(line);

    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.split('\n')[0]).toBe(`phs-tool: ${sentence}`);
  });
});

test('a page becomes plain text', () => {
  const page =
    '# Title\n\nSee [there](https://x.example) and [here](here.md): `a \\| b`.\n\n| a | b |\n| - | - |\n| `x` | y\\|z |\n\n```sh\n# kept\n```\n';

  expect(plainPage(page)).toBe(
    'Title\n\nSee there <https://x.example> and here: a | b.\n\n  a  b\n  x  y|z\n\n  # kept\n',
  );
});

test('the help of a command shows what an option is by default, and nothing where that is nothing', async () => {
  const { code, out } = await run('force-full-sync --help');

  expect(code).toBe(0);
  expect(out).toContain('(default text)');
  expect(out).not.toContain('(default )');
});
