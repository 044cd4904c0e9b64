import type { Remedy } from './finding.js';

/** Where the cause of an RPC error lies. */
export type RpcCategory = 'credentials' | 'permission' | 'connectivity' | 'directory';

/**
 * What is known of one error code that replication reports, for example in the text of event 611.
 *
 * Texts and commands hold places for what only a server knows: `<account>`, `<account domain>`, `<domain>`, `<domains>`,
 * `<connector>`. In commands they stand inside single quotes. `<domain controller>` is left to the operator.
 */
export interface RpcCode {
  readonly code: number;
  /** Name of the code in Windows. */
  readonly name: string;
  readonly meaning: string;
  readonly category: RpcCategory;
  readonly remedy: Remedy;
  /** Where the knowledge comes from. */
  readonly fact: string;
}

/** What to do about the password or the state of the connector account. */
export const checkAccountRemedy: Remedy = {
  text: 'Check that the connector account <account domain>\\<account> exists, is enabled and not locked, and that its password in Synchronization Service Manager (Connectors, Properties, "Connect to Active Directory Forest") is the current one. Restart the ADSync service after a change.',
  commands: ["Get-ADUser '<account>' -Properties Enabled, LockedOut, PasswordLastSet", 'Restart-Service ADSync'],
};

/** What to do when the connector account lacks the replication rights. */
export const grantRightsRemedy: Remedy = {
  text: 'Give the connector account <account domain>\\<account> the permissions "Replicating Directory Changes" and "Replicating Directory Changes All" at the root of <domains>.',
  commands: [
    'Import-Module "$env:ProgramFiles\\Microsoft Azure Active Directory Connect\\AdSyncConfig\\AdSyncConfig.psm1"',
    "Set-ADSyncPasswordHashSyncPermissions -ADConnectorAccountName '<account>' -ADConnectorAccountDomain '<account domain>'",
  ],
};

/** What to do when domain controllers cannot be reached. */
export const reachDomainRemedy: Remedy = {
  text: 'Check DNS and the firewall between this server and the domain controllers of <domains> (LDAP 389, Kerberos 88, RPC 135 and the dynamic RPC ports). If some of them cannot be reached on purpose, select "Only use preferred domain controllers" for the partition in Synchronization Service Manager and restart the ADSync service.',
  commands: [
    "Get-ADSyncDomainReachabilityStatus -ConnectorName '<connector>'",
    "nltest '/dsgetdc:<domain>'",
    'Test-NetConnection <domain controller> -Port 135',
  ],
};

const busy: Remedy = {
  text: 'The domain controller is overloaded or restarting. Wait for the next cycle (two minutes); if it stays, look at the load of the domain controllers of <domains> and prefer others for the partition.',
  commands: ["nltest '/dsgetdc:<domain>'", 'repadmin /queue <domain controller>'],
};

const brokenCall: Remedy = {
  text: 'The connection broke in mid-call. Look for a firewall, a VPN or an inspection device between this server and the domain controllers of <domains> that closes idle or long RPC connections, and for a restart of the domain controller.',
  commands: [
    "Get-ADSyncDomainReachabilityStatus -ConnectorName '<connector>'",
    'Test-NetConnection <domain controller> -Port 135',
  ],
};

const healDirectory: Remedy = {
  text: 'Look at the health of replication of <domains>: event log "Directory Service" of the domain controller that the text names. Until it is well, prefer other domain controllers for the partition and restart the ADSync service.',
  commands: ['repadmin /showrepl <domain controller>', 'dcdiag /s:<domain controller>'],
};

const refreshSchema: Remedy = {
  text: 'The configuration of the connector names a domain or partition that does not exist (any more) in this form. Compare the partitions of connector <connector> with the domains of the forest, refresh them in Synchronization Service Manager (Configure Directory Partitions, Refresh) and run a full import.',
  commands: ["(Get-ADSyncConnector -Name '<connector>').Partitions | Select-Object Name, DN, Selected"],
};

const facts = 'facts 3.2';

function code(number: number, name: string, category: RpcCategory, meaning: string, remedy: Remedy): RpcCode {
  return { code: number, name, category, meaning, remedy, fact: facts };
}

