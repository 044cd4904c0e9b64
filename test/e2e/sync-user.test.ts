import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { guardShowSchema } from '../../src/guard/guard-document.js';
import { objectReportSchema, type ObjectReport } from '../../src/model/object-report.js';
import { userSyncSchema, type UserSyncDocument } from '../../src/model/user-sync.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import {
  appendEvent,
  createServer,
  readCalls,
  readEvents,
  setFaults,
  setStateValue,
} from '../support/simulated-server.js';

const dn = (name: string): string => `CN=${name},OU=Staff,DC=contoso,DC=com`;
/** What `diagnose` says of the last attempt of its only user. */
function lastAttempt({ objects }: ObjectReport): string | undefined {
  return objects[0]?.findings.find(({ check }) => check === 'PHS511')?.status;
}
/** Registers the event source of the tool, as an operator does once. */
async function setUp(server: string): Promise<void> {
  expect((await runCliLive(['guard', 'setup', '--simulate', server])).exitCode).toBe(0);
}
const cmdlet = 'Invoke-ADSyncCSObjectPasswordHashSync';

describeWithEngine('sync-user on a simulated server', () => {
  let folder: string;
  let server: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-sync-user-'));
    server = await createServer('users', join(folder, 'users'));
    await setUp(server);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function sync(words: readonly string[], on = server): Promise<{ code: number; document: UserSyncDocument }> {
    const run = await runCliLive(['sync-user', ...words, '--simulate', on, '--output', 'json', '--timeout', '5s']);
    return { code: run.exitCode, document: userSyncSchema.parse(JSON.parse(run.stdout)) };
  }
  const called = async (on = server): Promise<unknown[]> =>
    (await readCalls(on)).filter((call) => call.cmdlet === cmdlet).map((call) => call.arguments);

  test('shows what it would call, and calls nothing without --confirm', async () => {
    const { code, document } = await sync(['--sam', 'log-error']);

    expect(code).toBe(0);
    expect(document.users).toMatchObject([
      {
        call: { connectorName: 'contoso.com', distinguishedName: dn('Log Error') },
        advice: { helps: 'yes' },
        refusal: null,
        result: null,
      },
    ]);
    expect(document.next[0]).toMatch(/^phs-tool sync-user --sam 'log-error' --confirm --simulate /);
    expect(await called()).toEqual([]);
  });

  test('verifies a success, writes it down, and diagnose agrees afterwards', async () => {
    const asked = ['diagnose', '--dn', dn('Log Error'), '--simulate', server, '--output', 'json'];
    const before = objectReportSchema.parse(JSON.parse((await runCliLive(asked)).stdout));
    const { code, document } = await sync(['--dn', dn('Log Error'), '--confirm']);
    const after = objectReportSchema.parse(JSON.parse((await runCliLive(asked)).stdout));

    expect({ code, users: document.users }).toMatchObject({
      code: 0,
      users: [
        {
          result: {
            outcome: 'verified',
            entryBefore: { status: 'Error' },
            entryAfter: { status: 'Success' },
            events: [{ state: 'written' }, { state: 'written' }],
          },
        },
      ],
    });
    expect(await called()).toEqual([{ ConnectorName: 'contoso.com', DistinguishedName: dn('Log Error') }]);
    expect([before, after].map((report) => lastAttempt(report))).toEqual(['fail', 'pass']);
    expect(JSON.stringify(before)).toContain("phs-tool sync-user --dn 'CN=Log Error");
    expect(JSON.stringify(after)).not.toContain('phs-tool sync-user');
  });

  test('tells a failure, another status and a missing entry from a success, and refuses a broken way', async () => {
    const file = join(folder, 'users.txt');
    const names = ['Log NoTargetConnection', 'Log TargetNotExportedToDirectory', 'Log Unknown', 'Mona Verse'].map(dn);
    await writeFile(file, names.join('\n'));
    const earlier = (await called()).length;
    const { code, document } = await sync(['--dn-file', file, '--confirm']);

    expect(code).toBe(4);
    expect(document.users).toMatchObject([
      { result: { outcome: 'failed', error: expect.stringMatching(/could not be synchronized/), entryAfter: null } },
      { result: { outcome: 'not-verified', entryAfter: { status: 'TargetNotExportedToDirectory' } } },
      { result: { outcome: 'not-verified', error: null, entryAfter: null } },
      { result: null, refusal: { reason: 'way-broken', message: expect.stringContaining('PHS506') } },
    ]);
    expect((await called()).length - earlier).toBe(3);
  });

  test('ends a call that hangs at its deadline, once', async () => {
    const hanging = await createServer('users', join(folder, 'hanging'));
    await setUp(hanging);
    await setFaults(hanging, [{ cmdlet, mode: 'hang' }]);
    const { code, document } = await sync(['--dn', dn('Log Error'), '--confirm'], hanging);

    expect(code).toBe(4);
    expect(document.users[0]?.result).toMatchObject({
      outcome: 'not-verified',
      said: expect.stringMatching(/did not come back/),
    });
    expect(await called(hanging)).toHaveLength(1);
  });

  test.each<[string, (server: string) => Promise<void>, string]>([
    ['staging', (on) => setStateValue(on, ['scheduler', 'stagingMode'], true), 'staging'],
    ['channel', (on) => setStateValue(on, ['channels', 0, 'enabled'], false), 'channel-off'],
    ['build', (on) => setStateValue(on, ['platform', 'productVersion'], '2.0.3.0'), 'build-cut-off'],
  ])('is refused for every user: %s', async (name, change, reason) => {
    const refusing = await createServer('users', join(folder, name));
    await change(refusing);
    const { code, document } = await sync(['--dn', dn('Log Error'), '--confirm'], refusing);

    expect({ code, users: document.users }).toMatchObject({ code: 6, users: [{ refusal: { reason }, result: null }] });
    expect(await called(refusing)).toEqual([]);
  });

  test('calls nothing without the event source, and names the setup before and after', async () => {
    const bare = await createServer('users', join(folder, 'bare'));
    const planned = await sync(['--dn', dn('Log Error')], bare);
    const { code, document } = await sync(['--dn', dn('Log Error'), '--confirm'], bare);

    expect(planned.code).toBe(0);
    expect(planned.document.next[0]).toMatch(/^phs-tool guard setup --simulate /);
    expect(code).toBe(6);
    expect(document.users).toMatchObject([{ refusal: { reason: 'not-written' }, result: null }]);
    expect(document.next.map((line) => line.split(' --')[0])).toEqual(['phs-tool guard setup', 'phs-tool sync-user']);
    expect(await called(bare)).toEqual([]);
  });

  test('is written down with the operator once the source is there, and the guard takes none of it for its own', async () => {
    const noted = await createServer('users', join(folder, 'noted'));
    await setUp(noted);
    const { document } = await sync(['--dn', dn('Log Error'), '--confirm'], noted);
    const shown = async (): Promise<readonly unknown[]> => {
      const run = await runCliLive(['guard', 'show', '--simulate', noted, '--output', 'json']);
      return guardShowSchema.parse(JSON.parse(run.stdout)).pairs.flatMap(({ events }) => events);
    };
    const written = (await readEvents(noted)).filter(({ source, eventId }) => source === 'phs-tool' && eventId >= 4200);

    expect(document.users[0]?.result?.events).toEqual([
      { id: 4200, state: 'written', problem: null },
      { id: 4201, state: 'written', problem: null },
    ]);
    expect(written.map(({ eventId }) => eventId)).toEqual([4200, 4201]);
    expect(
      written.every(({ message }) => message.includes(document.operator ?? '?') && message.includes(dn('Log Error'))),
    ).toBe(true);

    // Somebody can write the guard's own words into such an event: only under an id of the guard they are a doubt.
    const message = `Switched off.\r\nphs-guard/1 OFF_INTENT pair ${'a'.repeat(64)} epoch 1 run - record -`;
    await appendEvent(noted, { eventId: 4202, entryType: 'Information', source: 'phs-tool', message });
    expect(await shown()).toEqual([]);
    await appendEvent(noted, { eventId: 4105, entryType: 'Information', source: 'phs-tool', message });
    expect(await shown()).toMatchObject([{ eventId: 4105, verified: false }]);
  });
});
