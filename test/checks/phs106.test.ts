import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/checks/catalog.js';
import { runChecks } from '../../src/checks/run-checks.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { Finding } from '../../src/model/finding.js';
import { diagnosedFacts, errorEvent, eventSummary, platform } from '../support/facts.js';

const onBuild = (productVersion: string, changes: Partial<Facts> = {}): Facts =>
  diagnosedFacts({ platform: known(platform({ productVersion })), ...changes });

function findingsOf(facts: Facts, day: string): readonly Finding[] {
  const now = new Date(`${day}T10:15:00.000Z`);
  const windowStartsAt = new Date(now.getTime() - 3 * 3_600_000);
  return runChecks(facts, { now, windowStartsAt, expect: 'active' }, catalog);
}

function finding(id: string, facts: Facts, day = '2026-11-22'): Finding | undefined {
  return findingsOf(facts, day).find(({ check }) => check === id);
}

describe('PHS106 by the list of builds', () => {
  test('fails for a build that Microsoft cut off, and says that a full sync does not help', () => {
    const found = finding('PHS106', onBuild('2.4.27.0'));

    expect(found).toMatchObject({ status: 'fail' });
    expect(found?.message).toMatch(
      /^Entra Connect 2\.4\.27\.0 does not synchronize: since 2026-09-30 .* below 2\.5\.79\.0/,
    );
    expect(found?.remedy?.text).toMatch(/Upgrade .* a full password sync does not help/);
  });

  test('only warns of the same build as long as the cut is ahead', () => {
    const found = finding('PHS106', onBuild('2.4.131.0'), '2026-08-01');

    expect(found).toMatchObject({ status: 'warn' });
    expect(found?.message).toMatch(/out of support since 2026-05-26/);
    expect(found?.message).toMatch(/2\.5\.79\.0 or later is required from 2026-09-30 on, in 60 days/);
  });

  test.each([
    ['2.5.79.0', /out of support since 2026-10-23 \(according to/],
    ['2.6.79.0', /recalled build 2\.6\.79\.0 \(according to/],
    ['2.6.3.0', /CVE-2026-65673 .*2\.6\.84\.0 is not/],
    ['2.5.190.0', /required from 2027-04-07 on, in \d+ days, .*according to two texts of October 2026/],
  ])('warns of %s', (build, says) => {
    expect(finding('PHS106', onBuild(build))).toMatchObject({ status: 'warn' });
    expect(finding('PHS106', onBuild(build))?.message).toMatch(says);
  });

  test('passes a build that is newer than the list, and says so', () => {
    const found = finding('PHS106', onBuild('2.7.3.0'));

    expect(found).toMatchObject({ status: 'pass' });
    expect(found?.message).toMatch(/is newer than this list of \d{4}-\d{2}-\d{2}/);
  });
});

describe('a build that is cut off', () => {
  const silent = { events: known(eventSummary({})), partitionStates: known([]) };
  const refused = { events: known(eventSummary({}, [errorEvent(655, 20)])) };

  test('explains silence and missing cycles, and no full password sync is advised', () => {
    const found = findingsOf(onBuild('2.4.27.0', silent), '2026-11-22');

    expect(found.find(({ check }) => check === 'PHS301')).toMatchObject({ status: 'skip', blockedBy: 'PHS106' });
    expect(found.find(({ check }) => check === 'PHS302')).toMatchObject({ status: 'skip', blockedBy: 'PHS106' });
    expect(JSON.stringify(found)).not.toMatch(/trigger a full sync/);
  });

  test('explains errors of Microsoft Entra ID', () => {
    expect(finding('PHS405', onBuild('2.4.27.0', refused))).toMatchObject({ status: 'skip', blockedBy: 'PHS106' });
    expect(finding('PHS405', onBuild('2.6.92.0', refused))).toMatchObject({ status: 'fail' });
  });

  test('does not hide that a connector shows signs of life', () => {
    expect(finding('PHS301', onBuild('2.4.27.0'))).toMatchObject({ status: 'pass' });
  });

  test('does not explain the silence of a build that may synchronize', () => {
    expect(finding('PHS301', onBuild('2.6.92.0', silent))).toMatchObject({ status: 'fail' });
  });
});
