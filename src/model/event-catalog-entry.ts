import type { EventMeaning } from './event-meaning.js';
import type { Remedy } from './finding.js';

/** What the entries leave out: they are of PHS, in order and no sign of life unless they say otherwise. */
type Entry = Pick<EventMeaning, 'eventId' | 'name' | 'meaning'> & Partial<EventMeaning>;

/** For events that ask for nothing. */
const nothing: Remedy = { text: 'Nothing needs to be done.', commands: [] };

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

/** An event of PHS that is in order and no sign of life, unless it says otherwise. */
export function entry(given: Entry): EventMeaning {
  return {
    source: 'Directory Synchronization',
    kind: 'information',
    severity: 'none',
    signOfLife: false,
    passwordHashSync: true,
    remedy: nothing,
    fact: 'facts 3.1',
    ...given,
  };
}

/** An event that reports a problem. */
export function problem(given: Entry): EventMeaning {
  return entry({ kind: 'problem', severity: 'fail', remedy: showRecords(given.eventId), ...given });
}

/** An event that shows that the channel of its connector is alive. */
export function life(given: Entry): EventMeaning {
  return entry({ kind: 'sign-of-life', signOfLife: true, ...given });
}

/** A step of a full password sync. */
export function fullSync(given: Entry): EventMeaning {
  return entry({ kind: 'full-sync', ...given });
}

/** For events whose texts are known as well. */
export const withTexts = 'facts 3.1, 3.2';
