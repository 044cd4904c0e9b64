// How fast the texts of events are read. By hand: npm run build && node bench/events.mjs
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const COUNT = 20_000;
const dist = process.env.PHS_TOOL_BENCH_DIST ?? join(import.meta.dirname, '..', 'build');
const { parseEvent } = await import(pathToFileURL(join(dist, 'parsers', 'event.js')).href);

const block =
  '\r\n<forest-info>\r\n  <partition-name>contoso.com</partition-name>\r\n' +
  '  <connector-id>11111111-1111-1111-1111-111111111111</connector-id>\r\n</forest-info>';
const records = [654, 651, 657, 611].map((eventId) => ({
  recordId: 1,
  eventId,
  source: 'Directory Synchronization',
  entryType: 'Information',
  generatedAt: '2026-11-22T10:00:00Z',
  message:
    'Anchor : a==, Dn : CN=A,DC=c, Result : Success. RPC Error 8453 : no TrackingID : ' +
    `0f8fad5b-d9cb-469f-a165-70867728950e${block}`,
}));

let least = Infinity;
for (let run = 0; run < 5; run += 1) {
  const started = performance.now();
  for (let index = 0; index < COUNT; index += 1) parseEvent(records[index % records.length], []);
  least = Math.min(least, performance.now() - started);
}
process.stdout.write(`${COUNT} events in ${least.toFixed(0)} ms, ${((least * 1000) / COUNT).toFixed(1)} us each\n`);
