import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordingPath } from '../../src/simulator/recordings.js';
import { untilGone } from '../support/processes.js';
import { createServer } from '../support/simulated-server.js';
import { onHost, runOnConsole, type Screen } from '../support/windows.js';

// Its name is as short as that of a real server's folder: a path is never cut.
const folder = mkdtempSync('C:\\phs-');
const server = join(folder, 'server');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// The program that makes a console and reads its screen is a part of the lab.
const describeOnConsole = process.env['PHS_TOOL_TEST_CONSOLE'] === undefined ? describe.skip : describe;

const eraseLine = '\r\u001b[2K';

/** What was written after the progress, which is drawn over, as lines without their colours. */
const linesOf = ({ drawn }: Screen): readonly string[] =>
  (drawn.split(eraseLine).at(-1) ?? '').replace(/\u001b\[\d+m/g, '').split(/\r?\n/);

/** Lines as a console shows them that goes on in the next row where a row is full. */
const rowsOf = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => line.match(/.{1,80}/g) ?? ['']).map((row) => row.trimEnd());

/** A command to copy is one line, however long. */
const isCommand = (line: string): boolean => /^ *(?:phs-tool |[A-Z][A-Za-z]+-[A-Z])/.test(line);

/** Nor is a word that is longer than a row. */
const isWord = (line: string): boolean => /^ *\S+$/.test(line);

/** The screen ends with what was written, and a row is full only in a command: nothing was cut in a word, no character is another one. */
function expectWhole(screen: Screen): void {
  const lines = linesOf(screen);

  expect(screen.lines.slice(-rowsOf(lines).length)).toEqual(rowsOf(lines));
  expect(lines.filter((line) => line.length > 80 && !isCommand(line) && !isWord(line))).toEqual([]);
  expect(screen.lines.join('')).toMatch(/^[ -~]*$/);
  expect(screen.drawn).toMatch(/\u001b\[9[123]m/);
  expect(screen.drawn).not.toMatch(/\u001b\[(?:3[1-6]|90)m/);
}

describeOnConsole('on a console of 80 columns', () => {
  const pages = [850, 1252, 65001];
  const replayed = ['status', 'status --verbose', 'diagnose', 'diagnose --verbose'];
  const calls = pages.flatMap((page) => replayed.map((words) => [page, words] as const));

  test.each(calls)('in code page %i, %s is whole', async (page, words) => {
    const scenario = 'two-forests-one-silent';
    const screen = await runOnConsole(page, ['replay', recordingPath(scenario), ...words.split(' ')]);

    expect(screen.lines.length).toBeGreaterThan(10);
    expectWhole(screen);
  });
});

describeOnConsole('a name with letters beyond ASCII', () => {
  test.each([850, 1252, 65001])('stands on a console of code page %i as the server has it', async (page) => {
    const screen = await runOnConsole(page, ['replay', recordingPath('odd-names'), 'status', '--verbose']);

    expect(screen.lines.join('\n')).toContain("O'Brien & S\u00f6hne");
  });
});

describeOnConsole('on a console with a PowerShell', () => {
  beforeAll(async () => {
    await createServer('healthy', server);
  });

  /** Runs a command on the simulated server. */
  async function run(...words: string[]): Promise<Screen> {
    const screen = await runOnConsole(850, [...words, '--simulate', server, ...onHost()]);
    expectWhole(screen);
    return screen;
  }

  test('the plan, the run and the refusal of a full sync are whole', async () => {
    expect((await run('force-full-sync')).lines.join('\n')).toContain('What is done, in this order');
    expect(await run('force-full-sync', '--confirm')).toMatchObject({ exitCode: 0 });
    const refused = await run('force-full-sync', '--confirm');
    expect(refused.exitCode).toBe(6);
    expect(refused.lines.join('\n')).toContain('REFUSED');
  });

  test('a user who cannot be synchronized is refused, and the way and the reason are whole', async () => {
    const screen = await run('sync-user', '--dn', 'CN=Nobody,DC=contoso,DC=com', '--confirm');
    expect(screen.exitCode).toBe(6);
    expect(screen.lines.join('\n')).toContain('REFUSED: ');
  });

  test.each(['doctor', 'status', 'diagnose'])('%s is whole', async (command) => {
    expect((await run(command)).lines.length).toBeGreaterThan(5);
  });

  test('Ctrl+C in mid-call ends the command with 130, and its host', async () => {
    const log = join(folder, 'trace.log');
    const words = ['status', '--simulate', server, '--log-file', log, ...onHost()];
    const screen = await runOnConsole(850, words, 'Reading');
    const pids = [...readFileSync(log, 'utf8').matchAll(/ process (\d+)$/gm)].map(([, pid]) => Number(pid));

    expect({ exitCode: screen.exitCode, hosts: pids.length }).toEqual({ exitCode: 130, hosts: 1 });
    await untilGone(...pids);
  });

  test('Ctrl+C ends what repeats itself with 130', async () => {
    const screen = await runOnConsole(850, ['status', '--watch', '--simulate', server, ...onHost()], 'contoso.com');

    expect(screen.exitCode).toBe(130);
  });
});
