import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fleetDocumentSchema, type FleetDocument } from '../../src/model/fleet-document.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { noServer, run } from '../support/recorded-run.js';
import { unpackRecording } from '../support/unpack-recording.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-fleet-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A recording of a second active server: most scenarios have one computer name, which says that they are one server. */
function recordOther(scenario: string): string {
  const other = join(folder, scenario, 'recording.ndjson');
  mkdirSync(join(folder, scenario), { recursive: true });
  const text = unpackRecording(scenario);
  writeFileSync(other, text.replaceAll('CONTOSO-SYNC01', 'CONTOSO-SYNC03'));
  return other;
}

const other = 'other channel-disabled';
const replays = (...scenarios: readonly string[]): readonly string[] =>
  scenarios.flatMap((scenario) => [
    '--replay',
    scenario === other ? recordOther('channel-disabled') : recordingPath(scenario),
  ]);
const call = (command: string, scenarios: readonly string[], ...words: readonly string[]): ReturnType<typeof run> =>
  run([command, ...replays(...scenarios), ...words], noServer);

async function document(command: string, scenarios: readonly string[]): Promise<FleetDocument> {
  return fleetDocumentSchema.parse(JSON.parse((await call(command, scenarios, '--output', 'json')).out));
}

describe('several servers', () => {
  test('are one document with an array, in their order, with the role that each has', async () => {
    const { servers, findings, summary } = await document('status', ['healthy', 'staging', other]);

    expect(servers.map(({ role, build, report }) => [role, build, report.summary.status])).toEqual([
      ['active', '2.6.92.0', 'pass'],
      ['staging', '2.6.92.0', 'pass'],
      ['active', '2.6.92.0', 'fail'],
    ]);
    expect(servers[0]?.tenant).toBe('contoso.onmicrosoft.com');
    expect(findings).toContainEqual(expect.objectContaining({ check: 'PHS601', status: 'fail' }));
    expect(summary).toMatchObject({ status: 'fail', exitCode: 3, counts: { servers: 3, pass: 2, fail: 1 } });
  });

  test('with one computer name and nothing that tells them apart are perhaps one, named twice', async () => {
    const { findings, summary } = await document('status', ['healthy', 'channel-disabled']);

    expect(findings.map(({ check, status }) => [check, status])).toEqual(
      expect.arrayContaining([
        ['PHS601', 'unknown'],
        ['PHS604', 'unknown'],
      ]),
    );
    expect(summary).toMatchObject({ status: 'fail', counts: { servers: 2, pass: 1, fail: 1 } });
  });

  test('are judged by a role if one is expected', async () => {
    const { out } = await call('status', ['healthy', 'staging'], '--expect', 'staging', '--output', 'json');
    const { servers } = fleetDocumentSchema.parse(JSON.parse(out));

    expect(servers.map(({ expect: role, report }) => [role, report.summary.status])).toEqual([
      ['staging', 'fail'],
      ['staging', 'pass'],
    ]);
  });

  test('are a line each, with the details of those that are not in order', async () => {
    const { exitCode, out } = await call('diagnose', ['healthy', 'staging', other]);

    expect(exitCode).toBe(3);
    expect(out).toMatch(/^ +server +role +build +last sign +verdict\n\[ok\] +recording +active +2\.6\.92\.0 /);
    expect(out).toMatch(/\n\[fail\] recording-3 +active .*PHS205/);
    expect(out).toMatch(/\[fail\] +PHS601: contoso\.onmicrosoft\.com: recording and recording-3 are active/);
    expect(out.match(/^== .*$/gm)).toEqual(['== recording-3']);
    expect(out).toMatch(/\n3 servers: 1 failed, 2 in order; .*exit code 3\n$/);
    expect((await call('diagnose', ['healthy', 'staging'], '-v')).out.match(/^== .*$/gm)).toHaveLength(2);
  });

  test('have lines to copy for each of them, also those that no finding has', async () => {
    const { out } = await call('status', ['healthy', other], '--verbose');

    expect(out.match(/phs-tool replay '[^']*healthy[^']*' diagnose also/g)).toHaveLength(1);
    expect(out.match(/phs-tool replay '[^']*channel-disabled[^']*' diagnose also/g)).toHaveLength(1);
    expect(out).not.toMatch(/FILE diagnose|phs-tool diagnose/);
  });

  test('say in each line how old a recording is', async () => {
    const { out } = await call('status', ['healthy', 'staging']);

    expect(out.match(/^\[ok\] +recording.* REPLAY, (?:\d+ (?:days?|h|min|s) ?)+old: \w/gm)).toHaveLength(2);
    expect(out).not.toContain('REPLAY: Password');
  });

  test('are one line with --quiet', async () => {
    expect((await call('status', ['healthy', 'channel-disabled'], '-q')).out).toMatch(/^2 servers: [^\n]*\n$/);
  });

  test('include those that cannot be read, and the exit code is the worst', async () => {
    const broken = join(folder, 'broken.ndjson');
    writeFileSync(broken, 'nothing');
    const outcome = await run(['status', ...replays('healthy'), '--replay', broken, '--output', 'json'], noServer);
    const { servers, summary } = fleetDocumentSchema.parse(JSON.parse(outcome.out));

    expect(servers[1]).toMatchObject({ name: 'broken', role: null, report: { error: { code: 'E_RECORDING' } } });
    expect(summary).toMatchObject({ exitCode: 5, counts: { pass: 1, error: 1 } });
    expect(outcome.exitCode).toBe(5);
  });

  test('could be taken over, as far as diagnose can tell', async () => {
    const takeover = async (...scenarios: readonly string[]): Promise<unknown> =>
      (await document('diagnose', scenarios)).findings
        .filter(({ check }) => check === 'PHS603')
        .map(({ status }) => status);

    expect(await takeover('healthy', 'staging')).toEqual(['pass']);
    expect(await takeover('three-forests', 'staging')).toEqual(['fail']);
    expect(await takeover('healthy', 'staging-imports-failing')).toEqual(['fail']);
    expect(await takeover('healthy', 'channel-disabled')).toEqual([]);
  });

  test('could not be taken over by a staging server whose last imports failed, and that is said of each connector', async () => {
    const { findings, summary } = await document('diagnose', ['healthy', 'staging-imports-failing']);
    const finding = findings.find(({ check }) => check === 'PHS603');

    expect(finding?.message).toContain('the last import of "contoso.com" ended with stopped-connectivity');
    expect(finding?.evidence.map(({ label, value }) => `${label}: ${value}`)).toContainEqual(
      expect.stringMatching(
        /^Last import of contoso\.com: Delta Import, stopped-connectivity, 2026-11-22 11:48:00 UTC/,
      ),
    );
    expect(summary.exitCode).toBe(3);
  });

  test('are one state for a monitor, the worst', async () => {
    const now = '--as-of-recording';
    const nagios = await call('status', ['healthy', other], '-o', 'nagios', now);

    expect(nagios.exitCode).toBe(2);
    expect(nagios.out).toMatch(
      /^PHS CRITICAL - 2 servers: 1 failed, 1 in order[^\n|]* \| .*'recording contoso\.com last_sign'=/,
    );
    expect(nagios.out).toMatch(/\n\[OK\] recording: [^\n]*\n\[CRITICAL\] recording-2: .*PHS205/);
    expect((await call('status', ['healthy', other], '-o', 'checkmk', now)).out).toMatch(
      /^0 "PHS recording" [^]*\n2 "PHS recording-2" [^]*\n2 "PHS servers" - /,
    );
    const prtg: unknown = JSON.parse((await call('status', ['healthy', other], '-o', 'prtg', now)).out);
    expect(prtg).toMatchObject({ prtg: { result: [{ channel: 'State', value: 2 }, { value: 0 }, { value: 2 }] } });
    const metrics = await call('status', ['healthy', other], '-o', 'prometheus', now);
    expect(metrics.out.match(/^# TYPE phs_status gauge$/gm)).toHaveLength(1);
    expect(metrics.out).toMatch(/^phs_status\{status="fail",source="recording",server="recording-2"\} 1$/m);
    expect(metrics.out).toMatch(/^phs_fleet_findings\{check="PHS601",.*status="fail"\} 1$/m);
  });

  test('of recordings are unknown to a monitor, whose first line says why', async () => {
    const why =
      '2 of 2 answers come from recordings and do not show the servers as they are now; 2 servers: 2 in order';
    const nagios = await call('status', ['healthy', 'staging'], '-o', 'nagios');
    const checkmk = await call('status', ['healthy', 'staging'], '-o', 'checkmk');
    const prtg = await call('status', ['healthy', 'staging'], '-o', 'prtg');

    expect(nagios).toMatchObject({ exitCode: 3, out: expect.stringMatching(`^PHS UNKNOWN - ${why}`) });
    expect(checkmk.out).toContain(`\n3 "PHS servers" - ${why}`);
    expect(prtg.out).toContain(`"UNKNOWN: ${why}`);
    expect((await call('status', ['healthy', 'staging'], '-o', 'nagios', '--as-of-recording')).out).toMatch(
      /^PHS OK - 2 servers: 2 in order/,
    );
  });

  test('that are silent for longer than the limit are so in the first line', async () => {
    const limited = ['-o', 'nagios', '--as-of-recording', '--critical'];

    // The last sign of life of "users" is 84 s old.
    expect((await call('status', ['users', 'staging'], ...limited, '1m')).out).toMatch(
      /^PHS CRITICAL - 2 servers: 1 with a warning, 1 in order; 1 server without a sign of life within the limit \|/,
    );
    expect((await call('status', ['users', 'staging'], ...limited, '3h')).out).toMatch(
      /^PHS WARNING - 2 servers: 1 with a warning, 1 in order \|/,
    );
  });

  test('cannot be used with --record', async () => {
    expect(await call('status', ['healthy', 'staging'], '--record', join(folder, 'new.ndjson'))).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('is for one server'),
    });
  });

  test('that are one are answered as one', async () => {
    const one = await call('status', ['healthy'], '--output', 'json');

    expect(JSON.parse(one.out)).toMatchObject({ command: 'status', overview: {}, summary: { exitCode: 0 } });
  });
});

describe('a hundred servers', () => {
  test('are one document', async () => {
    const scenarios = Array.from({ length: 100 }, (_, index) => (index === 0 ? 'healthy' : 'staging'));
    const { servers, summary } = await document('status', scenarios);

    expect(servers).toHaveLength(100);
    expect(summary.counts).toMatchObject({ servers: 100, pass: 100 });
  });
});
