// How fast CLIXML is read: our decoder against other XML parsers, which decode nothing, and against the deserializer
// behind Import-Clixml, on the same file of event records. By hand: npm run build && node bench/clixml.mjs [MB]
// Times are the best of several runs in one process each, start-up excluded.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { parseStringPromise } from 'xml2js';
import { findTestHost } from '../tools/find-test-host.mjs';

const RUNS = 20;
const megabytes = Number(process.argv[2] ?? '5');
const dist = process.env.PHS_TOOL_BENCH_DIST ?? join(import.meta.dirname, '..', 'build');
const { customObject, dateTime, decodeClixml, encodeClixml, enumValue, int64, literal, toPlain } = await import(
  pathToFileURL(join(dist, 'parsers', 'clixml.js')).href
);

function eventRecord(index) {
  const time = new Date(Date.UTC(2026, 10, 22) + index * 61_000);
  return customObject({
    RecordId: int64(4_000_000_000 + index),
    Index: index,
    EventID: 650 + (index % 8),
    InstanceId: int64(2_147_484_298),
    EntryType: enumValue('System.Diagnostics.EventLogEntryType', 'Information', 4),
    Source: 'Directory Synchronization',
    MachineName: `SERVER-${String(index % 3)}.corp.example`,
    TimeGenerated: dateTime(time, 'local'),
    TimeWritten: dateTime(time, 'utc'),
    UserName: null,
    IsReplayed: index % 2 === 0,
    Message:
      `Provision credentials batch end. Count: ${String(index % 50)}, TrackingID : 0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}\r\n` +
      'Connector: "corp.example" <corp> & others; please see the event log of the server for further details.',
    ReplacementStrings: [`${String(index)}`, 'corp.example', '00:00:01.5'],
  });
}

/** The document as PowerShell lays it out: an element a line, indented by two blanks. */
function indented(xml) {
  let depth = 0;
  return xml.replace(/<\/[^>]*>|<([^\s/>]+)[^>]*>(?:[^<]*<\/\1>)?/g, (part, tag) => {
    if (tag === undefined) depth -= 1;
    const line = `${'  '.repeat(depth)}${part}\r\n`;
    if (tag !== undefined && !part.endsWith('/>') && !part.endsWith(`</${tag}>`)) depth += 1;
    return line;
  });
}

function document(bytes) {
  const records = Array.from({ length: 200 }, (_, index) => eventRecord(index));
  const size = indented(encodeClixml(records)).length / records.length;
  return indented(encodeClixml(Array.from({ length: Math.ceil(bytes / size) }, (_, index) => eventRecord(index))));
}

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

const xml = document(megabytes * 1e6);
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
