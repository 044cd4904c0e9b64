import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { guardShowSchema } from '../../src/guard/guard-document.js';
import { guardPlanSchema } from '../../src/guard/plan.js';
import type { CliRun } from '../support/cli.js';
import { onHost, requireVariable, runIn, runLineIn } from '../support/windows.js';
import { unzip } from '../support/unzip.js';

const folder = join(mkdtempSync(join(tmpdir(), 'phs-packages-')), 'Pr\u00fcfer & S\u00f6hne');
const elsewhere = join(folder, 'another place');

/** What was packed for this run, by the end of its name. */
function packed(ending: string): string {
  const place = requireVariable('PHS_TOOL_TEST_PACKED');
  const name = readdirSync(place).find((each) => each.endsWith(ending));
  return join(place, name ?? `no file ${ending}`);
}

beforeAll(() => {
  mkdirSync(elsewhere, { recursive: true });
  // What an attacker could put into the folder in which the administrator happens to be.
  writeFileSync(join(elsewhere, 'node.bat'), '@exit /b 99\r\n');
});
afterAll(() => {
  rmSync(dirname(folder), { recursive: true, force: true });
});

describe('the package, installed from its tarball', () => {
  const prefix = join(folder, 'npm');
  const tool = join(prefix, 'node_modules', 'phs-tool', 'dist', 'main.js');

  test('is installed without a network, with a command for each shell', async () => {
    const npm = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
    const words = ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix, packed('.tgz')];
    const run = await runIn(elsewhere, process.execPath, [npm, ...words]);

    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('added 1 package') });
    for (const name of ['phs-tool', 'phs-tool.cmd', 'phs-tool.ps1']) {
      expect(readFileSync(join(prefix, name), 'utf8')).toMatch(/node_modules[\\/]phs-tool[\\/]dist[\\/]main\.js/);
    }
  });

  test('works from a folder with blanks and other letters', async () => {
    const run = await runIn(elsewhere, process.execPath, [tool, 'status', '--simulate', 'healthy', ...onHost()]);

    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('contoso') });
  });
});

describe('the archive, unpacked', () => {
  const app = join(folder, 'phs-tool-app');
  const server = join(folder, 'server');

  /** Runs phs-tool.cmd as the command processor does when its path is written, in a folder with a planted node.bat. */
  async function tool(...words: string[]): Promise<CliRun> {
    const quoted = words.map((word) => (word.includes(' ') ? `"${word}"` : word));
    return runLineIn(elsewhere, `"${join(app, 'phs-tool.cmd')}" ${quoted.join(' ')}`);
  }
  const onServer = async (...words: string[]): Promise<CliRun> => tool(...words, '--simulate', server, ...onHost());

  beforeAll(() => {
    for (const [name, bytes] of unzip(readFileSync(packed('-win-x64.zip')))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
  });

  test('starts its own Node.js, and ends with the exit code of the tool', async () => {
    expect(await tool('--version')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\r?\n$/),
    });
    expect(await tool('statsu')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('status') });
  });

  test.each([
    ['status', []],
    ['diagnose', []],
    ['report', ['--out', join(folder, 'report.html')]],
  ])('runs %s', async (command, more) => {
    const run = await tool(command, '--simulate', 'healthy', ...more, ...onHost());
    expect({ command, ...run }).toMatchObject({ command, exitCode: 0 });
  });

  test('runs no code that a variable of Node.js names, and no variable hides its exit code', async () => {
    // A path without blanks: the variable takes it as it is.
    const planted = join(dirname(folder), 'planted.cjs');
    writeFileSync(planted, 'process.exit(98);\n');
    const set = `set "NODE_OPTIONS=--require ${planted.replaceAll('\\', '/')}" & set "ERRORLEVEL=0"`;

    expect(await runLineIn(elsewhere, `${set} & "${join(app, 'node.exe')}" -e 0`)).toMatchObject({ exitCode: 98 });
    expect(await runLineIn(elsewhere, `${set} & "${join(app, 'phs-tool.cmd')}" statsu`)).toMatchObject({ exitCode: 2 });
  });

  test('runs the guarded full sync once, from its setup to VERIFIED', async () => {
    expect(await tool('simulate', 'create', 'healthy', server)).toMatchObject({ exitCode: 0 });
    expect(await onServer('guard', 'setup')).toMatchObject({ exitCode: 0 });

    const first = await onServer('force-full-sync', '--confirm', '--output', 'json');
    const { result } = guardPlanSchema.parse(JSON.parse(first.stdout));
    expect({ code: first.exitCode, result }).toMatchObject({
      code: 0,
      result: { outcome: 'switched', parameter: '1', channel: 'on', journalComplete: true, guardianIsArmed: true },
    });

    expect(await tool('simulate', 'tick', server, '--count', '3')).toMatchObject({ exitCode: 0 });
    const shown = await onServer('guard', 'show', '--output', 'json');
    const { pairs, tasks } = guardShowSchema.parse(JSON.parse(shown.stdout));
    expect(pairs[0]?.epochs.map(({ history }) => history.at(-1)?.kind)).toEqual(['VERIFIED']);
    expect(tasks).toEqual([]);

    const second = await onServer('force-full-sync', '--confirm');
    expect(second).toMatchObject({ exitCode: 6, stdout: expect.stringContaining('REFUSED (REFUSE_ALREADY_RUN)') });
  });

  test('has left nothing in its folder', () => {
    const names = [...unzip(readFileSync(packed('-win-x64.zip'))).keys()];

    expect(readdirSync(app, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toHaveLength(
      names.length,
    );
    expect(existsSync(server)).toBe(true);
  });
});
