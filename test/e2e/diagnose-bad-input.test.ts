import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import { diagnoseObjects } from '../../src/command-steps/diagnose-objects.js';
import { diagnoseOptions, type DiagnoseOptions } from '../../src/command-line/diagnose-options.js';
import { objectLineSchema, type ObjectLine } from '../../src/model/object-report.js';
import { openSession } from '../../src/session/open-session.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { badInputs, badNames } from '../support/bad-input.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { fakeContext } from '../support/fake-context.js';
import { fakeOpenServer } from '../support/fake-open-server.js';

const unsafeExceptLineFeed = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const viola = 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com';

describeWithEngine('bad input, in the real engine', () => {
  let opened: OpenedSession;
  const trace: string[] = [];

  beforeAll(async () => {
    const request = {
      simulate: 'users',
      powershell: requireEngine(),
      onNote: () => undefined,
      debug: (text: string) => {
        trace.push(text);
      },
    };
    opened = await openSession(request, { env: process.env, clock: () => new Date() });
  });
  afterAll(async () => {
    await opened.close();
  });

  async function follow(options: Partial<DiagnoseOptions>, stdin = ''): Promise<{ out: string; exitCode: number }> {
    const ctx = fakeContext({ stdin: Readable.from([Buffer.from(stdin, 'utf8')]) });
    const exitCode = await diagnoseObjects(ctx, diagnoseOptions.parse(options), fakeOpenServer(opened));
    return { out: ctx.out(), exitCode };
  }
  function linesOf(out: string): ObjectLine[] {
    return out
      .trimEnd()
      .split('\n')
      .map((line) => objectLineSchema.parse(JSON.parse(line)));
  }
  function statusesOf(out: string): string[] {
    return linesOf(out).flatMap((line) => (line.type === 'object' ? [line.status] : []));
  }

  /** A user in order before and after: whatever stood between them changed nothing and ended nothing. */
  async function expectHarmless(options: Partial<DiagnoseOptions>, stdin = ''): Promise<string[]> {
    const { out, exitCode } = await follow({ ...options, output: 'ndjson' }, stdin);
    expect([3, 4]).toContain(exitCode);
    expect(out).not.toMatch(unsafeExceptLineFeed);
    return statusesOf(out);
  }

  test('as --dn is an error of that name only', async () => {
    const statuses = await expectHarmless({ dn: [viola, ...badInputs, viola] });

    expect(statuses).toHaveLength(badInputs.length + 2);
    expect([statuses[0], statuses.at(-1)]).toEqual(['pass', 'pass']);
    expect(statuses.slice(1, -1).filter((status) => status === 'pass')).toEqual([]);
  });

  test('as a valid DN in a partition reaches the server as data: looked for and not there', async () => {
    const { out } = await follow({ dn: [...badNames], output: 'ndjson' });
    const causes = linesOf(out).flatMap((line) => (line.type === 'object' ? [line.cause?.check] : []));

    expect(causes).toEqual(badNames.map(() => 'PHS503'));
  });

  test('as --upn and --sam finds nobody', async () => {
    const some = badInputs.filter((text) => text.length < 1_000);
    const statuses = await expectHarmless({ upn: some, sam: [...some, 'viola'] });

    expect(statuses.slice(0, -1).filter((status) => status === 'pass' || status === 'warn')).toEqual([]);
    expect(statuses.at(-1)).toBe('pass');
  });

  test('in a file is an error of its line', async () => {
    const statuses = await expectHarmless({ dnFile: '-' }, `${viola}\n${badInputs.join('\n')}\n${viola}\n`);

    expect([statuses[0], statuses.at(-1)]).toEqual(['pass', 'pass']);
    expect(statuses.slice(1, -1).filter((status) => status === 'pass')).toEqual([]);
  });

  test('in text shows no character that a terminal acts on', async () => {
    const { out } = await follow({ dn: [...badInputs.filter((text) => text.length < 1_000), viola], verbose: true });

    expect(out).not.toMatch(unsafeExceptLineFeed);
    expect(out.split('\n').filter((line) => line.startsWith('[PASS]'))).toEqual([]);
  });

  test('as --connector is a usage error', async () => {
    for (const connector of badInputs.filter((text) => text.length < 1_000)) {
      await expect(follow({ dn: [viola], connector })).rejects.toMatchObject({ code: 'E_USAGE' });
    }
  });

  test('ran nothing: one PowerShell answered everything, and still does', async () => {
    expect(trace.join('\n')).not.toMatch(/E_HOST_EXIT|E_TIMEOUT/);
    expect(statusesOf((await follow({ dn: [viola], output: 'ndjson' })).out)).toEqual(['pass']);
  });
});

describeWithEngine('many users, in the real engine', () => {
  const count = process.env['PHS_TOOL_TEST_DEEP'] === '1' ? 2_000 : 60;

  test(`${count} users in one session are followed one after the other`, async () => {
    const request = { simulate: 'users', powershell: requireEngine(), onNote: () => undefined };
    const opened = await openSession(request, { env: process.env, clock: () => new Date() });
    try {
      const ctx = fakeContext({ stdin: Readable.from([Buffer.from(`${viola}\r\n`.repeat(count))]) });
      await diagnoseObjects(ctx, diagnoseOptions.parse({ dnFile: '-', output: 'ndjson' }), fakeOpenServer(opened));
      const summary = objectLineSchema.parse(JSON.parse(ctx.out().trimEnd().split('\n').at(-1) ?? ''));

      expect(summary).toMatchObject({ type: 'summary', summary: { counts: { objects: count, pass: count } } });
    } finally {
      await opened.close();
    }
  }, 600_000);
});

test('the corpus is not empty', () => {
  expect(badInputs.length).toBeGreaterThan(80);
});
