import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { describeWithEngine } from '../support/engine.js';
import { rowsFromEngine } from './run-script.js';

const now = new Date();
const NOT_FOUND = 'Operation failed because the specified MA could not be found.';
const TARGET = 'contoso.onmicrosoft.com - AAD';

describeWithEngine('the simulated ADSync cmdlets', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-sync-'));
    for (const scenario of ['healthy', 'access-denied', 'service-stopped', 'old-build', 'no-entra-connector']) {
      await createSimulatedServer(scenario, join(folder, scenario), { now });
    }
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('names are case-sensitive, GUIDs are not; the error has the exact id, category and type; the next line still runs', async () => {
    const rows = await rowsFromEngine(
      join(folder, 'healthy'),
      `@{ all = @(Get-ADSyncConnector).Count; exact = (Get-ADSyncConnector -Name contoso.com).Name
   byId = (Get-ADSyncConnector -Identifier B891884F-051E-4A83-95AF-2544101C9083).Name }
Get-Failure { Get-ADSyncConnector -Name Contoso.com }
Get-Failure { Get-ADSyncConnector -Identifier 00000000-0000-0000-0000-000000000001 }
Get-Failure { Set-ADSyncAADPasswordSyncConfiguration -SourceConnector CONTOSO.com -TargetConnector '${TARGET}' -Enable $false }
Get-ADSyncConnector -Name Contoso.com 2>&1 | Out-Null
@{ next = 'line' }`,
    );
    expect(rows[0]).toEqual({ all: 2, exact: 'contoso.com', byId: TARGET });
    const error = {
      message: NOT_FOUND,
      id: `${NOT_FOUND},Microsoft.IdentityManagement.PowerShell.Cmdlet.GetADSyncConnectorCmdlet`,
      category: 'ReadError',
      reason: 'ConnectorNotFoundException',
      activity: 'Get-ADSyncConnector',
      type: 'ConnectorNotFoundException',
    };
    expect(rows[1]).toMatchObject(error);
    expect(rows[2]).toMatchObject(error);
    expect(rows[3]).toMatchObject({ message: NOT_FOUND, activity: 'Set-ADSyncAADPasswordSyncConfiguration' });
    expect(rows[4]).toEqual({ next: 'line' });
    // A call that the server refuses was made all the same.
    const calls = (await readFile(join(folder, 'healthy', 'calls.log'), 'utf8')).trim().split('\n');
    expect(calls.map((line): unknown => JSON.parse(line))).toMatchObject([
      { cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', arguments: { SourceConnector: 'CONTOSO.com' } },
    ]);
  });

  test("Microsoft's full sync script runs as it is printed, changes the server and leaves three calls", async () => {
    const server = join(folder, 'full-sync');
    await createSimulatedServer('healthy', server, { now });
    const rows = await rowsFromEngine(
      server,
      `$adConnector = 'contoso.com'
$aadConnector = '${TARGET}'
$c = Get-ADSyncConnector -Name $adConnector
$p = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter "Microsoft.Synchronize.ForceFullPasswordSync", String, ConnectorGlobal, $null, $null, $null
$p.Value = 1
$removed = $c.GlobalParameters.Remove($p.Name)
$c.GlobalParameters.Add($p)
$c = Add-ADSyncConnector -Connector $c
$off = Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $adConnector -TargetConnector $aadConnector -Enable $false
$between = (Get-ADSyncAADPasswordSyncConfiguration -SourceConnector $adConnector).Enabled
$on = Set-ADSyncAADPasswordSyncConfiguration -SourceConnector $adConnector -TargetConnector $aadConnector -Enable $true
$stored = (Get-ADSyncConnector -Name $adConnector).GlobalParameters['Microsoft.Synchronize.ForceFullPasswordSync']
@{ removed = $removed; off = $off.Enabled; between = $between; on = $on.Enabled; value = $stored.Value; scope = [string] $stored.Scope
   account = (Get-ADSyncConnector -Name $adConnector).ConnectivityParameters['forest-login-domain'].Value }`,
    );
    expect(rows[0]).toEqual({
      removed: false,
      off: false,
      between: false,
      on: true,
      value: '1',
      scope: 'ConnectorGlobal',
      account: 'contoso.com',
    });
    const calls = (await readFile(join(server, 'calls.log'), 'utf8')).trim().split('\n');
    const parsed = calls.map((line): unknown => JSON.parse(line));
    const channel = { SourceConnector: 'contoso.com', TargetConnector: TARGET };
    expect(parsed).toMatchObject([
      { cmdlet: 'Add-ADSyncConnector', arguments: { Connector: 'contoso.com', ForceFullPasswordSync: '1' } },
      { cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', arguments: { ...channel, Enable: false } },
      { cmdlet: 'Set-ADSyncAADPasswordSyncConfiguration', arguments: { ...channel, Enable: true } },
    ]);
  });

  test('New-Object passes every other type on', async () => {
    const rows = await rowsFromEngine(
      join(folder, 'healthy'),
      `@{ version = (New-Object System.Version -ArgumentList 1, 2).ToString(); list = (New-Object -TypeName 'System.Collections.ArrayList').GetType().Name }
Get-Failure { New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.ConfigurationParameter 'Name', String }`,
    );
    expect(rows[0]).toEqual({ version: '1.2', list: 'ArrayList' });
    expect(rows[1]).toMatchObject({ id: 'CannotFindAppropriateCtor,Microsoft.PowerShell.Commands.NewObjectCommand' });
  });

  test.each([
    ['access-denied', '80070005', 'Running'],
    ['service-stopped', '800706ba', 'Stopped'],
  ])(
    '%s: every cmdlet fails with %s, the module still loads and the service is %s',
    async (scenario, hresult, status) => {
      const rows = await rowsFromEngine(
        join(folder, scenario),
        `$given = @{ 'Get-ADSyncAADPasswordSyncConfiguration' = @{ SourceConnector = 'contoso.com' }; 'Get-ADSyncDomainReachabilityStatus' = @{ ConnectorName = 'contoso.com' }
  'Set-ADSyncAADPasswordSyncConfiguration' = @{ SourceConnector = 'contoso.com'; TargetConnector = 'x'; Enable = $true }; 'Add-ADSyncConnector' = @{ Connector = @{} }
  'Get-ADSyncCSObject' = @{ Identifier = [guid]::Empty }; 'Get-ADSyncMVObject' = @{ Identifier = [guid]::Empty }
  'Get-ADSyncCSObjectLog' = @{ Identifier = [guid]::Empty; Count = 1 }; 'Get-ADSyncServerConfiguration' = @{ Path = 'nowhere' }
  'Set-ADSyncAADPasswordSyncState' = @{ ConnectorName = 'x'; Enable = $true }; 'Invoke-ADSyncCSObjectPasswordHashSync' = @{ Identifier = [guid]::Empty }
  'Search-ADSyncDirectoryObjects' = @{ AdConnectorId = [guid]::Empty; LdapFilter = '(cn=x)' } }
@{ service = [string] (Get-Service ADSync).Status }
foreach ($name in @(Get-Command -Module ADSync | ForEach-Object { $_.Name })) {
    $splat = @{}
    if ($given.ContainsKey($name)) { $splat = $given[$name] }
    Get-Failure { & $name @splat }
}`,
      );
      expect(rows[0]).toEqual({ service: status });
      const failures = rows.slice(1);
      expect(failures.length).toBeGreaterThanOrEqual(17);
      for (const failure of failures) expect(failure).toMatchObject({ hresult, type: 'COMException' });
    },
  );

  test('an old build wants the connector for the company feature and lacks the partition state; a new one is the other way round', async () => {
    const ask = `@{ parameters = @((Get-Command Get-ADSyncAADCompanyFeature).Parameters.Keys)[0]
   partition = $null -ne (Get-Command Get-ADSyncPartitionPasswordSyncState -ErrorAction Ignore) }`;
    const [old] = await rowsFromEngine(join(folder, 'old-build'), ask);
    const [current] = await rowsFromEngine(join(folder, 'healthy'), ask);
    expect(old).toEqual({ parameters: 'ConnectorName', partition: false });
    expect(current?.['partition']).toBe(true);
    expect(current?.['parameters']).not.toBe('ConnectorName');
    const [feature] = await rowsFromEngine(
      join(folder, 'old-build'),
      `@{ on = (Get-ADSyncAADCompanyFeature -ConnectorName '${TARGET}').PasswordHashSync }`,
    );
    expect(feature).toEqual({ on: true });
  });

  test('times are UTC of unspecified kind, spans are spans, enums are text, the staging setting is the text "False"', async () => {
    const rows = await rowsFromEngine(
      join(folder, 'healthy'),
      `$scheduler = Get-ADSyncScheduler
$cycle = Get-ADSyncPartitionPasswordSyncState | Where-Object { $_.DN -ne 'default' }
$connector = Get-ADSyncConnector -Name contoso.com
$staging = Get-ADSyncGlobalSettingsParameter | Where-Object { $_.Name -eq 'Microsoft.Synchronize.StagingMode' }
@{ next = [string] $scheduler.NextSyncCycleStartTimeInUTC.Kind; policy = [string] $scheduler.NextSyncCyclePolicyType; enum = $scheduler.NextSyncCyclePolicyType -is [enum]
   interval = $scheduler.AllowedSyncCycleInterval -is [timespan]; flags = $scheduler.SyncCycleEnabled -is [bool]
   status = [string] $cycle.PasswordSyncLastCycleStatus; ended = $cycle.PasswordSyncLastCycleEndTimestamp; kind = [string] $cycle.PasswordSyncLastCycleEndTimestamp.Kind
   id = $connector.Identifier -is [guid]; staging = $staging.Value; isText = $staging.Value -is [string]; upgrade = [string] (Get-ADSyncAutoUpgrade)
   missing = $null -eq $connector.GlobalParameters['Microsoft.Synchronize.ForceFullPasswordSync']; keys = $connector.ConnectivityParameters.Contains('password') }
Get-ADSyncConnectorRunStatus
@{ end = $true }`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      next: 'Unspecified',
      policy: 'Delta',
      enum: true,
      interval: true,
      flags: true,
      status: 'Successful',
      kind: 'Unspecified',
      id: true,
      staging: 'False',
      isText: true,
      upgrade: 'Enabled',
      missing: true,
      keys: true,
    });
    const ended = Date.parse(`${String(rows[0]?.['ended'])}Z`);
    expect(now.getTime() - ended).toBe(84_000);
  });

  test('without an Entra connector the tenant cannot be asked', async () => {
    const [failure] = await rowsFromEngine(
      join(folder, 'no-entra-connector'),
      'Get-Failure { Get-ADSyncAADCompanyFeature }',
    );
    expect(failure).toMatchObject({ activity: 'Get-ADSyncAADCompanyFeature', reason: 'InvalidOperationException' });
  });

  test('the platform of a simulated server has the shape of the operation', async () => {
    const { platformSchema } = await import('../../src/model/facts.js');
    const [row] = await rowsFromEngine(join(folder, 'access-denied'), 'Get-PhsPlatform');
    const platform = platformSchema.parse(row);
    expect(platform).toMatchObject({ simulated: true, elevated: false, groups: [], productVersion: '2.6.92.0' });
    expect(platform.moduleCandidates).toHaveLength(1);
  });
});
