import { describe, expect, test } from '@jest/globals';
import { createEventsCommand } from '../../src/commands/events.js';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { PsError, UsageError } from '../../src/base/errors.js';
import { eventsDocumentSchema, type EventsDocument } from '../../src/model/events-document.js';
import type { EventRecord } from '../../src/model/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { FakeSession, type FakeReply } from '../support/fake-session.js';
import { healthyNow, healthyReplies, heartbeat } from '../support/healthy-replies.js';

function record(eventId: number, minutesAgo: number, message: string, source: string): EventRecord {
  const generatedAt = new Date(healthyNow.getTime() - minutesAgo * 60_000).toISOString();
  return { recordId: 2_000 - minutesAgo, eventId, source, entryType: 'Information', generatedAt, message };
}

const change = (minutesAgo: number, user = 'CONTOSO\\anna'): EventRecord =>
  record(
    2506,
    minutesAgo,
    JSON.stringify({
      ActionType: 'Disable',
      Name: 'Enable/Disable PHS Sync',
      Status: 'Success',
      User: user,
      Details: 'x',
    }),
    'Entra Connect Admin Actions',
  );
const telemetry = record(2506, 30, 'UPN update is blocked for the AAD Tenant Object: x.', 'Directory Synchronization');
const log = [heartbeat(20, 1002), change(25), telemetry, change(40)];

type Reply = FakeReply | ((args: unknown) => FakeReply);

/** What the made-up machine says of its audit. */
function platformReply(auditLogging: 'on' | 'off'): FakeReply {
  const { rows } = healthyReplies['Get-PhsPlatform'] as { rows: readonly Record<string, unknown>[] };
  return { rows: rows.map((row) => ({ ...row, auditLogging })) };
}

async function run(words: string, answer: Reply = { rows: log }, auditLogging: 'on' | 'off' = 'on') {
  const session = new FakeSession({
    ...healthyReplies,
    'Get-PhsPlatform': platformReply(auditLogging),
    'Get-PhsEvent': answer,
  });
  const opened = { session, now: healthyNow, simulated: false, close: () => Promise.resolve() };
  const ctx = fakeContext({ openSession: () => Promise.resolve(opened) });
  const command = createEventsCommand(() => Promise.resolve());
  expect(await command.run(ctx, parseArguments(command, words === '' ? [] : words.split(' ')))).toBe(0);
  return { ctx, session };
}

function documentOf(ctx: FakeContext): EventsDocument {
  return eventsDocumentSchema.parse(JSON.parse(ctx.out()));
}

describe('what administrators changed', () => {
  test('has a row of its own in the timeline, below the connectors, and stands among the events', async () => {
    const out = (await run('')).ctx.out();
    expect(out).toMatch(/contoso\.com {15}\|.*\| 1 event, 0 problems/);
    expect(out).toMatch(/Changes by administrators \|[.#=-]+\| 2 changes\n/);
    expect(out).toMatch(/2506 {2}\(audit\) .*by CONTOSO\\anna; Disable; x; Success/);
    expect(out).not.toContain('UPN');
  });

  test('takes no row of marks if there is nothing', async () => {
    const out = (await run('', { rows: [heartbeat(20, 1002)] })).ctx.out();

    expect(out).toMatch(/\n {2}Changes by administrators: none\n/);
    expect(out).not.toMatch(/Changes by administrators \|/);
  });

  test('is all that --group audit shows, told apart from telemetry by the text', async () => {
    const { ctx, session } = await run('--group audit --output json');
    const document = documentOf(ctx);
    expect(document.events.map(({ type, eventId }) => [type, eventId])).toEqual([
      ['audit', 2506],
      ['audit', 2506],
    ]);
    expect(document).toMatchObject({
      audit: 'on',
      filter: { group: 'audit' },
      timelines: [{ group: 'audit', events: 2 }],
    });
    const [asked] = session.requests.filter(({ operation }) => operation === 'Get-PhsEvent');
    expect(asked?.args).toMatchObject({ source: [], eventId: expect.arrayContaining([2506, 2518, 2626]) });
  });

  test('is not asked for with ids of other events, and nothing is said of it', async () => {
    const document = documentOf((await run('--id 654 --output json')).ctx);
    expect(document.audit).toBeNull();
    expect(document.timelines.filter(({ group }) => group === 'audit')).toEqual([]);
  });

  test('can be missing because the audit is off, which the row and a note say', async () => {
    const { ctx } = await run('--group audit', { rows: [] }, 'off');
    expect(ctx.out()).toMatch(
      /administrators: none; the audit of administrators is switched off on this server \(AuditEventLogging = 0\)/,
    );
    expect(ctx.err()).toMatch(/Changes can be missing: the audit of administrators is switched off/);
  });

  test('is escaped where it is shown', async () => {
    const { ctx } = await run('', { rows: [change(5, 'CONTOSO\\\u001b[31manna')] });
    expect(ctx.out()).not.toContain('\u001b');
    expect(ctx.out()).toContain('\\u{1b}');
  });

  test('is left out, and that is said, if a recording of an older version answers', async () => {
    const older: Reply = (args) =>
      JSON.stringify(args).includes('anySourceAfter')
        ? { rejects: new PsError('E_REPLAY_MISSING', 'not there') }
        : { rows: [heartbeat(20, 1002)] };
    const { ctx } = await run('--output json', older);
    expect(documentOf(ctx)).toMatchObject({ audit: null, eventCount: 1 });
    expect(documentOf(ctx).timelines.map(({ group }) => group)).toEqual(['connector']);
    expect(ctx.err()).toContain('What administrators changed is not in the recording.');
  });

  test('can be more than is read of one id beside the other events, and that is said', async () => {
    const many = (count: number): Reply => ({
      rows: [heartbeat(20, 1002), ...Array.from({ length: count }, (_, index) => change(25 + index))],
    });
    const cut = (await run('--output json', many(200))).ctx;
    expect(documentOf(cut).cutEventIds).toEqual([2506]);
    expect(cut.err()).toContain(
      'Of event 2506 only the newest 200 were read; the log can hold older ones. --id 2506 reads all of them from a server.',
    );
    const whole = (await run('--output json', many(199))).ctx;
    expect(documentOf(whole)).toMatchObject({ cutEventIds: [], eventCount: 200 });
    expect(whole.err()).not.toContain('newest 200');
    const older = (await run('--since 60m --output json', many(200))).ctx;
    expect(documentOf(older)).toMatchObject({ cutEventIds: [], eventCount: 37 });
  });

  test('is read whole if only it is asked for', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => change(25 + index));
    const { ctx, session } = await run('--group audit --output json', { rows });
    expect(documentOf(ctx)).toMatchObject({ cutEventIds: [], eventCount: 250 });
    const [asked] = session.requests.filter(({ operation }) => operation === 'Get-PhsEvent');
    expect(asked?.args).not.toHaveProperty('anySourceMaxCount');
    expect(ctx.err()).not.toContain('newest 200');
  });

  test('is one group among others; a group that does not exist is refused', async () => {
    expect(
      documentOf((await run('--group sign-of-life --output json')).ctx).events.map(({ eventId }) => eventId),
    ).toEqual([654]);
    await expect(run('--group audits')).rejects.toThrow(UsageError);
  });

  test('is not older than --since, whatever answered', async () => {
    expect(documentOf((await run('--since 30m --output json')).ctx).eventCount).toBe(2);
  });
});
