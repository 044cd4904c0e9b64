import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { prometheusView } from '../../src/views/prometheus.js';
import { plainTheme } from '../../src/views/theme.js';
import { goldenServers, reportOf } from '../support/reports.js';

const folder = join(packageRoot(), 'docs', 'monitoring');

/** Names of our metrics in a text. */
function metricNames(text: string): readonly string[] {
  return [...new Set(text.match(/\bphs_[a-z_]+\b/g) ?? [])].sort();
}

describe('the alert rules', () => {
  const rules = readFileSync(join(folder, 'alerts.yml'), 'utf8');
  const exported = metricNames(
    Object.values(goldenServers)
      .map((facts) => prometheusView(reportOf(facts), { theme: plainTheme, verbosity: 'normal' }))
      .join(''),
  );

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
