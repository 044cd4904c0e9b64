// Calls a second in a warm session, and the start of --help. By hand: npm run build && node bench/session.mjs
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../build/base/package-root.js';
import { openSession } from '../build/session/open-session.js';
import { getPhsScheduler } from '../build/scripts/get-phs-scheduler.js';
import { enginePath, findTestHost } from '../tools/find-test-host.mjs';
import { median } from './lib/timed.mjs';

const engine = findTestHost() ?? enginePath;

async function warmCalls() {
  const opened = await openSession(
    { simulate: 'healthy', powershell: engine, onNote: () => undefined },
    { env: process.env, clock: () => new Date() },
  );
  const call = () => opened.session.run(getPhsScheduler, {});
  for (let i = 0; i < 200; i += 1) await call();
  const start = performance.now();
  for (let i = 0; i < 500; i += 1) await call();
  const each = (performance.now() - start) / 500;
  await opened.close();
  return each;
}

process.stdout.write(`A call in a warm session: ${(await warmCalls()).toFixed(2)} ms\n`);
const help = Array.from({ length: 9 }, () => {
  const start = performance.now();
  execFileSync(process.execPath, [join(packageRoot(), 'dist', 'main.js'), '--help']);
  return performance.now() - start;
});
process.stdout.write(`--help: ${median(help).toFixed(0)} ms\n`);
