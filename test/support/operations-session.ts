import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import type { LiveSession } from '../../src/ps/live-session.js';
import type { Operation } from '../../src/scripts/operation.js';
import { liveSession } from './live.js';

/** Sets (with a value) or reads a global variable of the runspace of the operations. */
export const testVariable = {
  name: 'Test-PhsVariable',
  summary: 'a variable of the runspace',
  arguments: z.object({ name: z.string(), value: z.number().nullable().optional() }),
  row: z.object({ value: z.unknown() }),
  deadlineMs: 120_000,
  mutates: false,
} satisfies Operation;

/** Folder of a family of modules in test/support/modules. */
export function moduleFolder(family: string): string {
  return join(packageRoot(), 'test', 'support', 'modules', family);
}

/** A session in the real engine where the modules of one family are the only ADSync and Windows cmdlets. */
export function sessionWithModules(family: string, env: NodeJS.ProcessEnv = process.env): LiveSession {
  const folder = moduleFolder(family);
  const inspect = join(packageRoot(), 'test', 'support', 'inspect');
  const server = { modulePath: folder, simulatorPath: '', simulatedServer: '' };
  return liveSession({}, { env, server, parameters: { '-OperationPath': inspect } });
}
