import { known, unknown } from '../../src/model/fact.js';
import type { Facts, Partition } from '../../src/model/facts.js';
import { notRecorded } from '../../src/model/quote-finding.js';
import { adConnector, channel, entraConnector, partition, scheduler, unreadable } from '../support/facts.js';
import { inspectionOf } from '../support/guard-records.js';
import { guardAfter, off, type StatusRow } from './status-row.js';

/** A connector with these partitions. */
function domains(...partitions: readonly Partition[]): Pick<Facts, 'connectors'> {
  return { connectors: known([entraConnector(), adConnector('contoso.com', { partitions: [...partitions] })]) };
}

const schedulerOff = { scheduler: known(scheduler({ syncCycleEnabled: false })) };

/** An application whose certificate is managed as these words say. */
function managedBy(certificateManagedBy: string): NonNullable<StatusRow['facts']['entraCredential']> {
  return known({ identityType: 'Application', applicationId: null, certificateManagedBy });
}

/** The Entra connector signs in with a password. */
const withLegacyAccount: StatusRow['facts'] = {
  entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
  connectors: known([entraConnector({ accountName: 'Sync_SYNC01_ab12@contoso.onmicrosoft.com' }), adConnector()]),
};

/** A build without the cmdlet, and an account that says nothing. */
const withUnknownSignIn: StatusRow['facts'] = {
  entraCredential: unreadable('command-missing'),
  connectors: known([entraConnector({ accountName: null }), adConnector()]),
};

