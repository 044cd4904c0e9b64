import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { usersCommand } from '../../src/commands/users.js';
import type { EventRecord } from '../../src/model/facts.js';
import { userLineSchema, usersDocumentSchema } from '../../src/model/users-document.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { openedEvents, type EventServer } from '../support/event-session.js';
import { minutesAgo } from '../support/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { noServer, run } from '../support/recorded-run.js';

const ann = 'CN=Lee\\, Änn,OU=Staff,DC=contoso,DC=com';
const bob = 'CN=Bob,OU=Staff,DC=fabrikam,DC=com';

function record(eventId: number, ago: number, message: string): EventRecord {
  return {
    recordId: 100_000 - Math.round(ago * 60),
    eventId,
    source: 'Directory Synchronization',
    entryType: 'Information',
    generatedAt: minutesAgo(ago),
    message,
  };
}
const result = (ago: number, dn: string, text: string): EventRecord =>
  record(657, ago, `Password Change Result - Anchor : eX5b, Dn : ${dn}, PwdChangeOnLogon=False, Result : ${text}.`);

const log: EventServer = {
  answers: [
    [
      [result(1, ann, 'Failure'), record(654, 2, 'x')],
      [result(3, bob, 'Success'), result(9, ann, 'Success')],
    ],
  ],
};

async function printed(words: string, server: EventServer = log): Promise<FakeContext> {
  const ctx = fakeContext({ openSession: () => Promise.resolve(openedEvents(server)) });
  const code = await usersCommand.run(ctx, parseArguments(usersCommand, words === '' ? [] : words.split(' ')));
  expect(code).toBe(0);
  return ctx;
}

function lines(ctx: FakeContext): string[] {
  return ctx.out().trimEnd().split(/\r?\n/);
}

