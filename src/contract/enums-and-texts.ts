import type { EnumAssumption, TextAssumption } from './assumption.js';

/** Enumerations of the product. */
export const enumAssumptions: readonly EnumAssumption[] = [
  {
    type: 'ParameterScope',
    values: {
      ConnectorConnectivity: 0,
      ConnectorGlobal: 1,
      ConnectorCapability: 2,
      ConnectorPartition: 3,
      ConnectorRunStep: 4,
      SynchronizationGlobal: 5,
      ConnectorSchema: 6,
    },
    section: '1.2',
    sources: 'B',
    certainty: 'V',
  },
  {
    type: 'ConfigurationParameterType',
    values: {
      String: null,
      EncryptedString: null,
      Label: null,
      Text: null,
      DropDown: null,
      CheckBox: null,
      Divider: null,
      File: null,
    },
    section: '1.2',
    sources: 'B',
    certainty: 'V',
  },
  {
    type: 'PasswordHashSyncCycleStatus',
    values: { None: 0, Successful: 1, Failed: 2, InProgress: 3, Interrupted: 4 },
    section: '1.8',
    sources: 'B',
    certainty: 'V',
  },
  {
    type: 'AutoUpgradeConfigurationState',
    values: { Suspended: null, Enabled: null, Disabled: null },
    section: '1.7',
    sources: 'S9 S33 M11',
    certainty: 'V',
  },
  {
    type: 'SynchronizationPolicyType',
    values: { Unspecified: null, Delta: null, Initial: null },
    section: '1.6',
    sources: 'S23',
    certainty: 'I',
  },
];

/** What the six parameters of the constructor that the guarded script uses are (facts 1.2). */
export const parameterConstructor = [
  'String',
  'ConfigurationParameterType',
  'ParameterScope',
  'String',
  'String',
  'String',
].join(', ');

const phs = 'Directory Synchronization';

/** Texts of events from which fields are read. */
export const textAssumptions: readonly TextAssumption[] = [
  {
    eventIds: [650, 651, 653, 654],
    source: phs,
    marks: ['TrackingID'],
    section: '3.2',
    sources: 'S3 S12',
    certainty: 'V',
  },
  { eventIds: [650, 651], source: phs, marks: ['Count:'], section: '3.2', sources: 'S3 S12', certainty: 'V' },
  {
    eventIds: [611, 650, 651, 653, 654, 656, 657],
    source: phs,
    marks: ['<forest-info>'],
    section: '3.2',
    sources: 'S12 S13',
    certainty: 'V',
  },
  {
    eventIds: [656],
    source: phs,
    marks: ['Password Change Request - Anchor', 'Anchor:'],
    section: '3.2',
    sources: 'S3 S13 B',
    certainty: 'V',
  },
  {
    eventIds: [657],
    source: phs,
    marks: ['Password Change Result - Anchor', 'Anchor:'],
    section: '3.2',
    sources: 'S3 S13 B',
    certainty: 'V',
  },
  {
    eventIds: [611],
    source: phs,
    marks: ['Password hash synchronization failed for domain'],
    section: '3.2',
    sources: 'S4 S5',
    certainty: 'V',
  },
  {
    eventIds: [652, 655],
    source: phs,
    marks: ['Error Code:', 'AADSTS', 'EndpointNotFound', 'SecurityNegotiation', 'affinity'],
    section: '3.2',
    sources: 'S3 B',
    certainty: 'V',
  },
  { eventIds: [620], source: phs, marks: ['PasswordSyncResultType='], section: '3.2', sources: 'B', certainty: 'V' },
  // 609 lists objects only if some are left.
  { eventIds: [605], source: phs, marks: ['Attempts='], section: '3.2', sources: 'B', certainty: 'V' },
];

/** Words of which names of the product's sources are made. */
export const sourceWords: readonly string[] = (
  'Microsoft Windows Azure AD AAD AzureAD Active Directory Entra ID Connect AADConnect Sync Synchronization ADSync DirSync ' +
  'Password PasswordReset PasswordResetService Hash Reset Service Services Admin Actions Audit Upgrade AutoUpgrade Updater ' +
  'Agent Health Provisioning Certificate Application Authentication Scheduler Engine FIMSynchronizationService Management'
).split(' ');

/** At least one of these makes a source one of the product. */
export const sourceSigns = /sync|entra|azure|aad|dirsync|passwordreset/i;
