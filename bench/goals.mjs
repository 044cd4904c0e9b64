// What is to hold, as data: each goal with the way to measure it. A measure takes {host, root, work, pairs} and answers {value, and what it
// is made of}; values are ratios of whole processes, pair by pair, or what "unit" says.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clixmlAgainstImport } from './lib/clixml-against-import.mjs';
import { makeServer } from './lib/server.mjs';
import { watchRun } from './lib/processes.mjs';
import { comparePairs, firstLine, median, timed } from './lib/timed.mjs';

// 3 and 4: something is wrong with the made-up server, which is no matter here.
const ended = [0, 3, 4];

function tool({ root, host, server }, ...words) {
  const target = ['--powershell', host, '--module-path', server];
  return { file: process.execPath, args: [join(root, 'dist', 'main.js'), ...words, ...target], codes: ended };
}

function pageScript({ root, host, server }) {
  const script = join(root, 'bench', 'server', 'run-page.ps1');
  return { file: host, args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script, '-Modules', server] };
}

const onServer = (world, size) => ({
  ...world,
  server: makeServer(join(world.work, JSON.stringify(size).replace(/\W+/g, '-')), size),
});

const statusAgainstPage = (size) => (world) => {
  const on = onServer(world, size);
  return comparePairs(tool(on, 'status'), pageScript(on), world.pairs);
};

const small = { events: 300, forests: 1, hours: 24 };
const middle = { events: 20_000, forests: 3 };
const large = { events: 200_000, forests: 3 };

function exitOf({ host, work }) {
  const script = join(work, 'exit.ps1');
  writeFileSync(script, 'exit\n');
  const isEngine = host.includes('phs-engine');
  return {
    file: host,
    args: ['-NoLogo', '-NoProfile', '-NonInteractive', ...(isEngine ? ['-File', script] : ['-Command', 'exit'])],
  };
}

/** One more user in bulk, against a new process for him. */
function furtherUser(world) {
  const on = onServer(world, small);
  const name = (number) => `CN=User ${number},OU=Staff,DC=forest1,DC=example`;
  const list = (count) => {
    const path = join(world.work, `users-${count}.txt`);
    writeFileSync(path, Array.from({ length: count }, (_, index) => `${name(index + 1)}\n`).join(''));
    return path;
  };
  const [few, many] = [10, world.users];
  const bulk = (count) => timed(tool(on, 'diagnose', '--dn-file', list(count), '-o', 'ndjson')).ms;
  const rounds = Array.from({ length: Math.min(world.pairs, 3) }, () => {
    const alone = timed(tool(on, 'diagnose', '--dn', name(1))).ms;
    const each = (bulk(many) - bulk(few)) / (many - few);
    return { value: each / alone, ours: each, theirs: alone };
  });
  const [middle] = [...rounds].sort((left, right) => left.value - right.value).slice(Math.floor(rounds.length / 2));
  return middle;
}

/** The goals: atMost or atLeast; "host: engine" and "host: pwsh" hold in one of them only, all others in both. */
export const goals = [
  {
    name: 'status-20k',
    what: "status / the page's script, 3 connectors, 20,000 events",
    atMost: 1,
    measure: statusAgainstPage(middle),
  },
  { name: 'status-200k', what: 'the same with 200,000 events', atMost: 0.5, measure: statusAgainstPage(large) },
  { name: 'status-small', what: 'the same, 1 connector, 300 events', atMost: 1.3, measure: statusAgainstPage(small) },
  {
    name: 'diagnose',
    what: 'diagnose / status on the same server',
    atMost: 1.4,
    measure: (world) => {
      const on = onServer(world, middle);
      return comparePairs(tool(on, 'diagnose'), tool(on, 'status'), world.pairs);
    },
  },
  {
    name: 'doctor',
    what: 'doctor / a PowerShell that only exits',
    atMost: 4,
    measure: (world) => comparePairs(tool(onServer(world, small), 'doctor'), exitOf(world), world.pairs),
  },
  {
    name: 'first-line',
    what: 'time to the first line on the terminal (progress counts)',
    atMost: 300,
    unit: 'ms',
    host: 'pwsh',
    measure: async (world) => {
      const on = onServer(world, small);
      const times = [];
      for (let round = 0; round <= world.pairs; round += 1) times.push(await firstLine(tool(on, 'status')));
      return { value: median(times.slice(1)) };
    },
  },
  {
    name: 'memory',
    what: 'memory of Node, 200,000 events in events -o ndjson',
    atMost: 150,
    unit: 'MB',
    host: 'engine',
    measure: async (world) => {
      const on = onServer(world, { ...large, phsEvery: 1 });
      return { value: (await watchRun(tool(on, 'events', '--since', '30d', '-o', 'ndjson'))).nodeMb };
    },
  },
  {
    name: 'bulk',
    what: 'each further user in bulk / a new process for him',
    atMost: 1 / 30,
    host: 'engine',
    measure: furtherUser,
  },
  {
    name: 'clixml',
    what: 'CLIXML decode / Import-Clixml in the full pwsh, same file',
    atLeast: 1.5,
    host: 'pwsh',
    measure: (world) => clixmlAgainstImport(world),
  },
];

/** Whether a value reaches its goal. */
export function reaches({ atMost = Infinity, atLeast = -Infinity }, value) {
  return value <= atMost && value >= atLeast;
}
