import { allowMd5, entry, life, problem, reachEntra, withTexts } from './event-catalog-entry.js';
import type { EventMeaning } from './event-meaning.js';

const batchesAndPings: readonly EventMeaning[] = [
  life({ eventId: 650, name: 'batch start', meaning: 'A batch of password hashes is about to be sent to Entra ID.' }),
  life({
    eventId: 651,
    name: 'batch end',
    meaning: 'A batch of password hashes was sent to Entra ID.',
    fact: withTexts,
  }),
  problem({
    eventId: 652,
    name: 'batch error',
    meaning: 'A batch of password hashes could not be sent to Entra ID. The text holds an error code.',
    remedy: reachEntra,
    fact: withTexts,
  }),
  life({ eventId: 653, name: 'ping start', meaning: 'There is nothing to send; the connection is about to be tried.' }),
  life({
    eventId: 654,
    name: 'heartbeat',
    meaning: 'There was nothing to send and the connection to Entra ID works. It comes about every 30 minutes.',
    fact: withTexts,
  }),
  problem({
    eventId: 655,
    name: 'ping error',
    meaning: 'The connection to Entra ID was tried and does not work. The text holds an error code.',
    remedy: reachEntra,
    fact: withTexts,
  }),
  life({
    eventId: 656,
    kind: 'change',
    name: 'password change request',
    meaning: 'Password changes that are sent to Entra ID: one line a user.',
    fact: withTexts,
  }),
  life({
    eventId: 657,
    kind: 'change',
    name: 'password change result',
    meaning: 'What became of password changes: one line a user, with the result.',
    remedy: {
      text: 'Nothing for "Success". For any other result look at the user that the line names.',
      commands: ['phs-tool events --id 656,657,664'],
    },
    fact: withTexts,
  }),
];

const rest: readonly EventMeaning[] = [
  entry({
    eventId: 658,
    name: 'Entra Domain Services message',
    meaning: 'Message on Microsoft Entra Domain Services.',
  }),
  entry({
    eventId: 659,
    name: 'password policy message',
    meaning: 'Message on the synchronization of password policies.',
  }),
  entry({ eventId: 660, name: 'self-healing start', meaning: 'Repair of the tenant feature begins.' }),
  entry({ eventId: 661, name: 'self-healing end', meaning: 'Repair of the tenant feature has ended.' }),
  problem({ eventId: 662, name: 'health task failed', meaning: 'The health task failed during a ping.' }),
  life({ eventId: 663, name: 'manager alive', meaning: 'The manager of password hash synchronization is running.' }),
  problem({
    eventId: 664,
    name: 'password sync of one object failed',
    meaning: 'The password of one object could not be synchronized.',
    severity: 'warn',
    remedy: {
      text: 'Look at the object that the text names.',
      commands: ['phs-tool events --id 656,657,664'],
    },
  }),
  problem({
    eventId: 665,
    name: 'storing the cycle state failed',
    meaning: 'The state of a cycle could not be stored.',
  }),
  problem({
    eventId: 666,
    name: 'failed with an SQL deadlock',
    meaning: 'A deadlock of the database ended the work. It is tried again in the next cycle.',
  }),
  problem({
    eventId: 667,
    name: 'decryption key failed (FIPS policy)',
    meaning: 'The MD5 key that decrypts password hashes could not be made; the FIPS policy of Windows forbids MD5.',
    remedy: allowMd5,
  }),
  entry({
    eventId: 668,
    name: 'only PwdLastSet changed',
    meaning: 'Objects of a batch in which PwdLastSet changed but the password did not.',
  }),
  problem({
    eventId: 6329,
    source: 'ADSync',
    name: 'unexpected error in a password set operation',
    meaning: 'The synchronization engine met an unexpected error while it set a password.',
    fact: 'facts 3.2',
  }),
  problem({
    eventId: 6900,
    source: 'ADSync',
    name: 'unexpected error in a password change notification',
    meaning:
      'The synchronization engine met an unexpected error in a password change notification; the text quotes it.',
    fact: 'facts 3.2',
  }),
];

/** Events of batches, pings and single objects, and those of the synchronization engine (facts 3.1, 3.2). */
export const cycleEvents: readonly EventMeaning[] = [...batchesAndPings, ...rest];
