import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../support/server-data.js';
import { setFaults } from '../support/simulated-server.js';
import { sampled, writeFigures } from './figures.js';
import { ArmedServers } from './harness/armed-servers.js';
import type { Verdict } from './harness/judge.js';
import { everyNth, share } from './harness/kill-plan.js';
import { connector, type ProofServer } from './harness/proof-server.js';
import { RestPaths } from './harness/rest-paths.js';
import { killAfterOff } from './harness/scenario-stage.js';
import { calm } from './model/explore.js';
import { JournalPaths } from './model/journal-path.js';

const hour = 3_600_000;
const step = Number(process.env['PHS_PROOF_STEP'] ?? '1');

interface Trouble {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Another administrator may have meant it to be off. */
  readonly stranger: boolean;
}

const set = 'Set-ADSyncAADPasswordSyncConfiguration';
const read = 'Get-ADSyncAADPasswordSyncConfiguration';

/** Calls that a run makes: cmdlet, what tells the call from others, how many such calls a run makes. */
const calls: readonly (readonly [string, string, Fault['where'], number])[] = [
  ['OFF', set, { Enable: false }, 1],
  ['ON', set, { Enable: true }, 1],
  ['storing the parameter', 'Add-ADSyncConnector', undefined, 1],
  ['reading the channel', read, undefined, 3],
  ['reading the connectors', 'Get-ADSyncConnector', undefined, 2],
  ['writing an event', 'Write-EventLog', undefined, 3],
  ['reading the task', 'Get-ScheduledTask', undefined, 2],
];

function ways(cmdlet: string): readonly (readonly [string, object])[] {
  const always: readonly (readonly [string, object])[] = [
    ['throws before', { mode: 'throw-before' }],
    ['throws after', { mode: 'throw-after' }],
    ['is dropped', { mode: 'drop' }],
    ['hangs', { mode: 'hang' }],
  ];
  return cmdlet === set || cmdlet === 'Add-ADSyncConnector'
    ? [...always, ['comes late', { mode: 'late', delayMs: 1_500 }]]
    : always;
}

const callFaults: readonly Trouble[] = calls.flatMap(([name, cmdlet, where, count]) =>
  ways(cmdlet).flatMap(([way, how]) =>
    Array.from({ length: count }, (_, skip): Trouble => {
      const base = { cmdlet, skip, times: 1, by: 'operator', ...(where === undefined ? {} : { where }) };
      const fault: Fault = { ...base, ...how } as Fault;
      return { name: `${name} (${skip + 1}) ${way}`, faults: [fault], stranger: false };
    }),
  ),
);

const others: readonly (readonly [string, object])[] = [
  ['switches off', { change: 'channel', arguments: { sourceConnector: connector, enabled: false } }],
  [
    'removes the parameter',
    {
      change: 'connector',
      arguments: { sourceConnector: connector, name: 'Microsoft.Synchronize.ForceFullPasswordSync', value: null },
    },
  ],
  ['switches staging on', { change: 'staging', arguments: { enabled: true } }],
  ['clears the event log', { change: 'event-log-clear', arguments: {} }],
];

const strangers: readonly Trouble[] = calls.flatMap(([name, cmdlet, where, count]) =>
  others.flatMap(([what, change]) =>
    (['before', 'after'] as const).flatMap((when) =>
      Array.from({ length: count }, (_, skip): Trouble => {
        const base = { cmdlet, skip, times: 1, by: 'operator', mode: 'meanwhile', when };
        const fault = { ...base, ...(where === undefined ? {} : { where }), ...change } as Fault;
        return { name: `another ${what} ${when} ${name} (${skip + 1})`, faults: [fault], stranger: true };
      }),
    ),
  ),
);

/** Faults of the guardian's own calls, met after a kill right after OFF. */
const afterKill: readonly Trouble[] = calls
  .filter(([, cmdlet]) => cmdlet !== 'Add-ADSyncConnector' && cmdlet !== 'Get-ScheduledTask')
  .filter(([name]) => name !== 'OFF')
  .flatMap(([name, cmdlet, where]) =>
    ways(cmdlet)
      .filter(([way]) => way !== 'hangs')
      .map(([way, how]): Trouble => {
        const base = { cmdlet, times: 1, by: 'task', ...(where === undefined ? {} : { where }) };
        return { name: `the guardian: ${name} ${way}`, faults: [{ ...base, ...how } as Fault], stranger: false };
      }),
  );

describe('the real engine on a server with faults, and with another administrator', () => {
  const armed = new ArmedServers();
  const { servers, runs } = armed;
  let paths: RestPaths;

  beforeAll(async () => {
    const one = (budget: Partial<typeof calm>) => ({ operators: 1 as const, budget: { ...calm, ...budget } });
    const journals = new JournalPaths([
      one({ kill: 1, fault: 2 }),
      one({ kill: 1, fault: 1, admin: 1, tamper: 1 }),
      one({ admin: 2, kill: 1 }),
    ]);
    paths = new RestPaths(journals);
    await armed.add(3);
  }, hour);

  afterAll(() => {
    armed.remove();
  });

  /** The run and the ticks side by side, as in the field. */
  async function meet(trouble: Trouble, server: ProofServer, run: string): Promise<Verdict> {
    server.restore('armed');
    await setFaults(server.directory, trouble.faults);
    const hangs = trouble.name.endsWith('hangs');
    // Only an "on" that hangs leaves it off, and is ended by the guardian; whatever else hangs is ended by the operator.
    const isEnded = hangs && !trouble.name.startsWith('ON ');
    const driving = server.drive([server.runMode(run)], isEnded ? 8_000 : undefined);
    if (hangs) {
      await new Promise((resolve) => setTimeout(resolve, 4_000));
    } else {
      await driving;
    }
    await server.recover(hangs ? 12 : 4);
    await driving;
    return paths.follow(server, trouble.stranger);
  }

  async function meetAll(
    name: string,
    what: string,
    troubles: readonly Trouble[],
    one: (trouble: Trouble, server: ProofServer, run: string) => Promise<Verdict>,
  ): Promise<void> {
    const violations: string[] = [];
    const ends = new Map<string, number>();
    const chosen = everyNth(troubles, step);
    await share(chosen, servers, async (trouble, server, worker) => {
      const verdict = await one(trouble, server, runs[worker] ?? '');
      ends.set(verdict.end, (ends.get(verdict.end) ?? 0) + 1);
      for (const violation of verdict.violations) {
        violations.push(`${trouble.name}: ${violation}`);
        process.stderr.write(`violation: ${trouble.name}: ${violation}\n`);
      }
    });
    writeFigures(name, [
      `- ${what}: ${chosen.length}${sampled(step)}`,
      `- how the runs ended: ${[...ends].map(([end, count]) => `${end} ${count}`).join(', ')}`,
      `- violations: ${violations.length}`,
    ]);
    expect(violations).toEqual([]);
  }

  test(
    'each call of a run throws before or after its effect, comes late, hangs or is dropped',
    () => meetAll('faults-run', 'faults of a call in mode Run', callFaults, meet),
    4 * hour,
  );

  test(
    'another administrator acts before or after each call of a run',
    () => meetAll('faults-stranger', 'changes by another administrator during Run', strangers, meet),
    4 * hour,
  );

  test(
    'each call of the guardian that repairs fails once',
    () =>
      meetAll(
        'faults-guard',
        'faults of a call of the guardian, after a kill right after OFF',
        afterKill,
        async (trouble, server, run) => {
          await killAfterOff({ server, run });
          await setFaults(server.directory, trouble.faults);
          return paths.follow(server);
        },
      ),
    4 * hour,
  );
});
