import { describe, expect, test } from '@jest/globals';
import { catalog, statusChecks } from '../../src/checks/catalog.js';
import type { CheckContext } from '../../src/checks/check.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { selectChecks } from '../../src/checks/select-checks.js';
import { firstFailure } from '../../src/model/first-cause.js';
import { known, unknown, type Fact } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { Finding } from '../../src/model/finding.js';
import { notRecorded } from '../../src/model/quote-finding.js';
import { rpcCodes } from '../../src/model/rpc-codes.js';
import {
  adConnector,
  diagnosedFacts,
  entraConnector,
  errorEvent,
  eventSummary,
  ids,
  minutesAgo,
  now,
  reachableDomain,
  replicationRight,
  rootDescriptor,
  tally,
  unreadable,
  windowStartsAt,
} from '../support/facts.js';
import { environmentRows } from './environment-diagnose-rows.js';
import { configurationRows } from './configuration-diagnose-rows.js';
import { livenessRows } from './liveness-diagnose-rows.js';
import { connectivityRows } from './connectivity-diagnose-rows.js';
import { diagnosedChecks, failing, rpc } from './diagnose-row.js';

const context: CheckContext = { now, windowStartsAt, expect: 'active' };

function diagnose(facts: Partial<Facts>, changes: Partial<CheckContext> = {}): readonly Finding[] {
  return runChecks(diagnosedFacts(facts), { ...context, ...changes }, catalog);
}

/** Statuses that are not pass, as `PHS404@contoso.com:fail` or `PHS303@contoso.com:skip<PHS404`. */
function notPassed(all: readonly Finding[]): string[] {
  return all
    .filter(({ status }) => status !== 'pass')
    .map(
      ({ check, subject, status, blockedBy }) =>
        `${check}${subject === undefined ? '' : `@${subject}`}:${status}${blockedBy === undefined ? '' : `<${blockedBy}`}`,
    );
}

const rows = [...environmentRows, ...configurationRows, ...livenessRows, ...connectivityRows];

describe('each check of diagnose', () => {
  test.each(rows.map((row) => [`${row.check} is ${row.status}: ${row.name}`, row] as const))('%s', (_name, row) => {
    const mine = diagnose(row.facts).filter(({ check }) => check === row.check);
    const finding = row.subject === null ? mine.find(({ subject }) => subject === undefined) : mine[0];

    expect(finding?.status).toBe(row.status);
    expect(finding?.message).toMatch(row.says ?? /./);
    if (row.advises !== undefined) {
      expect([finding?.remedy?.text, ...(finding?.remedy?.commands ?? [])].join('\n')).toMatch(row.advises);
    }
    if (row.status === 'fail' || row.status === 'warn') {
      expect(finding?.remedy?.text).not.toBe(undefined);
      expect(finding?.evidence.length).toBeGreaterThan(0);
    }
  });

  const ownChecks = catalog.filter(({ id }) => diagnosedChecks.includes(id));

  test.each(ownChecks.map((check) => [check.id, check] as const))(
    '%s is shown to hold, to be broken and to be unreadable',
    (id, { needs }) => {
      const statuses = rows.filter(({ check }) => check === id).map(({ status }) => status);

      expect(statuses).toContain('pass');
      expect(statuses.some((status) => status === 'fail' || status === 'warn')).toBe(true);
      expect(statuses.some((status) => status === 'unknown' || status === 'skip') || needs.length > 0).toBe(true);
    },
  );

  test('a healthy server passes all of them, in order', () => {
    const all = diagnose({});

    expect(notPassed(all)).toEqual([]);
    expect([...new Set(all.map(({ check }) => check))]).toEqual(catalog.map(({ id }) => id));
  });
});

