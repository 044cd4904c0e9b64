import type { EventKind, EventMeaning, EventSeverity, EventSource } from './event-meaning.js';

interface Beyond {
  readonly ids: readonly number[];
  readonly name: string;
  readonly meaning: string;
  readonly source?: EventSource;
  readonly kind?: EventKind;
  readonly severity?: EventSeverity;
  readonly text?: string;
  readonly commands?: readonly string[];
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const otherFeature = 'This is another feature; it says nothing about password hash synchronization.';

const groups: readonly Beyond[] = [
  { ids: [104], name: 'export done', meaning: 'A round of exporting objects to Entra ID is done.' },
  { ids: [105], name: 'import done', meaning: 'A round of importing objects from Entra ID is done.' },
  { ids: [106], name: 'failure of the client', meaning: 'Often stands next to event 115, when access is denied.' },
  { ids: [107], name: 'redirected', meaning: 'The service sent the client to another endpoint.' },
  { ids: [114], name: 'export cycle done', meaning: 'The export cycle is done.' },
  { ids: [116, 117, 132, 133, 134], name: 'import', meaning: 'The import from Entra ID reports on its way.' },
  {
    ids: [350],
    name: 'staging mode on',
    meaning:
      'The server went into staging mode: it synchronizes no passwords. (Told by a third party, not by Microsoft.)',
    text: 'When the server is meant to be active, leave staging mode in the Microsoft Entra Connect wizard.',
    commands: ['phs-tool status'],
  },
  {
    ids: [351],
    name: 'staging mode off',
    meaning: 'The server left staging mode. (Told by a third party, not by Microsoft.)',
  },
  { ids: [904], name: 'scheduler', meaning: 'The scheduler tells what it does; PHS does not depend on it.' },
  { ids: [906], name: 'run profile done', meaning: 'A run profile has ended.' },
  { ids: [2001], name: 'service started', meaning: 'The synchronization service started.' },
  {
    ids: [2002],
    name: 'service stopped',
    meaning: 'The synchronization service stopped; no passwords are synchronized.',
  },
  { ids: range(2501, 2520), name: 'diagnostics', meaning: 'Telemetry of the diagnostics module.' },
  {
    ids: [6100],
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'run with errors',
    meaning: 'A run profile ended with errors on objects.',
    text: 'Read the errors of the run in Synchronization Service Manager (Operations).',
  },
  {
    ids: [6127],
    source: 'ADSync',
    name: 'rules changed',
    meaning: 'Rules have changed since the last full synchronization.',
    text: 'Run a full synchronization cycle, so that the new rules hold for every object.',
    commands: ['Start-ADSyncSyncCycle -PolicyType Initial'],
  },
  {
    ids: [6803],
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'export with errors',
    meaning: 'Objects could not be exported; a user who is not exported gets no password.',
    text: 'Read the errors of the export in Synchronization Service Manager (Operations).',
  },
  {
    ids: [6941],
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'details of an error',
    meaning: 'Details of an error on one object.',
    text: 'Read the text; it names the object.',
  },
  { ids: [6952], source: 'ADSync', name: 'filter status', meaning: 'Tells which filter on objects is active.' },
  {
    ids: [...range(31006, 31011), 33002, 33008],
    source: 'PasswordResetService',
    name: 'password writeback',
    meaning: `Writes a password that was reset in the cloud back to Active Directory. ${otherFeature}`,
  },
];

/** Events of the same server that do not belong to PHS and take no part in any verdict (facts 3.3). */
export const beyondEvents: readonly EventMeaning[] = groups.flatMap(({ ids, text, commands, ...group }) =>
  ids.map((eventId) => ({
    source: 'Directory Synchronization' as const,
    kind: 'information' as const,
    severity: 'none' as const,
    signOfLife: false,
    passwordHashSync: false,
    remedy: {
      text: text ?? 'Nothing needs to be done for password hash synchronization.',
      commands: [...(commands ?? [])],
    },
    fact: eventId === 106 ? 'facts 3.2' : 'facts 3.3',
    ...group,
    eventId,
  })),
);
