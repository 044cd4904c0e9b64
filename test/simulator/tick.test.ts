import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { simulateTickCommand } from '../../src/commands/simulate-tick.js';
import { tickDocumentSchema } from '../../src/model/task-runs.js';
import { runDueTasks } from '../../src/simulator/run-tasks.js';
import type { ScheduledTask } from '../../src/simulator/task-state.js';
import { fakeContext } from '../support/fake-context.js';
import { createServer, stateChange } from '../support/simulated-server.js';

const posix = process.platform === 'win32' ? describe.skip : describe;
const everyMinute = { kind: 'once', startBoundary: '2020-01-01T00:00:00Z', interval: 'PT1M', enabled: true } as const;
const atStartup = { kind: 'startup', startBoundary: null, interval: null, enabled: true } as const;

/** A task that runs a shell script. */
function shell(name: string, script: string, more: Partial<ScheduledTask> = {}): ScheduledTask {
  const argumentList = ['-c', script, 'sh', 'two words'];
  return {
    path: '\\phs-tool\\',
    name,
    enabled: true,
    execute: '/bin/sh',
    arguments: null,
    argumentList,
    user: 'SYSTEM',
    triggers: [everyMinute],
    ...more,
  };
}

posix('phs-tool simulate tick', () => {
  let folder: string;
  let server: string;
  const now = new Date();
  const log = async (name: string, run: number): Promise<string> =>
    readFile(join(server, 'tasks', `phs-tool_${name}.${run}.log`), 'utf8');

  async function setTasks(...tasks: ScheduledTask[]): Promise<void> {
    await stateChange(server, (state) => {
      state['tasks'] = tasks.map((task) => ({ ...task, triggers: task.triggers.map((trigger) => ({ ...trigger })) }));
    });
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-tick-'));
    server = await createServer('healthy', join(folder, 'server'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('runs what is registered, with no environment, in an empty folder, and tells the exit code', async () => {
    process.env['PHS_TICK_CANARY'] = 'canary';
    await setTasks(shell('plain', 'echo "$1|$(/usr/bin/env | grep -c CANARY)|$(/bin/ls)|$(/bin/pwd)"; exit 4'));
    const [run, ...more] = await runDueTasks(server, { tick: 1, now });
    delete process.env['PHS_TICK_CANARY'];
    expect(run).toMatchObject({ tick: 1, task: '\\phs-tool\\plain', outcome: 'ended', exitCode: 4 });
    expect(more).toEqual([]);
    expect(await log('plain', 1)).toBe(`two words|0||${join(server, 'tasks', 'phs-tool_plain.1.work')}\n`);
  });

  test('runs neither disabled tasks nor those of a later time, and at start-up only those for it', async () => {
    const later = new Date(now.getTime() + 3_600_000).toISOString();
    await setTasks(
      shell('disabled', 'exit 0', { enabled: false, triggers: [everyMinute, atStartup] }),
      shell('later', 'exit 0', { triggers: [{ ...everyMinute, startBoundary: later }] }),
      shell('boot', 'exit 0', { triggers: [atStartup] }),
      shell('once', 'exit 0', { triggers: [{ ...everyMinute, interval: null }] }),
    );
    const names = async (tick: 'startup' | number): Promise<string[]> =>
      (await runDueTasks(server, { tick, now })).map(({ task }) => task);
    expect(await names(1)).toEqual(['\\phs-tool\\once']);
    expect(await names(2)).toEqual([]);
    expect(await names('startup')).toEqual(['\\phs-tool\\boot']);
  });

  test('waits no longer than it may; a task that still runs is not started again, one that was killed is', async () => {
    await setTasks(shell('long', 'echo begun; exec /bin/sleep 60'));
    const [first] = await runDueTasks(server, { tick: 1, now, waitMs: 200 });
    expect(first).toMatchObject({ outcome: 'running', exitCode: null });
    expect(await runDueTasks(server, { tick: 2, now })).toMatchObject([{ outcome: 'ignored', logFile: null }]);
    const [pid] = (await readFile(join(server, 'tasks', 'phs-tool_long.1.pid'), 'utf8')).split(' ');
    process.kill(Number(pid), 'SIGKILL');
    await setTasks(shell('long', 'echo again'));
    let again = await runDueTasks(server, { tick: 3, now });
    while (again[0]?.outcome === 'ignored') again = await runDueTasks(server, { tick: 3, now });
    expect(again).toMatchObject([{ outcome: 'ended', exitCode: 0 }]);
    expect(await log('long', 2)).toBe('again\n');
  });

  test('the number of a process that ended and is used again does not stand for the task', async () => {
    await setTasks(shell('reused', 'exit 0'));
    await writeFile(join(server, 'tasks', 'phs-tool_reused.1.run'), '\\phs-tool\\reused\nSYSTEM\n');
    await writeFile(join(server, 'tasks', 'phs-tool_reused.1.pid'), `${process.pid} 1\n`);
    expect(await runDueTasks(server, { tick: 1, now })).toMatchObject([{ outcome: 'ended' }]);
  });

  test('of many that start a task at once one starts it', async () => {
    const go = join(folder, 'go');
    await setTasks(shell('raced', `while [ ! -e '${go}' ]; do /bin/sleep 0.05; done`));
    let ignored = 0;
    const all = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const runs = await runDueTasks(server, { tick: 1, now });
        ignored += runs.filter(({ outcome }) => outcome === 'ignored').length;
        if (ignored === 7) await writeFile(go, '');
        return runs;
      }),
    );
    expect(all.flat().filter(({ outcome }) => outcome === 'ended')).toHaveLength(1);
    expect(ignored).toBe(7);
  });

  test('the command says what ran, counts, prints JSON, and refuses what is no server', async () => {
    await setTasks(shell('told', 'exit 0', { triggers: [everyMinute, atStartup] }));
    const said = async (words: readonly string[]): Promise<string> => {
      const ctx = fakeContext();
      expect(await simulateTickCommand.run(ctx, parseArguments(simulateTickCommand, [server, ...words]))).toBe(0);
      return ctx.out();
    };
    expect(await said(['--count', '2'])).toMatch(/^(\\phs-tool\\told: exit code 0 after \d+\.\d s\n){2}$/);
    const document = tickDocumentSchema.parse(JSON.parse(await said(['--startup', '--output', 'json'])));
    expect(document).toMatchObject({
      server,
      runs: [{ tick: 'startup', task: '\\phs-tool\\told', outcome: 'ended', exitCode: 0 }],
    });
    await setTasks();
    expect(await said([])).toBe('Nothing was due.\n');
    const elsewhere = simulateTickCommand.run(fakeContext(), { dir: folder });
    await expect(elsewhere).rejects.toMatchObject({ code: 'E_SIMULATED_SERVER' });
    await expect(simulateTickCommand.run(fakeContext(), { dir: server, count: 'none' })).rejects.toThrow('1 to 9999');
  });
});
