import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildErrorReport } from '../../src/report/build-report.js';
import { known } from '../../src/model/fact.js';
import type { Report } from '../../src/model/report.js';
import { escapeForTerminal } from '../../src/base/escape.js';
import { nagiosText } from '../../src/views/monitor-text.js';
import { nagiosExitCode, nagiosView } from '../../src/views/nagios.js';
import { performanceText } from '../../src/views/performance-data.js';
import { prometheusView } from '../../src/views/prometheus.js';
import { metricsText } from '../../src/views/prometheus-text.js';
import { plainTheme } from '../../src/views/theme.js';
import { badInputs } from '../support/bad-input.js';
import type { AgeLimits } from '../../src/views/view.js';
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
  scheduler,
  state,
  tally,
  unreadable,
} from '../support/facts.js';
import { expectGolden } from '../support/golden.js';
import { readLabel, readMetrics, readPluginLine, type ReadSample } from '../support/monitoring-formats.js';
import { goldenServers, reportOf } from '../support/reports.js';

const options = { theme: plainTheme, verbosity: 'normal' } as const;
const nagios = (report: Report): string => nagiosView(report, options);
const prometheus = (report: Report): string => prometheusView(report, options);

const failedRun = buildErrorReport(
  { code: 'E_NO_POWERSHELL', message: 'No PowerShell | was found.\nNone.', hint: 'Install one.', exitCode: 5 },
  { toolVersion: '0.1.0', command: 'status', startedAt: now, finishedAt: now },
);

const reports: readonly (readonly [string, Report])[] = [
  ...Object.entries(goldenServers).map(([name, facts]) => [name, reportOf(facts)] as const),
  ['failed-run', failedRun],
];

/** A healthy server whose one AD connector has this name. */
function serverNamed(name: string): Report {
  return reportOf(
    healthyFacts({ connectors: known([entraConnector(), adConnector(name)]), channels: known([channel(name)]) }),
  );
}

/** Values of one metric by one of its labels. */
function byLabel(samples: readonly ReadSample[], metric: string, label: string): Record<string, number> {
  return Object.fromEntries(
    samples.filter((sample) => sample.metric === metric).map(({ labels, value }) => [labels[label] ?? '', value]),
  );
}

