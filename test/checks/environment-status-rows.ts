import { known } from '../../src/model/fact.js';
import { minutesAgo, platform, unreadable } from '../support/facts.js';
import { type StatusRow } from './status-row.js';

/** Rows about the environment (1xx). */
export const environmentRows: readonly StatusRow[] = [
  { check: 'PHS101', name: 'Windows PowerShell in full language mode', facts: {}, status: 'pass' },
  {
    check: 'PHS101',
    name: 'constrained language mode',
    facts: { engine: known({ psVersion: '5.1', edition: 'Desktop', languageMode: 'ConstrainedLanguage' }) },
    status: 'fail',
    says: /ConstrainedLanguage/,
    advises: /WDAC/,
  },
  {
    check: 'PHS101',
    name: 'PowerShell 7 on a real server',
    facts: { engine: known({ psVersion: '7.6.5', edition: 'Core', languageMode: 'FullLanguage' }) },
    status: 'warn',
    advises: /5\.1/,
  },
  {
    check: 'PHS101',
    name: 'PowerShell 7 with a simulated server',
    facts: {
      engine: known({ psVersion: '7.6.5', edition: 'Core', languageMode: 'FullLanguage' }),
      platform: known(platform({ simulated: true })),
    },
    status: 'pass',
  },
  { check: 'PHS102', name: 'every question was answered', facts: {}, status: 'pass' },
  {
    check: 'PHS102',
    name: 'the connectors are refused',
    facts: { connectors: unreadable('access-denied') },
    status: 'fail',
    says: /80070005.*Get-ADSyncConnector/,
    advises: /ADSyncAdmins.*ADSyncOperators.*ADSyncBrowse.*Sign out/s,
  },
  {
    check: 'PHS102',
    name: 'only one channel is refused',
    facts: { channels: known([{ connectorName: 'contoso.com', configuration: unreadable('access-denied') }]) },
    status: 'fail',
    says: /Get-ADSyncAADPasswordSyncConfiguration/,
  },
  {
    check: 'PHS102',
    name: 'the cloud does not answer, which says nothing of rights',
    facts: { companyFeature: unreadable('failed') },
    status: 'pass',
  },
  { check: 'PHS102', name: 'the connectors cannot be read', facts: { connectors: unreadable() }, status: 'unknown' },
  { check: 'PHS104', name: 'the service runs', facts: {}, status: 'pass' },
  {
    check: 'PHS104',
    name: 'the service is stopped',
    facts: { service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }) },
    status: 'fail',
    says: /Stopped/,
    advises: /Start-Service ADSync/,
  },
  { check: 'PHS105', name: 'the module is there', facts: {}, status: 'pass', says: /registry/ },
  {
    check: 'PHS105',
    name: 'the module is nowhere',
    facts: { module: unreadable('module-missing') },
    status: 'fail',
    advises: /--module-path/,
  },
  { check: 'PHS105', name: 'the module fails to load', facts: { module: unreadable('failed') }, status: 'unknown' },
  { check: 'PHS106', name: 'a build of today', facts: {}, status: 'pass', says: /2\.6\.92\.0 is supported/ },
  {
    check: 'PHS106',
    name: 'a 1.x version',
    facts: { platform: known(platform({ productVersion: '1.1.819.0' })) },
    status: 'fail',
    advises: /Upgrade/,
  },
  {
    check: 'PHS106',
    name: 'only the global settings tell the version',
    facts: { platform: known(platform({ productVersion: null })) },
    status: 'pass',
  },
  {
    check: 'PHS106',
    name: 'nothing tells the version',
    facts: {
      platform: known(platform({ productVersion: null })),
      globalSetting: known({ stagingMode: 'False', serverConfigurationVersion: null, schedulerSuspended: null }),
    },
    status: 'unknown',
  },
  {
    check: 'PHS106',
    name: 'the version is not a version',
    facts: { platform: known(platform({ productVersion: 'two' })) },
    status: 'unknown',
    says: /"two"/,
  },
  { check: 'PHS107', name: 'the log reaches back days', facts: {}, status: 'pass' },
  {
    check: 'PHS107',
    name: 'the log starts inside the window',
    facts: { eventLogReach: known({ oldestAt: minutesAgo(30) }) },
    status: 'warn',
    advises: /wevtutil/,
  },
  { check: 'PHS107', name: 'the log is empty', facts: { eventLogReach: known({ oldestAt: null }) }, status: 'warn' },
];
