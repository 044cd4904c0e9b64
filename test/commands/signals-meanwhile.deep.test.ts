import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';

const lineSchema = z.looseObject({ type: z.string(), request: z.number().optional() });
const rowsSchema = z.looseObject({ rows: z.array(z.looseObject({ recordId: z.number() })) });

/** The recording of a busy server with its events again and again, each time with other record numbers. */
function largeRecording(copies: number): string {
  const path = join(packageRoot(), 'fixtures', 'ps-output', 'busy', 'recording.ndjson.gz');
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
  const parsed = lines.map((line) => lineSchema.parse(JSON.parse(line)));
  const events = parsed.find((line) => line.type === 'answer' && line['operation'] === 'Get-PhsEvent')?.request;
  const large = parsed.flatMap((line): readonly object[] => {
    if (line.type === 'answer' && line.request === events) {
      return [{ ...line, rowCount: Number(line['rowCount']) * copies }];
    }
    if (line.type === 'end') {
      return [{ ...line, lines: parsed.length - 1 + copies - 1 }];
    }
    if (line.type !== 'rows' || line.request !== events) {
      return [line];
    }
    const { rows } = rowsSchema.parse(line);
    return Array.from({ length: copies }, (_, copy) => ({
      ...line,
      rows: rows.map((row) => ({ ...row, recordId: row.recordId + (copies - 1 - copy) * 1_000 })),
    }));
  });
  return `${large.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

describe('a signal during the reading, the checks and the views of 100,000 events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-signals-'));
  const file = join(folder, 'large.ndjson');
  writeFileSync(file, largeRecording(250));

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function start(words: readonly string[]): {
    readonly ended: Promise<unknown[]>;
    readonly stderr: () => string;
    readonly kill: () => void;
  } {
    const hook = join(packageRoot(), 'test', 'support', 'longest-turn.mjs');
    const main = join(packageRoot(), 'dist', 'main.js');
    const child = spawn(process.execPath, ['--import', hook, main, 'replay', file, ...words], { cwd: folder });
    let text = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    return { ended: once(child, 'close'), stderr: () => text, kill: () => child.kill('SIGINT') };
  }

  test.each([
    ['status'],
    ['diagnose'],
    ['diagnose', '--output', 'json'],
    ['events'],
    ['events', '--output', 'json'],
    ['events', '--output', 'ndjson'],
    ['users'],
    ['users', '--output', 'csv'],
    ['report', '--out', 'report.html'],
  ])(
    '%s %s %s looks for one within a second of work',
    async (...words) => {
      const { ended, stderr } = start(words);
      await ended;
      const longest = Number(/longest turn: (\d+) ms/.exec(stderr())?.[1]);

      expect(longest).toBeGreaterThan(0);
      expect(longest).toBeLessThan(1_000);
    },
    600_000,
  );

  test('ends it with 130', async () => {
    const { ended, stderr, kill } = start(['events', '--output', 'json']);
    while (!stderr().includes('signals are taken')) await new Promise((resolve) => setTimeout(resolve, 20));
    kill();

    expect(await ended).toEqual([130, null]);
  }, 600_000);
});