describe('users', () => {
  test('come no faster than a slow reader of stdout takes them', async () => {
    const plain = fakeContext({ openSession: () => Promise.resolve(openedEvents(log)) });
    let waits = 0;
    let read: () => void = () => undefined;
    const reader = new Promise<void>((resolve) => (read = resolve));
    const stdoutReady = (): Promise<void> => {
      waits += 1;
      return reader;
    };
    const call = usersCommand.run({ ...plain, io: { ...plain.io, stdoutReady } }, { output: 'ndjson' });

    while (waits === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(lines(plain)).toHaveLength(1);
    read();
    expect(await call).toBe(0);
    expect(lines(plain)).toHaveLength(2);
  });

  test('groups them by cause, the worst first, and says what the log cannot know and what comes next', async () => {
    const out = (await printed('--utc')).out();

    expect(out).toContain('The log names 2 users in the last 24 h.');
    expect(out).toMatch(
      /1 user failed: Failure \(event 657\)\n {2}2026-11-22 10:14:00 UTC {2}CN=Lee\\, Änn,[^]*1 user synchronized/,
    );
    expect(out).toMatch(
      /What the log does not show\n {2}- No event with the id 0 \(password changes scheduled for retry\), 605, /,
    );
    expect(out).toContain("phs-tool users --failed --output ndjson --since '24h' | phs-tool diagnose --dn-file -");
  });

  test('prints a document that fits its schema', async () => {
    const document = usersDocumentSchema.parse(JSON.parse((await printed('--output json')).out()));

    expect(document).toMatchObject({
      userCount: 2,
      listedCount: 2,
      log: { coversWindow: true },
      causes: [
        { outcome: 'failed', count: 1 },
        { outcome: 'synchronized', count: 1 },
      ],
      users: [
        { dn: ann, connector: 'contoso.com', result: 'Failure', problems: 1 },
        { dn: bob, connector: 'fabrikam.com', result: 'Success', problems: 0 },
      ],
    });
    expect(document.log.events).toContainEqual({ eventId: 657, count: 3 });
  });

  test('lists with --failed only those without a reported success', async () => {
    const document = usersDocumentSchema.parse(JSON.parse((await printed('--output json --failed')).out()));

    expect(document.users.map(({ dn }) => dn)).toEqual([ann]);
    expect(document).toMatchObject({ userCount: 2, listedCount: 1 });
    expect((await printed('--failed')).out()).toContain('1 of them without a reported success');
  });

  test('lists with --connector only those of its partitions', async () => {
    const document = usersDocumentSchema.parse(
      JSON.parse((await printed('--output json --connector FABRIKAM.com')).out()),
    );

    expect(document.users.map(({ dn }) => dn)).toEqual([bob]);
    expect(document.userCount).toBe(1);
    await expect(printed('--connector nobody.com')).rejects.toThrow('There is no AD connector named "nobody.com".');
  });

  test('asks for the ids that name users, once, since the beginning of the window', async () => {
    const asked: unknown[] = [];
    await printed('--since 3h', { ...log, onQuestion: (args) => asked.push(args) });

    expect(asked).toMatchObject([
      { after: new Date(minutesAgo(180)), eventId: [0, 605, 609, 620, 656, 657, 664, 6948] },
    ]);
  });

  test('writes a line for each user as CSV, and what the log cannot know to stderr', async () => {
    const ctx = await printed('--output csv');

    expect(lines(ctx)).toHaveLength(3);
    expect(lines(ctx)[0]).toMatch(/^"dn","connector","outcome"/);
    expect(lines(ctx)[1]).toContain(`"${ann}","contoso.com","failed"`);
    expect(ctx.err()).toContain('are not in the list');
    expect((await printed('--output csv --quiet')).err()).toBe('');
  });

  test('writes NDJSON in ASCII alone, which gets through every pipe with the same value', async () => {
    const ctx = await printed('--output ndjson');

    expect(ctx.out()).toMatch(/^[\n -~]+$/);
    expect(lines(ctx).map((line) => userLineSchema.parse(JSON.parse(line)))).toMatchObject([
      { dn: ann, origin: 'simulated' },
      { dn: bob },
    ]);
  });

  test('says so if nobody is named, and if the connectors are not known', async () => {
    expect((await printed('', { answers: [[]] })).out()).toContain('The log names 0 users in the last 24 h.');
    const ctx = await printed('--output ndjson', { ...log, deniesConnectors: true });
    expect(ctx.err()).toContain('The connectors of the users are not known.');
    expect(lines(ctx).map((line) => userLineSchema.parse(JSON.parse(line)).connector)).toEqual([null, null]);
  });

  test('rejects if the log cannot be read', async () => {
    await expect(printed('', { ...log, deniesLog: true })).rejects.toMatchObject({ code: 'E_EVENT_LOG' });
  });
});

describe('users of a recording', () => {
  const replay = (words: readonly string[], stdin?: string): ReturnType<typeof run> =>
    run(['replay', recordingPath('users'), ...words], noServer, stdin);

  test('are those of its log, and no command is proposed that the recording cannot answer', async () => {
    const { out, exitCode } = await replay(['users', '--failed', '--utc']);

    expect(exitCode).toBe(0);
    expect(out).toMatch(/^REPLAY: recorded /);
    expect(out).toContain('1 user left out, not tried again: NoTargetConnection (event 620)');
    expect(out).toContain('CN=Rita Retry,OU=Staff,DC=contoso,DC=com (3 attempts)');
    expect(out).not.toContain('CN=Viola Hanson');
    expect(out).not.toContain('Next');
  });

  test.each(['ndjson', 'csv'])('feed diagnose --dn-file - as %s', async (form) => {
    const { out } = await replay(['users', '--failed', '--output', form]);
    const diagnosed = await replay(['diagnose', '--dn-file', '-', '--output', 'json'], out);
    const { objects } = JSON.parse(diagnosed.out) as { objects: { given: unknown; cause: unknown }[] };

    expect(objects).toHaveLength(5);
    expect(objects).toContainEqual(
      expect.objectContaining({ given: { kind: 'dn', text: 'CN=Fay Lure,OU=Staff,DC=contoso,DC=com' } }),
    );
  });

  test('say with --verify what the log of each object holds, or why that is not known', async () => {
    const { out } = await replay(['users', '--verify', '--output', 'json']);
    const { users } = usersDocumentSchema.parse(JSON.parse(out));

    expect(users).toHaveLength(6);
    expect(users.every((user) => user.log !== undefined)).toBe(true);
    expect(users.some(({ log: read }) => read?.known === true)).toBe(true);
  });
});
