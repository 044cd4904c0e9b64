import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reportSchema, type Report } from '../../src/model/report.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { runCliLive, type CliRun } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';

/** An event log of its own: one heartbeat for a connector that the simulated server does not have; no Get-WinEvent. */
const otherLog = `
function Get-EventLog {
    param([string]$LogName, [string[]]$Source, [datetime]$After, [int]$Newest)
    $event = [pscustomobject]@{
        Index = 7; EventID = 654; InstanceId = 654; Source = 'Directory Synchronization'; EntryType = 'Information'
        TimeGenerated = [datetime]::Now.AddMinutes(-5); TimeWritten = [datetime]::Now.AddMinutes(-5)
        Message = 'Provision credentials ping end. <forest-info><partition-name>OTHER</partition-name><connector-id>11111111-2222-3333-4444-555555555555</connector-id></forest-info>'
    }
    $event
}
Export-ModuleMember -Function Get-EventLog
`;

/** An ADSync that has connectors and nothing else. */
const smallModule = `
function Get-ADSyncConnector {
    [pscustomobject]@{ Name = 'other.test'; Identifier = '11111111-2222-3333-4444-555555555555'; ConnectorTypeName = 'AD'; Type = 'AD'; Subtype = ''; Partitions = @() }
    [pscustomobject]@{ Name = 'Entra'; Identifier = 'b891884f-051e-4a83-95af-2544101c9083'; ConnectorTypeName = 'Extensible2'; Type = 'Extensible2'; Subtype = 'Windows Azure Active Directory (Microsoft)'; Partitions = @() }
}
Export-ModuleMember -Function Get-ADSyncConnector
`;

/** The AD connectors that the findings speak of. */
function subjects(findings: Report['findings']): (string | undefined)[] {
  return findings.filter(({ check }) => check === 'PHS301').map(({ subject }) => subject);
}

describeWithEngine('the modules of --module-path on a simulated server', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'phs-modules-'));
    await createSimulatedServer('healthy', join(folder, 'server'), { now: new Date() });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function modules(family: string, files: Readonly<Record<string, string>>): string {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, family, name), { recursive: true });
      writeFileSync(join(folder, family, name, `${name}.psm1`), text);
    }
    return join(folder, family);
  }

  const status = (modulePath: string): Promise<CliRun> =>
    runCliLive(['status', '--simulate', join(folder, 'server'), '--module-path', modulePath, '--output', 'json']);

  async function report(modulePath: string): Promise<Report> {
    return reportSchema.parse(JSON.parse((await status(modulePath)).stdout));
  }

  test('an event log of theirs is the only one, also for a command that it lacks', async () => {
    const { findings } = await report(modules('log', { OtherLog: otherLog }));
    expect(subjects(findings)).toEqual(['contoso.com']);
    const signs = findings.find(({ check }) => check === 'PHS301');
    expect(signs?.evidence.filter(({ value }) => value.includes('event'))).toEqual([]);
    const reach = findings.find(({ check }) => check === 'PHS107');
    expect(reach?.status).toBe('warn');
  });

  test("an ADSync of theirs is the only one: what it lacks is unknown, never the simulator's", async () => {
    const { findings } = await report(modules('small', { ADSync: smallModule, OtherLog: otherLog }));
    expect(subjects(findings)).toEqual(['other.test']);
    const unknown = findings.filter((finding) => finding.status === 'unknown').map(({ check }) => check);
    expect(unknown).toEqual(expect.arrayContaining(['PHS203', 'PHS204', 'PHS205', 'PHS206']));
    expect(findings.find(({ check }) => check === 'PHS301')?.status).toBe('pass');
  });

  test('one that does not load is an error, and nothing is answered without it', async () => {
    const run = await status(modules('broken', { OtherLog: 'throw "broken on purpose"' }));
    expect(run.exitCode).toBe(5);
    expect(JSON.parse(run.stdout)).toMatchObject({
      error: { code: 'E_MODULE', message: expect.stringContaining('broken on purpose') },
      findings: [],
    });
  });

  test('a simulated server that is damaged is told in one sentence, with exit code 5', async () => {
    const damaged = join(folder, 'damaged');
    await createSimulatedServer('healthy', damaged, { now: new Date() });
    writeFileSync(join(damaged, 'state.clixml'), '<Objs');
    const run = await runCliLive(['status', '--simulate', damaged]);
    expect(run.exitCode).toBe(5);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/state\.clixml is missing or damaged\./);
  });
});
