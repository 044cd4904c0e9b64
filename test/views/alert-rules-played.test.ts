import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { prometheusView } from '../../src/views/prometheus.js';
import { plainTheme } from '../../src/views/theme.js';
import { goldenServers, reportOf } from '../support/reports.js';
import { describeWithPromtool, runPromtool } from '../support/promtool.js';

const folder = join(packageRoot(), 'docs', 'monitoring');

describeWithPromtool('the metrics, read by Prometheus', () => {
  const check = (text: string): Promise<{ readonly code: number; readonly said: string }> =>
    runPromtool(folder, ['check', 'metrics'], text);

  test.each(Object.entries(goldenServers))('of "%s" have nothing to be found fault with', async (_name, facts) => {
    expect(await check(prometheusView(reportOf(facts), { theme: plainTheme, verbosity: 'normal' }))).toEqual({
      code: 0,
      said: '\n',
    });
  });

  test('would be found out if they were wrong', async () => {
    expect((await check('phs_tool_up{ 1\n')).code).not.toBe(0);
  });
});

describeWithPromtool('the alert rules, played by Prometheus', () => {
  test('raise what their tests expect', async () => {
    expect(await runPromtool(folder, ['test', 'rules', 'alerts-test.yml'])).toMatchObject({ code: 0 });
  });

  test('would be found out if one of them never fired', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'phs-alerts-'));
    const rules = readFileSync(join(folder, 'alerts.yml'), 'utf8');
    writeFileSync(join(broken, 'alerts.yml'), rules.replace('> 3 * 3600', '> 3000 * 3600'));
    writeFileSync(join(broken, 'alerts-test.yml'), readFileSync(join(folder, 'alerts-test.yml')));
    const { code, said } = await runPromtool(broken, ['test', 'rules', 'alerts-test.yml']);
    rmSync(broken, { recursive: true });

    expect({ failed: code !== 0, said }).toEqual({
      failed: true,
      said: expect.stringContaining('PasswordHashSyncSilent'),
    });
  });
});
