import { known } from '../../src/model/fact.js';
import type { EventRecord, Facts } from '../../src/model/facts.js';
import {
  adConnector,
  entraConnector,
  errorEvent,
  eventSummary,
  ids,
  minutesAgo,
  tally,
  unreadable,
} from '../support/facts.js';
import type { StatusRow } from './status-row.js';

function record(eventId: number, ago: number, message: string, changes: Partial<EventRecord> = {}): EventRecord {
  return {
    recordId: 30_000 - ago,
    eventId,
    source: 'Directory Synchronization',
    entryType: 'Error',
    generatedAt: minutesAgo(ago),
    message,
    ...changes,
  };
}

const legacyAccount = 'Sync_SYNC01_ab12@contoso.onmicrosoft.com';
const expired = record(1012, 600, 'The certificate of the application has expired.', { source: 'Some source' });
const refusal = (code: string, eventId = 906): EventRecord =>
  record(
    eventId,
    10,
    `[MSAL] AcquireTokenWithCertificate: Exception caught. [invalid_client] - Original exception: ${code}: text`,
  );
const renewalDue = known([record(1011, 600, 'The certificate is about to expire.', { entryType: 'Warning' })]);
const managedBy = (certificateManagedBy: string): Facts['entraCredential'] =>
  known({ identityType: 'Application', applicationId: null, certificateManagedBy });
const silent = known(eventSummary({ [ids.contoso]: [tally(654, 170)] }));

