import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { typesPassword } from '../../src/base/refuse-password.js';
import { runCli } from '../../src/cli.js';
import { readComputer, readSsh } from '../../src/command-steps/choose-remote.js';
import { parseConfigurationFile } from '../../src/config/read-file.js';
import { startEarly } from '../../src/session/early-start.js';
import { fakeContext } from '../support/fake-context.js';

const secret = 'hunter2';
const folder = mkdtempSync(join(tmpdir(), 'phs-password-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const refused = [
  `status --ssh admin:${secret}@aadc01`,
  `status --ssh=admin:${secret}@aadc01:22`,
  `status --ssh ssh://admin:${secret}@aadc01`,
  `status --ssh admin:a@${secret}@aadc01`,
  `diagnose --computer https://admin:${secret}@aadc01:5986/wsman`,
  `diagnose --computer aadc01,admin:${secret}@aadc02`,
  `events --server admin:${secret}@aadc01`,
  `compare ssh:admin:${secret}@aadc01 this-server`,
  `compare this-server computer:https://admin:${secret}@aadc01`,
  `compare admin:${secret}@aadc01 this-server`,
  `doctor admin:${secret}@aadc01`,
  `https://admin:${secret}@aadc01`,
  `sync-user --sam ann --confirm --ssh admin:${secret}@aadc01`,
];

describe('a password with the name of a server', () => {
  test.each(refused)('is refused before anything starts, and shown nowhere: %s', async (line) => {
    const files = ['--record', join(folder, 'a.ndjson'), '--log-file', join(folder, 'a.log'), '--debug'];
    for (const more of [[], ['-o', 'json'], line.startsWith('diagnose') ? files : ['--debug']]) {
      const ctx = fakeContext();
      const code = await runCli([...line.split(' '), ...more], ctx);

      expect({ code, asked: ctx.requests.length }).toEqual({ code: 2, asked: 0 });
      expect(ctx.out() + ctx.err()).toContain('The command line holds a password');
      expect(ctx.out() + ctx.err()).not.toContain(secret);
    }
    expect(readdirSync(folder)).toEqual([]);
    expect(startEarly(line.split(' '), { PATH: '/usr/bin' })).toBeUndefined();
  });

  test.each([
    ['status', '--ssh', 'admin@contoso.com@aadc01:22'],
    ['status', '--ssh', 'root@[fe80::1]:22'],
    ['status', '--computer', 'fe80::1'],
    ['diagnose', '--upn', 'ann:lee@contoso.com'],
    ['diagnose', '--dn', 'CN=Ann: Lee@x,DC=contoso,DC=com'],
    ['replay', 'C:\\data\\a@b.ndjson', 'status'],
    ['compare', './a:b@c', 'this-server'],
    ['compare', 'ssh:admin@aadc01:22', 'this-server'],
  ])('is not seen where there is none: %s %s %s', (...words) => {
    expect(typesPassword(words)).toBe(false);
  });

  test('is refused wherever a server is named, also by another program', () => {
    for (const read of [
      () => readSsh(`admin:${secret}@aadc01`),
      () => readSsh(`aadc01:${secret}`),
      () => readComputer(`https://admin:${secret}@aadc01`, {}),
      () => readComputer(`admin:${secret}`, {}),
    ]) {
      expect(read).toThrow(expect.objectContaining({ code: 'E_USAGE', message: expect.not.stringContaining(secret) }));
    }
  });

  test.each(['ssh', 'computer', 'name'])('is refused in the list of the configuration: %s', (key) => {
    const entry = { name: 'SYNC01', ...(key === 'name' ? { here: true } : {}), [key]: `admin:${secret}@aadc01` };
    const read = (): unknown => parseConfigurationFile(JSON.stringify({ servers: [entry] }), 'phs-tool.config.json');

    expect(read).toThrow(
      expect.objectContaining({
        code: 'E_CONFIG',
        message: `phs-tool.config.json: "servers.0.${key}" holds a password, and phs-tool never takes one.`,
      }),
    );
  });
});
