import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pairIdOf } from '../../src/guard/live-pair.js';
import { runCliLive } from '../support/cli.js';
import { entraId } from '../support/diagnosis-replies.js';
import { describeWithEngine } from '../support/engine.js';
import { createServer, readState } from '../support/simulated-server.js';

/** Below a folder that others may write to, or through a link, nothing is read or made, by no command. */
describeWithEngine('a journal that another user has prepared', () => {
  const secret = 'the private key of somebody else';
  let world = '';
  let server = '';
  let pair = '';

  const root = (): string => join(server, 'ProgramData', 'phs-tool', 'guard');

  beforeEach(async () => {
    world = mkdtempSync(join(tmpdir(), 'phs-prepared-'));
    server = await createServer('healthy', join(world, 'server'));
    const { connectors } = await readState(server);
    const found: Readonly<Record<string, unknown>> = connectors.find(({ name }) => name === 'contoso.com') ?? {};
    pair = pairIdOf(String(found['identifier']), entraId);
    mkdirSync(join(world, 'elsewhere'));
    writeFileSync(join(world, 'elsewhere', '10-claim'), secret);
    writeFileSync(join(world, 'elsewhere', 'id_rsa'), secret);
  });

  afterEach(() => {
    rmSync(world, { recursive: true, force: true });
  });

  async function recorded(): Promise<string> {
    const file = join(world, 'recorded.ndjson');
    await runCliLive(['status', '--quiet', '--simulate', server, '--record', file]);
    return readFileSync(file, 'utf8');
  }

  const base64 = Buffer.from(secret).toString('base64');

  test.each([
    ['with folders that all may write to', 0o777, 0o777],
    ['below a root that is protected, with a folder that all may write to', 0o700, 0o777],
    ['with protected folders, and a link to another place', 0o700, 0o700],
  ])(
    '%s: no file of it, nor its name, is read into a recording',
    async (_, rootMode, pairMode) => {
      mkdirSync(join(root(), pair), { recursive: true, mode: 0o700 });
      symlinkSync(join(world, 'elsewhere'), join(root(), pair, '1'));
      chmodSync(join(root(), pair), pairMode);
      chmodSync(root(), rootMode);
      const text = await recorded();

      expect(text).not.toContain(base64);
      expect(text).not.toContain('id_rsa');
      expect(text).toMatch(/wrong-access|reparse-point/);
    },
    120_000,
  );

  test('of a protected folder only slots are read, other files are counted', async () => {
    mkdirSync(join(root(), pair, '1'), { recursive: true, mode: 0o700 });
    writeFileSync(join(root(), pair, '1', 'id_rsa'), secret, { mode: 0o600 });
    writeFileSync(join(root(), pair, '1', '10-claim'), 'torn', { mode: 0o600 });
    const text = await recorded();

    expect(text).toContain(Buffer.from('torn').toString('base64'));
    expect(text).toContain('strange-files');
    expect(text).not.toContain('id_rsa');
  }, 120_000);

  test('a lock is not made by a command that only reads, through a link or not', async () => {
    mkdirSync(join(root(), pair), { recursive: true, mode: 0o777 });
    chmodSync(join(root(), pair), 0o777);
    symlinkSync(join(world, 'victim'), join(root(), pair, 'lock'));
    await runCliLive(['status', '--quiet', '--simulate', server]);
    const untrusted = existsSync(join(world, 'victim'));
    rmSync(join(root(), pair, 'lock'));
    chmodSync(join(root(), pair), 0o700);
    await runCliLive(['status', '--quiet', '--simulate', server]);

    expect({ untrusted, lock: existsSync(join(root(), pair, 'lock')) }).toEqual({ untrusted: false, lock: false });
  }, 120_000);

  test('a folder of a pair that others may write to refuses a run, and says to move it aside', async () => {
    mkdirSync(join(root(), pair), { recursive: true, mode: 0o700 });
    chmodSync(join(root(), pair), 0o777);
    const refused = await runCliLive(['force-full-sync', '--confirm', '--quiet', '--simulate', server]);
    chmodSync(join(root(), pair), 0o700);
    const allowed = await runCliLive(['force-full-sync', '--quiet', '--output', 'json', '--simulate', server]);

    expect(refused.exitCode).toBe(6);
    expect(refused.stdout).toContain('HUMAN');
    expect(refused.stdout).toContain('move it aside');
    expect(JSON.parse(allowed.stdout)).toMatchObject({ verdict: 'MAY_RUN' });
  }, 120_000);
});
