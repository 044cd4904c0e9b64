// How fast CLIXML is read: our decoder against other XML parsers, which decode nothing, and against the deserializer
// behind Import-Clixml, on the same file of event records. By hand: npm run build && node bench/clixml.mjs [MB]
// Times are the best of several runs in one process each, start-up excluded.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { parseStringPromise } from 'xml2js';
import { findTestHost } from '../tools/find-test-host.mjs';
import { clixml, sampleDocument } from './lib/clixml-sample.mjs';

const RUNS = 20;
const megabytes = Number(process.argv[2] ?? '5');
const { decodeClixml, encodeClixml, literal, toPlain } = clixml;

async function bestOf(run) {
  let best = Infinity;
  for (let i = 0; i < RUNS; i += 1) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function engineTime(xml) {
  const folder = mkdtempSync(join(tmpdir(), 'phs-bench-'));
  const host = findTestHost() ?? 'pwsh';
  const script = [
    'param($file, $runs)',
    '$text = [IO.File]::ReadAllText($file)',
    '$best = [double]::MaxValue',
    'for ($i = 0; $i -lt $runs; $i++) {',
    '  $watch = [Diagnostics.Stopwatch]::StartNew()',
    '  $null = [Management.Automation.PSSerializer]::Deserialize($text)',
    '  $best = [Math]::Min($best, $watch.Elapsed.TotalMilliseconds)',
    '}',
    '[Console]::Out.Write($best.ToString([Globalization.CultureInfo]::InvariantCulture))',
  ];
  try {
    writeFileSync(join(folder, 'time.ps1'), script.join('\n'));
    writeFileSync(join(folder, 'events.clixml'), xml);
    const options = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File'];
    const args = [join(folder, 'time.ps1'), join(folder, 'events.clixml'), String(RUNS)];
    return Number(/[\d.]+\s*$/.exec(execFileSync(host, [...options, ...args], { encoding: 'utf8' }))?.[0]);
  } catch (error) {
    process.stderr.write(`no PowerShell engine to compare with: ${error.message}\n`);
    return NaN;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const xml = sampleDocument(megabytes * 1e6);
const rows = [
  ['saxes, events only', await bestOf(() => new SaxesParser({ position: false }).write(xml).close())],
  ['decodeClixml', await bestOf(() => decodeClixml(xml))],
  ['decodeClixml and toPlain', await bestOf(() => decodeClixml(xml).map(({ value }) => toPlain(value)))],
  ['encodeClixml (writing it again)', await bestOf(() => encodeClixml(literal(decodeClixml(xml)[0].value)))],
  ['fast-xml-parser', await bestOf(() => new XMLParser({ ignoreAttributes: false }).parse(xml))],
  ['xml2js', await bestOf(() => parseStringPromise(xml))],
  ['PSSerializer.Deserialize', engineTime(xml)],
];
const engineSpeed = rows.at(-1)[1];
process.stdout.write(`${(xml.length / 1e6).toFixed(1)} MB of event records, best of ${String(RUNS)}\n`);
process.stdout.write(
  `${'reader'.padEnd(34)}${'ms'.padStart(8)}${'MB/s'.padStart(8)}${'x PSSerializer'.padStart(16)}\n`,
);
for (const [name, ms] of rows) {
  const speed = (xml.length / 1e3 / ms).toFixed(1);
  const ratio = (engineSpeed / ms).toFixed(2);
  process.stdout.write(`${name.padEnd(34)}${ms.toFixed(0).padStart(8)}${speed.padStart(8)}${ratio.padStart(16)}\n`);
}
