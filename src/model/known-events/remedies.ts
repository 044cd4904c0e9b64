import type { Remedy } from '../finding.js';
import { keepParameters } from '../sign-in-remedies.js';

/** For events that ask for nothing. */
export function nothingToDo({ passwordHashSync }: { readonly passwordHashSync: boolean }): Remedy {
  return {
    text: passwordHashSync
      ? 'Nothing needs to be done.'
      : 'Nothing needs to be done for password hash synchronization.',
    commands: [],
  };
}

/** How to read the newest records of one event id. */
export function showRecords(eventId: number): Remedy {
  return {
    text: 'Read the text of the newest record; it names the error and the domain or account that it belongs to.',
    commands: [
      `Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = ${eventId} } -MaxEvents 5 | Format-List TimeCreated, ProviderName, Message`,
    ],
  };
}

/** What to do when Microsoft Entra ID is not reached, is busy or refuses the account of the Entra connector. */
export const reachEntra: Remedy = {
  text: `Check the connection to Microsoft Entra ID (proxy, firewall, TLS 1.2) and the account of the Entra connector. Code 81 means that the service is busy; it is tried again by itself. ${keepParameters}`,
  commands: ['Test-NetConnection login.microsoftonline.com -Port 443', 'netsh winhttp show proxy'],
};

/** What to do when Microsoft Entra ID refuses user name or password of the Entra connector account. */
export const renewEntraAccount: Remedy = {
  text: `Microsoft Entra ID refuses the user name or the password of the Entra connector account ("Sync_..."). See in the Microsoft Entra admin center whether the account exists, is enabled and is not blocked by Conditional Access, and give it a new password with Add-ADSyncAADServiceAccount; or configure application-based authentication in the Microsoft Entra Connect wizard, which needs no such account. ${keepParameters}`,
  commands: ['phs-tool diagnose', 'Add-ADSyncAADServiceAccount'],
};

/** What to do when the FIPS policy of Windows blocks the decryption of hashes. */
export const allowMd5: Remedy = {
  text: 'The FIPS policy of Windows forbids MD5, which the engine needs to read the hashes. Add <enforceFIPSPolicy enabled="false"/> to the <runtime> section of miiserver.exe.config and restart the server. Keep a note of the edit, because it matters for every upgrade (according to reports of February and July 2026): up to 2.6.1.0 an upgrade overwrites the file and the edit has to be made again; after an upgrade to 2.5.190.0 or 2.6.1.0 an edited file also needs a binding redirect for System.Diagnostics.DiagnosticSource, or synchronization does not start; 2.6.3.0 skips servers with an edited file in automatic upgrades; 2.6.84.0 and later keep the edit.',
  commands: ['notepad "$env:ProgramFiles\\Microsoft Azure AD Sync\\Bin\\miiserver.exe.config"'],
};
