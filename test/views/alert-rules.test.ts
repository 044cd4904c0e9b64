import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { exportedMetrics, metricNames } from '../support/exported-metrics.js';

const folder = join(packageRoot(), 'docs', 'monitoring');

describe('the dashboard for Grafana', () => {
  const text = readFileSync(join(folder, 'grafana-dashboard.json'), 'utf8');
  interface Dashboard {
    readonly panels: readonly { readonly id: number; readonly targets: readonly { readonly expr: string }[] }[];
  }
  const { panels } = JSON.parse(text) as Dashboard;
  const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

  test('asks only for metrics that are exported', () => {
    const asked = metricNames(queries.join('\n'));

    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter((name) => !metricNames(exportedMetrics).includes(name))).toEqual([]);
  });

  test('shows no series of a replay or a simulated server, and each panel has an id of its own', () => {
    expect(queries.filter((query) => !query.includes('source=""'))).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

describe('the alert rules', () => {
  const rules = readFileSync(join(folder, 'alerts.yml'), 'utf8');
  const exported = metricNames(exportedMetrics);

  test('ask only for metrics that are exported', () => {
    const asked = metricNames(rules);

    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter((name) => !exported.includes(name))).toEqual([]);
    expect(exported).not.toContain('phs_no_such_metric');
  });

  test('are each played by a test', () => {
    const played = readFileSync(join(folder, 'alerts-test.yml'), 'utf8');
    const names = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);

    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !played.includes(`alertname: ${name}`))).toEqual([]);
  });
});
