// A server to measure: a folder with an ADSync module and an Application log of its own (bench/server/), of any size. It is not the
// simulator, so that nothing of phs-tool answers its own questions.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = join(import.meta.dirname, '..', 'server');

/**
 * Makes the folder and answers its path, for --module-path and PSModulePath.
 * size: {events, forests, hours (how far the log goes back), stored (all events are objects in memory), phsEvery (one of so many events is of
 * password hash synchronization)}.
 */
export function makeServer(folder, { events, forests, hours = 168, stored = true, phsEvery = 10 }) {
  for (const name of ['ADSync', 'BenchLog']) {
    mkdirSync(join(folder, name), { recursive: true });
    cpSync(join(sources, `${name}.psm1`), join(folder, name, `${name}.psm1`));
  }
  const gap = (hours * 3_600_000) / events;
  const settings = [
    `$script:ForestCount = ${forests}`,
    `$script:EventCount = ${events}`,
    `$script:EventGapMs = ${gap}`,
    `$script:Stored = $${stored}`,
    `$script:PhsEvery = ${phsEvery}`,
  ];
  writeFileSync(join(folder, 'ADSync', 'Settings.ps1'), `${settings.join('\n')}\n`);
  return folder;
}
