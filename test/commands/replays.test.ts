import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordingPath } from '../../src/simulator/recordings.js';
import { runCli } from '../../src/cli.js';
import { fakeContext } from '../support/fake-context.js';
import { noServer, run } from '../support/recorded-run.js';
import { unpackRecording } from '../support/unpack-recording.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-replays-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A recording whose header claims that a real server answered. */
const forged = join(folder, 'forged.ndjson');
beforeAll(() => {
  const text = unpackRecording('healthy');
  writeFileSync(forged, text.replaceAll('"simulated":true', '"simulated":false'));
});

const replay = (...words: readonly string[]): ReturnType<typeof run> => run(['replay', forged, ...words], noServer);

describe('a recording whose header claims to be of a real server is a replay', () => {
  test.each([
    [['status'], /^REPLAY: recorded /],
    [['status', '--quiet'], /^\[warn\] REPLAY \(recorded /],
    [['diagnose'], /^REPLAY: recorded /],
    [['diagnose', '--dn', 'CN=Nobody,DC=contoso,DC=com'], /^REPLAY: recorded /],
    [['events'], /^REPLAY: recorded /],
    [['status', '--output', 'json'], /"source": \{\s+"kind": "recording",\s+"recordedAt": "/],
    [['diagnose', '--output', 'json'], /"source": \{\s+"kind": "recording",/],
    [['diagnose', '--dn', 'CN=Nobody,DC=contoso,DC=com', '--output', 'json'], /"source": \{\s+"kind": "recording",/],
    [['diagnose', '--dn', 'CN=Nobody,DC=contoso,DC=com', '--output', 'ndjson'], /"source":\{"kind":"recording",/],
    [['events', '--output', 'json'], /"source": \{\s+"kind": "recording",/],
    [['events', '--output', 'ndjson'], /^(?:.*,"origin":"recording"\}\n)+$/],
    [['events', '--output', 'csv'], /^.*,"origin"\r\n(?:.*,"recording"\r\n)+$/],
    [['users'], /^REPLAY: recorded /],
    [['users', '--output', 'json'], /"source": \{\s+"kind": "recording",/],
    [['users', '--output', 'ndjson'], /^(?:.*,"origin":"recording"\}\n)+$/],
    [['users', '--output', 'csv'], /^.*,"origin"\r\n(?:.*,"recording"\r\n)+$/],
    [['status', '--output', 'nagios'], /^PHS UNKNOWN - REPLAY \(recorded /],
    [['status', '--output', 'checkmk'], /^3 "PHS" - REPLAY \(recorded /],
    [['status', '--output', 'prtg'], /^\{"prtg":\{"error":1,"text":"UNKNOWN: REPLAY \(recorded /],
    [['status', '--output', 'prometheus'], /^phs_tool_up\{source="recording"\} 0$/m],
    [['report', '--out', '-'], /<title>REPLAY: /],
  ])('%j says so', async (words, expected) => {
    expect((await replay(...words)).out).toMatch(expected);
  });

  test('an error on the way says so as well', async () => {
    const failed = await replay('status', '--connector', 'nobody', '--output', 'json');
    expect(JSON.parse(failed.out)).toMatchObject({ source: { kind: 'recording' }, summary: { status: 'error' } });
    expect((await replay('status', '--connector', 'nobody', '--output', 'nagios')).out).toMatch(
      /^PHS UNKNOWN - REPLAY \(/,
    );
  });

  test('lines for programs come with a note on stderr, which --quiet leaves out', async () => {
    expect((await replay('events', '--output', 'csv')).err).toMatch(/^REPLAY: recorded /);
    expect((await replay('events', '--output', 'csv', '--quiet')).err).toBe('');
    expect((await replay('status', '--output', 'nagios')).err).toBe('');
  });
});

describe('times of a replay, of its mark too, on stdout and stderr', () => {
  const inBerlin = async (words: readonly string[]): Promise<string> => {
    const ctx = fakeContext({ env: { TZ: 'Europe/Berlin' }, openSession: noServer });
    await runCli(words, ctx);
    return `${ctx.out()}${ctx.err()}`;
  };

  test.each([
    [['replay', forged]],
    [['replay', forged, 'status']],
    [['replay', forged, 'diagnose']],
    [['replay', forged, 'diagnose', '--dn', 'CN=Nobody,DC=contoso,DC=com']],
    [['replay', forged, 'events']],
    [['replay', forged, 'events', '--output', 'csv']],
    [['replay', forged, 'users']],
    [['replay', forged, 'users', '--output', 'csv']],
    [['events', '--replay', forged, '--replay', recordingPath('channel-disabled')]],
    [['events', '--replay', forged, '--replay', recordingPath('channel-disabled'), '--output', 'csv']],
  ])('%j are local, and in UTC with --utc', async (words) => {
    const local = await inBerlin(words);
    expect(local).toMatch(/\d \+0[12]\b/);
    expect(local).not.toMatch(/\d UTC\b/);
    const utc = await inBerlin([...words, '--utc']);
    expect(utc).toMatch(/\d UTC\b/);
    expect(utc).not.toMatch(/\d \+0[12]\b/);
  });
});

describe('--as-of-recording', () => {
  test('gives a monitor the state that the recorded run had; without it the state is unknown', async () => {
    // The recording is of PowerShell 7, which is a warning on a server that claims to be a real one.
    expect(await replay('status', '--output', 'nagios', '--as-of-recording')).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/^PHS WARNING - REPLAY \(/),
    });
    expect((await replay('status', '--output', 'nagios')).exitCode).toBe(3);
    expect((await replay('status', '--output', 'prometheus', '--as-of-recording')).out).toMatch(
      /^phs_tool_up\{source="recording"\} 1$/m,
    );
  });

  test('is refused for a form that is not of a monitor', async () => {
    expect(await replay('status', '--as-of-recording')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/--as-of-recording needs --output nagios, checkmk, prtg or prometheus/),
    });
  });
});

describe('commands to copy beside the answer of a recording', () => {
  const file = recordingPath('channel-disabled');
  const ofFile = `phs-tool replay '${file}' status`;

  test('name the file in a report and in the details of several servers, as in those of one', async () => {
    const report = await run(['report', '--from', file, '--out', '-'], noServer);
    const one = await run(['status', '--replay', file], noServer);
    const several = await run(['status', '--replay', file, '--replay', recordingPath('healthy')], noServer);

    expect(report.out).toContain(`<code>${ofFile.replaceAll("'", '&#39;')}</code>`);
    expect([one.out, several.out].filter((text) => !text.includes(`    ${ofFile}\n`))).toEqual([]);
    expect(`${report.out}${one.out}${several.out}`).not.toMatch(/(?:<code>| {4})phs-tool status(?:<|\n)/);
  });
});
