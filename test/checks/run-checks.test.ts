import { describe, expect, test } from '@jest/globals';
import { catalog, statusChecks } from '../../src/checks/catalog.js';
import type { Check, CheckContext } from '../../src/checks/check.js';
import { valueOf } from '../../src/checks/check.js';
import { noEffect } from '../../src/checks/password-effect.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { diagnosisFactNames, factNames, type FactName } from '../../src/model/fact-names.js';
import { known, type UnknownCode } from '../../src/model/fact.js';
import type { EventRecord, Facts } from '../../src/model/facts.js';
import type { Finding } from '../../src/model/finding.js';
import {
  adConnector,
  channel,
  diagnosedFacts,
  entraConnector,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  minutesAgo,
  now,
  platform,
  replicationRight,
  rootDescriptor,
  scheduler,
  state,
  tally,
  twoForestFacts,
  unreadable,
  windowStartsAt,
} from '../support/facts.js';

const context: CheckContext = { now, windowStartsAt, expect: 'active' };
const statusFactNames = factNames.filter((name) => !diagnosisFactNames.some((other) => other === name));

/** The facts of the machine, its log and its files, which are read without the module. */
const factsWithoutModule: readonly FactName[] = [
  'engine',
  'platform',
  'executionPolicy',
  'service',
  'module',
  'eventLogReach',
];

/** Whether a check is judged without the module. PHS102 is of the environment, but judges the access through the module. */
function isJudgedWithoutModule({ id, category, needs }: Check): boolean {
  const isOfMachine = category === 'environment' && id !== 'PHS102';
  return isOfMachine && needs.every((name) => factsWithoutModule.includes(name));
}

function notPassed(facts: Facts, changes: Partial<CheckContext> = {}): string[] {
  return runChecks(facts, { ...context, ...changes })
    .filter(({ status }) => status !== 'pass')
    .map(
      ({ check, subject, status, blockedBy }) =>
        `${check}${subject === undefined ? '' : `@${subject}`}:${status}${blockedBy === undefined ? '' : `<${blockedBy}`}`,
    );
}

function withoutFact(facts: Facts, name: FactName, code: UnknownCode): Facts {
  return { ...facts, [name]: unreadable(code) };
}

const audit: EventRecord = {
  recordId: 7,
  eventId: 2506,
  source: 'Entra Connect Admin Actions',
  entryType: 'Information',
  generatedAt: minutesAgo(300),
  message: 'Password hash synchronization was disabled.',
};

/** Servers in different states, so that every branch of a check is walked. */
const servers: Readonly<Record<string, Facts>> = {
  healthy: healthyFacts(),
  twoForests: twoForestFacts(),
  simulated: healthyFacts({ platform: known(platform({ simulated: true, productVersion: null })) }),
  silent: healthyFacts({ events: known(eventSummary({})), partitionStates: known([]) }),
  failing: healthyFacts({ events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 5)])) }),
  recovered: healthyFacts({ events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(611, 40)])) }),
  shortLog: healthyFacts({ eventLogReach: known({ oldestAt: minutesAgo(10) }) }),
  staging: healthyFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })), events: known(eventSummary({})) }),
  entraFailing: healthyFacts({
    events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(655, 5), errorEvent(655, 40)])),
  }),
  entraRecovered: healthyFacts({
    events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(655, 40)])),
  }),
  switchedOff: healthyFacts({
    companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: null }),
    channels: known([channel('contoso.com', { enabled: false })]),
    platform: known(platform({ auditLogging: 'on', productVersion: null })),
  }),
  stagingAudited: healthyFacts({
    scheduler: known(scheduler({ stagingModeEnabled: true })),
    changeEvents: known([audit]),
    platform: known(platform({ auditLogging: 'on', productVersion: null })),
  }),
  switchedOffBySomebody: healthyFacts({
    companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: null }),
    channels: known([channel('contoso.com', { enabled: false })]),
    changeEvents: known([audit]),
  }),
  noAnswerAnywhere: healthyFacts({
    events: known(eventSummary({})),
    partitionStates: known([]),
    companyFeature: unreadable('failed'),
  }),
};

