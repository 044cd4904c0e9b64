import type { Remedy } from '../finding.js';
import { recognizeAudit } from './audit-writer.js';
import type { KnownEvent } from './known-event.js';

/** What a change of the audit is about; findings look for the changes that can explain them. */
export type AuditTopic =
  | 'directory'
  | 'setup'
  | 'filter'
  | 'password-sync'
  | 'start'
  | 'ad-account'
  | 'rule'
  | 'sign-in-method'
  | 'federation'
  | 'permission'
  | 'entra-account'
  | 'application';

interface AuditRow {
  /** The last two digits of the id. */
  readonly number: number;
  readonly topic: AuditTopic;
  readonly name: string;
  /** What a sentence of this event is about. */
  readonly about: RegExp;
  readonly meaning: string;
  readonly remedy?: Remedy;
}

const seeWhy: Remedy = {
  text: 'If that was not intended, ask whoever the text names, and undo it in the Microsoft Entra Connect wizard.',
  commands: ['phs-tool events --group audit --since 7d', 'phs-tool status'],
};

/** V2 (facts 9.3): shown with its date and who says so. */
const ruleOperator =
  'Builds before 2.6.84.0 name the service account instead of the administrator, according to a report of 2026-07-17.';

/** The audit of administrators, in Microsoft's order (facts 9.3). */
const rows: readonly AuditRow[] = [
  {
    number: 3,
    topic: 'directory',
    name: 'directory added, updated or deleted',
    about: /director|forest|connector/i,
    meaning: 'An administrator added, updated or deleted a directory (connector).',
  },
  {
    number: 4,
    topic: 'setup',
    name: 'express settings',
    about: /express/i,
    meaning: 'An administrator chose the express settings.',
  },
  {
    number: 5,
    topic: 'filter',
    name: 'domains and OUs of synchronization changed',
    about: /domain|\bOUs?\b|organi[sz]ational unit/i,
    meaning: 'An administrator changed which domains and organizational units are synchronized.',
    remedy: seeWhy,
  },
  {
    number: 6,
    topic: 'password-sync',
    name: 'password hash synchronization switched on or off',
    about: /password (?:hash )?sync|password hash|\bPHS\b/i,
    meaning: 'An administrator enabled or disabled password hash synchronization; the text says which.',
    remedy: seeWhy,
  },
  {
    number: 7,
    topic: 'start',
    name: 'start of synchronization after setup',
    about: /\bsync/i,
    meaning:
      'An administrator chose whether synchronization starts when the installation or the wizard ends; the text says which.',
    remedy: seeWhy,
  },
  {
    number: 8,
    topic: 'ad-account',
    name: 'AD DS connector account created',
    about: /account/i,
    meaning: 'An AD DS connector account was created for a directory.',
  },
  {
    number: 9,
    topic: 'ad-account',
    name: 'existing AD DS connector account',
    about: /account/i,
    meaning: 'An administrator named an existing account as the AD DS connector account.',
  },
  {
    number: 10,
    topic: 'rule',
    name: 'synchronization rule created, updated or deleted',
    about: /\brules?\b/i,
    meaning: `An administrator created, updated or deleted a synchronization rule; the text names it. ${ruleOperator}`,
    remedy: {
      text: 'If passwords or users have been missing since then, check the rule in the Synchronization Rules Editor.',
      commands: ['phs-tool events --group audit --since 7d', 'phs-tool diagnose'],
    },
  },
  {
    number: 11,
    topic: 'filter',
    name: 'domain filtering changed',
    about: /domain/i,
    meaning: 'An administrator changed the domain filtering; the text lists the selected domains.',
    remedy: seeWhy,
  },
  {
    number: 12,
    topic: 'filter',
    name: 'OU filtering changed',
    about: /\bOUs?\b|organi[sz]ational unit/i,
    meaning: 'An administrator changed the filtering by organizational units; the text lists the selected ones.',
    remedy: seeWhy,
  },
  {
    number: 13,
    topic: 'sign-in-method',
    name: 'sign-in method of users changed',
    about: /sign[- ]?(?:in|on)/i,
    meaning:
      'An administrator changed how users sign in; the text names the old and the new method. Password hash synchronization is a separate choice.',
  },
  {
    number: 14,
    topic: 'federation',
    name: 'AD FS farm configured',
    about: /AD ?FS|federation/i,
    meaning: 'An administrator configured a new AD FS farm.',
  },
  {
    number: 15,
    topic: 'federation',
    name: 'single sign-on switched on or off',
    about: /single sign|\bSSO\b/i,
    meaning: 'An administrator enabled or disabled seamless single sign-on.',
  },
  {
    number: 16,
    topic: 'federation',
    name: 'web application proxy installed',
    about: /web application proxy|\bWAP\b/i,
    meaning: 'An administrator installed a web application proxy for AD FS.',
  },
  {
    number: 17,
    topic: 'permission',
    name: 'permissions in Active Directory set',
    about: /permission/i,
    meaning: 'An administrator set permissions for the AD DS connector account; the text says which.',
  },
  {
    number: 18,
    topic: 'ad-account',
    name: 'credential of the AD DS connector account changed',
    about: /credential|password|account/i,
    meaning:
      'An administrator changed the account or the password with which a connector signs in to Active Directory.',
    remedy: {
      text: 'If the domains refuse the account since then, enter the right password in Synchronization Service Manager and restart the ADSync service.',
      commands: ['phs-tool diagnose', 'Restart-Service ADSync'],
    },
  },
  {
    number: 19,
    topic: 'entra-account',
    name: 'password of the Entra connector account reset',
    about: /password|account/i,
    meaning: 'An administrator had the password of the Entra connector account reset.',
  },
  {
    number: 20,
    topic: 'federation',
    name: 'AD FS server installed',
    about: /AD ?FS/i,
    meaning: 'An administrator installed an AD FS server.',
  },
  {
    number: 21,
    topic: 'federation',
    name: 'AD FS service account set',
    about: /AD ?FS/i,
    meaning: 'An administrator set the service account of AD FS.',
  },
  {
    number: 22,
    topic: 'application',
    name: 'application-based authentication configured',
    about: /application/i,
    meaning:
      'The configuration of an application for the Entra connector was attempted; the text says with what result.',
  },
  {
    number: 23,
    topic: 'application',
    name: 'certificate of the application rotated',
    about: /certificat/i,
    meaning: "The rotation of the application's certificate was attempted; the text says with what result.",
  },
  {
    number: 24,
    topic: 'entra-account',
    name: 'Entra connector account deleted',
    about: /account/i,
    meaning: 'The deletion of the Entra connector account was attempted; the text says with what result.',
  },
  {
    number: 25,
    topic: 'application',
    name: 'application deleted',
    about: /application/i,
    meaning: 'The deletion of the application of the Entra connector was attempted; the text says with what result.',
  },
  {
    number: 26,
    topic: 'application',
    name: 'certificate of the application deleted',
    about: /certificat/i,
    meaning: 'The deletion of a certificate of the application was attempted; the text says with what result.',
  },
];

/** Microsoft's page gives the numbers from 2503 on; in its state of 2025-09-25 those from 2603 on (facts 9.3). */
const firstIds = [2_500, 2_600] as const;

/** The events of the audit of administrators (facts 9.3). They take no part in any verdict: they say who changed what. */
export const auditEvents: readonly KnownEvent[] = firstIds.flatMap((first) =>
  rows.map(({ number, name, about, meaning, remedy }) => ({
    ids: first + number,
    source: 'Entra Connect Admin Actions',
    kind: 'audit',
    elsewhere: recognizeAudit(about),
    name,
    meaning,
    ...(remedy === undefined ? {} : { remedy }),
  })),
);

/** What each id of the audit is about. */
export const auditTopics: ReadonlyMap<number, AuditTopic> = new Map(
  firstIds.flatMap((first) => rows.map(({ number, topic }) => [first + number, topic] as const)),
);
