import { needsActiveDirectory, onDomainController } from './command-comments.js';
import type { Remedy } from './finding.js';

/** Shows the connector account in its own domain, which need not be the one of this server. */
const showAccount: readonly string[] = [
  needsActiveDirectory,
  "Get-ADUser -Identity '<account>' -Server '<account domain>' -Properties Enabled, LockedOut, PasswordLastSet",
];

/** After a change of the account, which the engine notices at its next sign-in. */
const restart: readonly string[] = ['# After the change:', 'Restart-Service ADSync'];

/** What to do about the password or the state of the connector account when it is not known which of them it is. */
export const checkAccountRemedy: Remedy = {
  text: 'Check that the connector account <account domain>\\<account> exists, is enabled and not locked. Then enter its current password in Synchronization Service Manager (Connectors, Properties, "Connect to Active Directory Forest") and restart the ADSync service.',
  commands: [...showAccount, ...restart],
};

/** What to do when the user name or the password of the connector account is wrong, or the password has expired. */
export const enterPasswordRemedy: Remedy = {
  text: 'Enter the current password of the connector account <account domain>\\<account> in Synchronization Service Manager (Connectors, Properties, "Connect to Active Directory Forest"), after giving it a new one in Active Directory if it has expired or nobody knows it; then restart the ADSync service.',
  commands: [...showAccount, ...restart],
};

/** What to do when the connector account is disabled. */
export const enableAccountRemedy: Remedy = {
  text: 'Find out why the connector account <account domain>\\<account> was disabled. Enable it, then restart the ADSync service.',
  commands: [needsActiveDirectory, "Enable-ADAccount -Identity '<account>' -Server '<account domain>'", ...restart],
};

/** What to do when the connector account is not in the directory. */
export const replaceAccountRemedy: Remedy = {
  text: 'The connector account <account domain>\\<account> was renamed or deleted: restore it, or enter another account with the replication rights in Synchronization Service Manager (Connectors, Properties, "Connect to Active Directory Forest"). Then restart the ADSync service.',
  commands: [...showAccount, ...restart],
};

/** What to do when the connector account is locked out. */
export const unlockAccountRemedy: Remedy = {
  text: 'Unlock the connector account <account domain>\\<account>. If it is locked again, another program or this server uses an old password: enter the current one in Synchronization Service Manager (Connectors, Properties, "Connect to Active Directory Forest") and restart the ADSync service.',
  commands: [needsActiveDirectory, "Unlock-ADAccount -Identity '<account>' -Server '<account domain>'", ...restart],
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
    "Test-NetConnection '<domain controller>' -Port 135",
  ],
};

/** What to do when a domain controller is too busy to answer. */
export const busy: Remedy = {
  text: 'The domain controller is overloaded or restarting. Wait for the next cycle (two minutes); if it continues, check the load of the domain controllers of <domains> and prefer others for the partition.',
  commands: ["nltest '/dsgetdc:<domain>'", "repadmin /queue '<domain controller>'"],
};

/** What to do when the connection breaks in mid-call. */
export const brokenCall: Remedy = {
  text: 'The connection broke in mid-call. Look for a firewall, a VPN or an inspection device between this server and the domain controllers of <domains> that closes idle or long RPC connections, and for a restart of the domain controller.',
  commands: [
    "Get-ADSyncDomainReachabilityStatus -ConnectorName '<connector>'",
    "Test-NetConnection '<domain controller>' -Port 135",
  ],
};

/** What to do when replication in the domain is unhealthy. */
export const healDirectory: Remedy = {
  text: 'Look at the health of replication of <domains>: event log "Directory Service" of the domain controllers. Until it is well, prefer other domain controllers for the partition and restart the ADSync service.',
  commands: ["repadmin /showrepl '<domain controller>'", "dcdiag '/s:<domain controller>'"],
};

/** What to do when the user object is not found on the domain controller. */
export const findUserObject: Remedy = {
  text: 'The domain controller does not find the user object whose password is to be read. Check that this server resolves the domain controllers of <domains> correctly (DNS), that authentication with them works (clocks, secure channel), and that the domain controllers replicate with each other, so that each of them knows the user.',
  commands: ["nltest '/dsgetdc:<domain>'", "nltest '/sc_verify:<domain>'", "repadmin /showrepl '<domain controller>'"],
};

/** What to do when a policy hardens the domain controllers against remote calls. */
export const relaxHardening: Remedy = {
  text: 'A policy hardens the domain controllers of <domains> against remote calls, for example "Network access: Restrict clients allowed to make remote calls to SAM". Allow the connector account <account domain>\\<account> there, or undo the policy. Check the account as well: that it is enabled, not locked, and that its password is the current one.',
  commands: [
    onDomainController,
    'gpresult /scope computer /h policy.html',
    "Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Lsa' -Name RestrictRemoteSam -ErrorAction SilentlyContinue",
    ...showAccount,
  ],
};

/** What to do when the domain controller lacks resources. */
export const freeResources: Remedy = {
  text: 'The domain controller lacks memory, handles or another resource. Look at its load and free memory, restart it if need be, and prefer other domain controllers of <domains> for the partition until then.',
  commands: [
    "nltest '/dsgetdc:<domain>'",
    "Get-WinEvent -ComputerName '<domain controller>' -LogName System -MaxEvents 50",
  ],
};

/** What to do when memory is short on this server or on the domain controller. */
export const freeMemoryHere: Remedy = {
  text: 'Look at the free memory of this server and of the domain controllers of <domains>; restart the ADSync service. If it comes again, give the server more memory.',
  commands: ['Get-CimInstance Win32_OperatingSystem | Select-Object FreePhysicalMemory', 'Restart-Service ADSync'],
};

/** What to do when Kerberos finds another account under the name of the domain controller. */
export const checkTargetName: Remedy = {
  text: 'Kerberos reached an account other than that of the domain controller: check DNS for stale addresses of the domain controllers of <domains>, duplicate service principal names, and whether the computer account of the domain controller is in order.',
  commands: ['setspn -X', "nltest '/dsgetdc:<domain>'", "Resolve-DnsName '<domain controller>'"],
};

/** What to do when the connector names a partition that does not exist in this form. */
export const refreshSchema: Remedy = {
  text: 'The configuration of the connector names a domain or partition that does not exist (any more) in this form. Compare the partitions of connector <connector> with the domains of the forest, refresh them in Synchronization Service Manager (Configure Directory Partitions, Refresh) and run a full import.',
  commands: ["(Get-ADSyncConnector -Name '<connector>').Partitions | Select-Object Name, DN, Selected"],
};
