import { entry, fullSync, problem, reachEntra, withTexts } from './event-catalog-entry.js';
import { cycleEvents } from './event-catalog-cycle.js';
import type { EventMeaning } from './event-meaning.js';

const withoutNumberInTable: readonly EventMeaning[] = [
  problem({
    eventId: 0,
    entryType: 'Error',
    name: 'error of the synchronization client',
    meaning:
      'The synchronization client reports an error, often a wrong user name or password of the Entra connector account.',
    remedy: reachEntra,
    fact: 'facts 3.2',
  }),
  problem({
    eventId: 0,
    entryType: 'Information',
    name: 'password changes scheduled for retry',
    meaning: 'Some password changes could not be synchronized; they are tried again. The record names the objects.',
    severity: 'warn',
    remedy: {
      text: 'Wait for the retry. If the same objects come again, look at one of them.',
      commands: ['phs-tool events --id 0,656,657,664'],
    },
    fact: 'facts 3.2',
  }),
  problem({
    eventId: 115,
    name: 'access to Entra ID has been denied',
    meaning: 'Microsoft Entra ID refused the account of the Entra connector.',
    remedy: reachEntra,
    fact: 'facts 3.2',
  }),
];

const manager: readonly EventMeaning[] = [
  entry({ eventId: 601, name: 'manager starting', meaning: 'The manager of password hash synchronization starts.' }),
  entry({ eventId: 602, name: 'manager stopping', meaning: 'The manager of password hash synchronization stops.' }),
  problem({
    eventId: 603,
    name: 'unexpected error',
    meaning: 'Password hash synchronization met an unexpected error.',
  }),
  problem({ eventId: 604, name: 'task error', meaning: 'A task of password hash synchronization failed.' }),
  problem({
    eventId: 605,
    name: 'items added to the retry queue',
    meaning: 'Password changes that failed were put into the retry queue.',
    severity: 'warn',
    remedy: {
      text: 'Nothing when event 606 follows. Otherwise look at what fails around it.',
      commands: ['phs-tool events --id 605,606,652,657,664'],
    },
  }),
  entry({
    eventId: 606,
    name: 'items removed from the retry queue',
    meaning: 'Password changes left the retry queue.',
  }),
  problem({ eventId: 607, name: 'not able to start', meaning: 'Password hash synchronization could not start.' }),
  entry({ eventId: 608, name: 'not documented', meaning: 'Microsoft does not say what this event means.' }),
  entry({ eventId: 609, name: 'manager has stopped', meaning: 'Password hash synchronization has stopped.' }),
  problem({ eventId: 610, name: 'cannot stop', meaning: 'Password hash synchronization could not be stopped.' }),
  problem({
    eventId: 611,
    name: 'error synchronizing a domain',
    meaning:
      'Passwords of one domain could not be read or sent. The text names the domain, the chain of exceptions and often an RPC error code.',
    remedy: {
      text: 'Look up the RPC error code of the text with phs-tool explain; diagnose does it by itself.',
      commands: ['phs-tool diagnose', 'phs-tool events --id 611'],
    },
    fact: withTexts,
  }),
  problem({
    eventId: 612,
    name: 'error initialising a synchronization context',
    meaning: 'The context for synchronizing a domain could not be made.',
  }),
  entry({
    eventId: 613,
    name: 'paused until the directory is synchronized',
    meaning: 'Password hash synchronization waits, because the full synchronization of the directory is not completed.',
    remedy: {
      text: 'Let the initial synchronization cycle end; the synchronization of passwords then goes on by itself.',
      commands: ['Get-ADSyncScheduler'],
    },
  }),
  entry({
    eventId: 614,
    name: 'start while it was running',
    meaning: 'Password hash synchronization was told to start although it had not been shut down.',
  }),
  problem({ eventId: 615, name: 'worker thread exception', meaning: 'A worker thread ended with an exception.' }),
  problem({
    eventId: 616,
    name: 'connection to a preferred domain controller failed',
    meaning: 'A domain controller on the list of preferred ones could not be reached.',
    remedy: {
      text: 'Check that the preferred domain controllers exist and can be reached; correct the list in Synchronization Service Manager and restart the ADSync service.',
      commands: ['phs-tool diagnose', 'Restart-Service ADSync'],
    },
  }),
];

const fullSyncs: readonly EventMeaning[] = [
  fullSync({ eventId: 617, name: 'full sync of a forest started', meaning: 'A full password sync of a forest began.' }),
  fullSync({ eventId: 618, name: 'full sync of a domain started', meaning: 'A full password sync of a domain began.' }),
  fullSync({
    eventId: 619,
    name: 'full sync progress',
    meaning: 'How far the full password sync of a domain has come.',
  }),
  problem({
    eventId: 620,
    name: 'objects reported that are not retried',
    meaning: 'The full password sync left out objects whose passwords are not tried again.',
    severity: 'warn',
  }),
  problem({
    eventId: 621,
    name: 'full password sync failed',
    meaning: 'An attempt at a full password sync failed. Another attempt does not help as long as the cause is there.',
    remedy: { text: 'Find the cause first; do not start another full sync.', commands: ['phs-tool diagnose'] },
  }),
  fullSync({
    eventId: 622,
    name: 'full sync of a domain completed',
    meaning: 'The full password sync of a domain is completed.',
    fact: withTexts,
  }),
  fullSync({
    eventId: 623,
    name: 'full sync of a forest completed',
    meaning: 'The full password sync of a forest is completed.',
    fact: withTexts,
  }),
];

/** The events of password hash synchronization: Microsoft's table and the ids beside it that its texts name. */
export const passwordHashSyncEvents: readonly EventMeaning[] = [
  ...withoutNumberInTable,
  ...manager,
  ...fullSyncs,
  ...cycleEvents,
];
