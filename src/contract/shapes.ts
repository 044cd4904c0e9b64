import type { ShapeAssumption } from './assumption.js';
import { objectShapes } from './object-shapes.js';

/** The name of the shape that the entries of the log have. */
export const logEntry = 'log-entry';

/** Both kinds of connectors are alike. */
const connector: Omit<ShapeAssumption, 'of'> = {
  path: '',
  typeName: 'Connector',
  members: {
    text: 'Name ConnectorTypeName Type Subtype',
    guid: 'Identifier',
    int: 'Version',
    'unspecified time': 'CreationTime LastModificationTime',
    list: 'Partitions RunProfiles ConnectivityParameters GlobalParameters',
  },
  others:
    'InternalVersion FormatVersion CapabilityParameters PasswordHashConfiguration Schema AttributeInclusionList ObjectInclusionList ' +
    'ListName CompanyName Description SchemaParameters AllParameterDefinitions AADPasswordResetConfiguration AnchorConstructionSettings ' +
    'ExtensionConfiguration ComponentProvisioningMappings IsUpgradeOrImportScenario',
  section: '1.1',
  sources: 'S10 S11',
  certainty: 'V',
};

/** What answers are made of: the members that the code reads, and those that are known beside them. */
export const shapeAssumptions: readonly ShapeAssumption[] = [
  { of: 'ad-connector', ...connector },
  {
    of: 'ad-connector',
    path: 'Partitions',
    typeName: 'ConnectorPartition',
    members: {
      guid: 'Identifier',
      text: 'DN Name',
      bool: 'Selected IsDomain',
      list: 'PreferredDCs Parameters',
      any: 'ConnectorPartitionScope',
    },
    others: 'Version CreationTime LastModificationTime',
    section: '1.1',
    sources: 'S10',
    certainty: 'V',
  },
  {
    of: 'ad-connector',
    path: 'Partitions.ConnectorPartitionScope',
    members: { list: 'ContainerInclusionList ContainerExclusionList' },
    others: 'ObjectClasses',
    section: '1.1',
    sources: 'S10',
    certainty: 'V',
  },
  ...['ConnectivityParameters', 'Partitions.Parameters'].map((path): ShapeAssumption => ({
    of: 'ad-connector',
    path,
    typeName: 'ConfigurationParameter',
    members: { text: 'Name', any: 'Value', enum: 'InputType Scope' },
    others: 'Description RegexValidationPattern DefaultValue Extensible PageNumber Intrinsic DataType',
    section: '1.2',
    sources: 'S10',
    certainty: 'V',
  })),
  {
    of: 'ad-connector',
    path: 'RunProfiles',
    members: { text: 'Name' },
    others: 'Identifier Type',
    section: '1.1',
    sources: 'S10',
    certainty: 'V',
  },
  { of: 'entra-connector', ...connector },
  {
    of: 'company-feature',
    path: '',
    members: { bool: 'PasswordHashSync ForcePasswordChangeOnLogOn' },
    others: 'UserWriteback DeviceWriteback UnifiedGroupWriteback GroupWritebackV2',
    section: '1.3',
    sources: 'S25',
    certainty: 'V',
  },
  {
    of: 'channel',
    path: '',
    typeName: 'PasswordHashSyncConfigurationRecord',
    members: { text: 'SourceConnector TargetConnector', bool: 'Enabled' },
    section: '1.4',
    sources: 'S10 B',
    certainty: 'V',
  },
  {
    of: 'scheduler',
    path: '',
    members: {
      span: 'CurrentlyEffectiveSyncCycleInterval',
      time: 'NextSyncCycleStartTimeInUTC',
      bool: 'SyncCycleEnabled StagingModeEnabled SchedulerSuspended SyncCycleInProgress',
    },
    others:
      'AllowedSyncCycleInterval CustomizedSyncCycleInterval NextSyncCyclePolicyType PurgeRunHistoryInterval MaintenanceEnabled',
    section: '1.6',
    sources: 'S23',
    certainty: 'V',
  },
  { of: 'auto-upgrade', path: '', is: 'enum', members: {}, section: '1.7', sources: 'S9 S33', certainty: 'V' },
  {
    of: 'partition-state',
    path: '',
    members: {
      guid: 'ConnectorId',
      text: 'DN',
      enum: 'PasswordSyncLastCycleStatus',
      'unspecified time':
        'PasswordSyncLastCycleStartTimestamp PasswordSyncLastCycleEndTimestamp PasswordSyncLastSuccessfulCycleStartTimestamp ' +
        'PasswordSyncLastSuccessfulCycleEndTimestamp',
    },
    section: '1.8',
    sources: 'S10',
    certainty: 'V',
  },
  {
    of: 'global-settings',
    path: '',
    members: { list: 'Parameters' },
    others: 'Version InstanceId SqlSchemaVersion Schema',
    section: '1.9',
    sources: 'S10',
    certainty: 'V',
  },
  {
    of: 'global-setting',
    path: '',
    members: { text: 'Name', any: 'Value' },
    others: 'InputType Scope Description RegexValidationPattern DefaultValue Extensible PageNumber Intrinsic DataType',
    section: '1.9',
    sources: 'S7',
    certainty: 'V',
  },
  ...objectShapes,
  {
    of: 'rule',
    path: '',
    members: {
      guid: 'Identifier InternalId Connector',
      text: 'Name SourceObjectType TargetObjectType',
      any: 'Direction ImmutableTag',
      bool: 'Disabled EnablePasswordSync IsStandardRule',
      int: 'Precedence',
    },
    others:
      'LinkType JoinFilter ScopeFilter AttributeFlowMappings Version Description PrecedenceAfter PrecedenceBefore SoftDeleteExpiryInterval ' +
      'SourceNamespaceId TargetNamespaceId VersionAgnosticTag TagVersion IsLegacyCustomRule JoinHash',
    section: '1.11',
    sources: 'S10',
    certainty: 'V',
  },
  { of: 'rule', path: 'ImmutableTag', is: 'object', members: {}, section: '1.11', sources: 'B', certainty: 'V' },
  {
    of: 'run-status',
    path: '',
    members: { any: 'RunState', text: 'ConnectorName' },
    section: '1.13',
    sources: 'S21',
    certainty: 'V',
  },
  {
    of: 'domain-reachability',
    path: '',
    typeName: 'ValidatedDomain',
    members: { text: 'FullName ExceptionMessage', bool: 'IsReachable' },
    section: '1.13',
    sources: 'S10 B',
    certainty: 'V',
  },
  {
    of: 'run-result',
    path: '',
    typeName: 'RunProfileResult',
    members: {
      text: 'RunProfileName Result',
      bool: 'IsRunComplete',
      'unspecified time': 'StartDate EndDate',
      list: 'RunStepResults',
    },
    others: 'RunHistoryId ConnectorId ConnectorName RunProfileId RunNumber Username CurrentStepNumber TotalSteps',
    section: '1.13',
    sources: 'S10',
    certainty: 'V',
  },
  {
    of: 'run-result',
    path: 'RunStepResults',
    typeName: 'RunStepResult',
    members: { text: 'StepXml' },
    others:
      'RunHistoryId StepHistoryId StepNumber StepResult StartDate EndDate StageNoChange StageAdd StageUpdate StageRename StageDelete ' +
      'StageDeleteAdd StageFailure DisconnectorFiltered DisconnectorJoinedNoFlow DisconnectorJoinedFlow DisconnectorJoinedRemoveMv ' +
      'DisconnectorProjectedNoFlow DisconnectorProjectedFlow DisconnectorProjectedRemoveMv DisconnectorRemains ' +
      'ConnectorFilteredRemoveMv ConnectorFilteredLeaveMv ConnectorFlow ConnectorFlowRemoveMv ConnectorNoFlow ConnectorDeleteRemoveMv ' +
      'ConnectorDeleteLeaveMv ConnectorDeleteAddProcessed FlowFailure ExportAdd ExportUpdate ExportRename ExportDelete ' +
      'ExportDeleteAdd ExportFailure CurrentExportBatchNumber LastSuccessfulExportBatchNumber StepFileName ' +
      'ConnectorConnectionInformationXml ConnectorDiscoveryErrors ConnectorCountersXml SyncErrors MvRetryErrors FlowCountersXml',
    section: '1.13',
    sources: 'S10',
    certainty: 'V',
  },
  {
    of: 'entra-credential',
    path: '',
    members: { any: 'ConnectorIdentityType' },
    // The simulator's has one, to show that it never leaves.
    others: 'UserName Password',
    section: '1.13',
    sources: 'M1',
    certainty: 'V',
  },
  {
    of: 'entra-credential',
    path: '',
    members: { text: 'UserName' },
    others: 'ConnectorIdentityType Password',
    section: '1.13',
    sources: '',
    certainty: 'U',
  },
  {
    of: 'cs-object-log',
    path: '',
    typeName: 'CsObjectLogEntry',
    members: { text: 'Anchor Type Status Details', time: 'TimeStamp' },
    section: '1.13',
    sources: 'B',
    certainty: 'V',
  },
  { of: 'directory-object', path: '', is: 'table', members: {}, section: '1.13', sources: 'S8 B', certainty: 'V' },
  {
    of: logEntry,
    path: '',
    members: { int: 'EventID Index', text: 'Message Source', enum: 'EntryType', 'local time': 'TimeGenerated' },
    others:
      'MachineName Data ReplacementStrings InstanceId TimeWritten UserName Category CategoryNumber Site Container',
    section: '1.14',
    sources: 'S27',
    certainty: 'V',
  },
];
