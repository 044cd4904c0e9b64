import { BAD_PASSWORD, domainError, provisionError, tokenError } from './error-texts.js';
import type { TextContext } from './text-context.js';

/** An event as the log shows it: its severity, where it comes from, its words. */
export interface EventText {
  readonly entryType: string;
  readonly source: string;
  readonly message: string;
}

const USERS = ['Viola Hanson', 'Eli McLean', 'Noor Haddad', 'Ana Sousa', 'Jonas Weber'];

/** The block at the end of PHS events that names connector and partition (facts 3.2). */
function forestInfo({ connectorId, domain }: TextContext): string {
  if (connectorId === undefined) return '';
  return `\n<forest-info>\n  <partition-name>${domain.toUpperCase()}</partition-name>\n  <connector-id>${connectorId}</connector-id>\n</forest-info>\n`;
}

function tracked(text: string): (context: TextContext) => string {
  return (context) => `${text} TrackingID : ${context.trackingId}\n${forestInfo(context)}`;
}

function plain(text: (context: TextContext) => string): (context: TextContext) => string {
  return (context) => `${text(context)}\n${forestInfo(context)}`;
}

function distinguishedName({ domain, ordinal, user }: TextContext): string {
  if (user !== undefined) return user;
  const parts = domain.split('.').map((part) => `DC=${part}`);
  return `CN=${USERS[ordinal % USERS.length] ?? ''},OU=Cloud Objects,${parts.join(',')}`;
}

function anchor({ trackingId }: TextContext): string {
  return Buffer.from(trackingId.replaceAll('-', ''), 'hex').toString('base64');
}

function usDate(at: Date): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${month}/${day}/${year} ${time.slice(0, 8)}`;
}

function changeResult(context: TextContext): string {
  return `Password Change Result - Anchor : ${anchor(context)}, Dn : ${distinguishedName(context)}, PwdChangeOnLogon=False, Result : ${context.variant ?? 'Success'}.`;
}

const PHS = 'Directory Synchronization';
const ENGINE = 'ADSync';

interface Template {
  readonly entryType: string;
  readonly source: string;
  readonly write: (context: TextContext) => string;
}

function information(write: (context: TextContext) => string, source = PHS): Template {
  return { entryType: 'Information', source, write };
}

function error(write: (context: TextContext) => string, source = PHS): Template {
  return { entryType: 'Error', source, write };
}

// Texts of facts 3.2; those of 601, 602, 609, 613, 616 to 619, 621, 663, 664 and 667 are not verified (simulator/README.md).
const TEMPLATES: ReadonlyMap<number, Template> = new Map([
  [
    0,
    information((context) =>
      context.variant === 'bad-password'
        ? BAD_PASSWORD
        : `The following password changes failed to synchronized and have scheduled for retry.\nDN = ${distinguishedName(context)}`,
    ),
  ],
  [115, information(() => 'Access to Windows Azure Active Directory has been denied. Contact Technical Support.')],
  [601, information(plain(() => 'Password hash synchronization manager is starting.'))],
  [602, information(plain(() => 'Password hash synchronization manager is stopping.'))],
  [609, information(plain(() => 'Password hash synchronization manager has stopped.'))],
  [611, error(plain(domainError))],
  [
    616,
    error(
      plain(
        ({ domain, domainController }) =>
          `Password hash synchronization failed to connect to the preferred domain controller: ${domainController}, domain: ${domain}.`,
      ),
    ),
  ],
  [
    619,
    information(
      plain(
        ({ domain, ordinal }) =>
          `Full password hash synchronization progress for domain: ${domain}. Objects processed: ${(ordinal + 1) * 50}.`,
      ),
    ),
  ],
  [621, error(plain(({ domain }) => `Full password hash synchronization failed for domain: ${domain}.`))],
  [
    613,
    information(
      plain(
        ({ domain }) => `Password sync will not start until a full directory sync has completed. Domain: ${domain}.`,
      ),
    ),
  ],
  [617, information(plain(({ domain }) => `Full password hash synchronization started for forest: ${domain}`))],
  [618, information(plain(({ domain }) => `Full password hash synchronization started for domain: ${domain}`))],
  [622, information(plain(({ domain }) => `Full password hash synchronization completed for domain: ${domain}`))],
  [623, information(plain(({ domain }) => `Full password hash synchronization completed for forest: ${domain}`))],
  [650, information(tracked('Provision credentials batch start. Count: 1'))],
  [651, information(tracked('Provision credentials batch end. Count: 1'))],
  [652, error(plain(provisionError('Failed credential provisioning batch.')))],
  [653, information(tracked('Provision credentials ping start.'))],
  [654, information(tracked('Provision credentials ping end.'))],
  [655, error(plain(provisionError('Failed credential provisioning ping.')))],
  [
    656,
    information(
      plain(
        (context) =>
          `Password Change Request - Anchor : ${anchor(context)}, Dn : ${distinguishedName(context)}, Change Date : ${usDate(context.at)}`,
      ),
    ),
  ],
  [657, information(plain(changeResult))],
  [663, information(plain(() => 'Password hash synchronization manager is alive and running.'))],
  [
    664,
    error(
      plain(
        (context) =>
          `Password hash synchronization of a single object failed. Dn : ${distinguishedName(context)}. Details: The object was not found in the target directory.`,
      ),
    ),
  ],
  [
    667,
    error(
      plain(
        () =>
          'Password hash synchronization failed to create the MD5 key for decryption. System.InvalidOperationException: This implementation is not part of the Windows Platform FIPS validated cryptographic algorithms.',
      ),
    ),
  ],
  [904, information(() => 'Scheduler::SchedulerThreadMain : Completed configured scheduler operations.')],
  [906, error(tokenError)],
  [
    6900,
    error(() => 'The server encountered an unexpected error while processing a password change notification:', ENGINE),
  ],
]);

/** The text of an event id with its severity and source, or undefined when the simulator knows no text for the id. */
export function eventText(eventId: number, context: TextContext): EventText | undefined {
  const template = TEMPLATES.get(eventId);
  if (template === undefined) return undefined;
  return { entryType: template.entryType, source: template.source, message: template.write(context) };
}
