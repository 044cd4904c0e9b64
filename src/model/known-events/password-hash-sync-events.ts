import { allowMd5, reachEntra } from './remedies.js';
import type { KnownEvent } from './known-event.js';

/** V2 (facts 3.1): shown with its date. */
const selfHealingEnded =
  "From build 2.6.84.0 on there is no self-healing, according to reports of 2026-07-17 on Microsoft's version history: a feature that was switched off stays off until somebody switches it on.";

/**
 * The events of password hash synchronization in the order of their ids: Microsoft's table and the ids beside it that its
 * texts name (facts 3.1, 3.2).
 */
export const passwordHashSyncEvents: readonly KnownEvent[] = [
  {
    ids: 0,
    kind: 'problem',
    entryType: 'Error',
    name: 'error of the synchronization client',
    meaning:
      'The synchronization client reports an error, often a wrong user name or password of the Entra connector account.',
    remedy: reachEntra,
  },
  {
    ids: 0,
    kind: 'problem',
    entryType: 'Information',
    name: 'password changes scheduled for retry',
    meaning: 'Some password changes could not be synchronized; they are tried again. The record names the objects.',
    severity: 'warn',
    remedy: {
      text: 'Wait for the retry. If the same objects appear again, diagnose one of them.',
      commands: ['phs-tool events --id 0,656,657,664'],
    },
  },
  {
    ids: 115,
    kind: 'problem',
    name: 'access to Entra ID has been denied',
    meaning: 'Microsoft Entra ID refused the account of the Entra connector.',
    remedy: reachEntra,
  },
  { ids: 601, name: 'manager starting', meaning: 'The manager of password hash synchronization starts.' },
  { ids: 602, name: 'manager stopping', meaning: 'The manager of password hash synchronization stops.' },
  {
    ids: 603,
    kind: 'problem',
    name: 'unexpected error',
    meaning: 'Password hash synchronization met an unexpected error.',
  },
  { ids: 604, kind: 'problem', name: 'task error', meaning: 'A task of password hash synchronization failed.' },
  {
    ids: 605,
    kind: 'problem',
    name: 'items added to the retry queue',
    meaning: 'Password changes that failed were put into the retry queue.',
    severity: 'warn',
    remedy: {
      text: 'Nothing if event 606 follows. Otherwise check what fails around it.',
      commands: ['phs-tool events --id 605,606,652,657,664'],
    },
  },
  {
    ids: 606,
    name: 'items removed from the retry queue',
    meaning: 'Password changes left the retry queue.',
  },
  { ids: 607, kind: 'problem', name: 'not able to start', meaning: 'Password hash synchronization could not start.' },
  { ids: 608, name: 'not documented', meaning: 'Microsoft does not say what this event means.' },
  { ids: 609, name: 'manager has stopped', meaning: 'Password hash synchronization has stopped.' },
  { ids: 610, kind: 'problem', name: 'cannot stop', meaning: 'Password hash synchronization could not be stopped.' },
  {
    ids: 611,
    kind: 'problem',
    name: 'error synchronizing a domain',
    meaning:
      'Passwords of one domain could not be read or sent. The text names the domain, the chain of exceptions and often an RPC error code.',
    remedy: {
      text: 'Look up the RPC error code of the text with phs-tool explain; diagnose does it by itself.',
      commands: ['phs-tool diagnose', 'phs-tool events --id 611'],
    },
  },
  {
    ids: 612,
    kind: 'problem',
    name: 'error initializing a synchronization context',
    meaning:
      'The context for synchronizing a domain could not be made. The text holds the same exceptions and codes as event 611.',
    remedy: {
      text: 'Look up the code of the text with phs-tool explain; diagnose does it by itself.',
      commands: ['phs-tool diagnose', 'phs-tool events --id 611,612'],
    },
  },
  {
    ids: 613,
    name: 'paused until the directory is synchronized',
    meaning: 'Password hash synchronization waits, because the full synchronization of the directory is not completed.',
    remedy: {
      text: 'Let the initial synchronization cycle end; the synchronization of passwords then goes on by itself.',
      commands: ['Get-ADSyncScheduler'],
    },
  },
  {
    ids: 614,
    name: 'start while it was running',
    meaning: 'Password hash synchronization was started although it had not been shut down.',
  },
  { ids: 615, kind: 'problem', name: 'worker thread exception', meaning: 'A worker thread ended with an exception.' },
  {
    ids: 616,
    kind: 'problem',
    name: 'connection to a preferred domain controller failed',
    meaning: 'A domain controller on the list of preferred ones could not be reached.',
    remedy: {
      text: 'Check that the preferred domain controllers exist and can be reached; correct the list in Synchronization Service Manager and restart the ADSync service.',
      commands: ['phs-tool diagnose', 'Restart-Service ADSync'],
    },
  },
  {
    ids: 617,
    kind: 'full-sync',
    name: 'full sync of a forest started',
    meaning: 'A full password sync of a forest began.',
  },
  {
    ids: 618,
    kind: 'full-sync',
    name: 'full sync of a domain started',
    meaning: 'A full password sync of a domain began.',
  },
  {
    ids: 619,
    kind: 'full-sync',
    name: 'full sync progress',
    meaning: 'How far the full password sync of a domain has come.',
  },
  {
    ids: 620,
    kind: 'full-sync',
    name: 'filtered objects',
    meaning:
      'The full password sync left out objects that it does not synchronize, for example because they are filtered, with the reason for each. That is normal.',
  },
  {
    ids: 621,
    kind: 'problem',
    name: 'full password sync failed',
    meaning:
      'An attempt at a full password sync failed, or the setting that starts one could not be read or reset because another synchronization operation runs. Another attempt does not help as long as the cause is there.',
    remedy: {
      text: 'Find the cause first; do not start another full sync. If the text says that another synchronization operation runs, wait for the end of that operation.',
      commands: ['Get-ADSyncConnectorRunStatus', 'phs-tool diagnose'],
    },
  },
  {
    ids: 622,
    kind: 'full-sync',
    name: 'full sync of a domain completed',
    meaning: 'The full password sync of a domain is completed.',
  },
  {
    ids: 623,
    kind: 'full-sync',
    name: 'full sync of a forest completed',
    meaning: 'The full password sync of a forest is completed.',
  },
  {
    ids: 650,
    kind: 'sign-of-life',
    name: 'batch start',
    meaning: 'A batch of password hashes is about to be sent to Entra ID.',
  },
  {
    ids: 651,
    kind: 'sign-of-life',
    name: 'batch end',
    meaning: 'A batch of password hashes was sent to Entra ID.',
  },
  {
    ids: 652,
    kind: 'problem',
    name: 'batch error',
    meaning: 'A batch of password hashes could not be sent to Entra ID. The text holds an error code.',
    remedy: reachEntra,
  },
  {
    ids: 653,
    kind: 'sign-of-life',
    name: 'ping start',
    meaning: 'There is nothing to send; the connection is about to be tried.',
  },
  {
    ids: 654,
    kind: 'sign-of-life',
    name: 'heartbeat',
    meaning: 'There was nothing to send and the connection to Entra ID works. It comes about every 30 minutes.',
  },
  {
    ids: 655,
    kind: 'problem',
    name: 'ping error',
    meaning: 'The connection to Entra ID was tried and does not work. The text holds an error code.',
    remedy: reachEntra,
  },
  {
    ids: 656,
    kind: 'change',
    signOfLife: true,
    name: 'password change request',
    meaning: 'Password changes that are sent to Entra ID: one line a user.',
  },
  {
    ids: 657,
    kind: 'change',
    signOfLife: true,
    name: 'password change result',
    meaning: 'Results of password changes, one line per user.',
    remedy: {
      text: 'Nothing for "Success". For any other result, diagnose the user that the line names.',
      commands: ['phs-tool events --id 656,657,664'],
    },
  },
  {
    ids: 658,
    name: 'Entra Domain Services message',
    meaning: 'Message on Microsoft Entra Domain Services.',
  },
  {
    ids: 659,
    name: 'password policy message',
    meaning: 'Message on the synchronization of password policies.',
  },
  { ids: 660, name: 'self-healing start', meaning: `Repair of the tenant feature begins. ${selfHealingEnded}` },
  { ids: 661, name: 'self-healing end', meaning: `Repair of the tenant feature has ended. ${selfHealingEnded}` },
  {
    ids: 662,
    kind: 'problem',
    name: 'health task failed',
    meaning:
      'The health task failed while the connection to Microsoft Entra ID was tried. The text holds the same codes as event 655.',
    remedy: reachEntra,
  },
  {
    ids: 663,
    kind: 'sign-of-life',
    name: 'manager alive',
    meaning: 'The manager of password hash synchronization is running.',
  },
  {
    ids: 664,
    kind: 'problem',
    name: 'password sync of one object failed',
    meaning: 'The password of one object could not be synchronized.',
    severity: 'warn',
    remedy: {
      text: 'Trace the user whom the event names; the events around it show what became of the password.',
      commands: ['phs-tool events --id 656,657,664'],
    },
  },
  {
    ids: 665,
    kind: 'problem',
    name: 'storing the cycle state failed',
    meaning: 'The state of a cycle could not be stored.',
  },
  {
    ids: 666,
    kind: 'problem',
    name: 'failed with an SQL deadlock',
    meaning: 'A deadlock of the database ended the work. It is tried again in the next cycle.',
  },
  {
    ids: 667,
    kind: 'problem',
    name: 'decryption key failed (FIPS policy)',
    meaning: 'The MD5 key that decrypts password hashes could not be made; the FIPS policy of Windows forbids MD5.',
    remedy: allowMd5,
  },
  {
    ids: 668,
    name: 'only PwdLastSet changed',
    meaning: 'Objects of a batch in which PwdLastSet changed but the password did not.',
  },
];
