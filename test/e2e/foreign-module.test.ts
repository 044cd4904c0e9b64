import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { guardShowSchema } from '../../src/guard/guard-document.js';
import { guardPlanSchema } from '../../src/guard/plan.js';
import { runCli, runCliLive, type CliRun } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { moduleFolder } from '../support/operations-session.js';
import { createServer } from '../support/simulated-server.js';

const pair = 'foreign.example -> foreign.onmicrosoft.com - AAD';

/** A server whose ADSync is not the simulator's: Windows (log, tasks, folders) is simulated, what is switched is not. */
interface ForeignServer {
  readonly modules: string;
  readonly options: readonly string[];
}

describeWithEngine('a full sync on an ADSync that is not the simulator', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-foreign-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function foreignServer(name: string): Promise<ForeignServer> {
    const modules = join(folder, name, 'modules');
    await cp(moduleFolder('foreign'), modules, { recursive: true });
    const server = await createServer('healthy', join(folder, name, 'server'));
    return { modules, options: ['--simulate', server, '--module-path', modules] };
  }

  const fact = ({ modules }: ForeignServer, name: string): Promise<string> =>
    readFile(join(modules, 'ADSync', name), 'utf8');
  const confirm = ({ options }: ForeignServer): Promise<CliRun> =>
    runCliLive(['force-full-sync', '--confirm', '--output', 'json', ...options]);
  const tick = ({ options }: ForeignServer): Promise<CliRun> => runCli(['simulate', 'tick', options[1] ?? '']);

  test('calls its cmdlets once and in order, reads back from it, and is refused the second time', async () => {
    const server = await foreignServer('whole');
    const first = await confirm(server);
    const second = await confirm(server);
    const { result } = guardPlanSchema.parse(JSON.parse(first.stdout));

    expect({ code: first.exitCode, result }).toMatchObject({
      code: 0,
      result: { outcome: 'switched', parameter: '1', channel: 'on', journalComplete: true, guardianIsArmed: true },
    });
    expect(second.exitCode).toBe(6);
    expect(await fact(server, 'calls')).toBe(`add foreign.example\noff ${pair}\non ${pair}\n`);
  });

  test('that dies while it is off ends with 7 from every command, and its guardian turns it on with the same module', async () => {
    const server = await foreignServer('cut-off');
    const refusesOn = join(server.modules, 'ADSync', 'no-on');
    await writeFile(join(server.modules, 'ADSync', 'die-after-off'), '');
    await writeFile(refusesOn, '');
    const lost = await confirm(server);
    const commands = [['status'], ['events', '--since', '1h'], ['doctor'], ['guard', 'show']];
    const codes: number[] = [];
    for (const command of commands) codes.push((await runCliLive([...command, ...server.options])).exitCode);

    expect({ code: lost.exitCode, enabled: await fact(server, 'enabled') }).toEqual({ code: 7, enabled: 'no' });
    expect(codes).toEqual(commands.map(() => 7));

    await rm(refusesOn);
    // The guardian may still be at it from before, and is not started a second time then.
    while ((await fact(server, 'enabled')) !== 'yes') await tick(server);
    const shown = await runCliLive(['guard', 'show', '--output', 'json', ...server.options]);

    expect(await fact(server, 'calls')).toBe(`add foreign.example\noff ${pair}\non ${pair}\n`);
    expect(shown.exitCode).toBe(0);
    const [epoch] = guardShowSchema.parse(JSON.parse(shown.stdout)).pairs[0]?.epochs ?? [];
    expect(epoch?.history.find(({ slot }) => slot === '70-on')?.text).toMatch(/by the guard/);
  });
});
