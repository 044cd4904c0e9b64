import { describe, expect, test } from '@jest/globals';
import { statusChecks } from '../../src/checks/catalog.js';
import type { CheckContext } from '../../src/checks/check.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { Finding } from '../../src/model/finding.js';
import {
  adConnector,
  channel,
  entraConnector,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  minutesAgo,
  now,
  state,
  tally,
  twoForestFacts,
  windowStartsAt,
} from '../support/facts.js';
import { environmentRows } from './environment-status-rows.js';
import { configurationRows } from './configuration-status-rows.js';
import { signInRows } from './sign-in-status-rows.js';
import { diagnosedChecks } from './diagnose-row.js';
import { livenessRows } from './liveness-status-rows.js';

const context: CheckContext = { now, windowStartsAt, expect: 'active' };

function findings(facts: Facts, changes: Partial<CheckContext> = {}): readonly Finding[] {
  return runChecks(facts, { ...context, ...changes });
}

function find(all: readonly Finding[], check: string, subject?: string): Finding {
  const found = all.find(
    (finding) => finding.check === check && (subject === undefined || finding.subject === subject),
  );
  if (found === undefined) {
    throw new Error(`no finding ${check} ${subject ?? ''}`);
  }
  return found;
}

/** Statuses that are not pass, as `PHS204:fail` or `PHS301@contoso.com:skip<PHS204`. */
function notPassed(all: readonly Finding[]): string[] {
  return all
    .filter(({ status }) => status !== 'pass')
    .map(
      ({ check, subject, status, blockedBy }) =>
        `${check}${subject === undefined ? '' : `@${subject}`}:${status}${blockedBy === undefined ? '' : `<${blockedBy}`}`,
    );
}

/** The checks that are shown here, without those that name the causes of events in their place. */
const ownChecks = statusChecks.filter(({ id }) => !diagnosedChecks.includes(id));

/** Ids of findings, each said once. */
function idsOf(all: readonly Finding[]): readonly string[] {
  return [...new Set(all.map(({ check }) => check))];
}

const rows = [...environmentRows, ...configurationRows, ...signInRows, ...livenessRows];

describe('each check', () => {
  test.each(rows)('$check: $name is $status', ({ check, facts, status, says, advises, context: changes }) => {
    const finding = find(runChecks(healthyFacts(facts), { ...context, ...changes }, ownChecks), check);

    expect(`${finding.status}: ${finding.message}`).toMatch(new RegExp(`^${status}: `));
    if (says !== undefined) {
      expect(finding.message).toMatch(says);
    }
    if (advises !== undefined) {
      expect([finding.remedy?.text, ...(finding.remedy?.commands ?? [])].join('\n')).toMatch(advises);
    }
    if (status === 'fail' || status === 'warn') {
      expect(finding.remedy?.text).not.toBe(undefined);
      expect(finding.evidence.length).toBeGreaterThan(0);
    }
  });

  test.each(ownChecks.map(({ id }) => id))('%s is shown to hold, to be broken and to be unreadable', (id) => {
    const statuses = rows.filter(({ check }) => check === id).map(({ status }) => status);

    expect(statuses).toContain('pass');
    expect(statuses.some((status) => status === 'fail' || status === 'warn')).toBe(true);
    const check = statusChecks.find((candidate) => candidate.id === id);
    expect(statuses.includes('unknown') || (check?.needs.length ?? 0) > 0).toBe(true);
  });
});

describe('a healthy server', () => {
  test('passes every check', () => {
    const all = findings(healthyFacts());

    expect(notPassed(all)).toEqual([]);
    expect(idsOf(all)).toEqual(statusChecks.map(({ id }) => id));
  });

  test('passes every check with the connector ids in upper case', () => {
    const facts = healthyFacts({
      connectors: known([entraConnector(), adConnector('contoso.com', { identifier: ids.contoso.toUpperCase() })]),
    });

    expect(notPassed(findings(facts))).toEqual([]);
  });
});

describe('two forests', () => {
  test('one silent forest fails alone', () => {
    const facts = twoForestFacts({
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })),
      partitionStates: known([
        state(),
        state(ids.fabrikam, {
          dn: 'DC=fabrikam,DC=com',
          lastCycleEndedAt: minutesAgo(900),
          lastCycleStartedAt: minutesAgo(900),
          lastSuccessEndedAt: minutesAgo(900),
        }),
      ]),
    });

    expect(notPassed(findings(facts))).toEqual(['PHS301@fabrikam.com:fail', 'PHS302@fabrikam.com:warn']);
  });

  test('a disabled channel explains the silence of its own connector only', () => {
    const facts = twoForestFacts({
      channels: known([channel(), channel('fabrikam.com', { enabled: false })]),
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })),
      partitionStates: known([state()]),
    });

    expect(notPassed(findings(facts))).toEqual([
      'PHS205@fabrikam.com:fail',
      'PHS301@fabrikam.com:skip<PHS205',
      'PHS302@fabrikam.com:skip<PHS205',
    ]);
  });

  test('an error that names no connector is one finding without subject, and does not hide in a connector', () => {
    const facts = twoForestFacts({
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 30)], [ids.fabrikam]: [tally(654, 2)] }, [
          errorEvent(655, 10, { connectorId: null, domain: null }),
        ]),
      ),
    });
    const problems = findings(facts).filter(({ check }) => check === 'PHS303');

    expect(problems.map(({ subject, status }) => [subject, status])).toEqual([
      ['contoso.com', 'pass'],
      ['fabrikam.com', 'pass'],
      [undefined, 'skip'],
    ]);
    expect(find(findings(facts), 'PHS405').status).toBe('fail');
  });

  test('an error that names no connector is a warning once every forest reached Entra again', () => {
    const facts = twoForestFacts({
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 5)], [ids.fabrikam]: [tally(654, 2)] }, [
          errorEvent(655, 10, { connectorId: null, domain: null }),
        ]),
      ),
    });

    expect(notPassed(findings(facts))).toEqual(['PHS303:warn']);
  });

  test('errors of a connector that no longer exists are not lost', () => {
    const facts = twoForestFacts({
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 30)], [ids.fabrikam]: [tally(654, 30)] }, [
          errorEvent(611, 10, { connectorId: '00000000-0000-0000-0000-000000000001' }),
        ]),
      ),
    });

    expect(notPassed(findings(facts))).toEqual(['PHS303:fail']);
  });

  test('--connector limits the checks of each connector, not those of the server', () => {
    const all = findings(twoForestFacts(), { connectorFilter: 'fabrikam.com' });

    expect([...new Set(all.flatMap(({ subject }) => subject ?? []))]).toEqual(['fabrikam.com']);
    expect(idsOf(all)).toEqual(statusChecks.map(({ id }) => id));
  });
});

test('a command for an odd connector name is quoted for PowerShell', () => {
  const name = "O'Brien \u2019$(calc)";
  const facts = healthyFacts({
    connectors: known([entraConnector(), adConnector(name)]),
    channels: known([channel(name, { enabled: false })]),
  });

  expect(find(findings(facts), 'PHS205').remedy?.commands[0]).toBe(
    "Get-ADSyncAADPasswordSyncConfiguration -SourceConnector 'O''Brien \u2019\u2019$(calc)'",
  );
});
