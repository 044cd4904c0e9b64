import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ObjectSource } from '../../src/collect/collect-objects.js';
import { diagnoseObjects } from '../../src/command-steps/diagnose-objects.js';
import { diagnoseOptions, type DiagnoseOptions } from '../../src/command-line/diagnose-options.js';
import { CancelledError, PsError } from '../../src/base/errors.js';
import { known, unknown } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import { objectLineSchema, objectReportSchema } from '../../src/model/object-report.js';
import type { ObjectReference, ObjectTrace } from '../../src/model/object-trace.js';
import { now, scheduler, unreadable } from '../support/facts.js';
import { fakeContext, silentSession, type FakeContext } from '../support/fake-context.js';
import { said } from '../support/object-results.js';
import { healthyTrace, serverFacts, userEvents } from '../support/trace.js';
import { fakeOpenServer } from '../support/fake-open-server.js';

interface Call {
  readonly options: Partial<DiagnoseOptions>;
  readonly server?: Partial<Facts>;
  readonly follow?: (reference: ObjectReference, index: number) => Promise<ObjectTrace>;
  readonly ctx?: FakeContext;
}

interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly ctx: FakeContext;
  readonly asked: readonly ObjectReference[];
  readonly opened: number;
  /** Whether Microsoft's diagnostics were wanted. */
  readonly secondOpinion: boolean;
}

const missing = { source: known(null), metaverse: known(null), target: known(null), directory: known(null) };

/** In this directory everybody is in order whose name does not begin with "missing". */
function traceOf(reference: ObjectReference): ObjectTrace {
  const dn = { reference, distinguishedName: reference.text };
  return healthyTrace(reference.text.startsWith('CN=missing') ? { ...dn, ...missing } : dn);
}

async function run({ options, server = {}, follow, ctx = fakeContext() }: Call): Promise<Outcome> {
  const asked: ObjectReference[] = [];
  let opened = 0;
  let secondOpinion = false;
  const source: ObjectSource = {
    facts: serverFacts(server),
    userEvents: known(userEvents()),
    follow: (_connectorName, wanted) => {
      secondOpinion = wanted;
      return (reference) => {
        asked.push(reference);
        return follow === undefined ? Promise.resolve(traceOf(reference)) : follow(reference, asked.length);
      };
    },
  };
  const exitCode = await diagnoseObjects(
    ctx,
    diagnoseOptions.parse(options),
    fakeOpenServer({ session: silentSession, now, simulated: true, close: () => Promise.resolve() }, ctx.clock),
    () => {
      opened += 1;
      return Promise.resolve(source);
    },
  );
  return { exitCode, out: ctx.out(), ctx, asked, opened, secondOpinion };
}

const anna = 'CN=Anna,OU=Staff,DC=contoso,DC=com';
const missingDn = 'CN=missing,OU=Staff,DC=contoso,DC=com';

