import type { Remedy } from '../model/finding.js';

/** What Microsoft's page says to do when the tenant feature or a channel is off (manual steps, step 3). */
export const wizardRemedy: Remedy = {
  text: 'Run the Microsoft Entra Connect wizard, choose "Customize synchronization options" and clear "Password hash synchronization"; run the wizard to the end. Then run it again, select "Password hash synchronization" and finish. Run phs-tool status again to see that it is on.',
  commands: ['& "$env:ProgramFiles\\Microsoft Azure Active Directory Connect\\AzureADConnect.exe"', 'phs-tool status'],
};
