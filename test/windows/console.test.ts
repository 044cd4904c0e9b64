import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordingPath } from '../../src/simulator/recordings.js';
import { untilGone } from '../support/processes.js';
import { createServer } from '../support/simulated-server.js';
import { describeOnConsole, expectWhole, nameBeyondAscii, pages, runWhole } from '../support/console-screen.js';
import { onHost, runOnConsole } from '../support/windows.js';

// Its name is as short as that of a real server's folder: a path is never cut.
const folder = mkdtempSync('C:\\phs-');
const server = join(folder, 'server');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeOnConsole('on a console of 80 columns', () => {
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
  test.each(pages)('stands on a console of code page %i as the server has it', async (page) => {
    const screen = await runOnConsole(page, ['replay', recordingPath('odd-names'), 'status', '--verbose']);

    expect(screen.lines.join('\n')).toContain(nameBeyondAscii);
  });
});

describeOnConsole('on a console with a PowerShell', () => {
  beforeAll(async () => {
    await createServer('healthy', server);
  });

  test('a user who cannot be synchronized is refused, and the way and the reason are whole', async () => {
    const screen = await runWhole(850, server, 'sync-user', '--dn', 'CN=Nobody,DC=contoso,DC=com', '--confirm');
    expect(screen.exitCode).toBe(6);
    expect(screen.lines.join('\n')).toContain('REFUSED: ');
  });

  test.each(['status', 'diagnose'])('%s is whole', async (command) => {
    expect((await runWhole(850, server, command)).lines.length).toBeGreaterThan(5);
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
