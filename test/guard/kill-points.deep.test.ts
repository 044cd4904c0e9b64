import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sampled, writeFigures } from './figures.js';
import { ArmedServers } from './harness/armed-servers.js';
import { fates, fingerprint, slotsOf, suffer, type Fate } from './harness/judge.js';
import { chooseKillPoints, everyNth, readTrace, share, traceFile } from './harness/kill-plan.js';
import type { ProofServer } from './harness/proof-server.js';
import { RestPaths } from './harness/rest-paths.js';
import { calm } from './model/explore.js';
import { JournalPaths } from './model/journal-path.js';

const hour = 3_600_000;
/** A proof of every n-th point, for a quick look: PHS_PROOF_STEP=20. */
const step = Number(process.env['PHS_PROOF_STEP'] ?? '1');

interface Tally {
  points: number;
  states: number;
  recoveries: number;
  longestOff: number;
  readonly ends: Map<string, number>;
  readonly violations: string[];
}

const newTally = (): Tally => ({ points: 0, states: 0, recoveries: 0, longestOff: 0, ends: new Map(), violations: [] });

describe('the real engine, killed together with the command line tool', () => {
  const armed = new ArmedServers();
  const { servers, runs } = armed;
  let paths: RestPaths;

  beforeAll(async () => {
    const one = (budget: Partial<typeof calm>) => ({ operators: 1 as const, budget: { ...calm, ...budget } });
    const journals = new JournalPaths([
      one({ kill: 1, power: 1, fault: 1 }),
      one({ kill: 1, power: 1, guardKill: 1 }),
      one({ kill: 1, power: 1, recover: 1 }),
    ]);
    paths = new RestPaths(journals);
    await armed.add(3);
  }, hour);

  afterAll(() => {
    armed.remove();
  });

  /** From a state that a kill left: each fate of the newest slot, then ticks alone. Equal states are followed once. */
  async function follow(server: ProofServer, point: string, known: Set<string>, tally: Tally): Promise<void> {
    const killed = fingerprint(slotsOf(server), await server.facts());
    tally.points += 1;
    if (known.has(killed)) return;
    known.add(killed);
    tally.states += 1;
    server.save('killed');
    for (const fate of fates) {
      server.restore('killed');
      await rest(server, `${point}, newest slot ${fate}`, fate, tally);
    }
  }

  async function rest(server: ProofServer, name: string, fate: Fate, tally: Tally): Promise<void> {
    const slot = suffer(server.directory, fate);
    const verdict = await paths.follow(server);
    tally.recoveries += 1;
    tally.longestOff = Math.max(tally.longestOff, verdict.ticksToOn ?? 0);
    tally.ends.set(verdict.end, (tally.ends.get(verdict.end) ?? 0) + 1);
    for (const violation of verdict.violations) {
      tally.violations.push(`${name} (${slot ?? 'none'}): ${violation}`);
      process.stderr.write(`violation: ${tally.violations.at(-1) ?? ''}\n`);
    }
  }

  function report(name: string, what: string, tally: Tally): void {
    const ends = [...tally.ends].map(([end, count]) => `${end} ${count}`).join(', ');
    writeFigures(name, [
      `- ${what}: ${tally.points}${sampled(step)}`,
      `- different states that they leave: ${tally.states}; recoveries by ticks alone, each with the newest slot as it is, missing, empty and torn: ${tally.recoveries}`,
      `- how the runs ended: ${ends}`,
      `- longest time off after a kill: ${tally.longestOff} ticks (a tick is a minute)`,
      `- violations: ${tally.violations.length}`,
    ]);
    expect(tally.violations).toEqual([]);
  }

  test(
    'at every step of Run: off at most once, on again by ticks alone, the journal true',
    async () => {
      const [first] = servers;
      const [run = ''] = runs;
      if (first === undefined) throw new Error('There is no server.');
      first.restore('armed');
      writeFileSync(traceFile(first), '');
      await first.drive([first.runMode(run)]);
      const points = everyNth(chooseKillPoints(readTrace(first), 'Run'), step);
      const tally = newTally();
      const known = new Set<string>();
      await share(points, servers, async (point, server, worker) => {
        server.restore('armed');
        server.killAt('Run', point);
        const driver = await server.drive([server.runMode(runs[worker] ?? '')]);
        server.killNowhere();
        if (driver.exitCode !== null)
          tally.violations.push(`${point}: the run was not killed: ${JSON.stringify(driver)}`);
        await follow(server, point, known, tally);
      });
      report('kill-points-run', 'kill points in mode Run', tally);
    },
    3 * hour,
  );

  test(
    'at every 5 ms of Run',
    async () => {
      // As many at once as there are cores, also while the time is taken: kills that all came early would prove little.
      const pair = servers.slice(0, 2);
      const drives = pair.map(async (server, worker) => {
        server.restore('armed');
        return (await server.drive([server.runMode(runs[worker] ?? '')])).lastModeMs;
      });
      const lastModeMs = Math.max(...(await Promise.all(drives)));
      const times = Array.from({ length: Math.ceil(lastModeMs / 5) + 1 }, (_, index) => index * 5);
      const tally = newTally();
      const known = new Set<string>();
      await share(everyNth(times, step), pair, async (time, server, worker) => {
        server.restore('armed');
        await server.drive([server.runMode(runs[worker] ?? '')], time);
        await follow(server, `${time} ms`, known, tally);
      });
      report(
        'kill-sweep',
        `kills, one every 5 ms from the begin of Run to its end (${Math.round(lastModeMs)} ms)`,
        tally,
      );
    },
    3 * hour,
  );

  test(
    'at every step of Claim: PHS stays on, OFF is not called, the journal true',
    async () => {
      const [first] = servers;
      if (first === undefined) throw new Error('There is no server.');
      first.restore('fresh');
      writeFileSync(traceFile(first), '');
      await first.drive(first.claimModes(runs[0] ?? ''));
      await first.tasksAtRest();
      const points = everyNth(chooseKillPoints(readTrace(first), 'Claim'), step);
      const tally = newTally();
      const known = new Set<string>();
      await share(points, servers, async (point, server, worker) => {
        server.restore('fresh');
        server.killAt('Claim', point);
        await server.drive(server.claimModes(runs[worker] ?? ''));
        server.killNowhere();
        await server.tasksAtRest();
        await follow(server, point, known, tally);
      });
      report('kill-points-claim', 'kill points in mode Claim', tally);
    },
    3 * hour,
  );

  test(
    'at every step of the tick that repairs',
    async () => {
      const [first] = servers;
      const [run = ''] = runs;
      if (first === undefined) throw new Error('There is no server.');
      for (const [worker, server] of servers.entries()) {
        server.restore('armed');
        writeFileSync(traceFile(server), '');
        await server.drive([server.runMode(worker === 0 ? run : (runs[worker] ?? ''))]);
        const off = chooseKillPoints(readTrace(server), 'Run').find((point) => point.startsWith('Set-PhsChannelOn:'));
        server.restore('armed');
        server.killAt('Run', off ?? '');
        await server.drive([server.runMode(runs[worker] ?? '')]);
        server.killNowhere();
        server.save('off');
      }
      writeFileSync(traceFile(first), '');
      await first.recover(1);
      const points = everyNth(chooseKillPoints(readTrace(first), 'Guard'), step);
      const tally = newTally();
      const known = new Set<string>();
      await share(points, servers, async (point, server) => {
        server.restore('off');
        server.killAt('Guard', point);
        await server.recover(1);
        server.killNowhere();
        await follow(server, point, known, tally);
      });
      report('kill-points-guard', 'kill points in a tick that repairs', tally);
    },
    3 * hour,
  );
});
