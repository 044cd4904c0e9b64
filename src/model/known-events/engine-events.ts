import type { Remedy } from '../finding.js';
import type { KnownEvent } from './known-event.js';
import { reachEntra } from './remedies.js';

/** What to do when the engine did not start password hash synchronization, or ended it. */
export const restartService: Remedy = {
  text: 'Password hash synchronization does not run: read the error in the text, remove its cause and restart the ADSync service. A full sync of all passwords does not help.',
  commands: [
    "Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = 'ADSync' } -MaxEvents 20 | Format-List TimeCreated, Id, Message",
    'Restart-Service ADSync',
  ],
};

/** Events of the synchronization engine about password hash synchronization, in the order of ids (facts 3.3). */
export const engineEvents: readonly KnownEvent[] = [
  {
    ids: 6000,
    source: 'ADSync',
    kind: 'problem',
    name: 'credentials of a connector invalid',
    meaning:
      'A connector did not run because its credentials were invalid (run result no-start-credentials). The text names the connector; for one of Active Directory the password of the AD DS connector account was changed.',
    remedy: {
      text: 'Enter the current password of the connector account in Synchronization Service Manager (Connectors, Properties, "Connect to Active Directory Forest") and restart the ADSync service, so that it forgets the old one.',
      commands: ['Restart-Service ADSync'],
    },
  },
  {
    ids: 6900,
    kind: 'problem',
    source: 'ADSync',
    name: 'unexpected error in a password change notification',
    meaning:
      'The synchronization engine met an unexpected error in a password change notification; the text quotes it and holds the same codes as event 655.',
    remedy: reachEntra,
  },
  {
    ids: 6910,
    source: 'ADSync',
    name: 'password hash synchronization enabled',
    meaning: 'Password hash synchronization was enabled for a connector.',
  },
  {
    ids: 6911,
    source: 'ADSync',
    name: 'password hash synchronization disabled',
    meaning: 'Password hash synchronization was disabled for a connector.',
    remedy: {
      text: 'If that was not intended, see who did it, and enable it again in the Microsoft Entra Connect wizard.',
      commands: ['phs-tool status'],
    },
  },
  {
    ids: 6916,
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'database restored, password hash synchronization disabled',
    meaning: 'The database was restored from a backup, and password hash synchronization was disabled with it.',
    remedy: {
      text: 'Enable password hash synchronization again in the Microsoft Entra Connect wizard if status reports it as off.',
      commands: ['phs-tool status'],
    },
  },
  {
    ids: 6920,
    source: 'ADSync',
    kind: 'problem',
    name: 'thread of password hash synchronization ended',
    meaning: 'The thread of password hash synchronization ended; no passwords are synchronized until it starts again.',
    remedy: restartService,
  },
  {
    ids: 6943,
    source: 'ADSync',
    name: 'password hash synchronization started',
    meaning: 'Password hash synchronization was started for a connector.',
  },
  {
    ids: 6944,
    source: 'ADSync',
    kind: 'problem',
    name: 'password hash synchronization not started',
    meaning: 'Password hash synchronization could not be started for a connector; the text names the error.',
    remedy: restartService,
  },
  {
    ids: 6948,
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'password of one object not synchronized',
    meaning: 'The password of one object could not be synchronized; the text names the object.',
    remedy: {
      text: 'Follow the object that the text of the event names: phs-tool diagnose with its DN says where its password stops. If the text names none, the changes around that time show which user it can be.',
      commands: ['phs-tool events --id 656,657,664,6948'],
    },
  },
];
