import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { registry } from '../../src/registry.js';
import { runCli } from '../support/cli.js';
import { commandCalls } from '../support/command-calls.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { createServer } from '../support/simulated-server.js';

/** What a call of a command on the healthy server ends with: its exit code, and what it writes on stdout. */
const expected: Readonly<Record<string, readonly [exitCode: number, says: RegExp]>> = {
  status: [0, /contoso/],
  diagnose: [3, /CN=Nobody,DC=contoso,DC=com/],
  report: [0, /report\.html|^$/],
  events: [0, /^.*id.*\r\n.*65[0-9]/s],
  users: [0, /^"dn".*\r\n"CN=/s],
  wait: [0, /"type":"end".*"met":true/],
  replay: [0, /contoso/],
  // The recording is of status: what only diagnose asks is unknown in it.
  diff: [4, /Nothing changed/],
  compare: [0, /Nothing differs that matters to password hash synchronization/],
  bundle: [0, /bundle\.ndjson|^$/],
  'sync-user': [6, /REFUSED: PHS501/],
  'guard setup': [0, /The guard is set up/],
  'force-full-sync': [0, /What is done, in this order/],
  'guard show': [0, /Pinned script/],
  'guard recover': [0, /nothing to recover/],
  'guard supersede': [6, /NO_PARAMETER/],
  explain: [0, /611/],
  doctor: [0, /PowerShell/],
  contract: [0, /0 different, 0 not known before/],
  completion: [0, /Register-ArgumentCompleter/],
  'simulate list': [0, /healthy/],
  'simulate create': [0, /another/],
  'simulate tick': [0, /Nothing was due/],
};

// `.ci/run` runs this file in the full PowerShell, too.
describeWithEngine('every command, called from end to end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-every-'));
  const server = join(folder, 'server');
  let calls: Readonly<Record<string, readonly string[]>> = {};

  beforeAll(async () => {
    await createServer('healthy', server);
    calls = commandCalls({ server, folder, host: requireEngine() });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('is one of the registry, and none is left out', () => {
    const names = registry.map(({ name }) => name).sort();
    expect(Object.keys(calls).sort()).toEqual(names);
    expect(Object.keys(expected).sort()).toEqual(names);
  });

  test.each(Object.keys(expected))('%s does its work', async (name) => {
    const [exitCode, says] = expected[name] ?? [-1, /never/];
    const run = await runCli(calls[name] ?? []);
    expect(run.stderr).not.toMatch(/unexpected|No PowerShell/);
    expect(run).toMatchObject({ exitCode, stdout: expect.stringMatching(says) });
  });

  test('has left its files', () => {
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('contoso');
    expect(existsSync(join(folder, 'another', 'server.json'))).toBe(true);
    const [header = ''] = readFileSync(join(folder, 'recording.ndjson'), 'utf8').split('\n');
    expect(z.looseObject({ type: z.string() }).parse(JSON.parse(header)).type).toBe('header');
    expect(readFileSync(join(folder, 'bundle.ndjson'), 'utf8').length).toBeGreaterThan(1_000);
  });
});
