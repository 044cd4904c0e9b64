// Runs modes of the guard's script in a session of the product, as its command line does: driver.mjs JSON
// {engine, operations, server, modes: [arguments of a mode ...]}. Says {"begin": mode, "host": pid} before each mode and
// {"rows": [...]} after it, one line each. It and its PowerShell are killed together by the harness or by a kill point.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../build/base/package-root.js';
import { hostStart } from '../../../build/ps/host-start.js';
import { defaultLimits } from '../../../build/ps/limits.js';
import { LiveSession } from '../../../build/ps/live-session.js';
import { importPhsModule } from '../../../build/scripts/import-phs-module.js';
import { inspectPhsGuard, invokePhsGuardedSync } from '../../../build/scripts/invoke-phs-guarded-sync.js';

const request = JSON.parse(process.argv[2]);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
writeFileSync(join(request.server, 'proof-driver'), String(process.pid));

const simulatorPath = join(packageRoot(), 'simulator');
const start = hostStart(request.engine, process.env);
const session = new LiveSession({
  ...start,
  parameters: { ...start.parameters, '-OperationPath': request.operations },
  server: { modulePath: '', simulatorPath, simulatedServer: request.server },
  limits: defaultLimits,
  onDebug: () => undefined,
});
const module = await session.run(importPhsModule, { modulePath: '', candidates: [], installFolder: '' });
const { processId } = await session.info();
const places = {
  adSyncPath: module.rows[0].path,
  simulatorPath,
  simulatedServer: request.server,
  scriptFolder: request.operations,
};
const told = {};
for (const mode of request.modes) {
  // "$snapshot.pair" stands for what an earlier mode said.
  const given = Object.fromEntries(
    Object.entries(mode).map(([name, value]) => [
      name,
      typeof value === 'string' && value.startsWith('$') ? told[value] : value,
    ]),
  );
  say({ begin: mode.mode, host: processId });
  const args = { ...given, ...places };
  const answer =
    mode.mode === 'Inspect'
      ? await session.run(inspectPhsGuard, args)
      : await session.runChange(invokePhsGuardedSync, args);
  for (const { kind, fields } of answer.rows) {
    for (const [name, value] of Object.entries(fields)) told[`$${kind}.${name}`] = value;
  }
  say({
    end: mode.mode,
    rows: answer.rows.filter(
      ({ kind }) => mode.mode !== 'Inspect' || /^(snapshot|events?|events-left-out)$/.test(kind),
    ),
    errors: answer.errors.map(({ message }) => message),
  });
}
await session.close();
