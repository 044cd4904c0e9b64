import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { watchLineSchema } from '../../src/model/watch-line.js';
import { packageRoot } from '../../src/base/package-root.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';

describeWithEngine('status --watch on a simulated server, in the real engine', () => {
  test('writes the state, and Ctrl+C ends it with 130', async () => {
    const words = ['status', '--watch', '--simulate', 'staging', '--powershell', requireEngine()];
    const child = spawn(process.execPath, [join(packageRoot(), 'dist', 'main.js'), ...words]);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      if (out.endsWith('\n')) {
        child.kill('SIGINT');
      }
    });
    const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await once(child, 'close'));
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => watchLineSchema.parse(JSON.parse(line)));

    expect(code).toBe(130);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ type: 'state', report: { summary: { firstCause: { check: 'PHS204' } } } });
  });
});
