import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildErrorReport } from '../../src/report/build-report.js';
import { chooseExitCode } from '../../src/model/choose-exit-code.js';
import { known } from '../../src/model/fact.js';
import { reportSchema } from '../../src/model/report.js';
import { schemaFiles } from '../../src/schema-files.js';
import { healthyFacts, ids, minutesAgo, now, state, twoForestFacts, unreadable } from '../support/facts.js';
import { goldenServers, reportOf } from '../support/reports.js';

const none = { pass: 9, warn: 0, fail: 0, skip: 0, unknown: 0 };

describe('the exit code', () => {
  test.each([
    ['everything passes', {}, 'fail', 0],
    ['a warning', { warn: 1 }, 'fail', 0],
    ['a warning, with --fail-on warn', { warn: 1 }, 'warn', 3],
    ['a failure', { fail: 1 }, 'fail', 3],
    ['a failure, with --fail-on warn', { fail: 1 }, 'warn', 3],
    ['a failure, with --fail-on never', { fail: 1 }, 'never', 0],
    ['a failure and something unknown', { fail: 1, unknown: 1 }, 'fail', 3],
    ['something unknown', { unknown: 1 }, 'fail', 4],
    ['something unknown and a warning', { unknown: 1, warn: 1 }, 'fail', 4],
    ['something unknown and a warning, with --fail-on warn', { unknown: 1, warn: 1 }, 'warn', 3],
    ['something unknown, with --fail-on never', { unknown: 1 }, 'never', 4],
    ['a failure and something unknown, with --fail-on never', { fail: 1, unknown: 1 }, 'never', 4],
    ['a skipped check', { skip: 1 }, 'fail', 0],
  ] as const)('with %s is right', (_name, counts, failOn, code) => {
    expect(chooseExitCode({ ...none, ...counts }, failOn)).toBe(code);
  });
});

describe('a report', () => {
  test('tells the age of the last cycle that ended, also while one is running', () => {
    const running = { lastCycleStatus: 'InProgress', lastCycleEndedAt: null, lastSuccessEndedAt: minutesAgo(4) };
    const { overview } = reportOf(healthyFacts({ partitionStates: known([state(ids.contoso, running)]) }));
    const connector = overview?.connectors.known === true ? overview.connectors.value[0] : undefined;

    expect(connector?.lastCycles).toMatchObject({ value: [{ status: 'InProgress', endedAt: null, ageMs: 240_000 }] });
  });

  test('has exactly these keys', () => {
    // By hand on purpose: a key that is added here is a promise.
    const keys = [
      'schemaVersion',
      'tool',
      'command',
      'startedAt',
      'finishedAt',
      'server',
      'source',
      'window',
      'summary',
      'overview',
      'findings',
    ];

    expect(Object.keys(reportOf(healthyFacts()))).toEqual(keys);
    const always = keys.filter((key) => key !== 'source');
    expect(Object.keys(reportSchema.shape)).toEqual([...always, 'secondOpinion', 'source', 'error']);
  });

  test.each(Object.entries(goldenServers))('of the server "%s" fits its schema, nothing more', (_name, facts) => {
    const report = reportOf(facts);

    expect(reportSchema.parse(report)).toEqual(report);
  });

  test('of an error fits its schema, and has no findings', () => {
    const error = { code: 'E_USAGE', message: 'No.', exitCode: 2 } as const;
    const report = buildErrorReport(error, {
      toolVersion: '0.1.0',
      command: 'status',
      startedAt: now,
      finishedAt: now,
    });

    expect(reportSchema.parse(report)).toEqual(report);
    expect(report.findings).toEqual([]);
    expect(report.summary).toMatchObject({ status: 'error', exitCode: 2 });
  });

  test('names the first failing finding in the order of ids as the first cause', () => {
    expect(reportOf(goldenServers['staging'] ?? healthyFacts()).summary.firstCause?.check).toBe('PHS204');
    expect(reportOf(healthyFacts()).summary.firstCause).toBe(null);
    expect(reportOf(goldenServers['two-forests'] ?? healthyFacts()).summary.firstCause).toMatchObject({
      check: 'PHS205',
      subject: 'fabrikam.com',
    });
  });

  test('says of each value that it does not know why', () => {
    const { overview } = reportOf(
      healthyFacts({ events: unreadable('failed'), companyFeature: unreadable('timeout') }),
    );

    expect(overview?.passwordHashSyncInTenant).toMatchObject({ known: false, reason: { code: 'timeout' } });
    expect(overview?.connectors).toMatchObject({
      known: true,
      value: [{ heartbeat: { known: false, reason: { code: 'failed' } } }],
    });
  });

  test('gives each forest its own verdict', () => {
    const { overview } = reportOf(goldenServers['two-forests'] ?? healthyFacts());
    const connectors = overview?.connectors.known === true ? overview.connectors.value : [];

    expect(connectors.map(({ name, verdict }) => [name, verdict.status])).toEqual([
      ['contoso.com', 'failing'],
      ['fabrikam.com', 'off'],
      ['日本.example', 'alive'],
    ]);
  });

  test('shows one forest when asked for one', () => {
    const { overview, findings } = reportOf(twoForestFacts(), { connectorFilter: 'fabrikam.com' });
    const connectors = overview?.connectors.known === true ? overview.connectors.value : [];

    expect(connectors.map(({ name }) => name)).toEqual(['fabrikam.com']);
    expect(findings.some(({ subject }) => subject === 'contoso.com')).toBe(false);
  });

  test('has the heartbeat with its time, age and record', () => {
    const { overview } = reportOf(healthyFacts());
    const connector = overview?.connectors.known === true ? overview.connectors.value[0] : undefined;

    expect(connector?.heartbeat).toEqual(
      known({ eventId: 654, recordId: 9_988, at: '2026-11-22T10:03:00.000Z', ageMs: 720_000, count: 6 }),
    );
  });
});

test('the files in schema/ are those that the code gives (npm run schema)', async () => {
  for (const [name, text] of await schemaFiles()) {
    expect(readFileSync(join(import.meta.dirname, '..', '..', 'schema', name), 'utf8')).toBe(text);
  }
});
