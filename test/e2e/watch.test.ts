import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { fleetWatchLineSchema } from '../../src/model/fleet-watch-line.js';
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

  test('writes the state of several servers, then that of all together', async () => {
    const servers = ['--simulate', 'healthy', '--simulate', 'staging', '--powershell', requireEngine()];
    const child = spawn(process.execPath, [join(packageRoot(), 'dist', 'main.js'), 'status', '--watch', ...servers]);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      if (/"fleet-state".*\n$/.test(out)) {
        child.kill('SIGINT');
      }
    });
    const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await once(child, 'close'));
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => fleetWatchLineSchema.parse(JSON.parse(line)));

    expect(code).toBe(130);
    expect(lines.map((line) => ('server' in line ? line.server : line.type)).sort()).toEqual([
      'fleet-state',
      'healthy',
      'staging',
    ]);
    expect(lines.at(-1)).toMatchObject({ summary: { exitCode: 0, counts: { servers: 2, pass: 2 } } });
  });
});
