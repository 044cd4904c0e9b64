import { needsActiveDirectory } from './command-comments.js';
import type { Remedy } from './finding.js';
import {
  brokenCall,
  busy,
  checkAccountRemedy,
  checkTargetName,
  enableAccountRemedy,
  enterPasswordRemedy,
  findUserObject,
  freeMemoryHere,
  freeResources,
  grantRightsRemedy,
  healDirectory,
  reachDomainRemedy,
  refreshSchema,
  relaxHardening,
  unlockAccountRemedy,
} from './rpc-remedies.js';

export {
  checkAccountRemedy,
  enableAccountRemedy,
  enterPasswordRemedy,
  grantRightsRemedy,
  reachDomainRemedy,
  replaceAccountRemedy,
} from './rpc-remedies.js';

/**
 * Where the cause of an RPC error is: the account, its rights, the way to the domain controller, the directory, a policy
 * that hardens the domain controller, or a lack of memory or disk.
 */
export type RpcCategory = 'credentials' | 'permission' | 'connectivity' | 'directory' | 'policy' | 'resources';

/**
 * What is known of one error code that replication reports, for example in the text of event 611.
 *
 * Texts and commands hold places for what only a server knows: `<account>`, `<account domain>`, `<domain>`, `<domains>`,
 * `<connector>`. In commands they stand inside single quotes. `<domain controller>` has a value only if the event names one; else it is said how to find one.
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

const facts = 'facts 3.2';

function code(number: number, name: string, category: RpcCategory, meaning: string, remedy: Remedy): RpcCode {
  return { code: number, name, category, meaning, remedy, fact: facts };
}

const windowsCodes = 'Windows error codes';

/** A refused sign-in that Microsoft's list for replication does not have, but Windows does. */
function windowsCode(number: number, name: string, meaning: string, remedy: Remedy): RpcCode {
  return { ...code(number, name, 'credentials', meaning, remedy), fact: windowsCodes };
}

const list: readonly RpcCode[] = [
  code(
    5,
    'ERROR_ACCESS_DENIED',
    'policy',
    'The domain controller denies the call, usually because of a policy that hardens it against remote calls.',
    relaxHardening,
  ),
  code(
    6,
    'ERROR_INVALID_HANDLE',
    'connectivity',
    'The connection to the domain controller was no longer valid when it was used.',
    brokenCall,
  ),
  code(14, 'ERROR_OUTOFMEMORY', 'resources', 'There was not enough memory for the call.', freeMemoryHere),
  code(
    1127,
    'ERROR_DISK_OPERATION_FAILED',
    'resources',
    'A disk operation failed on the domain controller, even after it was tried again.',
    {
      text: 'Look at the disks of the domain controllers (event log "System"), and prefer other domain controllers of <domains> until they are in order.',
      commands: [
        "Get-WinEvent -ComputerName '<domain controller>' -LogName System -MaxEvents 50",
        "dcdiag '/s:<domain controller>'",
      ],
    },
  ),
  code(
    1130,
    'ERROR_NOT_ENOUGH_SERVER_MEMORY',
    'resources',
    'The domain controller does not have enough memory for the call.',
    freeResources,
  ),
  windowsCode(
    1326,
    'ERROR_LOGON_FAILURE',
    'The user name or the password of the connector account is wrong.',
    enterPasswordRemedy,
  ),
  windowsCode(
    1327,
    'ERROR_ACCOUNT_RESTRICTION',
    'A restriction of the connector account forbids the sign-in: a blank password, sign-in hours, or a policy.',
    checkAccountRemedy,
  ),
  windowsCode(
    1330,
    'ERROR_PASSWORD_EXPIRED',
    'The password of the connector account has expired.',
    enterPasswordRemedy,
  ),
  code(1331, 'ERROR_ACCOUNT_DISABLED', 'credentials', 'The connector account is disabled.', enableAccountRemedy),
  {
    ...code(
      1396,
      'ERROR_WRONG_TARGET_NAME',
      'connectivity',
      'The sign-in failed because the name of the domain controller belongs to another account.',
      checkTargetName,
    ),
    fact: windowsCodes,
  },
  code(
    1450,
    'ERROR_NO_SYSTEM_RESOURCES',
    'resources',
    'The domain controller lacks system resources to complete the call.',
    freeResources,
  ),
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
    'The call to the domain controller failed before it was made.',
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
      text: 'Compare the clock of this server with that of a domain controller (Kerberos allows a difference of five minutes). Check the service principal names of the domain controllers of <domains>, and policies that block NTLM or old encryption types for the connector account <account domain>\\<account>.',
      commands: [
        "w32tm /stripchart /computer:'<account domain>' /samples:3 /dataonly",
        needsActiveDirectory,
        "Get-ADUser -Identity '<account>' -Server '<account domain>' -Properties msDS-SupportedEncryptionTypes",
      ],
    },
  ),
  windowsCode(1909, 'ERROR_ACCOUNT_LOCKED_OUT', 'The connector account is locked out.', unlockAccountRemedy),
  code(
    8333,
    'ERROR_DS_OBJ_NOT_FOUND',
    'directory',
    'The domain controller does not find the user object whose password is to be read.',
    findUserObject,
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
      commands: [...healDirectory.commands, "repadmin /showbackup '<domain controller>'"],
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
    commands: [
      "repadmin /options '<domain controller>'",
      "repadmin /options '<domain controller>' -DISABLE_OUTBOUND_REPL",
    ],
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
      commands: ['rendom /showforest', "repadmin /showrepl '<domain controller>'"],
    },
  ),
];

/** The error codes of replication by number, ascending (facts 3.2). */
export const rpcCodes: ReadonlyMap<number, RpcCode> = new Map(list.map((entry) => [entry.code, entry]));
