import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { fakeInfo } from '../support/fake-session.js';
import { recordingHeader as header } from '../support/recording-header.js';

const start = [header, { type: 'session', info: fakeInfo }].map((line) => JSON.stringify(line)).join('\n');
const recording = (line: string): string => `${start}\n${line}\n`;
const rows = (text: string): string => recording(`{"type":"rows","request":1,"rows":[${text}]}`);
const many = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, n) => one(n)).join(',');
const answer = (args: string): string =>
  recording(
    `{"type":"answer","request":1,"operation":"x","arguments":${args},"rowCount":0,"state":"completed","errors":[],"warnings":[],"information":[],"durationMs":1}`,
  );

describe('the longest stretch without a look at signals while a hostile file is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-turns-'));

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function longestTurn(text: string): Promise<{ readonly ms: number; readonly stderr: string }> {
    const file = join(folder, 'hostile.ndjson');
    writeFileSync(file, text);
    const hook = join(packageRoot(), 'test', 'support', 'longest-turn.mjs');
    const main = join(packageRoot(), 'dist', 'main.js');
    const child = spawn(process.execPath, ['--import', hook, main, 'replay', file, 'status', '--quiet']);
    let stderr = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    await once(child, 'close');
    return { ms: Number(/longest turn: (\d+) ms/.exec(stderr)?.[1]), stderr };
  }

  test.each([
    ['brackets', rows('['.repeat(5_000_000) + ']'.repeat(5_000_000)), 'nested more than 100 deep'],
    ['names in one object', rows(`{${many(900_000, (n) => `"k${n}":1`)}}`), 'more than 50,000 values'],
    ['objects', rows(many(2_000_000, () => '{"a":1}')), 'more than 50,000 values'],
    ['names in a row', rows(`{${many(49_000, (n) => `"k${n}":1`)}}`), 'a row of more than 20,000 values'],
    ['arguments', answer(`{${many(49_000, (n) => `"k${n}":1`)}}`), 'more than 20,000 values'],
  ])(
    'is under a second of work with too many %s',
    async (_, text, sentence) => {
      const { ms, stderr } = await longestTurn(text);

      expect(stderr).toContain(sentence);
      expect(ms).toBeLessThan(1_000);
    },
    120_000,
  );

  test.each([
    ['rows with names of their own', rows(many(4_500, (n) => `{${many(10, (k) => `"k${n}_${k}":1`)}}`))],
    ['arguments of a wrong form', answer(`{${many(9_900, (n) => `"k${n}":{}`)}}`)],
  ])(
    'is under a second of work with as many %s as are read',
    async (_, text) => {
      const { ms, stderr } = await longestTurn(text);

      expect(stderr).not.toContain('values');
      expect(ms).toBeGreaterThan(0);
      expect(ms).toBeLessThan(1_000);
    },
    120_000,
  );
});
