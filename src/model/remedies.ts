import { connectGraph } from './command-comments.js';
import type { Remedy } from './finding.js';

/** What Microsoft's page says to do when the tenant feature or a channel is off (manual steps, step 3). */
export const wizardRemedy: Remedy = {
  text: 'Run the Microsoft Entra Connect wizard, choose "Customize synchronization options", select "Password hash synchronization" and finish. If it is selected already, clear it, run the wizard to the end, and select it in a second run. Run phs-tool status again to see that it is on.',
  commands: ['& "$env:ProgramFiles\\Microsoft Azure Active Directory Connect\\AzureADConnect.exe"', 'phs-tool status'],
};

/** What to do when the synchronization service refuses to answer (80070005; facts 4.2). */
export const accessRemedy: Remedy = {
  text: 'Run phs-tool in an elevated console ("Run as administrator") with an account in the group ADSyncAdmins (ADSyncOperators together with ADSyncBrowse have the right to read as well). On a member server these are local groups, on a domain controller domain groups. Sign out and in again after joining a group.',
  commands: [
    'whoami /groups',
    "Add-LocalGroupMember -Group ADSyncAdmins -Member '<DOMAIN\\account>'",
    'Start-Process powershell.exe -Verb RunAs',
  ],
};

/** First build whose cmdlets ask who signs in to the tenant (V2, facts 1.5). */
export const signInVersion = '2.6.84.0';

/** What is to be known before temporary passwords are allowed (facts 4.9, 9.4). */
export const temporaryPasswordsCaution =
  "Microsoft's page now sets the feature through Microsoft Graph, and only for tenants with self-service password reset and password writeback.";

/** Shows whether the tenant accepts temporary passwords, for advice that does not know it. */
export const lookAtTemporaryPasswords: readonly string[] = [
  '# Check first, changes nothing: is ForcePasswordChangeOnLogOn on?',
  'Get-ADSyncAADCompanyFeature',
];

/**
 * The commands that allow temporary passwords for the whole tenant: through Graph, as Microsoft's page does it. The cmdlet of
 * the build does the same, so it is named in a comment: whoever pastes all changes the tenant once.
 * @param wantsSignIn True from build 2.6.84.0 on, false before, undefined if the build is not known: then Graph only.
 */
export function allowTemporaryPasswords(wantsSignIn: boolean | undefined): string[] {
  const cmdlet = `Set-ADSyncAADCompanyFeature -ForcePasswordChangeOnLogOn $true${wantsSignIn === true ? " -AADUsername '<administrator>'" : ''}`;
  return [
    '# All users, changes the tenant. Needs the module Microsoft.Graph:',
    connectGraph('OnPremDirectorySynchronization.ReadWrite.All'),
    '$sync = Get-MgDirectoryOnPremiseSynchronization',
    'Update-MgDirectoryOnPremiseSynchronization -OnPremisesDirectorySynchronizationId $sync.Id -Features @{ UserForcePasswordChangeOnLogonEnabled = $true }',
    ...(wantsSignIn === undefined ? [] : [`# Or, instead of Graph: ${cmdlet}`]),
  ];
}
