import { expect, test } from '@jest/globals';
import { known } from '../../src/model/fact.js';
import { firstFinding } from '../../src/views/verdict.js';
import { channel, healthyFacts, scheduler } from '../support/facts.js';
import { toOff } from '../support/guard-evidence.js';
import { inspectionOf, journalRows } from '../support/guard-records.js';
import { reportOf } from '../support/reports.js';

const guard = known(inspectionOf(journalRows([{ slots: toOff }]), { snapshot: null }));

test('a report of a server that a run left off ends with 7, with any --fail-on', () => {
  const facts = healthyFacts({ guard, channels: known([channel('contoso.com', { enabled: false })]) });

  expect(reportOf(facts).summary).toMatchObject({ status: 'fail', exitCode: 7 });
  expect(reportOf(facts, { failOn: 'never' }).summary.exitCode).toBe(7);
});

test('a report of a server where the run is unfinished and synchronization is on does not', () => {
  expect(reportOf(healthyFacts({ guard })).summary).toMatchObject({ status: 'warn', exitCode: 0 });
});

test('its first cause is the run, not the channel, and the channel, silence and the wizard are explained by it', () => {
  const staging = known(scheduler({ stagingModeEnabled: true }));
  const facts = healthyFacts({
    guard,
    channels: known([channel('contoso.com', { enabled: false })]),
    scheduler: staging,
  });
  const report = reportOf(facts);
  const of = (id: string): unknown => report.findings.find(({ check }) => check === id);

  expect(report.summary.firstCause).toMatchObject({ check: 'PHS211', subject: 'contoso.com' });
  expect(firstFinding(report)).toMatchObject({
    check: 'PHS211',
    remedy: { commands: expect.arrayContaining([expect.stringMatching(/^phs-tool guard recover /)]) as unknown },
  });
  expect(of('PHS204')).toMatchObject({ status: 'fail' });
  expect(of('PHS205')).toMatchObject({ status: 'skip', blockedBy: 'PHS211' });
  expect(report.overview?.connectors).toMatchObject({ value: [{ verdict: { status: 'off' } }] });
});

test('a channel that is off, and not by the tool, is told by the channel', () => {
  const report = reportOf(healthyFacts({ channels: known([channel('contoso.com', { enabled: false })]) }));

  expect(report.summary).toMatchObject({ exitCode: 3, firstCause: { check: 'PHS205' } });
});
