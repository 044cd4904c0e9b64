import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleCommand } from '../../src/commands/bundle.js';
import type { Command } from '../../src/command-line/command.js';
import { contractCommand } from '../../src/commands/contract.js';
import { diagnoseCommand } from '../../src/commands/diagnose.js';
import { createDoctorCommand } from '../../src/commands/doctor.js';
import { createEventsCommand } from '../../src/commands/events.js';
import { reportCommand } from '../../src/commands/report.js';
import { usersCommand } from '../../src/commands/users.js';
import { readGuardJournal } from '../../src/doctor/read-guard.js';
import { doctorDocumentSchema } from '../../src/model/doctor.js';
import { diagnosisReplies, userDn } from '../support/diagnosis-replies.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { failure, FakeSession, type FakeReplies } from '../support/fake-session.js';
import { toOff, toOn } from '../support/guard-evidence.js';
import { eventRow, inspectRows, journalRows, run } from '../support/guard-records.js';
import { healthyNow, healthyReplies } from '../support/healthy-replies.js';

/** A server whose guard knows these records, with the channel on, off, or the whole server silent. */
function server(
  records: readonly (typeof toOn)[number][] | 'event only',
  channel: 'on' | 'off' | 'silent',
): FakeReplies {
  const rows = records === 'event only' ? [eventRow('OFF_INTENT', { run })] : journalRows([{ slots: records }]);
  const silent = { failed: failure({ message: 'The RPC server is unavailable.' }) };
  const told = {
    connectorName: 'contoso.com',
    enabled: channel === 'on',
    targetConnector: 'contoso.onmicrosoft.com - AAD',
    failure: null,
  };
  return {
    ...healthyReplies,
    ...diagnosisReplies,
    'Get-PhsContractCommand': { rows: [] },
    'Get-PhsContractAnswer': { rows: [] },
    'Get-PhsContractLog': { rows: [] },
    'Invoke-PhsGuardedSync': { rows: inspectRows(rows, { snapshot: null }) },
    ...(channel === 'silent' ? { 'Get-PhsConnector': silent } : { 'Get-PhsChannel': { rows: [told] } }),
  };
}

interface Outcome {
  readonly code: number;
  readonly ctx: FakeContext;
  readonly session: FakeSession;
}

async function call(command: Command, given: object, replies: FakeReplies): Promise<Outcome> {
  const session = new FakeSession(replies);
  const ctx = fakeContext({
    openSession: () =>
      Promise.resolve({
        session,
        changing: undefined,
        now: healthyNow,
        simulated: false,
        close: () => Promise.resolve(),
      }),
  });
  return { code: await command.run(ctx, { ...given }), ctx, session };
}

const doctorCommand = createDoctorCommand(() =>
  Promise.resolve({
    node: { version: '20.19.0', platform: 'win32', architecture: 'x64', supported: '>=20' },
    search: { platform: 'win32', found: [], used: undefined, distrust: () => undefined, isNamed: false },
    now: new Date('2026-11-22T10:15:00.000Z'),
    readGuard: readGuardJournal,
    startMs: 20_000,
    remoteStartMs: 75_000,
    probeMs: 20_000,
  }),
);
const eventsCommand = createEventsCommand(() => Promise.resolve());

describe('a command that does not judge the server', () => {
  let folder: string;
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-left-off-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const commands: readonly (readonly [string, Command, () => object])[] = [
    ['events', eventsCommand, () => ({ quiet: true })],
    ['users', usersCommand, () => ({ quiet: true })],
    ['diagnose --dn', diagnoseCommand, () => ({ dn: [userDn], failOn: 'never' })],
    ['doctor', doctorCommand, () => ({ failOn: 'never' })],
    ['contract', contractCommand, () => ({})],
    ['bundle', bundleCommand, () => ({ quiet: true, out: join(folder, `${(files += 1)}.ndjson`) })],
  ];

  test.each(commands)('%s ends with 7 where a run left it off, and says what to do', async (_, command, given) => {
    for (const replies of [server(toOff, 'off'), server(toOff, 'silent'), server('event only', 'off')]) {
      const { code, ctx } = await call(command, given(), replies);
      const said = `${ctx.out()}${ctx.err()}`;

      expect(code).toBe(7);
      expect(said).toMatch(/synchronization.*OFF/);
      expect(said).toContain("phs-tool guard recover --connector 'contoso.com'");
    }
  });

  test.each(commands)('%s does not where the run came to its end, or it is on', async (_, command, given) => {
    for (const replies of [server([...toOn, 'VERIFIED'], 'off'), server(toOff, 'on'), server([], 'off')]) {
      const { code, ctx } = await call(command, given(), replies);

      expect(code).not.toBe(7);
      expect(`${ctx.out()}${ctx.err()}`).not.toContain('guard recover');
    }
  });

  test('asks the server about its channels only where a run may have switched off', async () => {
    const { session } = await call(eventsCommand, {}, server([], 'off'));
    const again = await call(eventsCommand, {}, server(toOff, 'off'));

    expect(session.asked).not.toContain('Get-PhsChannel');
    expect(again.session.asked).toContain('Get-PhsChannel');
  });

  test('report ends with 7, too, and its page says what to do', async () => {
    const out = join(folder, 'left-off.html');
    const { code } = await call(reportCommand, { out, failOn: 'never' }, server(toOff, 'off'));
    const other = await call(reportCommand, { out: join(folder, 'on.html') }, server(toOff, 'on'));

    expect(code).toBe(7);
    expect(await readFile(out, 'utf8')).toContain('phs-tool guard recover');
    expect(other.code).not.toBe(7);
  });

  test('gives its result all the same, and nothing else on standard output', async () => {
    const { ctx } = await call(eventsCommand, { output: 'json' }, server(toOff, 'off'));
    const made = await call(bundleCommand, { out: join(folder, 'whole.ndjson') }, server(toOff, 'off'));

    expect(JSON.parse(ctx.out())).toMatchObject({ command: 'events' });
    expect(ctx.err()).toContain('guard recover');
    expect(made.ctx.out()).toBe(`${join(folder, 'whole.ndjson')}\n`);
    expect((await readFile(join(folder, 'whole.ndjson'), 'utf8')).length).toBeGreaterThan(1000);
  });

  test('doctor tells it in a line of its own, for the server that was asked about', async () => {
    const { ctx, code } = await call(doctorCommand, { output: 'json', simulate: '/srv/a' }, server(toOff, 'off'));
    const { probes, summary } = doctorDocumentSchema.parse(JSON.parse(ctx.out()));

    expect(code).toBe(summary.exitCode);
    expect(probes.find(({ id }) => id === 'full-sync')).toMatchObject({
      status: 'fail',
      details: [{ label: 'contoso.com', value: 'REPAIR_NOW' }],
      cure: {
        commands: expect.arrayContaining([expect.stringMatching(/guard recover .*--simulate '\/srv\/a'$/)]) as unknown,
      },
    });
    expect(probes.find(({ id }) => id === 'guard-journal')).toMatchObject({ status: 'pass' });
  });
});
