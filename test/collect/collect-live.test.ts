import { expect, test } from '@jest/globals';
import { collectStatus } from '../../src/collect/collect-status.js';
import type { Facts } from '../../src/model/facts.js';
import { openSession } from '../../src/session/open-session.js';
import { requireEngine, describeWithEngine } from '../support/engine.js';

const contoso = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';

async function collect(scenario: string): Promise<Facts> {
  const request = { simulate: scenario, powershell: requireEngine(), onNote: () => undefined };
  const opened = await openSession(request, { env: process.env, clock: () => new Date() });
  try {
    return await collectStatus(opened.session, { now: opened.now, sinceMs: 3 * 3_600_000, modulePath: undefined });
  } finally {
    await opened.close();
  }
}

/** Code of the reason of each fact that is not known, without those that only "diagnose" reads. */
function unknownCodes(facts: Facts): Record<string, string> {
  const { collectedAt, windowStartsAt, ...rest } = facts;
  expect(Date.parse(collectedAt)).toBeGreaterThan(Date.parse(windowStartsAt));
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, fact]) =>
      fact.known || fact.reason.code === 'not-collected' ? [] : [[name, fact.reason.code]],
    ),
  );
}

const fromService = [
  'connectors',
  'scheduler',
  'globalSetting',
  'companyFeature',
  'entraCredential',
  'channels',
  'partitionStates',
  'rules',
];

describeWithEngine('collecting from simulated servers in the real engine', () => {
  test('a healthy server tells everything, heartbeats by connector included', async () => {
    const facts = await collect('healthy');
    expect(unknownCodes(facts)).toEqual({});
    expect(facts.platform).toMatchObject({ value: { simulated: true, isWindows: true } });
    const events = facts.events.known ? facts.events.value : undefined;
    expect(events?.tallies.get(contoso)?.find(({ eventId }) => eventId === 654)?.count).toBeGreaterThanOrEqual(5);
    expect(events?.errorCount).toBe(0);
  });

  for (const [scenario, code] of [
    ['access-denied', 'access-denied'],
    ['service-stopped', 'service-stopped'],
  ] as const) {
    test(`${scenario}: exactly what the service answers is unknown, with that reason`, async () => {
      expect(unknownCodes(await collect(scenario))).toEqual(
        Object.fromEntries(fromService.map((name) => [name, code])),
      );
    });
  }

  test('an old build: the tenant is asked by the name of the Entra connector, the missing cmdlet is told', async () => {
    const facts = await collect('old-build');
    expect(unknownCodes(facts)).toEqual({ partitionStates: 'command-missing', entraCredential: 'command-missing' });
    expect(facts.companyFeature).toMatchObject({ value: { passwordHashSync: true } });
  });

  test('a log without any heartbeat is an answer, not a failure', async () => {
    const facts = await collect('no-heartbeat-ever');
    expect(unknownCodes(facts)).toEqual({});
    expect(facts.events).toMatchObject({ value: { errorCount: 0 } });
  });

  test('names with quotes, markup and letters of other alphabets reach the cmdlet whole', async () => {
    const facts = await collect('odd-names');
    expect(unknownCodes(facts)).toEqual({});
    const channels = facts.channels.known ? facts.channels.value : [];
    expect(channels).toHaveLength(3);
    expect(channels.every(({ configuration }) => configuration.known)).toBe(true);
  });

  test('errors are read with the connector and the domain that they are about', async () => {
    const facts = await collect('replication-access-denied');
    const [error] = facts.events.known ? facts.events.value.errors : [];
    expect(error).toMatchObject({ eventId: 611, entryType: 'Error', connectorId: contoso });
    expect(error?.domain?.toLowerCase()).toBe('contoso.com');
  });
});
