import { passwordWriteback } from '../event-meaning.js';
import { certificateEventIds, tokenEventIds } from '../entra-sign-in.js';
import { protectKey, renewCertificate } from '../sign-in-remedies.js';
import { range, type KnownEvent } from './known-event.js';

const otherFeature = 'This is another feature; it says nothing about password hash synchronization.';

/** Any program may write these numbers, so the text must be about a certificate. */
const aboutCertificate = {
  source: 'not stated',
  wording: { description: 'about a certificate', pattern: /certificate/i },
} as const;

/**
 * Events of the same server that do not belong to password hash synchronization and take no part in any verdict, in the order
 * of their ids (facts 3.3).
 */
export const otherEvents: readonly KnownEvent[] = [
  { ids: [104], name: 'export done', meaning: 'A round of exporting objects to Entra ID is done.' },
  { ids: [105], name: 'import done', meaning: 'A round of importing objects from Entra ID is done.' },
  { ids: [106], name: 'failure of the client', meaning: 'Often appears next to event 115, when access is denied.' },
  { ids: [107], name: 'redirected', meaning: 'The service sent the client to another endpoint.' },
  { ids: [114], name: 'export cycle done', meaning: 'The export cycle is done.' },
  { ids: [116, 117, 132, 133, 134], name: 'import', meaning: 'The import from Entra ID reports on its way.' },
  {
    ids: [350],
    name: 'staging mode on',
    meaning:
      'The server went into staging mode: it synchronizes no passwords. (Reported by a third party, not by Microsoft.)',
    remedy: {
      text: 'If the server is meant to be active, leave staging mode in the Microsoft Entra Connect wizard.',
      commands: ['phs-tool status'],
    },
  },
  {
    ids: [351],
    name: 'staging mode off',
    meaning: 'The server left staging mode. (Reported by a third party, not by Microsoft.)',
  },
  { ids: [904], name: 'scheduler', meaning: 'Activity of the scheduler; PHS does not depend on it.' },
  { ids: [906], name: 'run profile done', meaning: 'A run profile has ended.' },
  {
    ids: tokenEventIds,
    entryType: 'Error',
    kind: 'problem',
    severity: 'fail',
    name: 'error of the sign-in',
    meaning:
      'As an error this event reports that the Entra connector got no token: Microsoft Entra ID refuses its application or its account. The AADSTS code in the text names the cause.',
    remedy: {
      text: 'Look up the AADSTS code of the text.',
      commands: ['phs-tool explain AADSTS700027', 'phs-tool status'],
    },
  },
  {
    ids: certificateEventIds.renewalDue,
    ...aboutCertificate,
    kind: 'problem',
    severity: 'warn',
    name: 'certificate is about to expire',
    meaning:
      'The certificate of the application has used up 70 percent of its lifetime and was not renewed. (Microsoft does not state the source of this event; every source is accepted.)',
    remedy: renewCertificate,
  },
  {
    ids: certificateEventIds.expired,
    ...aboutCertificate,
    kind: 'problem',
    severity: 'fail',
    name: 'certificate has expired',
    meaning:
      'The certificate of the application has expired; the Entra connector cannot sign in. (Microsoft does not state the source of this event; every source is accepted.)',
    remedy: renewCertificate,
  },
  {
    ids: certificateEventIds.withoutTpm,
    ...aboutCertificate,
    kind: 'problem',
    severity: 'warn',
    name: 'certificate without TPM',
    meaning:
      "The key of the administrator's own certificate is not protected by a TPM. (Microsoft does not state the source of this event; every source is accepted.)",
    remedy: protectKey,
  },
  { ids: [2001], source: 'ADSync', name: 'service started', meaning: 'The synchronization service started.' },
  {
    ids: [2002],
    source: 'ADSync',
    name: 'service stopped',
    meaning: 'The synchronization service stopped; no passwords are synchronized until it starts again.',
    remedy: { text: 'If nobody stopped it on purpose, start it again.', commands: ['Start-Service ADSync'] },
  },
  {
    ids: [...range(2001, 2056), ...range(2201, 2212)],
    name: "telemetry of Microsoft's diagnostics",
    meaning:
      'Written by Invoke-ADSyncDiagnostics about its own run, also if phs-tool asks it for a second opinion. It is neither a sign of life nor a problem of password hash synchronization.',
  },
  {
    ids: range(2501, 2520),
    name: "telemetry of Microsoft's diagnostics",
    meaning: 'Written by Invoke-ADSyncDiagnostics about its own run on a single object.',
  },
  {
    ids: [4200],
    source: 'phs-tool',
    name: 'one password again',
    meaning:
      'The command sync-user is about to synchronize the password of one user; the text says who runs it, and for whom.',
  },
  {
    ids: [4201],
    source: 'phs-tool',
    name: 'one password again: success',
    meaning: 'The command sync-user synchronized the password of one user: a new entry of the log says Success.',
  },
  {
    ids: [4202],
    source: 'phs-tool',
    name: 'one password again: not verified',
    meaning: 'The command sync-user called the cmdlet for one user, and no new entry of the log says Success.',
    remedy: { text: 'Diagnose the user whom the text names.', commands: [] },
  },
  {
    ids: [6100],
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'run with errors',
    meaning: 'A run profile ended with errors on objects.',
    remedy: { text: 'Read the errors of the run in Synchronization Service Manager (Operations).', commands: [] },
  },
  {
    ids: [6127],
    source: 'ADSync',
    name: 'rules changed',
    meaning: 'Rules have changed since the last full synchronization.',
    remedy: {
      text: 'Run a full synchronization cycle, so that the new rules hold for every object.',
      commands: ['Start-ADSyncSyncCycle -PolicyType Initial'],
    },
  },
  {
    ids: [6329],
    source: 'ADSync',
    name: passwordWriteback,
    meaning: `The engine reports on a password that was to be set in Active Directory: no target was found, or the domain controller could not be reached. That is password writeback. ${otherFeature}`,
    remedy: {
      text: 'Nothing needs to be done for password hash synchronization. If you use password writeback, look up the code of the text with phs-tool explain.',
      commands: [],
    },
  },
  {
    ids: [6803],
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'export with errors',
    meaning: 'Objects could not be exported; a user who is not exported gets no password.',
    remedy: { text: 'Read the errors of the export in Synchronization Service Manager (Operations).', commands: [] },
  },
  {
    ids: [6941],
    source: 'ADSync',
    kind: 'problem',
    severity: 'warn',
    name: 'details of an error',
    meaning: 'Details of an error on one object.',
    remedy: { text: 'Read the text; it names the object.', commands: [] },
  },
  { ids: [6952], source: 'ADSync', name: 'filter status', meaning: 'Reports which filter on objects is active.' },
  {
    ids: [...range(31001, 31019), 31034, 31044],
    source: 'PasswordResetService',
    name: passwordWriteback,
    meaning: `Writes a password that was reset in the cloud back to Active Directory. ${otherFeature}`,
  },
  {
    ids: range(32000, 32015),
    source: 'PasswordResetService',
    name: passwordWriteback,
    meaning: `An error of the service that writes passwords back, for example on its way to the cloud. ${otherFeature}`,
  },
  {
    ids: range(33000, 33999),
    source: 'PasswordResetService',
    name: passwordWriteback,
    meaning: `Active Directory did not take a password that was reset in the cloud (user not found, permissions, account disabled or locked, policy). ${otherFeature}`,
  },
];
