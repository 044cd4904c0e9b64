import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/base/errors.js';
import { scenarioEvents } from '../../src/simulator/events.js';
import { loadScenario, scenarioSchema } from '../../src/simulator/scenario.js';
import { scenarioFolder, scenarioNames } from '../../src/simulator/scenario-files.js';
import { listScenarios, nearestName, requireScenarioName } from '../../src/simulator/scenarios.js';

const NOW = new Date('2026-03-10T12:00:00.500Z');
const CATALOGUE = [
  'access-denied',
  'account-disabled',
  'account-refused',
  'build-cut-off',
  'busy',
  'certificate-expired',
  'channel-disabled',
  'custom-rules',
  'cycle-in-progress',
  'cycle-interrupted',
  'denied-right',
  'diagnostics-with-questions',
  'diagnostics-without-questions',
  'domain-controller-unreachable',
  'domain-flag-off',
  'domain-unreachable',
  'dst-change',
  'entra-bad-password',
  'entra-busy',
  'entra-directory-sync-off',
  'entra-not-activated',
  'execution-policy-restricted',
  'filtered-users',
  'fips',
  'force-parameter-left-over',
  'force-parameter-reset',
  'full-sync-paused',
  'full-sync-running',
  'full-sync-stuck',
  'german-account-refused',
  'healthy',
  'legacy-account',
  'localised-windows',
  'missing-replication-right',
  'module-outside-path',
  'netbios-name-with-dot',
  'no-ad-connector',
  'no-entra-connector',
  'no-heartbeat-ever',
  'odd-names',
  'old-build',
  'old-heartbeat-only',
  'other-rpc-errors',
  'own-certificate',
  'preferred-dc-only',
  'preferred-dc-unreachable',
  'preferred-dc-with-failover',
  'read-only-dc',
  'recovered-domain-error',
  'replication-access-denied',
  'rights-through-groups',
  'rules-disabled',
  'scheduler-suspended',
  'selective-phs',
  'service-stopped',
  'short-log',
  'silent-after-rule-change',
  'source-dc-disabled',
  'staging',
  'staging-imports-failing',
  'switched-off-by-somebody',
  'switched-off-unaudited',
  'synchronization-not-started',
  'tenant-feature-off',
  'three-forests',
  'two-entra-connectors',
  'two-forests-one-silent',
  'users',
  'writeback-noise',
  'wrong-credentials',
];

describe('the scenario files', () => {
  test('are exactly those of the catalogue, each with a title of its own', async () => {
    expect(await scenarioNames()).toEqual(CATALOGUE);
    const titles = (await listScenarios()).map(({ title }) => title);
    expect(new Set(titles).size).toBe(CATALOGUE.length);
  });

  test.each(CATALOGUE)('%s is valid, is named after its file and agrees with itself', async (name) => {
    const scenario = await loadScenario(name);
    expect(scenario.name).toBe(name);
    const { exitCode, firstCause, fail, unknown } = scenario.expect.status;
    expect(firstCause).toBe(fail[0] ?? null);
    expect(exitCode).toBe(fail.length > 0 ? 3 : unknown.length > 0 ? 4 : 0);
  });

  test.each(CATALOGUE)('%s says what diagnose must find, and it agrees with itself', async (name) => {
    const { diagnose, users } = (await loadScenario(name)).expect;
    expect(diagnose).toBeDefined();
    expect(diagnose?.firstCause).toBe(diagnose?.fail[0] ?? null);
    expect(diagnose?.exitCode).toBe((diagnose?.fail ?? []).length > 0 ? 3 : diagnose?.unknown.length === 0 ? 0 : 4);
    for (const { exitCode, firstCause } of users) expect(exitCode === 3).toBe(firstCause !== null);
  });

  test('every user of a scenario has an expectation', async () => {
    for (const name of ['users', 'healthy']) {
      const { users, expect: expected } = await loadScenario(name);
      expect(users.length).toBeGreaterThan(0);
      expect(expected.users.length).toBeGreaterThanOrEqual(users.length);
    }
  });

  test('an unknown key, a series that runs backwards and an unknown connector are refused', async () => {
    const good: unknown = JSON.parse(await readFile(join(scenarioFolder(), 'healthy.json'), 'utf8'));
    const scenario = scenarioSchema.parse(good);
    expect(scenarioSchema.safeParse({ ...scenario, colour: 'green' }).success).toBe(false);
    const series = { eventId: 654, connector: 'contoso.com', from: 10, to: 20 };
    expect(scenarioSchema.safeParse({ ...scenario, log: { ...scenario.log, series: [series] } }).success).toBe(false);
    const stranger = { eventId: 654, connector: 'Contoso.com', from: 10, to: 0 };
    expect(scenarioSchema.safeParse({ ...scenario, log: { ...scenario.log, series: [stranger] } }).success).toBe(false);
    const fitting = { ...stranger, connector: 'contoso.com' };
    expect(scenarioSchema.safeParse({ ...scenario, log: { ...scenario.log, series: [fitting] } }).success).toBe(true);
  });
});

