import type { Remedy } from '../finding.js';

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
  text: 'Check the connection to Microsoft Entra ID (proxy, firewall, TLS 1.2) and the account of the Entra connector. Code 81 means that the service is busy; it is tried again by itself.',
  commands: ['Test-NetConnection login.microsoftonline.com -Port 443', 'netsh winhttp show proxy'],
};

/** What to do when the FIPS policy of Windows blocks the decryption of hashes. */
export const allowMd5: Remedy = {
  text: 'The FIPS policy of Windows forbids MD5, which the engine needs to read the hashes. Add <enforceFIPSPolicy enabled="false"/> to the <runtime> section of miiserver.exe.config and restart the server.',
  commands: ['notepad "$env:ProgramFiles\\Microsoft Azure AD Sync\\Bin\\miiserver.exe.config"'],
};