/** Rows about the sign-in of the Entra connector (PHS212). */
export const signInRows: readonly StatusRow[] = [
  { check: 'PHS212', name: 'an application and no event', facts: {}, status: 'pass', says: /with an application/ },
  {
    check: 'PHS212',
    name: 'the legacy account, with the day from which on it does not work and who says so',
    facts: {
      entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
      connectors: known([entraConnector({ accountName: legacyAccount }), adConnector()]),
    },
    status: 'warn',
    says: /legacy account Sync_.*2027-04-07.*according to/,
    advises: /Configure application-based authentication/,
  },
  {
    check: 'PHS212',
    name: 'the legacy account of a build without the cmdlet',
    facts: {
      entraCredential: unreadable('command-missing'),
      connectors: known([entraConnector({ accountName: legacyAccount }), adConnector()]),
    },
    status: 'warn',
    says: /legacy account/,
  },
  {
    check: 'PHS212',
    name: 'nothing tells how it signs in',
    facts: {
      entraCredential: unreadable('command-missing'),
      connectors: known([entraConnector({ accountName: null }), adConnector()]),
    },
    status: 'unknown',
  },
  {
    check: 'PHS212',
    name: 'the cmdlet failed, whatever the user name looks like',
    facts: { entraCredential: unreadable('failed') },
    status: 'unknown',
  },
  {
    check: 'PHS212',
    name: 'an application of a build whose cmdlet is missing, by its user name',
    facts: { entraCredential: unreadable('command-missing') },
    status: 'pass',
  },
  {
    check: 'PHS212',
    name: 'a log that reaches back over a part of the window, and nothing that shows that Entra accepted the sign-in',
    facts: {
      events: known(eventSummary({})),
      eventLogReach: known({ oldestAt: minutesAgo(20) }),
      companyFeature: unreadable('failed'),
    },
    status: 'unknown',
  },
  {
    check: 'PHS212',
    name: 'a kind of identity that nobody knows',
    facts: {
      entraCredential: known({ identityType: 'ManagedIdentity', applicationId: null, certificateManagedBy: null }),
      connectors: known([entraConnector({ accountName: null }), adConnector()]),
    },
    status: 'unknown',
  },
  {
    check: 'PHS212',
    name: 'the events cannot be read',
    facts: { signInEvents: unreadable('failed') },
    status: 'unknown',
  },
  {
    check: 'PHS212',
    name: 'the certificate has expired, whoever wrote the event',
    facts: { events: silent, signInEvents: known([{ ...expired, generatedAt: minutesAgo(100) }]) },
    status: 'fail',
    says: /has expired \(event 1012/,
    advises: /Rotate application certificate.*2\.5\.x/s,
  },
  {
    check: 'PHS212',
    name: 'the certificate has expired and a token is refused: the warning of both remedies is said once',
    facts: {
      events: silent,
      signInEvents: known([refusal('AADSTS700027'), { ...expired, generatedAt: minutesAgo(100) }]),
    },
    status: 'fail',
    says: /has expired \(event 1012.*AADSTS700027/,
    advises: /^(?!.*Do not open and confirm.*Do not open and confirm).*Each server needs .*Do not open and confirm/s,
  },
  {
    check: 'PHS212',
    name: 'the certificate had expired, and passwords were synchronized since',
    facts: { signInEvents: known([expired]) },
    status: 'warn',
    says: /may have been renewed/,
  },
  {
    check: 'PHS212',
    name: 'the certificate had expired and was renewed',
    facts: {
      signInEvents: known([
        record(2523, 300, 'RotateEntraApplicationCertificate', { entryType: 'Information' }),
        expired,
      ]),
    },
    status: 'pass',
  },
  {
    check: 'PHS212',
    name: 'the number 1012 of another program',
    facts: {
      events: silent,
      signInEvents: known([record(1012, 5, 'The index could not be read.', { source: 'Search' })]),
    },
    status: 'pass',
  },
  {
    check: 'PHS212',
    name: 'the certificate is about to expire',
    facts: { signInEvents: renewalDue },
    status: 'warn',
    says: /about to expire/,
    advises: /Rotate application certificate/,
  },
  {
    check: 'PHS212',
    name: 'a certificate that Entra Connect manages is about to expire',
    facts: { signInEvents: renewalDue, entraCredential: managedBy('Microsoft Entra Connect Sync') },
    status: 'warn',
    says: /no longer sign in\.$/,
    advises: /only its scheduler renews it/,
  },
  {
    name: 'a managed certificate has expired and is refused, which is mended once',
    check: 'PHS212',
    facts: {
      signInEvents: known([refusal('AADSTS700027'), { ...expired, generatedAt: minutesAgo(100) }]),
      entraCredential: managedBy('Microsoft Entra Connect Sync'),
    },
    status: 'fail',
    advises: /^Entra Connect manages(?!.*"Rotate.*"Rotate).* Each server needs its own application: .* Do not open/,
  },
  {
    check: 'PHS212',
    name: "a certificate that is the administrator's own is about to expire",
    facts: { signInEvents: renewalDue, entraCredential: managedBy('BYOC') },
    status: 'warn',
    says: /administrator's own, and nothing renews it by itself/,
    advises: /register it on the application/,
  },
  {
    check: 'PHS212',
    name: "a certificate that is the administrator's own, and no event",
    facts: { entraCredential: managedBy('Customer (BYOA)') },
    status: 'pass',
    says: /rotated by hand before it expires/,
  },
  {
    check: 'PHS212',
    name: 'the key of an own certificate is not in a TPM',
    facts: {
      signInEvents: known([record(1014, 600, 'The certificate does not use a TPM.', { entryType: 'Warning' })]),
    },
    status: 'warn',
    says: /TPM/,
  },
  {
    check: 'PHS212',
    name: 'a token is refused because the certificate is not registered',
    facts: { events: silent, signInEvents: known([refusal('AADSTS700027')]) },
    status: 'fail',
    says: /event 906, once.*AADSTS700027 \(certificate not registered/,
    advises: /Rotate application certificate/,
  },
  {
    check: 'PHS212',
    name: 'a token was refused, and passwords were synchronized since',
    facts: { signInEvents: known([{ ...refusal('AADSTS700027'), generatedAt: minutesAgo(20) }]) },
    status: 'pass',
    says: /are over/,
  },
  {
    check: 'PHS212',
    name: 'Conditional Access blocks the account, told by 904',
    facts: { events: silent, signInEvents: known([refusal('AADSTS53003', 904)]) },
    status: 'fail',
    says: /Conditional Access/,
    advises: /Exclude/,
  },
  {
    check: 'PHS212',
    name: 'a code that is not on the list is named and never explained',
    facts: { events: silent, signInEvents: known([refusal('AADSTS1234567')]) },
    status: 'fail',
    says: /AADSTS1234567 \(not on the list/,
    advises: /error\?code=1234567/,
  },
  {
    check: 'PHS212',
    name: 'an error of 906 about something else',
    facts: { events: silent, signInEvents: known([record(906, 10, 'Run profile ended with stopped-extension-dll.')]) },
    status: 'pass',
  },
  {
    check: 'PHS212',
    name: 'a wrong password in 655 (public case 17)',
    facts: {
      events: known(
        eventSummary({ [ids.contoso]: [tally(654, 170)] }, [
          errorEvent(655, 5, {
            message: 'Failed credential provisioning ping. Error: AADSTS50126: Error validating credentials.',
          }),
        ]),
      ),
    },
    status: 'fail',
    says: /AADSTS50126 \(wrong password\)/,
    advises: /Add-ADSyncAADServiceAccount/,
  },
];
