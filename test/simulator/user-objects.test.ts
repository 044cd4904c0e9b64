import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { describeWithEngine } from '../support/engine.js';
import { rowsFromEngine } from './run-script.js';

const now = new Date();
const AD = 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d';
const PARTNER_A = '4d1df6d1-90a4-4bb8-a1c5-0f2a5d7b6c01';
const PARTNER_B = '5e2ef7e2-a1b5-4cc9-b2d6-1a3b6e8c7d02';
const VIOLA = 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com';
const EMPTY = '00000000-0000-0000-0000-000000000000';
const get = (dn: string): string =>
  `(Get-ADSyncCSObject -ConnectorName contoso.com -DistinguishedName '${dn.replaceAll("'", "''")}')`;

describeWithEngine('the objects of the scenario "users"', () => {
  let server: string;
  const ask = (body: string, given?: readonly string[]): Promise<Record<string, unknown>[]> =>
    rowsFromEngine(server, body, given === undefined ? {} : { given });

  beforeAll(async () => {
    server = join(await mkdtemp(join(tmpdir(), 'phs-users-')), 'server');
    await createSimulatedServer('users', server, { now });
  });

  afterAll(async () => {
    await rm(join(server, '..'), { recursive: true, force: true });
  });

  test('a healthy user can be followed from Active Directory to Microsoft Entra ID and back', async () => {
    const [row] = await ask(`$cs = ${get(VIOLA)}
$mv = Get-ADSyncMVObject -Identifier $cs.ConnectedMVObjectId
$link = $mv.Lineage | Where-Object { $_.ConnectorName -ne 'contoso.com' }
$target = Get-ADSyncCSObject -ConnectorIdentifier $link.ConnectorId -DistinguishedName $link.ConnectedCsObjectDN -SkipDNValidation
$again = Get-ADSyncCSObject -Identifier $cs.ObjectId
$anchor = [System.Text.Encoding]::ASCII.GetString([byte[]] @([regex]::Matches($target.DistinguishedName, '[0-9A-F]{2}') | ForEach-Object { [convert]::ToByte($_.Value, 16) }))
@{ type = $cs.PSTypeNames[0]; same = $again.DistinguishedName -eq $cs.DistinguishedName; joined = $cs.IsConnector; kind = $cs.ObjectType
   rules = @($cs.Lineage | ForEach-Object { $_.SyncRuleName }); outbound = @($target.Lineage | ForEach-Object { '{0}: {1}' -f $_.SyncRuleName, $_.Operation })
   flag = $null -ne $cs.Lineage[0].PSObject.Properties['EnablePasswordSync']; back = $target.ConnectedMVObjectId -eq $mv.ObjectId
   passwordRules = @(Get-ADSyncRule | Where-Object { $_.EnablePasswordSync -and @($cs.Lineage | ForEach-Object { $_.SyncRuleInternalId }) -contains $_.InternalId } | ForEach-Object { $_.Name })
   fqdn = $mv.Attributes['domainFQDN'].Values[0]; by = $mv.Attributes['domainFQDN'].SyncRuleName; netBios = $mv.Attributes['domainNetBios'].Values[0]
   filtered = $mv.Attributes.Contains('cloudFiltered'); anchor = $anchor -ceq $target.Attributes['sourceAnchor'].Values[0]; arrived = $target.Attributes.Contains('cloudAnchor') }`);
    expect(row).toEqual({
      type: 'Microsoft.IdentityManagement.PowerShell.ObjectModel.CsObject',
      same: true,
      joined: true,
      kind: 'user',
      rules: ['In from AD - User Join', 'In from AD - User AccountEnabled', 'In from AD - User Common'],
      outbound: ['Out to AAD - User Join: Provision', 'Out to AAD - User Identity: Join'],
      flag: false,
      back: true,
      passwordRules: ['In from AD - User AccountEnabled'],
      fqdn: 'contoso.com',
      by: 'In from AD - User AccountEnabled',
      netBios: 'CONTOSO',
      filtered: false,
      anchor: true,
      arrived: true,
    });
  });

  test('every user of the scenario is where its case says and nowhere else', async () => {
    const { users } = await loadScenario('users');
    const script = `foreach ($dn in $Given) {
    $connector = 'contoso.com'
    if ($dn.EndsWith('DC=partner,DC=local')) { $connector = 'partner-b.local' }
    $row = @{ source = $false; metaverse = $false; target = $false; directory = $false }
    try {
        $cs = Get-ADSyncCSObject -ConnectorName $connector -DistinguishedName $dn
        $row['source'] = $true
        $mv = Get-ADSyncMVObject -Identifier $cs.ConnectedMVObjectId
        $row['metaverse'] = $true
        $row['target'] = @($mv.Lineage).Count -eq 2
    } catch { $null = $_ }
    $row
}`;
    const plain = users.filter(({ dn }) => !dn.includes(';'));
    const rows = await ask(
      script,
      plain.map(({ dn }) => dn),
    );
    expect(rows.map(({ source, metaverse, target }) => ({ source, metaverse, target }))).toEqual(
      plain.map((user) => ({
        source: user.source !== null,
        metaverse: user.source !== null && user.metaverse !== null,
        target: user.source !== null && user.metaverse !== null && user.target !== null,
      })),
    );
  });

  test('a broken link is to be seen at its place', async () => {
    const [row] = await ask(`$entra = { param($cs) $mv = Get-ADSyncMVObject -Identifier $cs.ConnectedMVObjectId
    Get-ADSyncCSObject -ConnectorIdentifier $mv.Lineage[1].ConnectorId -DistinguishedName $mv.Lineage[1].ConnectedCsObjectDN -SkipDNValidation }
$mona = ${get('CN=Mona Verse,OU=Staff,DC=contoso,DC=com')}
$pending = & $entra ${get('CN=Paul Pending,OU=Staff,DC=contoso,DC=com')}
$erik = & $entra ${get('CN=Erik Export,OU=Staff,DC=contoso,DC=com')}
$clara = Get-ADSyncMVObject ${get('CN=Clara Filter,OU=Staff,DC=contoso,DC=com')}.ConnectedMVObjectId
$ingrid = ${get('CN=Ingrid Org,OU=Staff,DC=contoso,DC=com')}
@{ unjoined = [string] $mona.ConnectedMVObjectId; lineage = @($mona.Lineage).Count; isConnector = $mona.IsConnector
   pending = $pending.Attributes.Contains('cloudAnchor'); error = $erik.ExportError.ErrorName; text = [string] $erik.ExportError; hasError = $erik.HasExportError
   filtered = $clara.Attributes['cloudFiltered'].Values[0]; class = $ingrid.ObjectType; rules = @($ingrid.Lineage | ForEach-Object { $_.SyncRuleName })
   fqdn = (Get-ADSyncMVObject ${get('CN=Doris Domain,OU=Staff,DC=contoso,DC=com')}.ConnectedMVObjectId).Attributes['domainFQDN'].Values[0]
   outbound = @((& $entra ${get('CN=Olga Outbound,OU=Staff,DC=contoso,DC=com')}).Lineage | ForEach-Object { $_.SyncRuleName }) }`);
    expect(row).toEqual({
      unjoined: EMPTY,
      lineage: 0,
      isConnector: false,
      pending: false,
      error: 'AttributeValueMustBeUnique',
      text: 'CsObjectExportError',
      hasError: true,
      filtered: 'true',
      class: 'inetOrgPerson',
      rules: ['In from AD - InetOrgPerson Join', 'In from AD - InetOrgPerson AccountEnabled'],
      fqdn: 'fabrikam.com',
      outbound: ['Out to AAD - User Identity'],
    });
  });

  test('a DN is found whatever its case, blanks and escapes; its neighbours are not', async () => {
    const users = (await loadScenario('users')).users;
    const escaped = users.find(({ samAccountName }) => samAccountName === 'escape')?.dn ?? '';
    const hexadecimal = String.raw`CN=\23Lee\2C Sam \22S\22 \2B \3B \3Ca\3E \5C b\3Dc\20,OU=\20Special,DC=contoso,DC=com`;
    const rows = await ask(
      [
        `@{ asStored = ${get(escaped)}.DistinguishedName; hexadecimal = ${get(hexadecimal)}.DistinguishedName`,
        `   case = ${get(VIOLA.toUpperCase())}.DistinguishedName; blanks = ${get(VIOLA.replaceAll(',', ' , '))}.DistinguishedName`,
        `   foreign = ${get('CN=J\u00fcrgen M\u00fcller-\u0141uczak \u5c71\u7530 \u{1F600},OU=Gr\u00f6\u00dfe,DC=contoso,DC=com')}.ObjectType }`,
        `Get-Failure { ${get(hexadecimal.replace(String.raw`\2C`, ','))} }`,
        `Get-Failure { ${get('CN=TestUserCN=Users,DC=contoso,DC=com')} }`,
        `Get-Failure { ${get('Viola Hanson')} }`,
        `Get-Failure { Get-ADSyncCSObject -ConnectorName contoso.com -DistinguishedName 'Viola Hanson' -SkipDNValidation }`,
        `Get-Failure { Get-ADSyncCSObject -ConnectorName Contoso.com -DistinguishedName '${VIOLA}' }`,
        `Get-Failure { Get-ADSyncCSObject -Identifier ${EMPTY} }`,
        `Get-Failure { Get-ADSyncMVObject -Identifier ${EMPTY} }`,
      ].join('\n'),
    );
    expect(rows[0]).toEqual({
      asStored: escaped,
      hexadecimal: escaped,
      case: VIOLA,
      blanks: VIOLA,
      foreign: 'user',
    });
    const types = rows.slice(1).map(({ type }) => type);
    expect(types).toEqual([
      'ArgumentException',
      'KeyNotFoundException',
      'ArgumentException',
      'KeyNotFoundException',
      'ConnectorNotFoundException',
      'KeyNotFoundException',
      'KeyNotFoundException',
    ]);
  });

  test('the log gives the newest entries first, at most as many as asked for; it can be empty or unreadable', async () => {
    const id = (name: string): string => `${get(`CN=${name},OU=Staff,DC=contoso,DC=com`)}.ObjectId`;
    const rows = await ask(`$two = @(Get-ADSyncCSObjectLog ${id('Log Success')} 10)
@{ status = @($two | ForEach-Object { $_.Status }); kind = [string] $two[0].Timestamp.Kind; at = $two[0].Timestamp; details = $two[1].Details
   one = @(Get-ADSyncCSObjectLog -Identifier ${id('Log Success')} -Count 1).Count; none = @(Get-ADSyncCSObjectLog ${id('Old Password')} 10).Count }
Get-Failure { Get-ADSyncCSObjectLog ${id('Locked Log')} 10 }
Get-Failure { Get-ADSyncCSObjectLog ${EMPTY} 10 }`);
    expect(rows[0]).toMatchObject({ status: ['Success', 'Error'], kind: 'Unspecified', one: 1, none: 0 });
    expect(now.getTime() - Date.parse(`${String(rows[0]?.['at'])}Z`)).toBe(2900 * 60_000);
    expect(rows[1]).toMatchObject({ message: 'The operation could not be completed because the database is busy.' });
    expect(rows[2]).toMatchObject({ activity: 'Get-ADSyncCSObjectLog', type: 'KeyNotFoundException' });
  });

  test('one password is synchronized again: nothing is printed, the log gets the entry of the scenario or none, or it fails', async () => {
    const call = (name: string): string =>
      `Invoke-ADSyncCSObjectPasswordHashSync -ConnectorName contoso.com -DistinguishedName 'CN=${name},OU=Staff,DC=contoso,DC=com'`;
    const count = (name: string): string =>
      `@(Get-ADSyncCSObjectLog ${get(`CN=${name},OU=Staff,DC=contoso,DC=com`)}.ObjectId 10)`;
    const rows = await ask(`$printed = @(${call('Log Error')}).Count; $log = ${count('Log Error')}
$none = ${count('Log Unknown')}.Count; ${call('Log Unknown')}
Invoke-ADSyncCSObjectPasswordHashSync -CsObject ${get(VIOLA)}
Invoke-ADSyncCSObjectPasswordHashSync -Identifier ${get(VIOLA)}.ObjectId
@{ printed = $printed; newest = $log[0].Status; entries = $log.Count; without = ${count('Log Unknown')}.Count - $none; viola = @(Get-ADSyncCSObjectLog ${get(VIOLA)}.ObjectId 10).Count }
Get-Failure { ${call('Log NoTargetConnection')} }
Get-Failure { ${call('Nobody')} }`);
    expect(rows[0]).toEqual({ printed: 0, newest: 'Success', entries: 3, without: 0, viola: 3 });
    expect(rows[1]).toMatchObject({
      message: expect.stringMatching(/could not be synchronized/),
      activity: 'Invoke-ADSyncCSObjectPasswordHashSync',
    });
    expect(rows[2]).toMatchObject({ type: 'KeyNotFoundException' });
  });

  test('Active Directory is searched by DN, GUID, UPN and account name, within the connector asked for', async () => {
    const rows =
      await ask(`$viola = Search-ADSyncDirectoryObjects -AdConnectorId ${AD} -LdapFilter '(distinguishedName=${VIOLA})' -SearchScope Subtree -SizeLimit 1
$bytes = [string]::Join('', @($viola['objectGUID'][0] | ForEach-Object { '\\{0:x2}' -f $_ }))
$temporary = Search-ADSyncDirectoryObjects ${AD} '(sAMAccountName=TEMP.WORD)'
@{ upn = @(Search-ADSyncDirectoryObjects ${AD} '(userPrincipalName=viola@contoso.com)')[0]['distinguishedName'][0]
   guid = @(Search-ADSyncDirectoryObjects ${AD} "(objectGUID=$bytes)")[0]['distinguishedName'][0]; classes = @($viola['objectClass'])
   set = [datetime]::FromFileTimeUtc($viola['pwdLastSet'][0]); never = $temporary['pwdLastSet'][0]; control = $viola['userAccountControl'][0]
   escaped = @(Search-ADSyncDirectoryObjects ${AD} ${String.raw`'(userPrincipalName=viol\61@contoso.com)'`}).Count
   notThere = @(Search-ADSyncDirectoryObjects ${AD} '(sAMAccountName=nobody)').Count
   other = @(Search-ADSyncDirectoryObjects ${PARTNER_A} '(sAMAccountName=petra)').Count; own = @(Search-ADSyncDirectoryObjects ${PARTNER_B} '(sAMAccountName=petra)').Count }
Get-Failure { Search-ADSyncDirectoryObjects ${AD} '(sAMAccountName=viola)(objectClass=*)' }
Get-Failure { Search-ADSyncDirectoryObjects ${EMPTY} '(sAMAccountName=viola)' }`);
    expect(rows[0]).toMatchObject({
      upn: VIOLA,
      guid: VIOLA,
      classes: ['top', 'person', 'organizationalPerson', 'user'],
      never: 0,
      control: 512,
      escaped: 1,
      notThere: 0,
      other: 0,
      own: 1,
    });
    expect(now.getTime() - Date.parse(String(rows[0]?.['set']))).toBe(43_200 * 60_000);
    expect(rows[1]).toMatchObject({ type: 'ArgumentException', activity: 'Search-ADSyncDirectoryObjects' });
    expect(rows[2]).toMatchObject({ type: 'ConnectorNotFoundException' });
  });

  test('the connector says which containers are in and out, and which partition is not selected', async () => {
    const [row] = await ask(`$partitions = (Get-ADSyncConnector -Name contoso.com).Partitions
@{ selected = @($partitions | ForEach-Object { $_.Selected }); in = @($partitions[0].ConnectorPartitionScope.ContainerInclusionList)
   out = @($partitions[0].ConnectorPartitionScope.ContainerExclusionList); none = $partitions[1].ConnectorPartitionScope.ContainerExclusionList.Count }`);
    expect(row).toEqual({
      selected: [true, false],
      in: ['DC=contoso,DC=com'],
      out: ['OU=Service Accounts,DC=contoso,DC=com'],
      none: 0,
    });
  });
});
