import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { dateTime, decodeClixml, encodeClixml, toPlain } from '../../src/parsers/clixml.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { serverState } from '../../src/simulator/server-state.js';
import { describeWithEngine } from '../support/engine.js';
import { setStateValue } from '../support/simulated-server.js';
import { rowsFromEngine } from './run-script.js';

const now = new Date();
const TARGET = 'contoso.onmicrosoft.com - AAD';
const stateSchema = z.object({
  revision: z.number(),
  channels: z.array(z.object({ enabled: z.boolean() })),
  pending: z.union([z.array(z.object({ dueAt: z.string() })), z.null().transform(() => [])]),
});

function setChannel(enabled: boolean): string {
  return `Set-ADSyncAADPasswordSyncConfiguration -SourceConnector contoso.com -TargetConnector '${TARGET}' -Enable $${String(enabled)}`;
}

async function readState(server: string): Promise<z.output<typeof stateSchema>> {
  const [record] = decodeClixml(await readFile(join(server, 'state.clixml'), 'utf8'));
  return stateSchema.parse(record === undefined ? null : toPlain(record.value));
}

async function readCalls(server: string): Promise<{ pid: number }[]> {
  const lines = (await readFile(join(server, 'calls.log'), 'utf8')).trim().split('\n');
  return z.array(z.object({ pid: z.number() })).parse(lines.map((line): unknown => JSON.parse(line)));
}

describeWithEngine('several processes on one simulated server', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-sharing-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('two processes that change it and one that reads: no change is lost, no read is torn, every call is counted', async () => {
    const server = join(folder, 'shared');
    await createSimulatedServer('healthy', server, { now });
    const change = `foreach ($i in 1..20) { [void] (${setChannel(false)}); [void] (${setChannel(true)}) }
@{ pid = $PID }`;
    const read = `$n = 0; foreach ($i in 1..150) { if ((Get-ADSyncAADPasswordSyncConfiguration -SourceConnector contoso.com).TargetConnector -eq '${TARGET}') { $n++ } }
@{ reads = $n }`;
    const [first, second, reader] = await Promise.all([
      rowsFromEngine(server, change),
      rowsFromEngine(server, change),
      rowsFromEngine(server, read),
    ]);
    expect(reader).toEqual([{ reads: 150 }]);
    expect((await readState(server)).revision).toBe(80);
    const calls = await readCalls(server);
    expect(calls).toHaveLength(80);
    const pids = [first[0]?.['pid'], second[0]?.['pid']];
    expect(calls.filter(({ pid }) => pid === pids[0])).toHaveLength(40);
    expect(calls.filter(({ pid }) => pid === pids[1])).toHaveLength(40);
  });

  async function serverWithFault(name: string, fault: Record<string, string | number>): Promise<string> {
    const server = join(folder, name);
    await createSimulatedServer('healthy', server, { now });
    const state = serverState(await loadScenario('healthy'), now, { installFolder: null, standingClock: false });
    const faults = [{ cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', times: 1, where: { Enable: false }, ...fault }];
    await writeFile(
      join(server, 'state.clixml'),
      encodeClixml({ ...z.record(z.string(), z.any()).parse(state), faults }),
    );
    return server;
  }

  test.each([
    ['throw-before', true, true],
    ['throw-after', true, false],
    ['drop', false, true],
  ])(
    'fault %s: the first call fails: %s; the channel is then on: %s; the second call works',
    async (mode, fails, stillOn) => {
      const server = await serverWithFault(mode, { mode, message: 'No, not now.' });
      const rows = await rowsFromEngine(
        server,
        `$failure = Get-Failure { ${setChannel(false)} }
@{ failed = $null -ne $failure; message = [string] $(if ($null -ne $failure) { $failure.message }); enabled = (Get-ADSyncAADPasswordSyncConfiguration -SourceConnector contoso.com).Enabled }
[void] (${setChannel(true)}); [void] (${setChannel(false)})
@{ enabled = (Get-ADSyncAADPasswordSyncConfiguration -SourceConnector contoso.com).Enabled }`,
      );
      expect(rows[0]).toEqual({ failed: fails, message: fails ? 'No, not now.' : null, enabled: stillOn });
      expect(rows[1]).toEqual({ enabled: false });
      expect(await readCalls(server)).toHaveLength(3);
    },
  );

  test('fault late: the change comes into force by itself after its delay, seen by a process that only reads', async () => {
    const server = await serverWithFault('late', { mode: 'late', delayMs: 3_600_000 });
    const enabled = '@{ enabled = (Get-ADSyncAADPasswordSyncConfiguration -SourceConnector contoso.com).Enabled }';
    const changedAt = Date.now();
    const [before] = await rowsFromEngine(server, `[void] (${setChannel(false)})\n${enabled}`);
    expect(before).toEqual({ enabled: true });
    const { pending } = await readState(server);
    expect(pending).toHaveLength(1);
    expect(Date.parse(pending[0]?.dueAt ?? '')).toBeGreaterThanOrEqual(changedAt + 3_600_000);
    expect(await rowsFromEngine(server, enabled)).toEqual([{ enabled: true }]);

    // The hour passes.
    await setStateValue(server, ['pending', 0, 'dueAt'], dateTime(new Date(changedAt - 1), 'utc'));
    expect(await rowsFromEngine(server, enabled)).toEqual([{ enabled: false }]);
    expect((await readState(server)).channels).toMatchObject([{ enabled: false }]);
  });
});
