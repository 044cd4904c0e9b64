import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe } from '@jest/globals';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import { encodeClixml, type ClixmlInput } from '../../src/parsers/clixml.js';
import { defaultLimits, type SessionLimits } from '../../src/ps/limits.js';
import { LiveSession } from '../../src/ps/live-session.js';
import type { Operation } from '../../src/scripts/operation.js';

/** An operation whose answers the stand-in host makes up. */
export const question = {
  name: 'Get-PhsQuestion',
  summary: 'asks the stand-in host',
  arguments: z.object({}),
  row: z.object({ value: z.string() }),
  deadlineMs: 200,
  mutates: false,
} satisfies Operation;

function pack(value: ClixmlInput): string {
  return gzipSync(encodeClixml(value)).toString('base64');
}

const ready = pack({
  psVersion: '5.1.14393.0',
  edition: 'Desktop',
  languageMode: 'FullLanguage',
  processId: 1,
  is64Bit: true,
  clrVersion: '4.0',
  osVersion: 'stand-in',
  culture: 'en-US',
  timeZone: 'UTC',
});
const part = pack({ value: ['h\u00e9llo \u{1f600}'] });
const opened = pack({ failure: null });
const end = pack({
  state: 'completed',
  errors: [],
  warnings: [],
  information: [],
  durationMs: 1.5,
  stray: 0,
  stuck: false,
});

/** A group of tests with the stand-in host, which is started by its first line: Windows knows nothing of that. */
export const describeHostile = process.platform === 'win32' ? describe.skip : describe;

/** A session on the stand-in host that misbehaves in the way named; stray text and the like goes to `debug`. */
export function hostileSession(kind: string, limits: Partial<SessionLimits> = {}, debug: string[] = []): LiveSession {
  return new LiveSession({
    executable: join(packageRoot(), 'test', 'support', 'hosts', 'hostile-host.mjs'),
    script: 'Start-PhsSession.ps1',
    parameters: {},
    server: { modulePath: '', simulatorPath: '', simulatedServer: '' },
    cwd: packageRoot(),
    env: {
      ...process.env,
      HOSTILE: kind,
      HOSTILE_READY: ready,
      HOSTILE_PART: part,
      HOSTILE_END: end,
      HOSTILE_OPENED: opened,
    },
    limits: { ...defaultLimits, startMs: 3_000, graceMs: 600, closeMs: 200, backoffMs: [10, 10, 10], ...limits },
    onDebug: (text) => debug.push(text),
  });
}
