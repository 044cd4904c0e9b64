import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { PsError } from '../../src/base/errors.js';
import { runCli } from '../../src/cli.js';
import { usersCommand } from '../../src/commands/users.js';
import { waitCommand } from '../../src/commands/wait.js';
import { withConfiguredWay } from '../../src/command-steps/configured-way.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-way-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const config = join(folder, 'phs-tool.config.json');
const servers = [
  { name: 'SYNC01', computer: 'sync01.contoso.com', port: 5986, useSsl: true },
  { name: 'SYNC02', ssh: 'admin@sync02.contoso.com', expect: 'staging' as const },
  { name: 'HERE', here: true as const },
];
writeFileSync(config, JSON.stringify({ servers }), { mode: 0o600 });

/** A run of a command whose server cannot be opened: what was asked for is known. */
async function ask(line: string): Promise<{ readonly code: number; readonly ctx: FakeContext }> {
  const closed = new PsError('E_REMOTE_UNREACHABLE', 'The port is closed.');
  const ctx = fakeContext({ env: { PHS_TOOL_CONFIG: config }, openSession: () => Promise.reject(closed) });
  return { code: await runCli(line.split(' '), ctx), ctx };
}

const bundle = `bundle --out ${join(folder, 'b.ndjson')}`;
const asking = ['users', 'wait --for alive', bundle, 'contract', 'guard show'];

describe('a command that asks one server', () => {
  test.each(asking)('takes the way to it from the configured list: %s --server', async (line) => {
    const { ctx } = await ask(`${line} --server sync01`);

    expect(ctx.requests.map(({ remote }) => remote)).toEqual([
      { kind: 'wsman', computer: 'sync01.contoso.com', port: 5986, useSsl: true },
    ]);
  });

  test.each(asking)('asks this machine if nothing is named, whatever the list holds: %s', async (line) => {
    const { ctx } = await ask(line);

    expect(ctx.requests.map(({ remote }) => remote)).toEqual([undefined]);
  });

  test('asks this machine if the list says that it is there', async () => {
    const { ctx } = await ask('users --server here');

    expect(ctx.requests.map(({ remote }) => remote)).toEqual([undefined]);
  });

  test.each([...asking, 'doctor'])('refuses a name that is not in the list: %s', async (line) => {
    const { code, ctx } = await ask(`${line} --server SYNC03`);

    expect({ code, asked: ctx.requests.length }).toEqual({ code: 2, asked: 0 });
    expect(ctx.err()).toContain('No server "SYNC03" is in the list of the configuration. Did you mean');
  });

  test.each([
    ['users --server SYNC01,SYNC02', 'names one server here'],
    ['users --server SYNC01 --computer other', '--server cannot be used with --computer'],
    ['users --server SYNC01 --use-ssl', '--server cannot be used with --use-ssl'],
    ['users --server SYNC01 --simulate healthy', '--server cannot be used with --simulate'],
    ['users --server=', '--server needs a value'],
    ['explain 611 --server SYNC01', 'Unknown option --server'],
  ])('refuses %s', async (line, message) => {
    const { code, ctx } = await ask(line);

    expect({ code, asked: ctx.requests.length }).toEqual({ code: 2, asked: 0 });
    expect(ctx.err()).toContain(message);
  });

  test('does not take a server for a recording', () => {
    expect(() => withConfiguredWay(usersCommand, {}, 'SYNC01', { isReplay: true, servers })).toThrow(
      /cannot be used with a recording/,
    );
  });

  test('is judged by the role of the list, unless another one is given', () => {
    const given = (options: object, name: string, command = waitCommand): unknown =>
      withConfiguredWay(command, { ...options }, name, { servers });

    expect(given({ server: 'SYNC02' }, 'SYNC02')).toEqual({ expect: 'staging', ssh: 'admin@sync02.contoso.com' });
    expect(given({ expect: 'active' }, 'SYNC02')).toMatchObject({ expect: 'active' });
    expect(given({}, 'SYNC02', usersCommand)).toEqual({ ssh: 'admin@sync02.contoso.com' });
    expect(given({}, 'SYNC01')).not.toHaveProperty('expect');
  });
});