describe('what a check declares', () => {
  test.each(catalog.map((check) => [check.id, check] as const))(
    '%s reads exactly what it needs and uses',
    (_id, check) => {
      const read = new Set<string>();
      const { executionPolicy, rules, domains, replicationRights } = diagnosedFacts();
      const refused = known([replicationRight('contoso.com', { securityDescriptor: rootDescriptor('') })]);
      const diagnosed = [replicationRights, refused].map((rights) => ({
        executionPolicy,
        rules,
        domains,
        replicationRights: rights,
      }));
      const readable = Object.values(servers)
        .flatMap((facts) => diagnosed.map((more) => ({ ...facts, ...more })))
        .filter((facts) => check.needs.every((name) => facts[name].known));
      for (const facts of readable) {
        const watched = new Proxy(facts, {
          get: (target, name, receiver): unknown => {
            read.add(String(name));
            return Reflect.get(target, name, receiver);
          },
        });
        for (const expected of ['active', 'staging'] as const) {
          check.run(watched, { ...context, expect: expected });
        }
      }

      expect([...read].sort()).toEqual([...check.needs, ...check.uses].sort());
    },
  );
});

describe('a fact that could not be read', () => {
  const codes: readonly UnknownCode[] = ['failed', 'access-denied', 'service-stopped', 'command-missing', 'timeout'];
  const cases = statusFactNames.flatMap((name) => codes.map((code) => [name, code] as const));

  test.each(cases)('without %s (%s) no check that needs it stays pass', (name, code) => {
    const needing = statusChecks.filter(({ needs }) => needs.includes(name)).map(({ id }) => id);
    const passed = runChecks(withoutFact(healthyFacts(), name, code), context).filter(
      ({ status }) => status === 'pass',
    );

    expect(passed.filter(({ check }) => needing.some((id) => id === check))).toEqual([]);
  });

  // The audit is evidence beside findings, and comes in the answer that holds the events. Since when a connector is silent is
  // told beside the failure, which comes of the events. The imports of a staging server are judged beside another server (PHS603).
  const missed = (name: FactName): boolean => !['changeEvents', 'lastSigns', 'lastImports'].includes(name);

  test.each(statusFactNames.filter(missed))(
    'without %s at least one check cannot pass, so no answer goes missing unseen',
    (name) => {
      expect(notPassed(withoutFact(healthyFacts(), name, 'failed'))).not.toEqual([]);
    },
  );

  test('no check passes when nothing could be read', () => {
    const nothing = statusFactNames.reduce((facts, name) => withoutFact(facts, name, 'session-lost'), healthyFacts());
    const statuses = new Set(runChecks(nothing, context).map(({ status }) => status));

    expect([...statuses]).toEqual(['unknown']);
  });

  const rank: Readonly<Record<Finding['status'], number>> = { fail: 0, warn: 1, unknown: 1, skip: 1, pass: 2 };
  const pairs = Object.keys(servers).flatMap((server) => statusFactNames.map((name) => [server, name] as const));

  test.each(pairs)('on the server "%s", losing %s turns no finding that needs it into a pass', (server, name) => {
    const facts = servers[server] ?? healthyFacts();
    const key = ({ check, subject }: Finding): string => `${check} ${subject ?? ''}`;
    const before = new Map(runChecks(facts, context).map((finding) => [key(finding), rank[finding.status]]));
    const after = runChecks(withoutFact(facts, name, 'failed'), context);
    const needing = new Set<string>(catalog.filter(({ needs }) => needs.includes(name)).map(({ id }) => id));
    const better = after.filter(
      (finding) => finding.status === 'pass' && needing.has(finding.check) && (before.get(key(finding)) ?? 2) < 2,
    );

    expect(better).toEqual([]);
  });

  test.each(factNames.filter(missed))('without %s no check of diagnose that needs it stays pass', (name) => {
    const needing = catalog.filter(({ needs }) => needs.includes(name)).map(({ id }) => id);
    const findings = runChecks(withoutFact(diagnosedFacts(), name, 'failed'), context, catalog);

    expect(findings.filter(({ check, status }) => status === 'pass' && needing.some((id) => id === check))).toEqual([]);
    expect(findings.filter(({ status }) => status !== 'pass')).not.toEqual([]);
  });

  test('no check of diagnose passes when nothing could be read, and each is told apart from a pass', () => {
    const nothing = factNames.reduce((facts, name) => withoutFact(facts, name, 'session-lost'), diagnosedFacts());
    const statuses = new Set(runChecks(nothing, context, catalog).map(({ status }) => status));

    expect([...statuses].filter((status) => status !== 'unknown' && status !== 'skip')).toEqual([]);
  });

  test('a check that reads a fact that it did not declare is unknown, not a pass and not a crash', () => {
    const careless: Check = {
      id: 'PHS999',
      title: 'Careless',
      category: 'environment',
      passwords: noEffect,
      needs: [],
      uses: [],
      dependsOn: [],
      perConnector: false,
      run: (facts) => [{ status: 'pass', message: valueOf(facts.service).status, evidence: [] }],
    };
    const [finding] = runChecks(healthyFacts({ service: unreadable() }), context, [careless]);

    expect(finding?.status).toBe('unknown');
    expect(runChecks(healthyFacts(), context, [careless])[0]?.status).toBe('pass');
  });

  test('a bug in a check is not hidden', () => {
    const broken: Check = {
      id: 'PHS998',
      title: 'Broken',
      category: 'environment',
      passwords: noEffect,
      needs: [],
      uses: [],
      dependsOn: [],
      perConnector: false,
      run: () => {
        throw new TypeError('a bug');
      },
    };

    expect(() => runChecks(healthyFacts(), context, [broken])).toThrow(TypeError);
  });
});