describe('a cause that several checks see', () => {
  test.each([
    ['667', failing(errorEvent(667, 5)), 'PHS210'],
    ['a wrong password', failing(rpc(1326)), 'PHS402'],
    ['replication that is rejected', failing(rpc(8456)), 'PHS404'],
    ['a tenant that does not accept hashes', failing(errorEvent(655, 5)), 'PHS405'],
    ['a preferred domain controller', failing(errorEvent(616, 5)), 'PHS406'],
    ['a full sync that failed', failing(errorEvent(621, 20)), 'PHS304'],
  ] as const)('%s is reported once, by the check of the cause', (_name, facts, id) => {
    const all = diagnose(facts);

    expect(all.filter(({ status }) => status === 'fail').map(({ check }) => check)).toEqual([id]);
    expect(notPassed(all)).toContain(`PHS303@contoso.com:skip<${id}`);
    expect(notPassed(all)).toContain(`PHS302@contoso.com:skip<${id}`);
  });

  test('a missing right is stated by the right itself, not by the event about it', () => {
    const all = diagnose({
      ...failing(rpc(8453)),
      replicationRights: known([replicationRight('contoso.com', { securityDescriptor: rootDescriptor('') })]),
    });

    expect(notPassed(all)).toEqual([
      'PHS302@contoso.com:skip<PHS403',
      'PHS303@contoso.com:skip<PHS403',
      'PHS403@contoso.com:fail',
      'PHS404@contoso.com:skip<PHS403',
    ]);
  });

  test('without a view of the rights, the event tells it', () => {
    const all = diagnose({ ...failing(rpc(8453)), replicationRights: unreadable('not-supported') });

    expect(notPassed(all)).toContain('PHS404@contoso.com:fail');
    expect(all.find(({ check }) => check === 'PHS404')?.remedy?.text).toMatch(/Replicating Directory Changes All/);
  });

  test('a domain that cannot be reached is stated once, with its domain controllers', () => {
    const all = diagnose({
      ...failing(rpc(1722)),
      domains: known([reachableDomain('contoso.com', { isReachable: false })]),
    });

    expect(all.filter(({ status }) => status === 'fail').map(({ check }) => check)).toEqual(['PHS401']);
  });

  test('events of several causes stay a finding of their own when one has no check', () => {
    const all = diagnose(failing(rpc(8456), errorEvent(603, 5)));

    expect(all.filter(({ status }) => status === 'fail').map(({ check }) => check)).toEqual(['PHS303', 'PHS404']);
  });

  test('every code of replication is told with its meaning, by the account or by replication', () => {
    const missed = [...rpcCodes.values()].filter(({ code, category, meaning }) => {
      const id = category === 'credentials' ? 'PHS402' : 'PHS404';
      const finding = diagnose(failing(rpc(code))).find(({ check }) => check === id);
      return (
        finding?.status !== 'fail' ||
        !finding.message.includes(`${code} (`) ||
        !finding.message.includes(meaning) ||
        finding.remedy === undefined
      );
    });

    expect(missed).toEqual([]);
  });

  test.each([
    [
      'an account that the directory calls disabled',
      { ...failing(rpc(1331)), replicationRights: known([replicationRight('contoso.com', { accountDisabled: true })]) },
      /^Find out why .* Enable it/,
      /^Enable-ADAccount -Identity '.+' -Server '.+'$/m,
    ],
    ['an account that events call disabled', failing(rpc(1331)), /Enable it/, /^Enable-ADAccount /m],
    [
      'a wrong password',
      failing(rpc(1326)),
      /^Enter the current password .* restart the ADSync service\.$/,
      /^Get-ADUser /m,
    ],
    ['a locked account', failing(rpc(1909)), /^Unlock /, /^Unlock-ADAccount /m],
  ] as const)('%s has the next step that fits it', (_name, facts, text, command) => {
    const remedy = diagnose(facts).find(({ check, status }) => check === 'PHS402' && status === 'fail')?.remedy;

    expect(remedy?.text).toMatch(text);
    expect(remedy?.commands.join('\n')).toMatch(command);
  });

  test('status names the cause that fails, and none on a healthy server', () => {
    const all = runChecks(diagnosedFacts(failing(rpc(8456))), context, statusChecks);

    expect(notPassed(all)).toEqual([
      'PHS302@contoso.com:skip<PHS404',
      'PHS303@contoso.com:skip<PHS404',
      'PHS404@contoso.com:fail',
    ]);
    expect(notPassed(runChecks(diagnosedFacts(), context, statusChecks))).toEqual([]);
  });

  test.each([
    ['of replication', failing(rpc(8456))],
    ['of the account', failing(rpc(1331))],
    ['of the FIPS policy', failing(errorEvent(667, 5, { message: 'MD5' }))],
    ['of Microsoft Entra ID', failing(errorEvent(655, 5, { message: 'Error Code: 90.' }))],
    ['of a domain controller', failing(errorEvent(616, 5, { message: 'unreachable' }))],
    ['that has no check of its own', failing(errorEvent(611, 5, { message: 'something else' }))],
    ['that is silence', { events: known(eventSummary({})), partitionStates: known([]) }],
  ])('status names the same first cause as diagnose: one %s', (_name, changes) => {
    const facts = diagnosedFacts(changes);
    const cause = firstFailure(runChecks(facts, context, catalog));

    expect(cause).toBeDefined();
    expect(firstFailure(runChecks(facts, context, statusChecks))).toMatchObject({
      check: cause?.check,
      message: cause?.message,
    });
  });
});

