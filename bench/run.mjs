// Measures the goals of goals.mjs in the test engine and in a full pwsh. npm run bench -- [--check] [--only NAME,NAME] [--pairs N]
// [--host engine|pwsh] [--users N]. --check: exit code 1 if a goal is missed. Which pwsh: PHS_TOOL_BENCH_PWSH, else the one of PATH.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { enginePath } from '../tools/find-test-host.mjs';
import { goals, reaches } from './goals.mjs';

const { values: given } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    pairs: { type: 'string', default: '7' },
    host: { type: 'string', default: '' },
    users: { type: 'string', default: '500' },
  },
});

const root = join(import.meta.dirname, '..');
const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'pwsh'));
const pwsh = [process.env.PHS_TOOL_BENCH_PWSH ?? '', ...onPath].find((path) => path !== '' && existsSync(path));
const hosts = Object.entries({ engine: existsSync(enginePath) ? enginePath : undefined, pwsh }).filter(
  ([name, path]) => path !== undefined && (given.host === '' || given.host === name),
);
const only = given.only === '' ? goals.map(({ name }) => name) : given.only.split(',');
const unknown = only.filter((name) => !goals.some((goal) => goal.name === name));
if (unknown.length > 0 || hosts.length === 0) {
  process.stderr.write(
    `No such goal: ${unknown.join(', ')}; goals: ${goals.map(({ name }) => name).join(', ')}; hosts: ${hosts.map(([name]) => name).join(', ') || 'none'}\n`,
  );
  process.exit(2);
}

const number = (value) => (value === undefined || Number.isNaN(value) ? '' : value.toFixed(value < 10 ? 3 : 0));
const load = () => loadavg()[0].toFixed(1);
const work = mkdtempSync(join(tmpdir(), 'phs-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
let missed = 0;
process.stdout.write(
  '| goal | host | measured | goal | reached | ms, ours / theirs | of processor time | load |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n',
);
for (const goal of goals.filter(({ name }) => only.includes(name))) {
  for (const [name, host] of hosts.filter(([name]) => goal.host === undefined || goal.host === name)) {
    const before = load();
    const result = await goal.measure({ host, root, work, pairs: Number(given.pairs), users: Number(given.users) });
    const reached = reaches(goal, result.value);
    if (!reached) missed += 1;
    const bound = goal.atMost === undefined ? `>= ${goal.atLeast}` : `<= ${number(goal.atMost)}`;
    const cells = [
      `${goal.name}: ${goal.what}`,
      name,
      `${number(result.value)} ${goal.unit ?? ''}`,
      bound,
      reached ? 'yes' : '**no**',
      result.ours === undefined ? '' : `${number(result.ours)} / ${number(result.theirs)}`,
      number(result.cpuValue),
      `${before}-${load()}`,
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
process.stderr.write(`${missed} missed. Above a load of 3 repeat the run, or go by processor time.\n`);
if (given.check && missed > 0) process.exitCode = 1;
