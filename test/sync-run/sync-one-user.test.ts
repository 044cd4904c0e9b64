import { describe, expect, test } from '@jest/globals';
import { PsError } from '../../src/base/errors.js';
import type { UserSyncResult } from '../../src/model/user-sync.js';
import { findNewEntries } from '../../src/object-checks/log-entries.js';
import { syncOneUser } from '../../src/sync-run/sync-one-user.js';
import { SyncServer } from '../../src/sync-run/sync-server.js';
import { FakeChangingSession, type ChangeReply } from '../support/changing-session.js';
import { healthyFacts, minutesAgo, now } from '../support/facts.js';
import { failure, type FakeReply } from '../support/fake-session.js';
import { healthyReplies } from '../support/healthy-replies.js';
import { userDn } from '../support/trace.js';

const before = [{ status: 'Error', at: minutesAgo(50), details: null }];
const success = { status: 'Success', at: now.toISOString(), details: null };
const called = [{ calledAt: now.toISOString() }];
const written = [{ state: 'written', problem: null }];
const cmdlet = 'Invoke-ADSyncCSObjectPasswordHashSync' as const;

/** What the test's server does: the log before, after so many looks at it, and how the call ends. */
interface Told {
  readonly logs?: readonly FakeReply[];
  readonly call?: ChangeReply;
  readonly events?: ChangeReply;
  readonly signal?: AbortSignal;
}

async function sync({
  logs = [],
  call = called,
  events = written,
  signal = new AbortController().signal,
}: Told): Promise<{
  readonly made: Awaited<ReturnType<typeof syncOneUser>>;
  readonly session: FakeChangingSession;
}> {
  const session = new FakeChangingSession(
    {
      ...healthyReplies,
      'Get-PhsObjectLog': (_, count) => logs[Math.min(count, logs.length - 1)] ?? { rows: [] },
    },
    { 'Invoke-PhsUserPasswordSync': call, 'Write-PhsToolEvent': events },
  );
  const facts = healthyFacts();
  const server = new SyncServer(session, facts, { signal, deadlineMs: 5_000, onProgress: () => undefined });
  const made = await syncOneUser(server, {
    call: { cmdlet, connectorName: 'contoso.com', distinguishedName: userDn, line: cmdlet },
    objectId: '11111111-1111-4111-8111-111111111111',
    operator: 'CONTOSO\\admin',
    waitMs: 3,
    betweenMs: 1,
    signal,
  });
  return { made, session };
}

async function resultOf(told: Told): Promise<UserSyncResult> {
  const { made } = await sync(told);
  if (!('result' in made)) {
    throw new Error(`It was refused: ${made.refusal.message}`);
  }
  return made.result;
}

