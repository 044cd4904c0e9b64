import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PsError } from '../../src/base/errors.js';
import { contractCommand } from '../../src/commands/contract.js';
import { parseContract } from '../../src/contract/certainty.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { diagnosisReplies } from '../support/diagnosis-replies.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { failure, FakeSession, type FakeReplies } from '../support/fake-session.js';
import { healthyNow, healthyReplies } from '../support/healthy-replies.js';

const member = (name: string, type: string) => ({ name, type, declared: 'System.Object' });
const scheduler = (name: string) => ({
  rows: [
    {
      path: '',
      type: 'Some.Scheduler',
      typeName: 'Some.Scheduler',
      count: 1,
      members: [member('SyncCycleEnabled', 'bool'), member(name, 'string')],
      enums: [],
      constructors: [],
    },
  ],
});

/** A server that answers the scheduler with a member of this name, and denies everything else. */
function server(name: string): FakeReplies {
  const denied = failure({
    message: 'Access to contoso.com is denied.',
    errorId: 'Access to contoso.com is denied.,Get-ADSyncRule',
    exceptionTypes: ['System.UnauthorizedAccessException'],
    hresult: '80070005',
  });
  return {
    ...healthyReplies,
    ...diagnosisReplies,
    'Get-PhsContractCommand': { failed: denied },
    'Get-PhsContractLog': { timeout: true },
    'Get-PhsContractAnswer': (args) =>
      JSON.stringify(args).includes('"scheduler"') ? scheduler(name) : { failed: denied },
  };
}

async function call(
  given: object,
  replies: FakeReplies,
  more: Partial<OpenedSession> = {},
): Promise<{ readonly ctx: FakeContext; readonly code: number | Error }> {
  const ctx = fakeContext({
    openSession: () =>
      Promise.resolve({
        session: new FakeSession(replies),
        changing: undefined,
        now: healthyNow,
        simulated: false,
        close: () => Promise.resolve(),
        ...more,
      }),
  });
  const code = await contractCommand.run(ctx, { ...given }).catch((error: unknown) => error as Error);
  return { ctx, code };
}

describe('phs-tool contract', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-contract-command-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('goes on after what fails, and tells how it failed without its text', async () => {
    const { ctx, code } = await call({ output: 'ndjson' }, server('Colour'));
    const lines = parseContract(ctx.out());

    expect(code).toBe(3);
    expect(ctx.out()).not.toContain('contoso');
    expect(lines).toContainEqual({
      type: 'call',
      name: 'rule',
      state: 'failed',
      rows: 0,
      ms: expect.any(Number),
      error: {
        id: 'Get-ADSyncRule',
        types: ['System.UnauthorizedAccessException'],
        hresult: '80070005',
        category: 'NotSpecified',
      },
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ type: 'operation', name: 'Get-PhsContractLog', state: 'timeout' }),
    );
    expect(lines).toContainEqual({
      type: 'compared',
      verdict: 'not known before',
      what: 'scheduler',
      items: ['Colour'],
    });
  });

  test('writes nothing at all if a name of the server would be in it', async () => {
    const out = join(folder, 'named.ndjson');
    const { ctx, code } = await call({ out }, server('Contoso'));

    expect(code).toMatchObject({ code: 'E_SECRET', exitCode: 5 });
    expect(ctx.out()).toBe('');
    expect(existsSync(out)).toBe(false);
  });

  test('writes the file, and says on stderr what it holds', async () => {
    const out = join(folder, 'contract.ndjson');
    const { ctx } = await call({ out, quiet: false }, server('Colour'));

    expect(parseContract(readFileSync(out, 'utf8')).at(-1)?.type).toBe('end');
    expect(ctx.err()).toContain('no names or values');
    expect(ctx.out()).toMatch(/^not known before +scheduler: Colour$/m);
  });

  test('is not answered by a recording', async () => {
    const startedAt = healthyNow;
    const recorded = { startedAt, finishedAt: startedAt } as NonNullable<OpenedSession['recorded']>;
    const { code } = await call({}, server('Colour'), { recorded });

    expect(code).toBeInstanceOf(PsError);
    expect(code).toMatchObject({ code: 'E_NO_POWERSHELL', exitCode: 5 });
  });
});
