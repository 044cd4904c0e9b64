import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { buildErrorReport } from '../../src/report/build-report.js';
import { known } from '../../src/model/fact.js';
import type { Report } from '../../src/model/report.js';
import { checkmkView } from '../../src/views/checkmk.js';
import { jsonView } from '../../src/views/json.js';
import { prtgView } from '../../src/views/prtg.js';
import { plainTheme } from '../../src/views/theme.js';
import type { View, ViewOptions } from '../../src/views/view.js';
import { badInputs } from '../support/bad-input.js';
import { adConnector, channel, entraConnector, healthyFacts, minutesAgo, now } from '../support/facts.js';
import { expectGolden } from '../support/golden.js';
import { goldenServers, reportOf } from '../support/reports.js';

const options: ViewOptions = { theme: plainTheme, verbosity: 'normal' };
const show = (view: View, report: Report, more: Partial<ViewOptions> = {}): string =>
  view(report, { ...options, ...more });
const healthy = reportOf(healthyFacts());
const failedRun = buildErrorReport(
  { code: 'E_DEADLINE', message: 'The server | did not answer.', hint: 'Look.', exitCode: 5 },
  { toolVersion: '0.1.0', command: 'status', startedAt: now, finishedAt: now },
);
const replay: Report = {
  ...healthy,
  source: { kind: 'recording', recordedAt: minutesAgo(5), replayedAt: minutesAgo(0) },
};
const named = (...names: readonly string[]): Report =>
  reportOf(
    healthyFacts({
      connectors: known([entraConnector(), ...names.map((name) => adConnector(name))]),
      channels: known(names.map((name) => channel(name))),
    }),
  );

interface Sensor {
  readonly prtg: {
    readonly error?: number;
    readonly text: string;
    readonly result?: readonly { readonly channel: string; readonly value: number; readonly unit: string }[];
  };
}

function readSensor(text: string): Sensor['prtg'] {
  return (JSON.parse(text) as Sensor).prtg;
}

interface Service {
  readonly state: number;
  readonly name: string;
  readonly metrics: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Reads local checks as the agent's section is read: four fields, metrics divided by bars. */
function readServices(text: string): readonly Service[] {
  return text.split('\n').flatMap((line): Service[] => {
    if (line === '') {
      return [];
    }
    const [, state, name = '', metrics = '', rest = ''] =
      /^([0-3]) "([^"]+)" (-|\w+=[\d.]+;[\d.]*;[\d.]*(?:\|\w+=[\d.]+;[\d.]*;[\d.]*)*) ([^|]+)$/.exec(line) ?? [];
    if (state === undefined) {
      throw new Error(`No local check: ${line}`);
    }
    const values =
      metrics === '-'
        ? []
        : metrics
            .split('|')
            .map((metric): [string, string] => [
              metric.slice(0, metric.indexOf('=')),
              metric.slice(metric.indexOf('=') + 1),
            ]);
    return [{ state: Number(state), name, metrics: Object.fromEntries(values), text: rest }];
  });
}

const statesOf = (report: Report, more: Partial<ViewOptions> = {}): unknown =>
  readServices(show(checkmkView, report, more)).map(({ state, name }) => [state, name]);
const stateOf = (report: Report, more: Partial<ViewOptions> = {}): unknown =>
  readSensor(show(prtgView, report, more)).result?.find((each) => each.channel === 'State')?.value;

describe.each(Object.entries(goldenServers))('the server "%s"', (name, facts) => {
  test('as a local check of checkmk and as a sensor of PRTG', () => {
    expectGolden(`checkmk/${name}.txt`, show(checkmkView, reportOf(facts)));
    expectGolden(`prtg/${name}.json`, show(prtgView, reportOf(facts)));
  });
});