describe('following objects', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-names-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  async function file(text: string): Promise<string> {
    const path = join(folder, `${String(Math.random()).slice(2)}.txt`);
    await writeFile(path, text);
    return path;
  }

  test('takes DNs, UPNs, account names and a file in this order, and reads what is common once', async () => {
    const dnFile = await file(`# staff\n${missingDn}\n`);
    const { asked, opened, exitCode } = await run({
      options: { dnFile, sam: ['anna'], upn: ['anna@contoso.com'], dn: [anna] },
    });

    expect(asked.map(({ kind }) => kind)).toEqual(['dn', 'upn', 'sam', 'dn']);
    expect({ opened, exitCode }).toEqual({ opened: 1, exitCode: 3 });
  });

  test('takes names from stdin', async () => {
    const ctx = fakeContext({ stdin: Readable.from([Buffer.from(`\ufeff${anna}\r\n`)]) });
    const { asked, exitCode } = await run({ options: { dnFile: '-' }, ctx });

    expect(asked.map(({ text }) => text)).toEqual([anna]);
    expect(exitCode).toBe(0);
  });

  test('a bad line is an error for that line, is not asked for, and the run goes on', async () => {
    const dnFile = await file(`name,dn\nAnna,"CN=\ufffd,DC=c"\nBob,"${anna}"\nEve,"CN=a,,DC=c"\n`);
    const { out, asked } = await run({ options: { dnFile, output: 'json' } });
    const { objects } = objectReportSchema.parse(JSON.parse(out));

    expect(objects.map(({ line, status, cause }) => [line, status, cause?.check])).toEqual([
      [2, 'fail', 'PHS501'],
      [3, 'pass', undefined],
      [4, 'fail', 'PHS501'],
    ]);
    expect(asked).toHaveLength(2);
  });

  test('a record of stdin that names nobody ends the run as a usage error that names its line, after the results before it', async () => {
    const ctx = fakeContext({ stdin: Readable.from([Buffer.from(`dn,sam\n"${anna}",\n,\n,anna\n`)]) });
    const { out, asked, exitCode } = await run({ options: { dnFile: '-', output: 'json' }, ctx });
    const { objects, error } = objectReportSchema.parse(JSON.parse(out));

    expect({ exitCode, count: asked.length, lines: objects.map(({ line }) => line) }).toEqual({
      exitCode: 2,
      count: 1,
      lines: [2],
    });
    expect(error?.message).toContain('names no user in line 3.');
  });

  test('streams: each result is written before the next object is asked for', async () => {
    const ctx = fakeContext();
    const linesBefore: number[] = [];
    await run({
      options: { dn: [anna, anna, anna], output: 'ndjson' },
      ctx,
      follow: (reference) => {
        linesBefore.push(ctx.out().split('\n').length - 1);
        return Promise.resolve(traceOf(reference));
      },
    });

    expect(linesBefore).toEqual([1, 2, 3]);
  });

  test('a file that is not there ends the command before anything is asked or printed', async () => {
    const ctx = fakeContext();
    const call = run({ options: { dnFile: join(folder, 'nowhere.txt'), output: 'json' }, ctx });

    await expect(call).rejects.toMatchObject({ code: 'E_FILE', exitCode: 5 });
    expect(ctx.out()).toBe('');
  });

  test.each(['', '# nobody\n', 'dn\n'])(
    'a file that names no object is a usage error, and nothing is asked (%j)',
    async (text) => {
      const ctx = fakeContext();
      const call = run({ options: { dnFile: await file(text), output: 'json' }, ctx });

      await expect(call).rejects.toMatchObject({ code: 'E_USAGE', exitCode: 2 });
      await expect(call).rejects.toThrow('contains no names to look up');
      expect(ctx.out()).toBe('');
    },
  );

  test('a signal ends a list without an end, also where every answer is there at once', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(Buffer.from(`${anna}\n`));
    }
    const ctx = fakeContext({ stdin: endless() });
    setImmediate(ctx.abort);
    const { exitCode, asked } = await run({ options: { dnFile: '-', output: 'ndjson' }, ctx });

    expect(exitCode).toBe(130);
    expect(asked.length).toBeGreaterThan(0);
  });

  test('the next object waits until a slow reader of stdout has taken enough', async () => {
    const plain = fakeContext();
    let waits = 0;
    let read: () => void = () => undefined;
    const reader = new Promise<void>((resolve) => (read = resolve));
    const stdoutReady = (): Promise<void> => {
      waits += 1;
      return reader;
    };
    const call = run({
      options: { dn: [anna, anna], output: 'ndjson' },
      ctx: { ...plain, io: { ...plain.io, stdoutReady } },
    });
    const followed = (): number => plain.out().split('"type":"object"').length - 1;

    while (waits === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(followed()).toBe(1);
    read();
    await call;
    expect(followed()).toBe(2);
  });

  test('a session that is lost for good after the first result ends the document properly, with exit code 5', async () => {
    const { out, exitCode } = await run({
      options: { dn: [anna, anna], output: 'json' },
      follow: (reference, index) =>
        index === 2
          ? Promise.reject(new PsError('E_CLOSED', 'The session is closed.', { hint: 'Run it again.' }))
          : Promise.resolve(traceOf(reference)),
    });
    const { objects, error, summary } = objectReportSchema.parse(JSON.parse(out));

    expect(exitCode).toBe(5);
    expect(objects).toHaveLength(1);
    expect(error).toEqual({ code: 'E_CLOSED', message: 'The session is closed.', hint: 'Run it again.', exitCode: 5 });
    expect(summary).toMatchObject({ status: 'error', exitCode: 5, counts: { objects: 1 } });
  });

  test('an interruption keeps what was found, with exit code 130', async () => {
    const { out, exitCode } = await run({
      options: { dn: [anna, anna], output: 'ndjson' },
      follow: (reference, index) =>
        index === 2 ? Promise.reject(new CancelledError('Interrupted.')) : Promise.resolve(traceOf(reference)),
    });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => objectLineSchema.parse(JSON.parse(line)));

    expect(exitCode).toBe(130);
    expect(lines.map(({ type }) => type)).toEqual(['head', 'object', 'summary']);
    expect(lines[2]).toMatchObject({ error: { code: 'E_CANCELLED' } });
  });

  test('a bug is not hidden', async () => {
    const call = run({ options: { dn: [anna] }, follow: () => Promise.reject(new TypeError('oops')) });

    await expect(call).rejects.toThrow('oops');
  });

  test('a connector that does not exist is a usage error', async () => {
    await expect(run({ options: { dn: [anna], connector: 'contoso.con' } })).rejects.toThrow(
      'Did you mean contoso.com?',
    );
  });

  test.each([
    ['in order', [anna], 'fail', 0],
    ['one broken', [anna, missingDn], 'fail', 3],
    ['one broken, and findings never count', [anna, missingDn], 'never', 0],
  ] as const)('exit code of %s', async (_name, dn, failOn, exitCode) => {
    expect((await run({ options: { dn: [...dn], failOn } })).exitCode).toBe(exitCode);
  });

  test('something unreadable gives exit code 4', async () => {
    const follow = (reference: ObjectReference): Promise<ObjectTrace> =>
      Promise.resolve({ ...traceOf(reference), log: unreadable() });

    expect((await run({ options: { dn: [anna] }, follow })).exitCode).toBe(4);
  });

  test('a staging server is the cause where the way is whole, unless it is meant to be one', async () => {
    const server = { scheduler: known(scheduler({ stagingModeEnabled: true })) };
    const asActive = await run({ options: { dn: [anna] }, server });
    const asStaging = await run({ options: { dn: [anna], expect: 'staging' }, server });

    expect(asActive.exitCode).toBe(3);
    expect(asActive.out).toContain('a new one would not be: the server is in staging mode');
    expect(asStaging.out).toContain('This server is a staging server, as expected: another one sends passwords.');
    expect(asStaging.exitCode).toBe(0);
  });

  test('quiet prints one line', async () => {
    const { out } = await run({ options: { dn: [anna, missingDn], quiet: true } });

    expect(out.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('--second-opinion', () => {
  const opinions = [said('metaverse', 'problem', 'not found in Metaverse'), said('connector-space', 'ok', 'is found')];
  const withOpinion = (reference: ObjectReference): Promise<ObjectTrace> =>
    Promise.resolve({ ...traceOf(reference), secondOpinion: known(opinions) });

  test('is wanted of the server only when it is given', async () => {
    expect((await run({ options: { dn: [anna], secondOpinion: true } })).secondOpinion).toBe(true);
    expect((await run({ options: { dn: [anna] } })).secondOpinion).toBe(false);
  });

  test('is part of the result of each object, marks where it disagrees, and changes no verdict', async () => {
    const options = { dn: [anna, missingDn], secondOpinion: true, output: 'json' as const };
    const { out, exitCode } = await run({ options, follow: withOpinion });
    const { objects } = objectReportSchema.parse(JSON.parse(out));

    expect(exitCode).toBe(3);
    expect(objects.map(({ status }) => status)).toEqual(['pass', 'fail']);
    expect(objects.map(({ secondOpinion }) => secondOpinion)).toMatchObject([
      {
        value: [
          { topic: 'metaverse', kind: 'result', check: 'PHS506', ours: 'pass', disagrees: true },
          { disagrees: false },
        ],
      },
      { value: [{ disagrees: false }, { topic: 'connector-space', check: 'PHS503', ours: 'fail', disagrees: true }] },
    ]);
  });

  test('comes after the checks of one user, and in short with each of many', async () => {
    const one = (await run({ options: { dn: [anna], secondOpinion: true }, follow: withOpinion })).out;
    const many = (await run({ options: { dn: [anna, anna], secondOpinion: true }, follow: withOpinion })).out;

    expect(one).toMatch(
      /second opinion \(Invoke[^]*not found in Metaverse\n.*disagrees with PHS506[^]*\[ok\] +is found/,
    );
    expect(many).toContain(
      '    second opinion: It disagrees in 1 of its lines.\n    [fail]    not found in Metaverse\n',
    );
    expect(many).not.toContain('is found');
  });

  test('that could not be had is said with its reason, for one and for many, and for a line that is no name', async () => {
    const follow = (reference: ObjectReference): Promise<ObjectTrace> =>
      Promise.resolve({
        ...traceOf(reference),
        secondOpinion: unknown({ code: 'command-missing', message: 'no such cmdlet' }),
      });
    const stdin = Readable.from([Buffer.from('dn\n"CN=x')]);
    const line = await run({ options: { dnFile: '-', secondOpinion: true }, ctx: fakeContext({ stdin }) });

    expect((await run({ options: { dn: [anna], secondOpinion: true }, follow })).out).toContain(
      'unknown: no such cmdlet',
    );
    expect((await run({ options: { dn: [anna, anna], secondOpinion: true }, follow })).out).toContain(
      'second opinion: unknown: no such cmdlet',
    );
    expect(line.out).toContain('unknown: Not queried: the line names no object.');
  });

  test('goes with objects; --only and --skip do not', () => {
    expect(diagnoseOptions.safeParse({ dn: [anna], secondOpinion: true }).success).toBe(true);
    expect(diagnoseOptions.safeParse({ dn: [anna], only: ['4xx'] }).success).toBe(false);
    expect(diagnoseOptions.safeParse({ dn: [anna], skip: ['4xx'], secondOpinion: true }).success).toBe(false);
  });
});
