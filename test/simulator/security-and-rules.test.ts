import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  domainReachabilitySchema,
  executionPolicyScopeSchema,
  replicationRightSchema,
} from '../../src/model/diagnosis-facts.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { describeWithEngine } from '../support/engine.js';
import { rowsFromEngine } from './run-script.js';

const ACCOUNT = 'MSOL_ae4db4ccb16b';
const rights = (dn: string, name = ACCOUNT): string =>
  `Get-PhsPlatformReplicationRight -ConnectorName contoso.com -DomainDn ${dn} -AccountDomain contoso.com -AccountName ${name}`;
const SCENARIOS = [
  'healthy',
  'missing-replication-right',
  'account-disabled',
  'replication-access-denied',
  'domain-unreachable',
  'execution-policy-restricted',
  'rules-disabled',
  'custom-rules',
  'force-parameter-left-over',
  'users',
];

describeWithEngine('policy, rights, rules and domains of a simulated server', () => {
  let folder: string;
  const ask = (scenario: string, body: string): Promise<Record<string, unknown>[]> =>
    rowsFromEngine(join(folder, scenario), body);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phs-security-'));
    for (const name of SCENARIOS) await createSimulatedServer(name, join(folder, name), { now: new Date() });
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('the execution policy has all five scopes in the order of precedence', async () => {
    const policies = async (scenario: string): Promise<string[]> =>
      (await ask(scenario, 'Get-PhsPlatformExecutionPolicy'))
        .map((row) => executionPolicyScopeSchema.parse(row))
        .map(({ scope, policy }) => `${scope}=${policy}`);
    const rest = ['UserPolicy=Undefined', 'Process=Undefined', 'CurrentUser=Undefined', 'LocalMachine=RemoteSigned'];
    expect(await policies('healthy')).toEqual(['MachinePolicy=Undefined', ...rest]);
    expect(await policies('execution-policy-restricted')).toEqual(['MachinePolicy=Restricted', ...rest]);
  });

  test('the descriptor of a domain and the account are told; a stranger, an unknown domain and an unreadable one are failures or gaps', async () => {
    const read = async (scenario: string, body: string): Promise<ReturnType<typeof replicationRightSchema.parse>> =>
      replicationRightSchema.parse((await ask(scenario, body))[0]);
    const healthy = await read('healthy', rights("'DC=contoso,DC=com'"));
    expect(healthy).toMatchObject({ account: `contoso.com\\${ACCOUNT}`, accountDisabled: false, failure: null });
    expect(healthy.securityDescriptor).toContain(`1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;${healthy.accountSid ?? '-'}`);
    const missing = await read('missing-replication-right', rights("'DC=contoso,DC=com'"));
    expect(missing.securityDescriptor).toContain(`1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;${missing.accountSid ?? '-'}`);
    expect(missing.securityDescriptor).not.toContain(
      `1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;${missing.accountSid ?? '-'}`,
    );
    expect((await read('account-disabled', rights("'DC=contoso,DC=com'"))).accountDisabled).toBe(true);
    expect((await read('healthy', rights("'DC=contoso,DC=com'", 'stranger'))).accountSid).toBeNull();
    expect((await read('healthy', rights("'DC=elsewhere,DC=org'"))).failure).not.toBeNull();
    const unreadable = await read('replication-access-denied', rights("'DC=contoso,DC=com'"));
    expect(unreadable).toMatchObject({ securityDescriptor: null, failure: { message: 'Access is denied.' } });
  });

  test('each domain is reachable or not, with the reason', async () => {
    const rows = await ask(
      'domain-unreachable',
      `foreach ($d in Get-ADSyncDomainReachabilityStatus -ConnectorName contoso.com) {
    @{ connectorName = 'contoso.com'; domain = $d.FullName; isReachable = $d.IsReachable; exceptionMessage = $d.ExceptionMessage; failure = $null } }
Get-Failure { Get-ADSyncDomainReachabilityStatus -ConnectorName Contoso.com }`,
    );
    const [first, second] = rows.slice(0, 2).map((row) => domainReachabilitySchema.parse(row));
    expect(first).toMatchObject({ domain: 'contoso.com', isReachable: true, exceptionMessage: '' });
    expect(second).toMatchObject({ domain: 'emea.contoso.com', isReachable: false });
    expect(second?.exceptionMessage).toContain('could not be contacted');
    expect(rows[2]).toMatchObject({ type: 'ConnectorNotFoundException' });
  });

  test('rules can be disabled, lose their flag and be joined by custom ones; the default set is as the export has it', async () => {
    const list = `foreach ($r in Get-ADSyncRule) { if ($r.EnablePasswordSync) { @{ name = $r.Name; disabled = $r.Disabled; precedence = $r.Precedence; standard = $r.IsStandardRule; direction = $r.Direction } } }`;
    const inbound = { name: 'In from AD - User AccountEnabled', precedence: 102, standard: true, direction: 'Inbound' };
    const outbound = { name: 'Out to AAD - User Join', precedence: 123, standard: true, direction: 'Outbound' };
    expect(await ask('healthy', list)).toEqual([
      { ...inbound, disabled: false },
      { ...outbound, disabled: false },
    ]);
    expect(await ask('rules-disabled', list)).toEqual([
      { ...inbound, disabled: true },
      { ...outbound, disabled: false },
    ]);
    const custom = await ask('custom-rules', list);
    expect(custom.map(({ name, disabled, standard }) => ({ name, disabled, standard }))).toEqual([
      { name: 'In from AD - User AccountEnabled', disabled: true, standard: true },
      { name: 'In from AD - Contoso Employees', disabled: false, standard: false },
      { name: 'Out to AAD - Contoso Employees', disabled: false, standard: false },
    ]);
  });

  test('the parameter of a full sync is left over where the scenario says so', async () => {
    const body = `@{ value = (Get-ADSyncConnector -Name contoso.com).GlobalParameters['Microsoft.Synchronize.ForceFullPasswordSync'].Value }`;
    expect(await ask('force-parameter-left-over', body)).toEqual([{ value: '1' }]);
    expect(await ask('healthy', body)).toEqual([{ value: null }]);
  });

  test.each([
    [
      'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com',
      [],
      ['is found in AAD Connector Space', 'Password hash of the object is synchronized'],
    ],
    ['CN=No Such User,OU=Staff,DC=contoso,DC=com', ['is not found in AD Connector Space'], []],
    [
      'CN=Mona Verse,OU=Staff,DC=contoso,DC=com',
      ['no Password Hash Synchronization rule for source AD', 'is not found in Metaverse'],
      ['is found in AD Connector'],
    ],
    ['CN=Tara Target,OU=Staff,DC=contoso,DC=com', ['is not found in AAD Connector Space'], ['is found in Metaverse']],
    ['CN=Paul Pending,OU=Staff,DC=contoso,DC=com', ['NOT exported', 'TargetNotExportedToDirectory'], []],
    [
      'CN=Olga Outbound,OU=Staff,DC=contoso,DC=com',
      ['no Password Hash Synchronization rule for target AAD'],
      ['is exported'],
    ],
    ['CN=Temp Word,OU=Staff,DC=contoso,DC=com', ['FilteredByTarget', 'temporary password'], []],
  ])("Microsoft's diagnostics say the same of %s, as objects", async (dn, errors, outputs) => {
    const rows = await ask(
      'users',
      `Import-Module ([System.IO.Path]::Combine($Simulator, 'ADSyncDiagnostics', 'ADSyncDiagnostics.psd1'))
Invoke-ADSyncDiagnostics -PasswordSync -ADConnectorName contoso.com -DistinguishedName '${dn}' -NonInteractiveMode 6>$null | Where-Object { $_.IsAscCustomScriptObject } | ForEach-Object { @{ type = $_.OutputType; message = $_.Message } }`,
    );
    const said = (type: string): string[] =>
      rows.filter((row) => row['type'] === type).map((row) => String(row['message']));
    expect(said('Error')).toEqual(errors.map((text): unknown => expect.stringContaining(text)));
    for (const text of outputs) expect(said('Output')).toContainEqual(expect.stringContaining(text));
  });
});