/** Rows about the configuration (2xx). */
export const configurationRows: readonly StatusRow[] = [
  { check: 'PHS201', name: 'one Entra connector', facts: {}, status: 'pass' },
  {
    check: 'PHS201',
    name: 'none',
    facts: { connectors: known([adConnector()]) },
    status: 'fail',
    says: /no connector/,
  },
  {
    check: 'PHS201',
    name: 'two',
    facts: {
      connectors: known([
        entraConnector(),
        entraConnector({ name: 'old - AAD', identifier: 'b891884f-051e-4a83-95af-2544101c9084' }),
        adConnector(),
      ]),
    },
    status: 'fail',
    says: /2 connectors/,
  },
  { check: 'PHS202', name: 'one AD connector', facts: {}, status: 'pass', says: /1 AD DS connector\./ },
  {
    check: 'PHS202',
    name: 'none',
    facts: { connectors: known([entraConnector()]) },
    status: 'fail',
    advises: /Customize synchronization options/,
  },
  { check: 'PHS203', name: 'on', facts: {}, status: 'pass' },
  {
    check: 'PHS203',
    name: 'off',
    facts: { companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: null }) },
    status: 'fail',
    advises: /Customize synchronization options.*clear.*select/s,
  },
  {
    check: 'PHS203',
    name: 'not told by the build',
    facts: { companyFeature: known({ passwordHashSync: null, forcePasswordChangeOnLogOn: null }) },
    status: 'unknown',
  },
  { check: 'PHS204', name: 'active as expected', facts: {}, status: 'pass' },
  {
    check: 'PHS204',
    name: 'staging by the scheduler',
    facts: { scheduler: known(scheduler({ stagingModeEnabled: true })) },
    status: 'fail',
    advises: /Configure staging mode.*Cloud Sync does not synchronize the same users.*two writers/,
  },
  {
    check: 'PHS204',
    name: 'the text "False" is not taken for true',
    facts: { scheduler: known(scheduler({ stagingModeEnabled: null })) },
    status: 'pass',
  },
  {
    check: 'PHS204',
    name: 'staging by the global settings alone',
    facts: {
      scheduler: unreadable(),
      globalSetting: known({ stagingMode: 'True', serverConfigurationVersion: null, schedulerSuspended: null }),
    },
    status: 'fail',
  },
  {
    check: 'PHS204',
    name: 'nothing tells it',
    facts: { scheduler: unreadable(), globalSetting: unreadable() },
    status: 'unknown',
  },
  {
    check: 'PHS204',
    name: 'staging where staging is expected',
    facts: { scheduler: known(scheduler({ stagingModeEnabled: true })) },
    context: { expect: 'staging' },
    status: 'pass',
  },
  {
    check: 'PHS204',
    name: 'active where staging is expected',
    facts: {},
    context: { expect: 'staging' },
    status: 'fail',
    says: /active/,
  },
  { check: 'PHS205', name: 'on, to the Entra connector', facts: {}, status: 'pass' },
  {
    check: 'PHS205',
    name: 'off',
    facts: { channels: known([channel('contoso.com', { enabled: false })]) },
    status: 'fail',
    advises: /SourceConnector 'contoso\.com'/,
  },
  {
    check: 'PHS205',
    name: 'to another connector',
    facts: { channels: known([channel('contoso.com', { targetConnector: 'other' })]) },
    status: 'fail',
    says: /"other"/,
  },
  {
    check: 'PHS205',
    name: 'without a target',
    facts: { channels: known([channel('contoso.com', { targetConnector: null })]) },
    status: 'fail',
  },
  { check: 'PHS205', name: 'no answer for this connector', facts: { channels: known([]) }, status: 'unknown' },
  {
    check: 'PHS205',
    name: 'the answer for this connector is unreadable',
    facts: { channels: known([{ connectorName: 'contoso.com', configuration: unreadable() }]) },
    status: 'unknown',
  },
  { check: 'PHS206', name: 'on', facts: {}, status: 'pass' },
  {
    check: 'PHS206',
    name: 'off, with an application whose certificate it renews',
    facts: { scheduler: known(scheduler({ syncCycleEnabled: false })) },
    status: 'fail',
    says: /does not depend on the scheduler.*at most 90 days.*upgrades are blocked/,
  },
  {
    check: 'PHS206',
    name: 'off, with an application whose certificate is said to be managed',
    facts: { entraCredential: managedBy('Microsoft Entra Connect Sync'), ...schedulerOff },
    status: 'fail',
    says: /at most 90 days/,
  },
  {
    check: 'PHS206',
    name: 'off, with an application and words about its certificate that nobody knows',
    facts: { entraCredential: managedBy('Somebody'), ...schedulerOff },
    status: 'fail',
    says: /at most 90 days/,
  },
  {
    check: 'PHS206',
    name: "off, with an application whose certificate is the administrator's own",
    facts: { entraCredential: managedBy('BYOC'), ...schedulerOff },
    status: 'warn',
    says: /administrator's own.*rotated by hand.*upgrades are blocked/,
  },
  {
    check: 'PHS206',
    name: 'off, with the legacy account',
    facts: { ...withLegacyAccount, scheduler: known(scheduler({ syncCycleEnabled: false })) },
    status: 'warn',
    says: /upgrades are blocked/,
  },
  {
    check: 'PHS206',
    name: 'off, and nobody can tell how the Entra connector signs in',
    facts: { ...withUnknownSignIn, scheduler: known(scheduler({ syncCycleEnabled: false })) },
    status: 'warn',
  },
  {
    check: 'PHS206',
    name: 'suspended',
    facts: { scheduler: known(scheduler({ schedulerSuspended: true })) },
    status: 'fail',
    advises: /wizard/,
  },
  {
    check: 'PHS206',
    name: 'not told by the build',
    facts: { scheduler: known(scheduler({ syncCycleEnabled: null })) },
    status: 'unknown',
  },
  { check: 'PHS208', name: 'no parameter', facts: {}, status: 'pass' },
  {
    check: 'PHS208',
    name: 'a parameter that was left over',
    facts: { connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: '1' })]) },
    status: 'warn',
  },
  {
    check: 'PHS208',
    name: 'a parameter that the engine has reset',
    facts: { connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: '0' })]) },
    status: 'pass',
    says: /nothing is left over/,
  },
  {
    check: 'PHS208',
    name: 'a parameter with the other value that the engine knows',
    facts: { connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: 'TRUE' })]) },
    status: 'warn',
  },
  { check: 'PHS213', name: 'a domain with its flag', facts: {}, status: 'pass' },
  {
    check: 'PHS213',
    name: 'the flag of the domain is off',
    facts: { ...domains(partition('contoso.com', { isDomain: false })), partitionStates: known([]) },
    status: 'fail',
    says: /IsDomain.*contoso\.com: the passwords of its users/,
    advises: /set the domain flag.*Restart-Service ADSync/s,
  },
  {
    check: 'PHS213',
    name: 'the flag is off and cycles succeed all the same',
    facts: domains(partition('contoso.com', { isDomain: false })),
    status: 'warn',
    says: /although the last cycle succeeded/,
  },
  {
    check: 'PHS213',
    name: 'partitions that are not domains, or are not synchronized',
    facts: domains(
      partition('contoso.com'),
      partition('contoso.com', { dn: 'CN=Configuration,DC=contoso,DC=com', isDomain: false }),
      partition('contoso.com', { dn: 'DC=DomainDnsZones,DC=contoso,DC=com', isDomain: false }),
      partition('lab.contoso.com', { isDomain: false, selected: false }),
    ),
    status: 'pass',
  },
  {
    check: 'PHS213',
    name: 'a build that does not report the flag',
    facts: domains(partition('contoso.com', { isDomain: null })),
    status: 'unknown',
  },
  {
    check: 'PHS213',
    name: 'a NetBIOS name with a dot',
    facts: domains(partition('contoso.com', { netBiosName: 'CONTOSO.CORP' })),
    status: 'warn',
    says: /contains a dot/,
  },
  { check: 'PHS211', name: 'no run of the tool', facts: {}, status: 'pass', says: /has run none/ },
  {
    check: 'PHS211',
    name: 'a run that ended well, its parameter still there',
    facts: {
      ...guardAfter(...off, 'ON_SEEN', 'VERIFIED'),
      connectors: known([entraConnector(), adConnector('contoso.com', { forceFullPasswordSync: '1' })]),
    },
    status: 'pass',
  },
  {
    check: 'PHS211',
    name: 'a run that left it off',
    facts: { ...guardAfter(...off), channels: known([channel('contoso.com', { enabled: false })]) },
    status: 'fail',
    says: /left password hash synchronization OFF/,
    advises: /phs-tool guard recover/,
  },
  {
    check: 'PHS211',
    name: 'a run that was cut off, of a server that does not report whether it is on',
    facts: { ...guardAfter(...off), channels: unreadable('failed') },
    status: 'fail',
    says: /may have left password hash synchronization OFF/,
    advises: /Restart-Service ADSync/,
  },
  {
    check: 'PHS211',
    name: 'a run that was cut off, of a server that does not report its connectors',
    facts: { ...guardAfter(...off), connectors: unreadable('service-stopped'), channels: unreadable('failed') },
    status: 'fail',
    says: /may have left password hash synchronization OFF/,
    advises: /guard recover --connector 'contoso.com'/,
  },
  {
    check: 'PHS211',
    name: 'a run that is over, of a server that does not report its connectors',
    facts: { ...guardAfter(...off, 'ON_SEEN', 'VERIFIED'), connectors: unreadable('failed') },
    status: 'unknown',
  },
  {
    check: 'PHS211',
    name: 'a run that is watched',
    facts: guardAfter(...off, 'ON_SEEN'),
    status: 'warn',
    says: /guardian/,
  },
  {
    check: 'PHS211',
    name: 'a run that was cut off before',
    facts: guardAfter('CLAIM'),
    status: 'warn',
    says: /begun and has not finished/,
  },
  {
    check: 'PHS211',
    name: 'a run that was repaired two days ago',
    facts: guardAfter(...off, 'ON_SEEN', 'REPAIRED'),
    status: 'warn',
  },
  {
    check: 'PHS211',
    name: 'a run that was repaired long ago',
    facts: guardAfter(...off, 'ON_SEEN', { kind: 'REPAIRED', values: { utc: '2026-09-20T10:00:00Z' } }),
    status: 'pass',
  },
  {
    check: 'PHS211',
    name: 'a torn journal',
    facts: guardAfter('CLAIM', { slot: '20-armed', bytes: new Uint8Array() }),
    status: 'warn',
    says: /damaged/,
  },
  {
    check: 'PHS211',
    name: 'a journal that cannot be read',
    facts: { guard: known(inspectionOf([], { directory: { state: 'unreadable' }, snapshot: null })) },
    status: 'unknown',
  },
  {
    check: 'PHS211',
    name: 'a recording that lacks what the guard knows',
    facts: { guard: unknown({ code: 'not-collected', message: `Could not read what the guard knows${notRecorded}` }) },
    status: 'unknown',
  },
  { check: 'PHS211', name: 'an answer that was taken away', facts: { guard: unreadable('failed') }, status: 'unknown' },
];