describe('blocking', () => {
  const refused = (code: UnknownCode): Partial<Facts> => ({
    connectors: unreadable(code),
    companyFeature: unreadable(code),
    scheduler: unreadable(code),
    globalSetting: unreadable(code),
    channels: unreadable(code),
    partitionStates: unreadable(code),
  });

  /** The checks of `status` that rest on the ADSync module, and so on the right to use it. */
  const needModule = statusChecks.filter((check) => !isJudgedWithoutModule(check)).map(({ id }): string => id);

  test('access denied is one failure; what it hides is skipped', () => {
    const hidden = needModule.filter((id) => id !== 'PHS102').map((id) => `${id}:skip<PHS102`);

    expect(hidden.length).toBeGreaterThan(10);
    expect(notPassed(healthyFacts(refused('access-denied')))).toEqual(['PHS102:fail', ...hidden]);
  });

  test('a stopped service is one failure; what it hides is skipped', () => {
    const stopped = known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' });
    const found = notPassed(healthyFacts({ ...refused('service-stopped'), service: stopped }));

    expect(found.sort()).toEqual(['PHS104:fail', ...needModule.map((id) => `${id}:skip<PHS104`)].sort());
  });

  test('"the service is stopped" from a service that runs is unknown, because nothing explains it', () => {
    const found = notPassed(healthyFacts(refused('service-stopped')));

    expect(found.every((text) => text.endsWith(':unknown'))).toBe(true);
  });

  test('a missing module is one failure; what it hides is skipped', () => {
    const found = notPassed(healthyFacts({ ...refused('module-missing'), module: unreadable('module-missing') }));

    expect(found.filter((text) => !text.endsWith(':skip<PHS105'))).toEqual(['PHS105:fail']);
  });

  test('a cmdlet that an old build lacks is skipped; on a current build it is unknown', () => {
    const oldBuild = known(platform({ productVersion: '1.1.819.0' }));
    const missing = { partitionStates: unreadable('command-missing') };

    expect(notPassed(healthyFacts({ ...missing, platform: oldBuild }))).toEqual([
      'PHS106:fail',
      'PHS302@contoso.com:skip<PHS106',
    ]);
    expect(notPassed(healthyFacts(missing))).toEqual(['PHS302@contoso.com:unknown']);
  });

  const silent = { events: known(eventSummary({})), partitionStates: known([]) };

  test('staging explains silence, and is not reported twice', () => {
    const facts = healthyFacts({ ...silent, scheduler: known(scheduler({ stagingModeEnabled: true })) });

    expect(notPassed(facts)).toEqual([
      'PHS204:fail',
      'PHS301@contoso.com:skip<PHS204',
      'PHS302@contoso.com:skip<PHS204',
    ]);
    expect(notPassed(facts, { expect: 'staging' })).toEqual([
      'PHS301@contoso.com:skip<PHS204',
      'PHS302@contoso.com:skip<PHS204',
    ]);
  });

  test('the tenant feature explains silence', () => {
    const off = known({ passwordHashSync: false, forcePasswordChangeOnLogOn: null });

    expect(notPassed(healthyFacts({ ...silent, companyFeature: off }))[0]).toBe('PHS203:fail');
    expect(notPassed(healthyFacts({ ...silent, companyFeature: off }))).toContain('PHS301@contoso.com:skip<PHS203');
  });

  test('an error of the same connector explains its silence', () => {
    const facts = healthyFacts({ ...silent, events: known(eventSummary({}, [errorEvent(611, 5)])) });

    expect(notPassed(facts)).toEqual([
      'PHS301@contoso.com:skip<PHS303',
      'PHS302@contoso.com:skip<PHS303',
      'PHS303@contoso.com:fail',
    ]);
  });

  test('an error of another connector does not', () => {
    const facts = twoForestFacts({
      partitionStates: known([state()]),
      events: known(eventSummary({ [ids.contoso]: [tally(654, 60)] }, [errorEvent(611, 5)])),
    });

    expect(notPassed(facts)).toEqual([
      'PHS301@fabrikam.com:fail',
      'PHS302@fabrikam.com:warn',
      'PHS303@contoso.com:fail',
    ]);
  });

  test('a sign of life is not skipped because of an error', () => {
    const facts = healthyFacts({
      events: known(eventSummary({ [ids.contoso]: [tally(654, 60)] }, [errorEvent(611, 5)])),
    });

    expect(notPassed(facts)).toEqual(['PHS303@contoso.com:fail']);
  });

  test('without an AD connector the checks of each connector are skipped, not dropped', () => {
    expect(notPassed(healthyFacts({ connectors: known([entraConnector()]), channels: known([]) }))).toEqual([
      'PHS202:fail',
      'PHS205:skip<PHS202',
      'PHS207:skip<PHS202',
      'PHS208:skip<PHS202',
      'PHS210:skip<PHS202',
      'PHS211:skip<PHS202',
      'PHS213:skip<PHS202',
      'PHS301:skip<PHS202',
      'PHS302:skip<PHS202',
      'PHS303:skip<PHS202',
      'PHS304:skip<PHS202',
      'PHS402:skip<PHS202',
      'PHS404:skip<PHS202',
      'PHS406:skip<PHS202',
    ]);
  });

  test('without an Entra connector the channel is not judged', () => {
    const facts = healthyFacts({
      connectors: known([adConnector()]),
      channels: known([channel('contoso.com', { targetConnector: null })]),
    });

    expect(notPassed(facts)).toContain('PHS205@contoso.com:skip<PHS201');
    expect(notPassed(facts).filter((text) => text.endsWith(':fail'))).toEqual(['PHS201:fail']);
  });

  test('every skip names a check of the catalogue', () => {
    const catalogIds = catalog.map(({ id }) => id);
    const skipped = Object.values(servers).flatMap((facts) =>
      runChecks(facts, context).filter(({ status }) => status === 'skip'),
    );

    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.every(({ blockedBy }) => catalogIds.some((id) => id === blockedBy))).toBe(true);
  });
});