describe('--output checkmk', () => {
  test('has a service for the server and one for each connector', () => {
    expect(statesOf(healthy)).toEqual([
      [0, 'PHS'],
      [0, 'PHS contoso.com'],
    ]);
    expect(statesOf(reportOf(goldenServers['two-forests'] ?? healthyFacts()))).toEqual([
      [2, 'PHS'],
      [2, 'PHS contoso.com'],
      [2, 'PHS fabrikam.com'],
      [0, 'PHS 日本.example'],
    ]);
  });

  test('calls a connector unknown whose silence a failure explains, and in order where silence is expected', () => {
    const staging = goldenServers['staging'] ?? healthyFacts();

    expect(statesOf(reportOf(staging))).toEqual([
      [2, 'PHS'],
      [3, 'PHS contoso.com'],
    ]);
    expect(statesOf(reportOf(staging, { expect: 'staging' }))).toEqual([
      [0, 'PHS'],
      [0, 'PHS contoso.com'],
    ]);
  });

  test('has limits of age for each connector', () => {
    const limits = { ageLimits: { warningMs: 60_000, criticalMs: 3_600_000 } };
    const [server, connector] = readServices(show(checkmkView, healthy, limits));

    expect([server?.state, connector?.state, connector?.metrics['last_sign']]).toEqual([1, 1, '120;60;3600']);
  });

  test('is one unknown service for a failed run and a replay, unless its state is asked for', () => {
    expect(statesOf(failedRun)).toEqual([[3, 'PHS']]);
    expect(statesOf(replay)).toEqual([[3, 'PHS']]);
    expect(statesOf(replay, { asOfRecording: true })).toEqual([
      [0, 'PHS'],
      [0, 'PHS contoso.com'],
    ]);
  });

  test('can be read for every bad name', () => {
    for (const name of badInputs) {
      expect(readServices(show(checkmkView, named(name)))).toHaveLength(2);
    }
  });
});

describe('--output prtg', () => {
  test('has the state as the only channel with limits', () => {
    const { result = [] } = readSensor(show(prtgView, healthy));

    expect(result.filter((each) => 'limitmode' in each).map((each) => each.channel)).toEqual(['State']);
    expect(result).toContainEqual({ channel: 'contoso.com last sign', value: 120, unit: 'TimeSeconds' });
    expect([healthy, reportOf(goldenServers['staging'] ?? healthyFacts())].map((report) => stateOf(report))).toEqual([
      0, 2,
    ]);
    expect(stateOf(healthy, { ageLimits: { warningMs: 60_000 } })).toBe(1);
  });

  test('is an error for a failed run and a replay, unless its state is asked for', () => {
    expect(readSensor(show(prtgView, failedRun))).toEqual({
      error: 1,
      text: 'UNKNOWN: The server | did not answer. Look.',
    });
    expect(readSensor(show(prtgView, replay))).toMatchObject({
      error: 1,
      text: expect.stringMatching(/^UNKNOWN: REPLAY /),
    });
    expect(stateOf(replay, { asOfRecording: true })).toBe(0);
  });

  test('can be read for every bad name, and has no more channels than PRTG shows', () => {
    for (const name of badInputs) {
      expect(readSensor(show(prtgView, named(name))).text).toMatch(/^(?:OK|WARNING): /);
    }
    const many = named(...Array.from({ length: 40 }, (_, index) => `forest${index}.example`));
    expect(readSensor(show(prtgView, many)).result).toHaveLength(50);
  });
});

describe('the items for Zabbix', () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'monitoring', 'zabbix.md'), 'utf8');
  const document: unknown = JSON.parse(jsonView(reportOf(goldenServers['two-forests'] ?? healthyFacts()), options));

  function valueAt(path: string): unknown {
    return path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
  }

  test('ask for paths that the document has', () => {
    const paths = [...page.matchAll(/`\$\.([\w.]+)/g)]
      .map(([, path = '']) => path)
      .filter((path) => path !== 'error' && path !== 'name');

    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter((path) => valueAt(path) === undefined)).toEqual([]);
    expect(valueAt('summary.nothing')).toBeUndefined();
  });

  test('ask for keys that a connector and a problem have', () => {
    const [connector] = valueAt('overview.connectors.value') as readonly Record<string, unknown>[];
    const keys = [...page.matchAll(/\)\]\.(\w+)/g)].map(([, key = '']) => key);

    expect(keys).toEqual(['verdict', 'lastSignOfLife', 'changes']);
    expect(keys.filter((key) => connector?.[key] === undefined)).toEqual([]);
  });
});
