import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EnvironmentError, UsageError } from '../../src/base/errors.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { CANARY_SECRETS } from '../../src/simulator/connector-state.js';
import { isSimulatedServer, readServerFile } from '../../src/simulator/scenarios.js';

const now = new Date('2026-03-10T12:00:00.000Z');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phs-server-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('making a simulated server', () => {
  test('works in a new and in an empty directory, and the directory is a server afterwards', async () => {
    await createSimulatedServer('healthy', join(folder, 'new', 'server'), { now });
    await mkdir(join(folder, 'empty'));
    await createSimulatedServer('staging', join(folder, 'empty'), { now });
    expect(await isSimulatedServer(join(folder, 'new', 'server'))).toBe(true);
    expect(await readServerFile(join(folder, 'empty'))).toEqual({
      layout: 1,
      scenario: 'staging',
      createdAt: '2026-03-10T12:00:00.000Z',
    });
  });

  test('refuses a directory that holds something, and leaves it as it is', async () => {
    await writeFile(join(folder, 'letter.txt'), 'dear');
    await expect(createSimulatedServer('healthy', folder, { now })).rejects.toThrow(EnvironmentError);
    expect(await readFile(join(folder, 'letter.txt'), 'utf8')).toBe('dear');
    expect(await isSimulatedServer(folder)).toBe(false);
  });

  test('refuses a directory that is a file, and an unknown scenario before anything is made', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(createSimulatedServer('healthy', join(folder, 'file'), { now })).rejects.toMatchObject({
      code: 'E_SIMULATED_SERVER',
    });
    await expect(createSimulatedServer('helthy', join(folder, 'server'), { now })).rejects.toThrow(UsageError);
    expect(await isSimulatedServer(join(folder, 'server'))).toBe(false);
  });

  test('puts secrets into the state, so that a test can look for them everywhere else', async () => {
    await createSimulatedServer('healthy', join(folder, 'server'), { now });
    const state = await readFile(join(folder, 'server', 'state.clixml'), 'utf8');
    for (const secret of CANARY_SECRETS) expect(state).toContain(secret);
  });
});

describe('reading server.json', () => {
  test('a directory without one is no server; a missing directory is none either', async () => {
    expect(await isSimulatedServer(folder)).toBe(false);
    expect(await isSimulatedServer(join(folder, 'nowhere'))).toBe(false);
  });

  test.each([
    ['broken text', '{ "layout": 1', 'damaged'],
    ['other content', '{ "name": "phs-tool" }', 'damaged'],
    ['another layout', '{ "layout": 99, "scenario": "healthy", "createdAt": "2026" }', 'another version'],
  ])('%s is a clear error', async (_, text, words) => {
    await writeFile(join(folder, 'server.json'), text);
    await expect(isSimulatedServer(folder)).rejects.toMatchObject({ code: 'E_SIMULATED_SERVER' });
    await expect(isSimulatedServer(folder)).rejects.toThrow(words);
  });
});