describe('the events of a scenario', () => {
  test.each(CATALOGUE)(
    '%s: in order, on whole seconds, none in the future, the same for the same now',
    async (name) => {
      const scenario = await loadScenario(name);
      const events = scenarioEvents(scenario, NOW);
      const times = events.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((left, right) => left - right));
      expect(times.every((time) => time <= NOW.getTime() && time % 1000 === 0)).toBe(true);
      expect(scenarioEvents(scenario, NOW)).toEqual(events);
    },
  );

  test('a heartbeat carries a tracking id and the GUID of its connector, a change names user and result', async () => {
    const events = scenarioEvents(await loadScenario('healthy'), NOW).filter(
      ({ source }) => source === 'Directory Synchronization',
    );
    const heartbeat = events.find(({ instanceId }) => instanceId === 654)?.message;
    expect(heartbeat).toMatch(/^Provision credentials ping end\. TrackingID : [0-9a-f-]{36}\n/);
    expect(heartbeat).toContain('<connector-id>ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d</connector-id>');
    const result = events.find(({ instanceId }) => instanceId === 657)?.message;
    expect(result).toMatch(
      /^Password Change Result - Anchor : \S+==, Dn : CN=.+,DC=contoso,DC=com, PwdChangeOnLogon=False, Result : Success\./,
    );
  });

  test('in "no-heartbeat-ever" nothing comes from the source of PHS, in "busy" everything but heartbeats', async () => {
    const none = scenarioEvents(await loadScenario('no-heartbeat-ever'), NOW);
    expect(none.length).toBeGreaterThan(20);
    expect(none.filter(({ source }) => source === 'Directory Synchronization')).toEqual([]);
    const busy = scenarioEvents(await loadScenario('busy'), NOW).filter(
      ({ source }) => source === 'Directory Synchronization',
    );
    expect(new Set(busy.map(({ instanceId }) => instanceId))).toEqual(new Set([650, 651, 656, 657, 904]));
  });

  test('in "short-log" the log begins 40 minutes ago', async () => {
    const [first] = scenarioEvents(await loadScenario('short-log'), NOW);
    expect(first?.at).toEqual(new Date('2026-03-10T11:20:00.000Z'));
  });
});

describe('a mistyped name', () => {
  test('is answered with the nearest one, and with none when none is near', () => {
    expect(nearestName('helthy', CATALOGUE)).toBe('healthy');
    expect(nearestName('Staging', CATALOGUE)).toBe('staging');
    expect(nearestName('two-forests', CATALOGUE)).toBe('two-forests-one-silent');
    expect(nearestName('xylophone', CATALOGUE)).toBeUndefined();
  });

  test('is a usage error; a right one is not', async () => {
    await expect(requireScenarioName('helthy')).rejects.toThrow(UsageError);
    await expect(requireScenarioName('helthy')).rejects.toThrow(
      'There is no scenario "helthy". Did you mean "healthy"?',
    );
    await expect(requireScenarioName('../healthy')).rejects.toThrow(UsageError);
    await expect(requireScenarioName('healthy')).resolves.toBeUndefined();
  });
});
