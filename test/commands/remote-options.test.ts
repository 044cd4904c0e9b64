import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli.js';
import { chooseRemote } from '../../src/command-steps/choose-remote.js';
import { forSameServer } from '../../src/command-steps/for-same-server.js';
import { fakeContext } from '../support/fake-context.js';

const server = { isReplay: undefined };

describe('a server that is reached remotely', () => {
  test('is named by --computer, with the account that runs the tool', () => {
    expect(chooseRemote({ computer: 'aadc01.contoso.com', useSsl: true, port: '15986' }, server)).toEqual({
      kind: 'wsman',
      computer: 'aadc01.contoso.com',
      port: 15_986,
      useSsl: true,
    });
  });

  test.each([
    ['admin@aadc01', { user: 'admin', computer: 'aadc01' }],
    ['CONTOSO\\admin@aadc01:2222', { user: 'CONTOSO\\admin', computer: 'aadc01', port: 2222 }],
    ['admin@contoso.com@aadc01.contoso.com', { user: 'admin@contoso.com', computer: 'aadc01.contoso.com' }],
    ['root@[::1]:22', { user: 'root', computer: '::1', port: 22 }],
  ])('is named by --ssh %s', (ssh, expected) => {
    expect(chooseRemote({ ssh }, server)).toEqual({ kind: 'ssh', ...expected });
  });

  test('is not asked for unless it is named', () => {
    expect(chooseRemote({ useSsl: false, simulate: 'healthy' }, server)).toBeUndefined();
  });

  test.each([
    [{ computer: 'a', ssh: 'b@c' }, server, /cannot be used together/],
    [{ computer: 'a', simulate: 'healthy' }, server, /--computer cannot be used with --simulate/],
    [{ ssh: 'b@c' }, { isReplay: true }, /--ssh cannot be used with a recording/],
    [{ port: '22' }, server, /--port needs --computer/],
    [{ ssh: 'b@c', port: '22' }, server, /--port needs --computer/],
    [{ useSsl: true }, server, /--use-ssl needs --computer/],
    [{ configuration: 'x', ssh: 'b@c' }, server, /--configuration needs --computer/],
    [{ computer: 'a', port: '0' }, server, /1 to 65535/],
    [{ ssh: 'b@c:99999' }, server, /1 to 65535/],
    [{ ssh: 'aadc01' }, server, /USER@HOST/],
    [{ ssh: '-oProxyCommand=x@aadc01' }, server, /USER@HOST/],
    [{ ssh: 'a@-oProxyCommand=x' }, server, /USER@HOST/],
    [{ computer: '-x' }, server, /name or the address/],
    [{ computer: 'a b' }, server, /name or the address/],
  ])('%j is a mistake of the call', (given, ctx, message) => {
    expect(() => chooseRemote(given, ctx)).toThrow(
      expect.objectContaining({ code: 'E_USAGE', message: expect.stringMatching(message) }),
    );
  });

  test.each([
    'force-full-sync',
    'force-full-sync --confirm',
    'guard recover --connector contoso.com',
    'guard supersede --connector contoso.com --evidence parameter --reason known',
    'guard setup',
    'sync-user --sam ann',
    // Also if something else is missing or wrong.
    'guard supersede',
    'guard supersede --run 1',
    'sync-user',
    'force-full-sync --plan x',
  ])('is never changed: %s', async (line) => {
    const several = ['--computer=aadc01,aadc02', '--ssh=admin@aadc01,admin@aadc02'];
    for (const way of ['--computer=aadc01', '--ssh=admin@aadc01', '--server=aadc01', ...several]) {
      const ctx = fakeContext();
      const code = await runCli([...line.split(' '), way], ctx);
      expect({ way, code, asked: ctx.requests.length }).toEqual({ way, code: 6, asked: 0 });
      expect(ctx.err()).toContain('aadc01 was not asked');
      expect(ctx.err()).toContain('Sign in on the server');
    }
  });

  test.each(['guard supersede', 'sync-user'])('is not spoken of by %s that lacks an argument here', async (line) => {
    const ctx = fakeContext();
    expect(await runCli(line.split(' '), ctx)).toBe(2);
    expect(ctx.err()).not.toContain('Sign in');
  });

  test('is named in the commands to copy, but not in those that change something', () => {
    const changing = ['phs-tool force-full-sync', "phs-tool sync-user --dn 'CN=Ann,DC=x'", 'phs-tool guard recover'];
    const lines = ['phs-tool diagnose', ...changing, 'phs-tool explain PHS204', 'Start-Service ADSync'];
    expect(forSameServer(lines, { computer: 'aadc01', useSsl: true })).toEqual([
      "phs-tool diagnose --computer 'aadc01' --use-ssl",
      ...changing,
      'phs-tool explain PHS204',
      'Start-Service ADSync',
    ]);
  });
});
