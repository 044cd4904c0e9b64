// How time and memory grow with a server: status, events, diagnose and users in bulk at 1, 10 and 100 times of events, connectors and
// users. Writes the tables and the picture of growth.md anew. Run on a quiet machine, after a build: node bench/growth.mjs [--rounds N]
// [--host engine|pwsh] [--only NAME,NAME] [--dry] (--dry: prints, and writes nothing).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { enginePath } from '../tools/find-test-host.mjs';
import { exponents, growthTable } from './lib/growth-table.mjs';
import { growthPicture } from './lib/growth-picture.mjs';
import { makeServer } from './lib/server.mjs';
import { watchRun } from './lib/processes.mjs';
import { median } from './lib/timed.mjs';

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    host: { type: 'string', default: 'pwsh' },
    only: { type: 'string', default: '' },
    dry: { type: 'boolean', default: false },
  },
});
const host = given.host === 'engine' ? enginePath : (process.env.PHS_TOOL_BENCH_PWSH ?? 'pwsh');
const root = join(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'phs-growth-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const factors = [1, 10, 100];
const base = { events: 2_000, forests: 1, users: 50 };

function listUsers(count) {
  const path = join(work, `users-${count}.txt`);
  const lines = Array.from({ length: count }, (_, index) => `CN=User ${index + 1},OU=Staff,DC=forest1,DC=example\n`);
  writeFileSync(path, lines.join(''));
  return path;
}

/** What grows, and the words of the command. Half of the events are of password hash synchronization. */
const series = [
  { name: 'status, events', grows: 'events', words: () => ['status'] },
  { name: 'diagnose, events', grows: 'events', words: () => ['diagnose'] },
  { name: 'events, events', grows: 'events', words: () => ['events', '--since', '7d', '-o', 'ndjson'] },
  { name: 'status, connectors', grows: 'forests', words: () => ['status'] },
  { name: 'diagnose, connectors', grows: 'forests', words: () => ['diagnose'] },
  {
    name: 'users in bulk',
    grows: 'users',
    words: ({ users }) => ['diagnose', '--dn-file', listUsers(users), '-o', 'ndjson'],
  },
];

async function measure({ grows, words }, factor) {
  const size = { ...base, [grows]: base[grows] * factor };
  const { events, forests } = size;
  const server = makeServer(join(work, `${grows}-${factor}`), { events, forests, stored: false, phsEvery: 2 });
  // 3 and 4: something is wrong with the made-up server, which is no matter here.
  const run = {
    file: process.execPath,
    args: [join(root, 'dist', 'main.js'), ...words(size), '--powershell', host, '--module-path', server],
    codes: [0, 3, 4],
  };
  const rounds = [];
  for (let round = 0; round < Number(given.rounds); round += 1) rounds.push(await watchRun(run));
  const middle = (key) => median(rounds.map((one) => one[key]));
  return { count: size[grows], ms: middle('ms'), nodeMb: middle('nodeMb'), hostMb: middle('hostMb') };
}

const rows = [];
for (const one of series.filter(({ name }) => given.only === '' || given.only.split(';').includes(name))) {
  const points = [];
  for (const factor of factors) {
    points.push(await measure(one, factor));
    process.stderr.write(`${one.name} x${factor}: ${JSON.stringify(points.at(-1))}\n`);
  }
  rows.push({ name: one.name, points, exponents: exponents(points) });
}
const table = growthTable(rows);
process.stdout.write(table);
if (!given.dry) {
  const page = join(import.meta.dirname, 'growth.md');
  const marked = /(<!-- table -->\n)[^]*?(<!-- end of table -->)/;
  writeFileSync(page, readFileSync(page, 'utf8').replace(marked, `$1\n${table}\n$2`));
  writeFileSync(join(import.meta.dirname, 'growth.svg'), growthPicture(rows));
}
