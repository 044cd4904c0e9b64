import { join } from 'node:path';
import { describe } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { defaultLimits } from '../../src/ps/limits.js';
import { LiveSession } from '../../src/ps/live-session.js';
import { endOf, hello, opened, part } from './phs1.js';

export { question } from './fake-host.js';

/** A group of tests with the stand-in host, which is started by its first line: Windows knows nothing of that. */
export const describeHostile = process.platform === 'win32' ? describe.skip : describe;

/**
 * A session on a real process that misbehaves in the way named (test/support/hosts/hostile-host.mjs); stray text and the
 * like goes to `debug`. What needs no process is quicker and surer with `fakeWorld`.
 */
export function hostileSession(kind: string, debug: string[] = []): LiveSession {
  return new LiveSession({
    executable: join(packageRoot(), 'test', 'support', 'hosts', 'hostile-host.mjs'),
    script: 'Start-PhsSession.ps1',
    parameters: {},
    server: { modulePath: '', simulatorPath: '', simulatedServer: '' },
    cwd: packageRoot(),
    env: {
      ...process.env,
      HOSTILE: kind,
      HOSTILE_READY: hello,
      HOSTILE_PART: part,
      HOSTILE_END: endOf(),
      HOSTILE_OPENED: opened,
    },
    limits: { ...defaultLimits, backoffMs: [10, 10, 10] },
    onDebug: (text) => debug.push(text),
  });
}
