// Starts a session on the host named by its argument, begins a long operation, prints the host's process id and is
// killed in mid-call: the host must notice the end of its input.
import { join } from 'node:path';
import { LiveSession } from '../../build/ps/live-session.js';
import { defaultLimits } from '../../build/ps/limits.js';
import { packageRoot } from '../../build/base/package-root.js';
import { z } from 'zod';

const session = new LiveSession({
  executable: process.argv[2],
  script: join(packageRoot(), 'scripts', 'Start-PhsSession.ps1'),
  parameters: { '-OperationPath': join(packageRoot(), 'test', 'support', 'operations') },
  server: { modulePath: '', simulatorPath: '', simulatedServer: '' },
  cwd: packageRoot(),
  env: process.env,
  limits: defaultLimits,
  onDebug: () => undefined,
});
const { processId } = await session.info();
process.stdout.write(`${processId}\n`);
void session.run(
  {
    name: 'Test-PhsBehavior',
    summary: 'sleeps',
    arguments: z.object({ kind: z.string(), milliseconds: z.number() }),
    row: z.object({ index: z.number() }),
    deadlineMs: 60_000,
    mutates: false,
  },
  { kind: 'sleep', milliseconds: 60_000 },
);
setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300);
