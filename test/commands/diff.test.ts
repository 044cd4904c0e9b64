import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { diffDocumentSchema, type DiffDocument } from '../../src/model/diff-document.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { noServer, run } from '../support/recorded-run.js';
import { redactRecording } from '../support/redacted.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-diff-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const [healthy, staging] = ['healthy', 'staging'].map((name) => recordingPath(name)) as [string, string];

const diff = (...words: readonly string[]): ReturnType<typeof run> => run(['diff', ...words], noServer);

async function document(before: string, after: string): Promise<DiffDocument> {
  return diffDocumentSchema.parse(JSON.parse((await diff(before, after, '--output', 'json')).out));
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const saved = async (words: readonly string[]): Promise<string> => (await run(words, noServer)).out;

describe('diff', () => {
  test('of two equal recordings finds nothing', async () => {
    const { changes, notCompared, summary } = await document(healthy, healthy);

    expect({ changes, notCompared }).toEqual({ changes: [], notCompared: [] });
    expect(summary.exitCode).toBe(0);
    expect(await diff(healthy, healthy)).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(
        /before {2}.*: a recording of CONTOSO-SYNC01 2026-11-22[^]*\nNothing changed; exit code 0\n$/,
      ),
    });
  });

  test('tells a setting and the findings that follow from it, in both directions', async () => {
    const there = await document(healthy, staging);

    expect(there.changes).toContainEqual({
      ...{ area: 'setting', name: 'StagingModeEnabled', subject: null, before: 'false', after: 'true' },
    });
    expect(there.changes).toContainEqual(
      expect.objectContaining({
        ...{ area: 'finding', check: 'PHS204', subject: null },
        before: expect.objectContaining({ status: 'pass' }),
        after: expect.objectContaining({ status: 'fail' }),
      }),
    );
    // What staging mode explains is not evaluated: that is no change.
    expect(there.notCompared.map(({ check }) => check)).toContain('PHS301');
    expect(there.summary.exitCode).toBe(3);
    expect((await document(staging, healthy)).changes).toContainEqual(
      expect.objectContaining({ name: 'StagingModeEnabled', before: 'true', after: 'false' }),
    );
    const { exitCode, out } = await diff(healthy, staging);
    expect(exitCode).toBe(3);
    expect(out).toMatch(/\[fail\] {4}PHS204 \(pass -> fail\): The server is in staging mode; /);
    // The title of the check says how it should be.
    expect(out).not.toContain('The server is not in staging mode');
    expect(out).toMatch(/^ {2}StagingModeEnabled: false -> true$/m);
    expect(out).not.toContain('not compared');
    expect((await diff(healthy, staging, '-v')).out).toMatch(/not compared\n {2}PHS3\d\d/);
  });

  test('does not take the reason why a setting could not be read for its value', async () => {
    const { changes, notCompared } = await document(healthy, recordingPath('service-stopped'));

    expect(changes.filter(({ area }) => area !== 'finding')).toEqual([]);
    expect(notCompared.map(({ check }) => check)).toContain('PHS203');
  });

  test.each([
    ['build', 'old-build', { area: 'build', name: 'Entra Connect', before: '2.6.92.0' }],
    ['rule', 'custom-rules', { area: 'rule', after: expect.stringContaining('EnablePasswordSync') }],
    ['connector', 'three-forests', { area: 'setting', before: null, after: expect.stringMatching(/^[\da-f-]{36}$/) }],
    ['channel', 'channel-disabled', { area: 'setting', name: 'Enabled', before: 'true', after: 'false' }],
    ['feature', 'tenant-feature-off', { area: 'setting', name: 'PasswordHashSync', before: 'true', after: 'false' }],
  ])('tells another %s', async (_, scenario, change) => {
    expect((await document(healthy, recordingPath(scenario))).changes).toContainEqual(expect.objectContaining(change));
  });

  test('takes saved documents, as Windows PowerShell saves them too, and a mixture', async () => {
    const text = await saved(['replay', staging, 'diagnose', '--output', 'json']);
    const [plain, utf16] = [file('a.json', text), file('b.json', Buffer.from(`\ufeff${text}`, 'utf16le'))];

    expect((await document(plain, utf16)).summary.exitCode).toBe(0);
    expect((await document(healthy, utf16)).changes).toEqual((await document(healthy, staging)).changes);
  });

  test('says what a document does not have, and does not take it for a change', async () => {
    const status = file('status.json', await saved(['replay', healthy, 'status', '--output', 'json']));
    const { changes, notCompared, summary } = await document(healthy, status);

    expect(changes).toEqual([]);
    expect(notCompared).toContainEqual(expect.objectContaining({ check: 'PHS401', before: 'pass', after: null }));
    expect(summary.exitCode).toBe(4);
    expect((await diff(healthy, status)).out).toMatch(
      /Nothing changed; 2 checks could not be compared \(PHS401, PHS403; -v says why\); exit code 4\n$/,
    );
    const few = file('few.json', await saved(['replay', healthy, 'diagnose', '--only', '1xx', '--output', 'json']));
    expect((await diff(healthy, few)).out).toMatch(
      /Nothing changed; \d+ checks could not be compared \((?:PHS\d{3}, )+PHS\d{3} and \d+ more; -v says why\); exit code 4\n$/,
    );
  });

  test('compares two bundles whose pseudonyms differ by what is no name', async () => {
    const bundles = [
      file('one.ndjson', redactRecording(healthy, 'names').text),
      file('two.ndjson', redactRecording(staging, 'names', Buffer.alloc(32, 9)).text),
    ] as const;
    const there = await document(...bundles);

    expect(there.namesDiffer).toBe(true);
    expect(there.changes).toContainEqual(expect.objectContaining({ name: 'StagingModeEnabled', after: 'true' }));
    expect(there.changes).toContainEqual(expect.objectContaining({ area: 'finding', check: 'PHS204' }));
    expect(there.changes.filter(({ area }) => area === 'rule')).toEqual([]);
    const same = file('three.ndjson', redactRecording(healthy, 'names', Buffer.alloc(32, 9)).text);
    expect(await document(bundles[0], same)).toMatchObject({ changes: [], summary: { exitCode: 0 } });
  });

  test('tells one and the same finding of two bundles as no change, and a finding that came as one', async () => {
    const bundle = (name: string, scenario: string, key: number): string =>
      file(name, redactRecording(recordingPath(scenario), 'names', Buffer.alloc(32, key)).text);
    const silent = bundle('silent-1.ndjson', 'two-forests-one-silent', 7);
    const again = bundle('silent-2.ndjson', 'two-forests-one-silent', 8);
    const alive = bundle('alive.ndjson', 'healthy', 9);

    expect(await document(silent, again)).toMatchObject({ namesDiffer: true, changes: [], summary: { exitCode: 0 } });
    expect((await diff(silent, again)).out).toMatch(/findings by check and sentence without\s+names\./);
    const came = (await document(alive, silent)).changes.filter(({ area }) => area === 'finding');
    expect(came).toContainEqual(
      expect.objectContaining({
        check: 'PHS301',
        before: null,
        after: expect.objectContaining({ status: 'fail' }),
      }),
    );
    expect(came.filter((one) => 'check' in one && one.check === 'PHS301')).toHaveLength(1);
  });

  test.each([
    ['a file that is not there', join(folder, 'none'), 'E_FILE'],
    ['a text', file('text.txt', 'hello'), 'E_RECORDING'],
    ['another document', file('other.json', '{ "schemaVersion": "1.0", "command": "events" }'), 'E_FILE'],
    ['a folder that is no export', folder, 'E_RECORDING'],
  ])('reports %s', async (_, path, code) => {
    const failed = await diff(healthy, path, '--output', 'json');
    expect(failed.exitCode).toBe(5);
    expect(JSON.parse(failed.out)).toMatchObject({ error: { code } });
    expect((await diff(healthy, path)).out).toBe('');
  });

  test('needs two', async () => {
    expect(await diff(healthy)).toMatchObject({ exitCode: 2, err: expect.stringMatching(/<after> is missing/) });
  });
});

describe('a document for diff', () => {
  const withFindings = async (count: number): Promise<string> => {
    const report = JSON.parse(await saved(['replay', healthy, 'diagnose', '--output', 'json'])) as {
      findings: unknown[];
    };
    const findings = Array.from({ length: count }, () => report.findings[0]);
    return file(`${count}.json`, JSON.stringify({ ...report, findings }));
  };

  test('has no more values than one of 500 connectors could have', async () => {
    const [read, refused] = [await withFindings(10_000), await withFindings(60_000)];

    expect(await diff(read, read)).toMatchObject({
      exitCode: expect.any(Number),
      err: expect.not.stringContaining('values'),
    });
    expect(await diff(refused, read)).toMatchObject({
      exitCode: 5,
      err: expect.stringContaining('is not a document of status or diagnose: it has more than 300,000 values.'),
    });
  });

  test('is not read when it is nested without end', async () => {
    expect(await diff(file('deep.json', `{"schemaVersion":${'['.repeat(1_000_000)}`), healthy)).toMatchObject({
      exitCode: 5,
      err: expect.stringContaining('it has values that are nested more than 100 deep.'),
    });
  });
});
