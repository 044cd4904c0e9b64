import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { syncUserCommand } from '../../src/commands/sync-user.js';
import { mostUsers, userSyncSchema } from '../../src/model/user-sync.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { FakeChangingSession } from '../support/changing-session.js';
import { diagnosisReplies } from '../support/diagnosis-replies.js';
import { now } from '../support/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';

const nobody = 'CN=Nobody,DC=contoso,DC=com';

interface Run {
  readonly ctx: FakeContext;
  readonly session: FakeChangingSession;
}

/** A server that can be changed, or one of its kinds that cannot. */
function world(parts: Partial<OpenedSession> = {}, stdin = ''): Run {
  const session = new FakeChangingSession(diagnosisReplies, {});
  const opened = { session, changing: session, now, simulated: false, close: () => Promise.resolve(), ...parts };
  const ctx = fakeContext({
    openSession: () => Promise.resolve(opened),
    stdin: Readable.from([Buffer.from(stdin)]),
  });
  return { ctx, session };
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `CN=User ${index},DC=contoso,DC=com\n`).join('');

describe('sync-user takes', () => {
  test('at least one user', async () => {
    const { ctx } = world();
    await expect(syncUserCommand.run(ctx, {})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/Name the user/),
    });
  });

  test(`at most ${mostUsers} users, and asks nothing of a server for more`, async () => {
    const more = world({}, lines(mostUsers + 1));
    const enough = world({}, lines(mostUsers));

    await expect(syncUserCommand.run(more.ctx, { dnFile: '-' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/At most 25/),
    });
    expect(more.session.asked).toEqual([]);
    expect(await syncUserCommand.run(enough.ctx, { dnFile: '-', output: 'json' })).toBe(6);
    expect(userSyncSchema.parse(JSON.parse(enough.ctx.out())).users).toHaveLength(mostUsers);
  });

  test('no simulated server that ends with the command, if it is to change it', async () => {
    const { ctx } = world();
    await expect(syncUserCommand.run(ctx, { dn: [nobody], confirm: true, simulate: 'healthy' })).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  test('no deadline that is none', async () => {
    const { ctx } = world();
    await expect(syncUserCommand.run(ctx, { dn: [nobody], timeout: 'soon' })).rejects.toMatchObject({ exitCode: 2 });
  });
});

const recorded: OpenedSession['recorded'] = {
  startedAt: now,
  finishedAt: now,
  listFollowed: () => Promise.resolve([]),
};

describe('sync-user on a simulated server without PowerShell', () => {
  test('says what it lacks instead of answering from an old recording', async () => {
    const { ctx, session } = world({ changing: undefined, recorded, simulated: true });

    await expect(syncUserCommand.run(ctx, { dn: [nobody], simulate: 'users' })).rejects.toMatchObject({
      code: 'E_NO_POWERSHELL',
      exitCode: 5,
      hint: expect.stringContaining('--powershell PATH'),
    });
    expect(session.asked).toEqual([]);
    expect(ctx.out()).toBe('');
  });
});

describe('sync-user --confirm is refused with exit code 6 and calls nothing', () => {
  test.each<[string, Partial<OpenedSession>, string, readonly string[]]>([
    ['in a recording', { changing: undefined, recorded }, 'recording', []],
    ['over a session that cannot change anything', { changing: undefined }, 'remote', []],
    [
      'on a server that lets no password arrive',
      {},
      'server-broken',
      ['phs-tool diagnose', 'phs-tool wait --for alive'],
    ],
  ])('%s', async (_, parts, reason, expected) => {
    const { ctx, session } = world(parts);
    const code = await syncUserCommand.run(ctx, { dn: [nobody], confirm: true, output: 'json' });
    const { users, exitCode, next } = userSyncSchema.parse(JSON.parse(ctx.out()));

    expect({ code, exitCode }).toEqual({ code: 6, exitCode: 6 });
    expect(users.map(({ refusal, result }) => ({ reason: refusal?.reason, result }))).toEqual([
      { reason, result: null },
    ]);
    expect(next).toEqual(expected);
    expect(session.changes).toEqual([]);
  });
});
