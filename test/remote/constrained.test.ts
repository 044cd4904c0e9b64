import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { doctorDocumentSchema } from '../../src/model/doctor.js';
import { eventsDocumentSchema } from '../../src/model/events-document.js';
import { reportSchema, type Report } from '../../src/model/report.js';
import { runCliLive } from '../support/cli.js';
import { installEndpointModule, readEndpointFiles } from '../support/constrained-endpoint.js';
import { requireEngine } from '../support/engine.js';
import { sshText, startSshServer, type SshServer } from '../support/ssh-server.js';

/** A server whose events fail, and one that refuses the account: each with full language and with the endpoint of the page. */
const scenarios = ['two-forests-one-silent', 'access-denied'] as const;

let server: SshServer;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'phs-endpoint-'));
  server = await startSshServer(scenarios.flatMap((scenario) => [{ scenario }, { scenario, constrained: true }]));
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(command: string, index: number, ...words: readonly string[]): Promise<unknown> {
  const way = server.remotes[index];
  if (way === undefined) throw new Error('There is no such endpoint.');
  const { stdout } = await runCliLive([command, '--ssh', sshText(way), '--output', 'json', ...words], server.env);
  return JSON.parse(stdout);
}

const verdicts = ({ findings }: Report): readonly string[] =>
  findings.map(({ check, subject, status }) => `${check} ${subject ?? ''} ${status}`);

/** Two simulated servers are not made at the same instant. */
const withoutTimes = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replace(/"ageMs":\d+/g, '"ageMs":0')
      .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '""')
      .replace(/\d{4}-\d\d-\d\d [\d:]+ UTC|\d+ h(?: \d+ min)?|\d+ min/g, ''),
  );

const answer = z.object({ name: z.string(), error: z.string().nullable(), output: z.array(z.string()) });

/** What single commands answer, over SSH or in a runspace of this machine. */
async function call(
  words: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, z.output<typeof answer>>> {
  const { stdout } = await execa(
    requireEngine(),
    [
      '-NoProfile',
      '-Command',
      `& '${join(import.meta.dirname, 'Invoke-AtEndpoint.ps1')}' ${words.join(' ')} -Name ${names.map((name) => `'${name}'`).join(',')}`,
    ],
    { env: { ...server.env, PSModulePath: join(folder, 'modules') } },
  );
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => answer.parse(JSON.parse(line)));
  return new Map(answers.map((each) => [each.name, each]));
}

/** Commands outside of the role: of PowerShell, of ADSync, of phs-tool, and a script. */
const refused = [
  'Get-Process',
  'Set-Item',
  'Import-Module',
  'Get-ADSyncScheduler',
  'Set-ADSyncScheduler',
  'Start-ADSyncSyncCycle',
  'Import-PhsServerModule',
  'Invoke-PhsGuardedSync',
  'Invoke-PhsUserPasswordSync',
  'Write-PhsToolEvent',
  '=1 + 1',
  '=Get-PhsService',
];

describe('the constrained endpoint of docs/remote.md, over SSH', () => {
  test.each(['status', 'diagnose'])('answers %s as one with full language, except for the guard', async (command) => {
    const [full, own] = [await ask(command, 0), await ask(command, 1)].map((document) => reportSchema.parse(document));
    if (full === undefined || own === undefined) throw new Error('There are not two answers.');
    const withoutGuard = (report: Report): readonly string[] =>
      verdicts(report).filter((line) => !line.startsWith('PHS211'));

    expect(withoutGuard(own)).toEqual(withoutGuard(full));
    expect(own.findings.find(({ check }) => check === 'PHS101')).toMatchObject({ status: 'pass' });
    expect(own.findings.find(({ check }) => check === 'PHS211')).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('the endpoint on the server does not offer Invoke-PhsGuardedSync'),
    });
    expect(withoutTimes(own.overview)).toEqual(withoutTimes(full.overview));
  });

  test('answers events as one with full language', async () => {
    const [full, own] = [await ask('events', 0, '--since', '24h'), await ask('events', 1, '--since', '24h')].map(
      (document) => eventsDocumentSchema.parse(document),
    );

    expect(own?.events.length).toBeGreaterThan(5);
    expect(own?.events.map(({ eventId }) => eventId)).toEqual(full?.events.map(({ eventId }) => eventId));
  });

  test('tells why a server refuses, as one with full language', async () => {
    const [full, own] = [await ask('status', 2), await ask('status', 3)].map((document) =>
      reportSchema.parse(document),
    );
    const access = (report: Report | undefined): unknown =>
      report?.findings.filter(({ check }) => check === 'PHS102').map(({ status, message }) => [status, message]);

    expect(access(own)).toEqual(access(full));
    expect(access(own)).toEqual([['fail', expect.any(String)]]);
  });

  test('is in order for doctor, except for the guard', async () => {
    const { probes } = doctorDocumentSchema.parse(await ask('doctor', 1));

    expect(probes.filter(({ status, id }) => status !== 'pass' && id !== 'node').map(({ id }) => id)).toEqual([
      'guard-journal',
      'full-sync',
    ]);
    expect(probes.find(({ id }) => id === 'language-mode')?.message).toBe('FullLanguage.');
  });

  test('refuses every command outside of its list, also when ADSync is loaded', async () => {
    const way = server.remotes[1];
    const words = ['-Port', String(way?.port), '-UserName', way?.user ?? ''];
    const answers = await call(words, ['Import-PhsModule', 'Get-PhsScheduler', 'Get-PhsConnector', ...refused]);

    expect(answers.get('Import-PhsModule')).toMatchObject({ error: null });
    expect(answers.get('Get-PhsScheduler')).toMatchObject({ error: null });
    expect(answers.get('Get-PhsConnector')).toMatchObject({ error: null });
    for (const name of refused) {
      expect([name, answers.get(name)?.error]).toEqual([
        name,
        expect.stringMatching(/CommandNotFoundException|ScriptsNotAllowed|NotAllowed/),
      ]);
    }
  });
});

describe('the session configuration of the page as it is, in a runspace of this machine', () => {
  test('gives members of its role the operations that only read, and nothing else', async () => {
    const files = readEndpointFiles();
    mkdirSync(join(folder, 'modules'), { recursive: true });
    installEndpointModule(join(folder, 'modules'), files);
    const path = join(folder, 'PhsReader.pssc');
    writeFileSync(path, files.session);
    const answers = await call(['-Path', path], ['Get-Command', 'Get-PhsSessionInfo', 'Get-PhsPlatform', ...refused]);
    const [, list = ''] = /VisibleFunctions = @\(([^)]*)\)/.exec(files.role) ?? [];
    const listed = [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
    const shown = answers.get('Get-Command')?.output ?? [];

    expect(shown.filter((name) => name.includes('-Phs')).sort()).toEqual(listed.sort());
    expect(answers.get('Get-PhsSessionInfo')).toMatchObject({ error: null });
    expect(answers.get('Get-PhsPlatform')).toMatchObject({ error: null });
    for (const name of refused) expect([name, answers.get(name)?.error]).toEqual([name, expect.stringMatching(/\w/)]);
  });
});
