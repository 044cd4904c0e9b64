import { expect, test } from '@jest/globals';
import { known } from '../../src/model/fact.js';
import { channel, healthyFacts } from '../support/facts.js';
import { inspectionOf, journalRows } from '../support/guard-records.js';
import { reportOf } from '../support/reports.js';

const slots = ['CLAIM', 'ARMED', 'GO', 'PARAM_SET', 'OFF_INTENT'] as const;
const guard = known(inspectionOf(journalRows([{ slots }]), { snapshot: null }));

test('a report of a server that a run left off ends with 7, with any --fail-on', () => {
  const facts = healthyFacts({ guard, channels: known([channel('contoso.com', { enabled: false })]) });

  expect(reportOf(facts).summary).toMatchObject({ status: 'fail', exitCode: 7 });
  expect(reportOf(facts, { failOn: 'never' }).summary.exitCode).toBe(7);
});

test('a report of a server where the run is unfinished and synchronization is on does not', () => {
  expect(reportOf(healthyFacts({ guard })).summary).toMatchObject({ status: 'warn', exitCode: 0 });
});
