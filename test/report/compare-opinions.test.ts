import { describe, expect, test } from '@jest/globals';
import type { DiagnosticLine } from '../../src/model/diagnostic-entry.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { SecondOpinionEntry } from '../../src/model/second-opinion.js';
import { parseDiagnostics } from '../../src/parsers/diagnostics-output.js';
import type { ReportInput } from '../../src/report/build-report.js';
import { catalog } from '../../src/checks/catalog.js';
import {
  adConnector,
  channel,
  diagnosedFacts,
  entraConnector,
  scheduler,
  state,
  tally,
  eventSummary,
  ids,
  partition,
} from '../support/facts.js';
import { reportOf } from '../support/reports.js';

function line(text: string, color: string | null = null): DiagnosticLine {
  const nothing = { propertyName: null, propertyValue: null, outputType: null };
  return { kind: 'host', text, color, noNewLine: false, ...nothing };
}

function opinionOn(
  facts: Facts,
  lines: readonly DiagnosticLine[],
  input: Partial<ReportInput> = {},
): readonly SecondOpinionEntry[] {
  const secondOpinion = known(parseDiagnostics(lines));
  const report = reportOf(facts, { command: 'diagnose', checks: catalog, secondOpinion, ...input });
  return report.secondOpinion?.known === true ? report.secondOpinion.value : [];
}

/** Our check, its finding and whether the two disagree, for the last line. */
function last(facts: Facts, ...texts: readonly string[]): unknown {
  const entry = opinionOn(
    facts,
    texts.map((text) => line(text)),
  ).at(-1);
  return [entry?.check, entry?.ours, entry?.disagrees];
}

const silent = diagnosedFacts({
  events: known(eventSummary({ [ids.contoso]: [tally(654, 600)] })),
  partitionStates: known([state(ids.contoso, { lastCycleStatus: 'None', lastSuccessEndedAt: null })]),
});
const two = {
  connectors: known([entraConnector(), adConnector(), adConnector('fabrikam.com')]),
  channels: known([channel(), channel('fabrikam.com', { enabled: false })]),
};
const section = 'AD Connector - contoso.com';

describe('a server on which the two', () => {
  test.each([
    ['is enabled', 'Password Hash Synchronization cloud configuration is enabled', 'PHS203', 'pass'],
    ['runs', 'Password Hash Synchronization is running', 'PHS301', 'pass'],
    ['has the same settings', 'Local and cloud configurations are the same', 'PHS203', 'pass'],
    ['can be pinged', 'The AAD tenant was pinged', 'PHS405', 'pass'],
  ])('agree that it %s', (_, text, check, ours) => {
    expect(last(diagnosedFacts(), section, text)).toEqual([check, ours, false]);
  });

  test.each([
    ['the feature', 'Password Hash Synchronization is disabled', 'PHS205'],
    ['the heartbeat', 'Password Hash Synchronization is NOT running for AD Connector - contoso.com', 'PHS301'],
    ['the cycle', 'It has never attempted to synchronize passwords from this directory partition', 'PHS302'],
    ['Entra', 'Password Hash Synchronization had an error while pinging AAD tenant', 'PHS405'],
    ['the settings', 'Password Hash Synchronization local and cloud configurations are different', 'PHS203'],
  ])('disagree about %s', (_, text, check) => {
    expect(last(diagnosedFacts(), section, text)).toEqual([check, 'pass', true]);
  });

  test('agree about what is wrong', () => {
    const off = diagnosedFacts({ channels: known([channel('contoso.com', { enabled: false })]) });
    const ofTenant = diagnosedFacts({
      companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: false }),
    });
    const different = 'Password Hash Synchronization local and cloud configurations are different';

    expect(last(off, section, 'Password Hash Synchronization is disabled')).toEqual(['PHS205', 'fail', false]);
    expect(last(off, different)).toEqual(['PHS205', 'fail', false]);
    expect(last(ofTenant, 'AAD Tenant - x', 'Password Hash Synchronization is disabled')).toEqual([
      'PHS203',
      'fail',
      false,
    ]);
    expect(last(silent, section, 'Password Hash Synchronization is NOT running')).toEqual(['PHS301', 'fail', false]);
    expect(last(silent, section, 'It has never attempted to synchronize passwords')).toEqual([
      'PHS302',
      expect.anything(),
      false,
    ]);
  });
});

describe('nothing is called a disagreement that is about something else:', () => {
  test('another connector, also one that is named below the heading of a healthy one', () => {
    const facts = diagnosedFacts(two);
    const off = 'Password Hash Synchronization is disabled';

    expect(last(facts, section, off)).toEqual(['PHS205', 'pass', true]);
    expect(last(facts, section, `${off} for AD Connector - fabrikam.com`)).toEqual(['PHS205', 'fail', false]);
    expect(last(facts, section, `${off} for connector fabrikam.com.`)).toEqual(['PHS205', 'fail', false]);
    expect(last(facts, section, `${off} for AD Connector - gone.example`)).toEqual([null, null, false]);
  });

  test('another domain of the same connector', () => {
    const partitions = [partition('contoso.com'), partition('child.contoso.com')];
    const facts = diagnosedFacts({
      connectors: known([entraConnector(), adConnector('contoso.com', { partitions })]),
      domains: known([
        {
          connectorName: 'contoso.com',
          domain: 'contoso.com',
          isReachable: true,
          exceptionMessage: null,
          failure: null,
        },
        {
          connectorName: 'contoso.com',
          domain: 'child.contoso.com',
          isReachable: false,
          exceptionMessage: 'x',
          failure: null,
        },
      ]),
    });

    expect(last(facts, section, 'Domain "contoso.com" is reachable')).toEqual(['PHS401', 'fail', false]);
    expect(last(facts, section, 'Domain "child.contoso.com" is reachable')).toEqual(['PHS401', 'fail', true]);
    expect(last(facts, section, 'Domain "child.contoso.com" is NOT reachable')).toEqual(['PHS401', 'fail', false]);
    expect(last(diagnosedFacts(), section, 'Domain "contoso.com" is NOT reachable')).toEqual(['PHS401', 'pass', true]);
    expect(last(diagnosedFacts(), section, 'Domain "gone.example" is NOT reachable')).toEqual([null, null, false]);
  });

  test('a cycle that runs, and staging mode if it is expected', () => {
    const staging = diagnosedFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });
    const [entry] = opinionOn(staging, [line('Staging mode is enabled')], { expect: 'staging' });

    expect(entry).toMatchObject({ check: 'PHS204', ours: 'pass', status: 'warning', disagrees: false });
    expect(last(diagnosedFacts(), 'Staging mode is enabled')).toEqual(['PHS204', 'pass', true]);
    expect(last(silent, section, 'It is synchronizing passwords from this directory partition now')).toEqual([
      'PHS302',
      expect.anything(),
      false,
    ]);
  });
});
