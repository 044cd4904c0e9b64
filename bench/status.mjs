// "phs-tool status" against the status script of Microsoft's page, in the same engine on the same simulated server;
// calls a second in a warm session; start-up of --help. By hand: npm run build && node bench/status.mjs PAGE
// PAGE is the Markdown of "Troubleshoot password hash synchronization"; its script is run as it stands.
// Whole processes, in turn (A B A B ...); medians.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../build/base/package-root.js';
import { openSession } from '../build/session/open-session.js';
import { getPhsScheduler } from '../build/scripts/get-phs-scheduler.js';
import { createSimulatedServer } from '../build/simulator/create-server.js';
import { formatEventFile, scenarioEvents } from '../build/simulator/events.js';
import { loadScenario } from '../build/simulator/scenario.js';
import { enginePath, findTestHost } from '../tools/find-test-host.mjs';

const root = packageRoot();
const engine = findTestHost() ?? enginePath;
const rounds = Number(process.env.ROUNDS ?? 9);
const work = mkdtempSync(join(tmpdir(), 'phs-bench-'));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function pageScript(page) {
  const text = readFileSync(page, 'utf8');
  const section = text.slice(text.indexOf('### Get the status of password sync settings'));
  const [, script] = /```powershell\n([\s\S]*?)```/.exec(section);
  const path = join(work, 'page.ps1');
  writeFileSync(path, script);
  return path;
}

async function server(scenario, events) {
  const directory = join(work, `${scenario}-${events}`);
  const now = new Date();
  await createSimulatedServer(scenario, directory, { now });
  if (events > 0) {
    const loaded = await loadScenario(scenario);
    const every = loaded.log.beginsMinutesAgo / events;
    const log = { ...loaded.log, unrelatedEvery: every };
    writeFileSync(join(directory, 'events.tsv'), formatEventFile(scenarioEvents({ ...loaded, log }, now)));
  }
  const count = readFileSync(join(directory, 'events.tsv'), 'utf8').split('\n').length - 1;
  return { directory, count };
}

function timed(file, args) {
  const start = performance.now();
  const run = spawnSync(file, args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${run.status}\n${run.stdout}${run.stderr}`);
  return performance.now() - start;
}

function compare(directory, script) {
  const ours = [];
  const theirs = [];
  for (let round = -1; round < rounds; round += 1) {
    const a = timed(process.execPath, [
      join(root, 'dist', 'main.js'),
      'status',
      '--simulate',
      directory,
      '--powershell',
      engine,
    ]);
    const b = timed(engine, [
      '-NoLogo',
      '-NoProfile',
      '-NonInteractive',
      '-File',
      join(root, 'bench', 'run-page-script.ps1'),
      '-Script',
      script,
      '-Simulator',
      join(root, 'simulator'),
      '-Server',
      directory,
    ]);
    if (round >= 0) {
      ours.push(a);
      theirs.push(b);
    }
  }
  return {
    ours: median(ours),
    theirs: median(theirs),
    ratio: median(ours.map((value, index) => value / theirs[index])),
  };
}

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

try {
  const script = pageScript(process.argv[2]);
  process.stdout.write(
    '| server | phs-tool status | page script | ratio | difference |\n| --- | --- | --- | --- | --- |\n',
  );
  for (const [scenario, events] of [
    ['healthy', 0],
    ['three-forests', 20_000],
  ]) {
    const { directory, count } = await server(scenario, events);
    const { ours, theirs, ratio } = compare(directory, script);
    process.stdout.write(
      `| ${scenario}, ${count} events | ${ours.toFixed(0)} ms | ${theirs.toFixed(0)} ms | ${ratio.toFixed(2)} | ${(ours - theirs).toFixed(0)} ms |\n`,
    );
  }
  process.stdout.write(`\nA call in a warm session: ${(await warmCalls()).toFixed(2)} ms\n`);
  const help = Array.from({ length: rounds }, () => {
    const start = performance.now();
    execFileSync(process.execPath, [join(root, 'dist', 'main.js'), '--help']);
    return performance.now() - start;
  });
  process.stdout.write(`--help: ${median(help).toFixed(0)} ms\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
