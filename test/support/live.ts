import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import type { ConnectionOptions } from '../../src/ps/connection.js';
import { defaultLimits, type SessionLimits } from '../../src/ps/limits.js';
import { LiveSession } from '../../src/ps/live-session.js';
import type { Operation } from '../../src/scripts/operation.js';
import { requireEngine } from './engine.js';

const row = z.object({ index: z.number(), value: z.unknown() });

/** Writes its arguments back. */
export const echo = {
  name: 'Test-PhsEcho',
  summary: 'writes its arguments back',
  arguments: z.object({ value: z.unknown(), count: z.number().optional() }),
  row,
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;

/** Behaves badly in the way asked for. */
export const behave = {
  name: 'Test-PhsBehavior',
  summary: 'behaves badly',
  arguments: z.object({ kind: z.string(), milliseconds: z.number().optional() }),
  row,
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;

/** The bounds of the tool, with time for a PowerShell to start and to stop what spins on a machine that does much else. */
const patientLimits: SessionLimits = { ...defaultLimits, startMs: 240_000, graceMs: 60_000 };

/** Options of a session on the real engine with the test operations loaded as well. */
export function liveOptions(overrides: Partial<ConnectionOptions> = {}): ConnectionOptions {
  const root = packageRoot();
  return {
    executable: requireEngine(),
    script: join(root, 'scripts', 'Start-PhsSession.ps1'),
    parameters: { '-OperationPath': join(root, 'test', 'support', 'operations') },
    server: { modulePath: '', simulatorPath: '', simulatedServer: '' },
    cwd: root,
    env: process.env,
    limits: patientLimits,
    onDebug: () => undefined,
    ...overrides,
  };
}

/** A session on the real engine; the limits given replace the defaults. */
export function liveSession(
  limits: Partial<SessionLimits> = {},
  overrides: Partial<ConnectionOptions> = {},
): LiveSession {
  return new LiveSession(liveOptions({ limits: { ...patientLimits, ...limits }, ...overrides }));
}
