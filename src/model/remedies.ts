import type { Remedy } from './finding.js';

/** What Microsoft's page says to do when the tenant feature or a channel is off (manual steps, step 3). */
export const wizardRemedy: Remedy = {
  text: 'Run the Microsoft Entra Connect wizard, choose "Customize synchronization options" and clear "Password hash synchronization"; run the wizard to the end. Then run it again, select "Password hash synchronization" and finish. Run phs-tool status again to see that it is on.',
  commands: ['& "$env:ProgramFiles\\Microsoft Azure Active Directory Connect\\AzureADConnect.exe"', 'phs-tool status'],
};

/** What to do when the synchronization service refuses to answer (80070005; facts 4.2). */
export const accessRemedy: Remedy = {
  text: 'Run phs-tool in an elevated console ("Run as administrator") with an account in the group ADSyncAdmins (ADSyncOperators together with ADSyncBrowse may read too). On a member server these are local groups, on a domain controller domain groups. Sign out and in again after joining a group.',
  commands: [
    'whoami /groups',
    'Add-LocalGroupMember -Group ADSyncAdmins -Member <DOMAIN\\account>',
    'Start-Process powershell.exe -Verb RunAs',
  ],
};
