import type { ShapeAssumption } from './assumption.js';

const errorMembers = { int: 'RetryCount', time: 'InitialOccurrence LatestOccurrence', any: 'ErrorType' } as const;

/** What the answers about one user are made of: his objects in the connector spaces and in the metaverse. */
export const objectShapes: readonly ShapeAssumption[] = [
  {
    of: 'cs-object',
    path: '',
    typeName: 'CsObject',
    members: {
      guid: 'ObjectId ConnectorId ConnectedMVObjectId',
      text: 'ConnectorName DistinguishedName ObjectType',
      bool: 'IsTransient IsConnector HasSyncError HasExportError',
      any: 'ExportError SynchronizationError',
      list: 'Lineage Attributes',
    },
    others: 'ConnectorType PartitionId AnchorValue IsPlaceHolder SerializedXml',
    section: '1.10',
    sources: 'S8 S10',
    certainty: 'V',
  },
  {
    of: 'cs-object',
    path: 'Lineage',
    members: { guid: 'SyncRuleInternalId', text: 'SyncRuleName Operation' },
    section: '1.10',
    sources: 'B',
    certainty: 'V',
  },
  ...['cs-object', 'mv-object'].map((of): ShapeAssumption => ({
    of,
    path: 'Attributes',
    members: { text: 'Name', list: 'Values' },
    others: 'Type IsMultiValued SyncRuleName ConnectorName LineageId LastModificationTime',
    section: '1.10',
    sources: 'S10',
    certainty: 'V',
  })),
  {
    of: 'cs-object',
    path: 'ExportError',
    members: errorMembers,
    others: 'ErrorName ErrorCode ErrorLiteral ErrorExtraDetails',
    section: '1.10',
    sources: 'B',
    certainty: 'V',
  },
  {
    of: 'cs-object',
    path: 'SynchronizationError',
    members: { ...errorMembers, bool: 'ExportedChangedNotReimported' },
    others: 'SynchronizationStep StackTrace',
    section: '1.10',
    sources: 'B',
    certainty: 'V',
  },
  {
    of: 'mv-object',
    path: '',
    typeName: 'MvObject',
    members: { guid: 'ObjectId', list: 'Lineage Attributes' },
    section: '1.10',
    sources: 'S10',
    certainty: 'V',
  },
  {
    of: 'mv-object',
    path: 'Lineage',
    members: { text: 'ConnectedCsObjectDN ConnectorName', guid: 'ConnectedCsObjectId ConnectorId' },
    others: 'LineageId',
    section: '1.10',
    sources: 'S10',
    certainty: 'V',
  },
];