const list: readonly RpcCode[] = [
  code(
    5,
    'ERROR_ACCESS_DENIED',
    'credentials',
    'The domain controller does not accept the connector account.',
    checkAccountRemedy,
  ),
  {
    ...code(
      1326,
      'ERROR_LOGON_FAILURE',
      'credentials',
      'The user name or the password of the connector account is wrong.',
      checkAccountRemedy,
    ),
    fact: 'Windows error codes',
  },
  code(1331, 'ERROR_ACCOUNT_DISABLED', 'credentials', 'The connector account is disabled.', checkAccountRemedy),
  code(
    1722,
    'RPC_S_SERVER_UNAVAILABLE',
    'connectivity',
    'The domain controller cannot be reached: name resolution, firewall, or it is down.',
    reachDomainRemedy,
  ),
  code(1723, 'RPC_S_SERVER_TOO_BUSY', 'connectivity', 'The domain controller is too busy to answer.', busy),
  code(1726, 'RPC_S_CALL_FAILED', 'connectivity', 'The call to the domain controller broke off.', brokenCall),
  code(
    1727,
    'RPC_S_CALL_FAILED_DNE',
    'connectivity',
    'The call to the domain controller failed before it was carried out.',
    brokenCall,
  ),
  code(
    1728,
    'RPC_S_PROTOCOL_ERROR',
    'connectivity',
    'The RPC protocol was violated on the way: a device in between changes or cuts the traffic.',
    brokenCall,
  ),
  code(
    1753,
    'EPT_S_NOT_REGISTERED',
    'connectivity',
    'The replication service has no endpoint on that host: the name leads to another machine, or Active Directory is not running there.',
    reachDomainRemedy,
  ),
  code(
    1818,
    'RPC_S_CALL_CANCELLED',
    'connectivity',
    'The call to the domain controller was cancelled or took too long.',
    busy,
  ),
  code(
    1825,
    'RPC_S_SEC_PKG_ERROR',
    'credentials',
    'Authentication on the RPC connection failed in its security package.',
    {
      text: 'Check the clocks (Kerberos allows five minutes), the service principal names of the domain controllers of <domains>, and policies that forbid NTLM or old encryption types for the connector account <account domain>\\<account>.',
      commands: ['w32tm /query /status', "Get-ADUser '<account>' -Properties msDS-SupportedEncryptionTypes"],
    },
  ),
  code(
    8333,
    'ERROR_DS_OBJ_NOT_FOUND',
    'directory',
    'The directory does not find the object or partition that was asked for.',
    refreshSchema,
  ),
  code(
    8420,
    'ERROR_DS_CANT_FIND_EXPECTED_NC',
    'directory',
    'The domain controller does not hold the naming context that was asked for.',
    refreshSchema,
  ),
  code(
    8439,
    'ERROR_DS_DRA_BAD_DN',
    'directory',
    'The distinguished name given for replication is not valid.',
    refreshSchema,
  ),
  code(
    8446,
    'ERROR_DS_DRA_OUT_OF_MEM',
    'directory',
    'The domain controller had not enough memory for replication.',
    healDirectory,
  ),
  code(
    8451,
    'ERROR_DS_DRA_DB_ERROR',
    'directory',
    'The directory database of the domain controller reports an error.',
    {
      ...healDirectory,
      commands: [...healDirectory.commands, 'repadmin /showbackup <domain controller>'],
    },
  ),
  code(
    8453,
    'ERROR_DS_DRA_ACCESS_DENIED',
    'permission',
    'The connector account lacks the right to replicate directory changes, or to replicate secrets.',
    grantRightsRemedy,
  ),
  code(8456, 'ERROR_DS_DRA_SOURCE_DISABLED', 'directory', 'The domain controller rejects requests for replication.', {
    text: 'A domain controller rejects replication (DISABLE_OUTBOUND_REPL). Allow it again, or use other domain controllers as preferred ones.',
    commands: ['repadmin /options <domain controller>', 'repadmin /options <domain controller> -DISABLE_OUTBOUND_REPL'],
  }),
  code(
    8465,
    'ERROR_DS_DRA_SOURCE_IS_PARTIAL_REPLICA',
    'directory',
    'The domain controller holds only a partial copy of the domain (a global catalogue of another domain).',
    {
      text: 'Let the connector use domain controllers of the domain itself: correct the preferred domain controllers of <domains> in Synchronization Service Manager and restart the ADSync service.',
      commands: ["nltest '/dclist:<domain>'", 'Restart-Service ADSync'],
    },
  ),
  code(
    8593,
    'ERROR_DS_DIFFERENT_REPL_EPOCHS',
    'directory',
    'The domain controllers are at different replication epochs, as in the middle of a domain rename.',
    {
      text: 'Finish (or undo) the rename of the domain, so that all domain controllers of <domains> have the same replication epoch.',
      commands: ['rendom /showforest', 'repadmin /showrepl <domain controller>'],
    },
  ),
];

/** The error codes of replication by number, ascending (facts 3.2). */
export const rpcCodes: ReadonlyMap<number, RpcCode> = new Map(list.map((entry) => [entry.code, entry]));

/** The codes of one category. */
export function rpcCodesOf(category: RpcCategory): readonly RpcCode[] {
  return list.filter((entry) => entry.category === category);
}