describe('a full sync of all passwords as the last resort', () => {
  const silent: Partial<Facts> = { events: known(eventSummary({})), partitionStates: known([]) };
  const toldBy = ({ remedy }: Finding): string => [remedy?.text ?? '', ...(remedy?.commands ?? [])].join('\n');
  const advice = (facts: Partial<Facts>): string =>
    diagnose({ ...silent, ...facts })
      .filter(({ check }) => check === 'PHS301')
      .map(toldBy)
      .join('\n');

  test('is advised where everything else holds and no earlier run is known', () => {
    expect(advice({})).toMatch(/only once.*\nphs-tool force-full-sync --connector 'contoso\.com'$/s);
  });

  test('is not advised where an earlier run is known', () => {
    const connector = adConnector('contoso.com', { forceFullPasswordSync: '1' });
    const earlier = eventSummary({ [ids.contoso]: [tally(623, 150)] });

    expect(advice({ connectors: known([entraConnector(), connector]) })).toMatch(/already triggered/);
    expect(advice({ events: known(earlier) })).toMatch(/already triggered/);
  });

  test('is not advised while something else is not in order or not known', () => {
    for (const facts of [
      { rules: known([]) },
      { rules: unreadable() },
      { domains: unreadable() },
      { replicationRights: unreadable('not-supported') },
    ] satisfies Partial<Facts>[]) {
      expect(advice(facts)).not.toMatch(/force-full-sync/);
    }
  });

  test.each([
    ['PHS203', /^Checks were left out.*\nphs-tool diagnose$/s],
    ['PHS106', /^Checks were left out.*\nphs-tool diagnose$/s],
    ['PHS403', /^phs-tool diagnose also asks the domain controllers: run it first.*\nphs-tool force-full-sync/s],
    // Liveness is what is in question.
    ['PHS304', /^Environment, configuration and connectivity are in order.*\nphs-tool force-full-sync/s],
  ])('comes after a diagnosis with all checks if %s was left out', (skip, expected) => {
    const findings = runChecks(diagnosedFacts(silent), context, selectChecks(catalog, { skip: [skip] }));
    const told = findings.filter(({ check }) => check === 'PHS301').map(toldBy);

    expect(told).toEqual([expect.stringMatching(expected)]);
  });

  test('comes after a diagnosis on the server if only the recording leaves something open', () => {
    const gone = (what: string): Fact<never> =>
      unknown({ code: 'not-collected', message: `Could not read ${what}${notRecorded}` });
    const domains = gone('the domains');

    expect(advice({ domains })).toMatch(
      /^The recording does not hold what the other checks need: run phs-tool diagnose/,
    );
    expect(advice({ domains })).not.toMatch(/force-full-sync|First fix/);
    for (const facts of [{ domains: unreadable() }, { domains, rules: known([]) }] satisfies Partial<Facts>[]) {
      expect(advice(facts)).toMatch(/^First fix the failed and unknown checks\. /);
      expect(advice(facts)).not.toMatch(/recording/);
    }
    expect(advice({})).not.toMatch(/recording|First fix/);
  });

  test('is not advised where the engine says that synchronization did not start or that its thread ended', () => {
    const ended = errorEvent(6920, 150, {
      source: 'ADSync',
      connectorId: null,
      domain: null,
      message: 'Thread ended.',
    });
    const notStarted = errorEvent(6944, 149, {
      source: 'ADSync',
      connectorId: null,
      domain: null,
      message: 'Not started.',
    });
    const all = diagnose({ ...silent, events: known(eventSummary({}, [ended, notStarted])) });

    expect(notPassed(all).filter((line) => !line.includes(':skip'))).toEqual(['PHS303:fail']);
    expect(notPassed(all)).toContain('PHS301@contoso.com:skip<PHS303');
    const [finding] = all.filter(({ status }) => status === 'fail');
    expect(finding?.message).toMatch(/password hash synchronization not started/);
    expect(finding?.remedy?.text).toMatch(/read the error.*restart the ADSync service/);
    expect(finding?.remedy?.commands.join()).not.toMatch(/force-full-sync/);
  });

  test('is not mentioned by any other finding', () => {
    const texts = diagnose({ ...silent, rules: known([]) }).map(toldBy);

    expect(texts.filter((text) => text.includes('force-full-sync'))).toEqual([]);
  });
});

test('a short log makes the checks of causes say once that nothing is known', () => {
  const all = diagnose({
    events: known(eventSummary({})),
    partitionStates: known([]),
    companyFeature: unreadable(),
    eventLogReach: known({ oldestAt: minutesAgo(10) }),
  });

  expect(notPassed(all)).toEqual([
    'PHS107:warn',
    'PHS203:unknown',
    'PHS209:unknown',
    'PHS210@contoso.com:skip<PHS303',
    'PHS212:unknown',
    'PHS301@contoso.com:unknown',
    'PHS302@contoso.com:warn',
    'PHS303@contoso.com:unknown',
    'PHS304@contoso.com:skip<PHS303',
    'PHS402@contoso.com:skip<PHS303',
    'PHS404@contoso.com:skip<PHS303',
    'PHS405:skip<PHS203',
    'PHS406@contoso.com:skip<PHS303',
  ]);
});

test('the tenant that cannot be asked without an Entra connector is explained by that alone', () => {
  const none = { connectors: known([adConnector()]), companyFeature: unreadable() };
  const several = {
    connectors: known([entraConnector(), entraConnector(), adConnector()]),
    companyFeature: unreadable(),
  };
  const ofTenant = ({ check }: Finding): boolean => ['PHS203', 'PHS209'].includes(check);

  expect(notPassed(diagnose(none).filter(ofTenant))).toEqual(['PHS203:skip<PHS201', 'PHS209:skip<PHS201']);
  expect(notPassed(diagnose(several).filter(ofTenant))).toEqual(['PHS203:unknown', 'PHS209:unknown']);
});
