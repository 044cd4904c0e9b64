// decodeClixml against Import-Clixml on the same file, both reading the file, both warm, best of several in one process each.
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { clixml, sampleDocument } from './clixml-sample.mjs';

const RUNS = 12;

function importMs(host, work, file) {
  const script = [
    'param($file, $runs)',
    '$best = [double]::MaxValue',
    'for ($i = 0; $i -lt $runs; $i++) {',
    '  $watch = [Diagnostics.Stopwatch]::StartNew()',
    '  $null = Import-Clixml -LiteralPath $file',
    '  $best = [Math]::Min($best, $watch.Elapsed.TotalMilliseconds)',
    '}',
    '[Console]::Out.Write($best.ToString([Globalization.CultureInfo]::InvariantCulture))',
  ];
  const path = join(work, 'import.ps1');
  writeFileSync(path, script.join('\n'));
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', path, file, String(RUNS)];
  return Number(/[\d.]+\s*$/.exec(execFileSync(host, args, { encoding: 'utf8' }))?.[0]);
}

/** How many times as fast: {value, ours, theirs} (ms for 5 MB). */
export function clixmlAgainstImport({ host, work, pairs }) {
  const file = join(work, 'events.clixml');
  writeFileSync(file, sampleDocument(5e6));
  const rounds = Array.from({ length: pairs }, () => {
    let ours = Infinity;
    for (let run = 0; run < RUNS; run += 1) {
      const start = performance.now();
      clixml.decodeClixml(readFileSync(file, 'utf8'));
      ours = Math.min(ours, performance.now() - start);
    }
    const theirs = importMs(host, work, file);
    return { value: theirs / ours, ours, theirs };
  });
  return rounds.sort((left, right) => left.value - right.value)[Math.floor(rounds.length / 2)];
}