describe('synchronizing one user', () => {
  test('is verified by a new entry that says Success, and by nothing else', async () => {
    const { made, session } = await sync({
      logs: [{ rows: before }, { rows: before }, { rows: [success, ...before] }],
    });

    expect(made).toMatchObject({
      result: { outcome: 'verified', entryBefore: { status: 'Error' }, entryAfter: { status: 'Success' }, error: null },
    });
    expect(session.changes.map(({ mode }) => mode)).toEqual([
      'Write-PhsToolEvent',
      'Invoke-PhsUserPasswordSync',
      'Write-PhsToolEvent',
    ]);
    expect(session.changes[1]?.args).toEqual({ connectorName: 'contoso.com', distinguishedName: userDn });
    expect(session.changes.map(({ args }) => args)).toMatchObject([
      { eventId: 4200, entryType: 'Information', sentence: expect.stringContaining('CONTOSO\\admin') },
      {},
      { eventId: 4201, entryType: 'Information', sentence: expect.stringContaining(userDn) },
    ]);
  });

  test('is not verified by a success that was there before', async () => {
    const result = await resultOf({ logs: [{ rows: [success] }] });

    expect(result).toMatchObject({ outcome: 'not-verified', entryBefore: { status: 'Success' }, entryAfter: null });
    expect(result.said).toContain('no new entry');
  });

  test('is not verified by a new entry with another status, which is told', async () => {
    const again = { status: 'NoTargetConnection', at: now.toISOString(), details: 'Why' };
    const { made, session } = await sync({ logs: [{ rows: before }, { rows: [...before, again] }] });

    expect(made).toMatchObject({ result: { outcome: 'not-verified', entryAfter: again } });
    expect(session.changes[2]?.args).toMatchObject({ eventId: 4202, entryType: 'Warning' });
  });

  test('that fails is asked once what the log says, and never repeated', async () => {
    const call: ChangeReply = { rows: called, failed: failure({ message: 'The object is locked.' }) };
    const { made, session } = await sync({ logs: [{ rows: before }], call });

    expect(made).toMatchObject({
      result: { outcome: 'failed', error: 'The object is locked.', calledAt: now.toISOString() },
    });
    expect(session.changes.filter(({ mode }) => mode === 'Invoke-PhsUserPasswordSync')).toHaveLength(1);
    expect(session.asked.filter((name) => name === 'Get-PhsObjectLog')).toHaveLength(2);
  });

  test('that does not come back in time loads the module again, and is judged by the log', async () => {
    const call: ChangeReply = { rows: called };
    const lost = await sync({ logs: [{ rows: before }], call });
    const found = await resultOf({ logs: [{ rows: before }, { rows: [success] }], call });

    expect(lost.made).toMatchObject({
      result: { outcome: 'not-verified', said: expect.stringContaining('did not come back') },
    });
    expect(lost.session.asked.filter((name) => name === 'Import-PhsModule')).toHaveLength(2);
    expect(found.outcome).toBe('verified');
  });

  test('that takes PowerShell with it is lost, unless the log says Success', async () => {
    const call = new PsError('E_HOST_EXIT', 'PowerShell ended.');

    expect(await resultOf({ logs: [{ rows: before }], call })).toMatchObject({ outcome: 'lost', calledAt: null });
    expect(await resultOf({ logs: [{ rows: before }, { rows: [success] }], call })).toMatchObject({
      outcome: 'verified',
    });
  });

  test('that the operator interrupts is cut, and its event says that nothing is known', async () => {
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 0);
    const result = await resultOf({ logs: [{ rows: before }], call: 'hangs', signal: stop.signal });

    expect(result).toMatchObject({ outcome: 'interrupted', entryAfter: null });
    expect(result.events.map(({ id }) => id)).toEqual([4200, 4202]);
  });

  test('is refused if the log cannot be read before: nothing is called and nothing written', async () => {
    const { made, session } = await sync({ logs: [{ failed: failure({ message: 'Access is denied.' }) }] });

    expect(made).toMatchObject({ refusal: { reason: 'unreadable' } });
    expect(session.changes).toEqual([]);
  });

  test('is refused if it cannot be written down: nothing is called', async () => {
    const told = { logs: [{ rows: before }, { rows: [success] }] };
    for (const [events, why] of [
      [[{ state: 'no-source', problem: null }], 'phs-tool is not registered. Run phs-tool guard setup once.'],
      [[{ state: 'failed', problem: 'The log is full.' }], 'The log is full.'],
      [new PsError('E_HOST_EXIT', 'PowerShell ended.'), 'PowerShell ended.'],
    ] as const) {
      const { made, session } = await sync({ ...told, events });

      expect(made).toMatchObject({ refusal: { reason: 'not-written', message: expect.stringContaining(why) } });
      expect(session.changes).toHaveLength(1);
    }
  });
});

test('new entries are those that were not there before, equal ones as many as came', () => {
  const [old] = before;
  expect(findNewEntries(before, [success, ...before])).toEqual([success]);
  expect(findNewEntries(before, before)).toEqual([]);
  expect(findNewEntries(before, [...before, ...before])).toEqual([old]);
  expect(findNewEntries([...before, success], before)).toEqual([]);
});
