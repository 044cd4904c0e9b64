import { connectGraph, needsGraph } from './command-comments.js';
import type { Remedy } from './finding.js';
import { wizardRemedy } from './remedies.js';

/** What is known of one "Error Code" of the provisioning service in the texts of events 652, 655, 662 and 6900. */
export interface EntraCode {
  readonly code: number;
  /** Name of the code in the service. */
  readonly name: string;
  readonly meaning: string;
  /** True when the engine tries again by itself. */
  readonly isTransient: boolean;
  readonly remedy: Remedy;
  readonly fact: string;
}

const fact = 'facts 3.2';

/** The account of the Entra connector, or its application, signed in but is not allowed to do its work. */
const allowAccount: Remedy = {
  text: 'Check the account of the Entra connector: that it exists, is enabled and has the role "Directory Synchronization Accounts"; an application must still have its permissions. Run the Microsoft Entra Connect wizard to set the account or the application up again. After going back to the service account, access may be denied for up to 15 minutes.',
  commands: ['phs-tool diagnose', 'Get-ADSyncEntraConnectorCredential'],
};

const activateDirectorySync: Remedy = {
  text: 'Directory synchronization is not activated for the tenant. Find out who switched it off before you switch it on again: Get-MgOrganization shows the state (OnPremisesSyncEnabled), and the Microsoft Entra Connect wizard or Microsoft Graph activates it. After a deactivation it can take up to 72 hours until it can be activated again.',
  commands: [
    needsGraph,
    connectGraph('Organization.Read.All'),
    'Get-MgOrganization | Select-Object OnPremisesSyncEnabled, OnPremisesLastSyncDateTime',
  ],
};

const upgrade: Remedy = {
  text: 'Upgrade Microsoft Entra Connect to the current build; the service does not accept this one any more.',
  commands: ['phs-tool diagnose'],
};

const waitForService: Remedy = {
  text: 'Wait. If it lasts for hours, check the service health of the tenant.',
  commands: [],
};

function code(number: number, name: string, meaning: string, remedy: Remedy, isTransient = false): EntraCode {
  return { code: number, name, meaning, isTransient, remedy, fact };
}

const list: readonly EntraCode[] = [
  code(
    6,
    'AuthorizationFailed',
    'Microsoft Entra ID knows the account or application of the Entra connector but does not authorize it.',
    allowAccount,
  ),
  code(
    7,
    'AccessDenied',
    'Microsoft Entra ID denies access to the account or application of the Entra connector.',
    allowAccount,
  ),
  code(15, 'DirSyncDisabled', 'Directory synchronization is not activated for the tenant.', activateDirectorySync),
  code(35, 'ClientBlacklistedVersion', 'Microsoft blocks this build of Microsoft Entra Connect.', upgrade),
  code(38, 'InvalidClientVersion', 'The service does not accept the version of Microsoft Entra Connect.', upgrade),
  code(67, 'CompanyNotFound', 'The service does not find the tenant.', {
    text: 'Check that the tenant still exists and that the Entra connector belongs to it; run the Microsoft Entra Connect wizard to connect the server to its tenant again.',
    commands: ['(Get-ADSyncConnector).Name'],
  }),
  code(
    68,
    'ServiceUnavailable',
    'The provisioning service is not available; the operation is tried again.',
    waitForService,
    true,
  ),
  code(81, 'ServerBusy', 'Microsoft Entra ID is busy; the operation is tried again by itself.', waitForService, true),
  code(
    90,
    'PasswordSyncNotEnabled',
    'Password hash synchronization is not activated for the tenant, whatever the server says.',
    wizardRemedy,
  ),
  code(
    92,
    'PasswordSyncFeatureDisabled',
    'The feature "Password hash synchronization" is switched off in the tenant.',
    wizardRemedy,
  ),
  code(98, 'TooManyServiceAccounts', 'The tenant has too many synchronization accounts.', {
    text: 'Delete the accounts "Sync_..." of servers that no longer exist in the Microsoft Entra admin center, then run the Microsoft Entra Connect wizard again. Servers that sign in with an application do not need such an account.',
    commands: [
      needsGraph,
      connectGraph('User.Read.All'),
      'Get-MgUser -Filter "startswith(userPrincipalName,\'Sync_\')"',
    ],
  }),
  code(
    99,
    'ForcePasswordChangeOnLogonFailure',
    'The mark "must change password at next logon" could not be set for a user in Microsoft Entra ID.',
    {
      text: 'Look for the user in events 656 and 657 around that time. Set the mark again, or take it away, in Active Directory; temporary passwords need self-service password reset with password writeback.',
      commands: ['phs-tool events --id 656,657'],
    },
  ),
  code(106, 'DirSyncNotAllowed', 'The tenant is not allowed to use directory synchronization.', {
    text: 'Check that the server is connected to the right tenant and what kind of tenant it is; if both are right, contact Microsoft support.',
    commands: [
      needsGraph,
      connectGraph('Organization.Read.All'),
      'Get-MgOrganization | Select-Object DisplayName, TenantType, OnPremisesSyncEnabled',
    ],
  }),
  code(110, 'InvalidAccessToken', 'The service does not accept the access token of the Entra connector.', {
    text: 'Check the clock of this server and whether a proxy changes the traffic (breaking TLS to Microsoft Entra ID is not supported), then the account or application of the Entra connector. Restart the ADSync service, so that it gets a new token.',
    commands: ['w32tm /query /status', 'netsh winhttp show proxy', 'Restart-Service ADSync'],
  }),
  code(
    115,
    'CredentialUpdateOnCloudOnlyUserNotAllowed',
    'A password was sent for a user who exists in the cloud only; the service refuses it.',
    {
      text: 'Look for the user in events 656 and 657 around that time: the object in Microsoft Entra ID is no longer synchronized from this forest (a restored or converted user). Match the two again, or take the user out of synchronization.',
      commands: ['phs-tool events --id 656,657'],
    },
  ),
];

/** The error codes of Entra's provisioning service by number, ascending (facts 3.2). */
export const entraCodes: ReadonlyMap<number, EntraCode> = new Map(list.map((entry) => [entry.code, entry]));
