import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listServers } from '../../src/command-steps/fleet-servers.js';
import { endsWithCommand } from '../../src/command-steps/for-same-server.js';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'phs-simulated-'));

beforeAll(() => {
  for (const name of ['healthy', 'mine']) mkdirSync(join(folder, name));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe('a value of --simulate', () => {
  test('is a scenario, which ends with the command, also beside a directory of that name', () => {
    expect(['healthy', 'users', 'no-such'].map(endsWithCommand)).toEqual([true, true, true]);
  });

  test('is a directory, which stays, by its path or if no scenario has its name', () => {
    expect(['./healthy', 'mine', '.', join(folder, 'healthy')].map(endsWithCommand)).toEqual(Array(4).fill(false));
  });

  test('names several scenarios with commas, but a directory can have one', () => {
    const names = (simulate: string): readonly string[] =>
      listServers({ simulate: [simulate] }).map(({ name }) => name);
    expect(names('healthy,users')).toEqual(['healthy', 'users']);
    expect(names('./a,b')).toEqual(['./a,b']);
  });
});