/** Any text, with many of the characters that the formats give a meaning to. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('|', "'", '"', '=', ';', '\\', '\n', '\r', '%', '{', '}', ',', '#', ' ', 'a', '\u001b', 'é'),
    maxLength: 20,
  }),
);

describe.each(reports)('the report "%s"', (name, report) => {
  test('as one line of a plugin', () => {
    expectGolden(`nagios/${name}.txt`, nagios(report));
    expect(() => readPluginLine(nagios(report))).not.toThrow();
  });

  test('as metrics', () => {
    expectGolden(`prometheus/${name}.prom`, prometheus(report));
    expect(() => readMetrics(prometheus(report))).not.toThrow();
  });
});

describe('--output nagios', () => {
  test('follows the verdict with state and exit code', () => {
    const suspended = healthyFacts({
      scheduler: known(scheduler({ schedulerSuspended: true })),
      entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
    });
    const states = [healthyFacts(), suspended, goldenServers['staging'], goldenServers['unreadable']].map((facts) => {
      const report = reportOf(facts ?? healthyFacts());
      return [/^PHS (\w+) - /.exec(nagios(report))?.[1], nagiosExitCode(report, {})];
    });

    expect(states).toEqual([
      ['OK', 0],
      ['WARNING', 1],
      ['CRITICAL', 2],
      ['UNKNOWN', 3],
    ]);
    expect([nagios(failedRun), nagiosExitCode(failedRun, {})]).toEqual([
      'PHS UNKNOWN - No PowerShell \\u{7c} was found.\\nNone. Install one.\n',
      3,
    ]);
  });

  test('gives the ages of each connector in seconds and the number of findings', () => {
    const { data } = readPluginLine(nagios(reportOf(goldenServers['healthy'] ?? healthyFacts())));

    expect(data.slice(0, 4)).toEqual([
      { label: 'contoso.com last_sign', value: 120, unit: 's', limits: ['', '10800', '0'] },
      { label: 'contoso.com heartbeat', value: 720, unit: 's', limits: ['', '', '0'] },
      { label: 'contoso.com last_cycle', value: 120, unit: 's', limits: ['', '', '0'] },
      { label: 'findings_fail', value: 0, unit: '', limits: ['', '0', '0'] },
    ]);
  });

  test('says U for an age that is not known, instead of a zero', () => {
    const report = reportOf(healthyFacts({ events: unreadable(), partitionStates: known([]) }));

    expect(
      readPluginLine(nagios(report))
        .data.slice(0, 3)
        .map(({ value }) => value),
    ).toEqual([null, null, null]);
  });

  test('reads back what was put in, whatever a connector is called', () => {
    const datum = fc.record({
      label: anyText.filter((text) => !/\p{Cs}/u.test(text) && text !== ''),
      value: fc.option(fc.nat()),
      unit: fc.constantFrom('', 's'),
    });
    fc.assert(
      fc.property(anyText, fc.array(datum, { maxLength: 5 }), (text, data) => {
        const line = `${nagiosText(text)} | ${data.map((one) => performanceText({ ...one, unit: one.unit === 's' ? 's' : '' })).join(' ')}\n`;
        const read = readPluginLine(line);

        expect(read.text).toBe(escapeForTerminal(text).replaceAll('|', '\\u{7c}').trimEnd());
        expect(read.data.map(({ label, value }) => [readLabel(label), value])).toEqual(
          data.map(({ label, value }) => [label, value]),
        );
      }),
    );
  });

  test('stays one line that can be read, for every bad name', () => {
    for (const name of badInputs) {
      const { data } = readPluginLine(nagios(serverNamed(name)));

      expect(data[1]?.value).toBe(720);
      expect(data).toHaveLength(8);
    }
  });

  test('says below what to do and what else is not in order, and of a good server nothing', () => {
    const { details } = readPluginLine(nagios(reportOf(goldenServers['two-forests'] ?? healthyFacts())));

    expect(details[0]).toMatch(/^Next step: /);
    expect(details).toContain('More: phs-tool help PHS205');
    expect(details.slice(details.indexOf('Further findings:') + 1).map((line) => line.slice(0, 6))).toEqual(['[fail]']);
    expect(readPluginLine(nagios(reportOf(healthyFacts()))).details).toEqual([]);
  });

  test('shows no command that nobody could copy because its bar would be escaped', () => {
    const report = reportOf(goldenServers['unreadable'] ?? healthyFacts());
    const finding = { ...report.findings[0], status: 'fail' as const, check: 'PHS303', category: 'liveness' as const };
    const remedy = { text: 'Do this.', commands: ['Get-It | Format-List', 'Start-Service ADSync'] };
    const one = { title: '', message: 'No.', evidence: [], docs: '', ...finding, remedy };
    const { details } = readPluginLine(nagios({ ...report, findings: [one] }));

    expect(details).toEqual(['Next step: Do this.', '  Start-Service ADSync', 'More: phs-tool help PHS303']);
  });
});

describe('the age of the last sign of life', () => {
  const facts = (changes: Parameters<typeof healthyFacts>[0]): Report =>
    reportOf(
      healthyFacts({
        partitionStates: known([
          state(ids.contoso, {
            lastCycleStartedAt: minutesAgo(603),
            lastCycleEndedAt: minutesAgo(602),
            lastSuccessEndedAt: minutesAgo(602),
          }),
        ]),
        ...changes,
      }),
    );
  const lastSign = (report: Report): number | null | undefined => readPluginLine(nagios(report)).data[0]?.value;

  test('of a silent connector is the silence that the text states, also if a cycle ended later', () => {
    const silent = facts({
      events: known(eventSummary({})),
      lastSigns: known([{ text: ids.contoso, eventId: 663, recordId: 7, generatedAt: minutesAgo(612) }]),
    });

    expect(nagios(silent)).toContain('Silent for 10 h 12 min: the last sign of life (event 663)');
    expect(lastSign(silent)).toBe(612 * 60);
  });

  test('of one that is alive is that of the youngest sign, an event or a cycle', () => {
    expect(lastSign(facts({ events: known(eventSummary({ [ids.contoso]: [tally(654, 20)] })) }))).toBe(20 * 60);
    expect(
      lastSign(
        facts({
          events: known(eventSummary({ [ids.contoso]: [tally(654, 20)] })),
          partitionStates: known([state(ids.contoso)]),
        }),
      ),
    ).toBe(120);
  });
});

describe('limits of the age of the last sign of life', () => {
  const minutes = (count: number): number => count * 60_000;
  const old = reportOf(
    healthyFacts({
      events: known(eventSummary({ [ids.contoso]: [tally(654, 100)] })),
      partitionStates: known([
        state(ids.contoso, { lastCycleEndedAt: minutesAgo(90), lastSuccessEndedAt: minutesAgo(90) }),
      ]),
    }),
  );
  const stateWith = (report: Report, ageLimits: AgeLimits): unknown => [
    nagiosExitCode(report, { ageLimits }),
    readPluginLine(nagiosView(report, { ...options, ageLimits })).data[0]?.limits.slice(0, 2),
  ];

  test('change the state and stand in the performance data', () => {
    expect(stateWith(old, {})).toEqual([0, ['', '10800']]);
    expect(stateWith(old, { warningMs: minutes(60) })).toEqual([1, ['3600', '10800']]);
    expect(stateWith(old, { warningMs: minutes(90) })).toEqual([0, ['5400', '10800']]);
    expect(stateWith(old, { warningMs: minutes(30), criticalMs: minutes(60) })).toEqual([2, ['1800', '3600']]);
  });

  test('are named in the text when they decide', () => {
    expect(nagiosView(old, { ...options, ageLimits: { criticalMs: minutes(60) } })).toMatch(
      /^PHS CRITICAL - SYNC01: contoso\.com: The last sign of life is 1 h 30 min old; the limit is 1 h\. \|/,
    );
    expect(nagiosView(old, options)).toMatch(/^PHS OK - SYNC01: Password hash/);
  });

  test('do not hold for a connector that is off or whose silence is explained', () => {
    const staging = reportOf(goldenServers['staging'] ?? healthyFacts(), { expect: 'staging' });

    expect(nagiosExitCode(staging, { ageLimits: { criticalMs: minutes(1) } })).toBe(0);
  });

  test('change nothing in a replay and in a failed run', () => {
    const source: Report['source'] = { kind: 'recording', recordedAt: minutesAgo(1), replayedAt: minutesAgo(0) };
    for (const report of [{ ...old, source }, failedRun]) {
      expect(nagiosExitCode(report, { ageLimits: { criticalMs: minutes(1) } })).toBe(3);
    }
  });

  test.each(
    reports.flatMap(([name, report]) =>
      [{}, { warningMs: minutes(1) }, { criticalMs: minutes(1) }].map(
        (ageLimits) => [name, ageLimits, report] as const,
      ),
    ),
  )(
    'agree with the state of "%s" with %j: no value is beyond a limit of a better state',
    (_name, ageLimits, report) => {
      const code = nagiosExitCode(report, { ageLimits });
      for (const { value, limits } of readPluginLine(nagiosView(report, { ...options, ageLimits })).data) {
        const isBeyond = (limit: string | undefined): boolean => (limit ?? '') !== '' && (value ?? 0) > Number(limit);
        expect({ isCritical: isBeyond(limits[1]), code }).not.toEqual({
          isCritical: true,
          code: code === 2 ? -1 : code,
        });
        expect({ isWarned: isBeyond(limits[0]), code }).not.toEqual({ isWarned: true, code: 0 });
      }
    },
  );
});

describe('--output prometheus', () => {
  test('gives ages in seconds and findings by check and status', () => {
    const samples = readMetrics(prometheus(reportOf(goldenServers['healthy'] ?? healthyFacts())));

    expect(byLabel(samples, 'phs_heartbeat_age_seconds', 'connector')).toEqual({ 'contoso.com': 720 });
    expect(byLabel(samples, 'phs_last_cycle_age_seconds', 'dn')).toEqual({ 'DC=contoso,DC=com': 120 });
    expect(samples).toContainEqual({
      metric: 'phs_findings',
      labels: { check: 'PHS301', category: 'liveness', subject: 'contoso.com', status: 'pass' },
      value: 1,
    });
    expect(byLabel(samples, 'phs_status', 'status')).toEqual({ pass: 1, warn: 0, fail: 0, unknown: 0 });
  });

  test('says that a run failed, and nothing of the server', () => {
    const samples = readMetrics(prometheus(failedRun));

    expect(byLabel(samples, 'phs_tool_up', '')).toEqual({ '': 0 });
    expect(samples.filter(({ metric }) => !metric.startsWith('phs_tool_'))).toEqual([]);
    expect(byLabel(readMetrics(prometheus(reportOf(healthyFacts()))), 'phs_tool_up', '')).toEqual({ '': 1 });
  });

  test('leaves out an age that is not known', () => {
    const samples = readMetrics(
      prometheus(reportOf(healthyFacts({ events: unreadable(), partitionStates: known([]) }))),
    );

    expect(samples.filter(({ metric }) => metric.endsWith('_age_seconds'))).toEqual([]);
  });

  test('counts problems by id and code, and what became of the passwords', () => {
    const error = errorEvent(611, 5, {
      message: 'Failed for contoso.com. RPC Error 8453 : Replication access was denied.',
    });
    const events = {
      ...eventSummary({ [ids.contoso]: [tally(617, 20), tally(656, 5)] }, [error]),
      changes: new Map([[ids.contoso, { requested: 5, succeeded: 3, failed: 2 }]]),
    };
    const samples = readMetrics(prometheus(reportOf(healthyFacts({ events: known(events) }))));
    const connector = 'contoso.com';

    expect(samples).toContainEqual({
      metric: 'phs_problem_events',
      labels: { connector, event_id: '611', code: '8453' },
      value: 1,
    });
    expect(
      ['requested', 'succeeded', 'failed'].map((kind) => byLabel(samples, `phs_changes_${kind}`, 'connector')),
    ).toEqual([{ [connector]: 5 }, { [connector]: 3 }, { [connector]: 2 }]);
    expect(byLabel(samples, 'phs_full_sync_running', 'connector')).toEqual({ [connector]: 1 });
  });

  test('writes the same text for the same report', () => {
    const report = reportOf(goldenServers['two-forests'] ?? healthyFacts());

    expect(prometheus(report)).toBe(prometheus(structuredClone(report)));
  });

  test('reads back what was put in, and shows controls instead of writing them', () => {
    const shown = (text: string): string => text.split('\n').map(escapeForTerminal).join('\n');
    fc.assert(
      fc.property(
        fc.uniqueArray(anyText, { selector: shown, maxLength: 5 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (names, value) => {
          const text = metricsText([
            {
              name: 'a',
              help: ['Help', ...names].join('\n'),
              samples: names.map((name) => ({ labels: { name }, value })),
            },
          ]);

          expect(text).not.toMatch(/[^\P{Cc}\n]/u);
          expect(
            names.length === 0 ? [] : readMetrics(text).map(({ labels, value: read }) => [labels['name'], read]),
          ).toEqual(names.map((name) => [shown(name), value === 0 ? 0 : value]));
        },
      ),
    );
  });

  test('stays readable for every bad name, also when two names look alike', () => {
    for (const name of badInputs) {
      expect(byLabel(readMetrics(prometheus(serverNamed(name))), 'phs_tool_up', '')).toEqual({ '': 1 });
    }
    const alike = ['a\u0007', 'a\\u{7}'].map((name) => adConnector(name));
    const report = reportOf(healthyFacts({ connectors: known([entraConnector(), ...alike]) }));
    expect(() => readMetrics(prometheus(report))).not.toThrow();
  });
});
