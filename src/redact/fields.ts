/**
 * What a text field of a recording is, and so how it is redacted. `keep`: nothing of anybody. `text`: free text, in which
 * names are looked for; the kind of every field that is not listed, so that a new one cannot leak what is known elsewhere.
 */
export type FieldKind =
  | 'keep'
  | 'text'
  | 'connector'
  | 'guid'
  | 'dn'
  | 'domain'
  | 'host'
  | 'account'
  | 'user'
  | 'upn'
  | 'sid'
  | 'sddl'
  | 'ldap-filter'
  | 'attribute-value'
  | 'path';

type Fields = Readonly<Record<string, FieldKind>>;

const failure: Fields = {
  'failure.category': 'keep',
  'failure.exceptionTypes': 'keep',
  'failure.hresult': 'keep',
};

const attributes: Fields = {
  'attributes.name': 'keep',
  'attributes.values': 'attribute-value',
  'lineage.ruleId': 'guid',
  'lineage.operation': 'keep',
};

/** Words of the guard's rows that nothing but a machine reads; names in them are told apart by {@link guardNames}. */
const guardWords: Fields = Object.fromEntries(
  (
    'supported elevated host languageMode native wizard runsState role state problem slot epoch length count at id recordId ' +
    'eventId entryType enabled enabledAgain staging tenantFeature adVersion errorId planHash'
  )
    .split(' ')
    .map((name) => [`fields.${name}`, 'keep' as const]),
);

const guardNames: Fields = {
  kind: 'keep',
  'arguments.modulePath': 'path',
  'arguments.mode': 'keep',
  'arguments.evidence': 'keep',
  'fields.machineName': 'host',
  'fields.operator': 'account',
  'fields.machineId': 'guid',
  'fields.adConnectorId': 'guid',
  'fields.adConnectorName': 'connector',
  'fields.entraConnectorId': 'guid',
  'fields.entraConnectorName': 'connector',
};

/** Fields by operation, as paths without places in lists; arguments begin with `arguments.`. */
const fieldsOf: ReadonlyMap<string, Fields> = new Map<string, Fields>([
  [
    'Get-PhsPlatform',
    {
      machineName: 'host',
      osDescription: 'keep',
      userName: 'account',
      groups: 'account',
      productVersion: 'keep',
      installFolder: 'path',
      auditLogging: 'keep',
      machineIdentifier: 'guid',
      clockAt: 'keep',
      moduleCandidates: 'path',
    },
  ],
  ['Get-PhsService', { name: 'keep', displayName: 'keep', status: 'keep' }],
  [
    'Import-PhsModule',
    {
      'arguments.modulePath': 'path',
      'arguments.candidates': 'path',
      'arguments.installFolder': 'path',
      name: 'keep',
      version: 'keep',
      origin: 'keep',
      path: 'path',
    },
  ],
  [
    'Get-PhsConnector',
    {
      name: 'connector',
      identifier: 'guid',
      connectorTypeName: 'keep',
      subtype: 'keep',
      lastModifiedAt: 'keep',
      accountDomain: 'domain',
      accountName: 'user',
      forestName: 'domain',
      forceFullPasswordSync: 'keep',
      'partitions.identifier': 'guid',
      'partitions.dn': 'dn',
      'partitions.name': 'domain',
      'partitions.preferredDomainControllers': 'host',
      'partitions.lastDomainController': 'host',
      'partitions.netBiosName': 'domain',
      'partitions.includedContainers': 'dn',
      'partitions.excludedContainers': 'dn',
    },
  ],
  ['Get-PhsScheduler', { nextCycleStartsAt: 'keep' }],
  ['Get-PhsGlobalSetting', { stagingMode: 'keep', serverConfigurationVersion: 'keep', schedulerSuspended: 'keep' }],
  // The id of an application names a tenant as well as its domain does.
  ['Get-PhsEntraCredential', { identityType: 'keep', applicationId: 'guid', certificateManagedBy: 'keep' }],
  ['Get-PhsCompanyFeature', { 'arguments.connectorName': 'connector' }],
  [
    'Get-PhsChannel',
    { 'arguments.connectorName': 'connector', connectorName: 'connector', targetConnector: 'connector', ...failure },
  ],
  [
    'Get-PhsPartitionState',
    {
      connectorId: 'guid',
      dn: 'dn',
      lastCycleStatus: 'keep',
      lastCycleStartedAt: 'keep',
      lastCycleEndedAt: 'keep',
      lastSuccessStartedAt: 'keep',
      lastSuccessEndedAt: 'keep',
    },
  ],
  ['Get-PhsEventLogReach', { 'arguments.since': 'keep', oldestAt: 'keep', isOldest: 'keep' }],
  [
    'Get-PhsEvent',
    {
      'arguments.after': 'keep',
      'arguments.source': 'keep',
      'arguments.anySourceAfter': 'keep',
      source: 'keep',
      entryType: 'keep',
      generatedAt: 'keep',
    },
  ],
  ['Get-PhsLastEvent', { 'arguments.source': 'keep', 'arguments.text': 'guid', text: 'guid', generatedAt: 'keep' }],
  ['Get-PhsPlatformExecutionPolicy', { scope: 'keep', policy: 'keep' }],
  [
    'Get-PhsRule',
    {
      identifier: 'guid',
      internalId: 'guid',
      direction: 'keep',
      connectorId: 'guid',
      immutableTag: 'keep',
      sourceObjectType: 'keep',
      targetObjectType: 'keep',
    },
  ],
  [
    'Get-PhsDomainReachability',
    { 'arguments.connectorName': 'connector', connectorName: 'connector', domain: 'domain', ...failure },
  ],
  [
    'Get-PhsPlatformReplicationRight',
    {
      'arguments.connectorName': 'connector',
      'arguments.domainDn': 'dn',
      'arguments.accountDomain': 'domain',
      'arguments.accountName': 'user',
      connectorName: 'connector',
      domainDn: 'dn',
      account: 'account',
      accountSid: 'sid',
      tokenGroups: 'sid',
      securityDescriptor: 'sddl',
      readOnlyControllers: 'host',
      ...failure,
    },
  ],
  [
    'Get-PhsLastImport',
    {
      'arguments.connectorId': 'guid',
      connectorId: 'guid',
      oldestRunAt: 'keep',
      'runs.stepTypes': 'keep',
      'runs.result': 'keep',
      'runs.startedAt': 'keep',
      'runs.endedAt': 'keep',
      ...failure,
    },
  ],
  [
    'Get-PhsConnectorSpaceObject',
    {
      'arguments.connectorName': 'connector',
      'arguments.distinguishedName': 'dn',
      'arguments.identifier': 'guid',
      objectId: 'guid',
      connectorId: 'guid',
      connectorName: 'connector',
      distinguishedName: 'dn',
      objectType: 'keep',
      metaverseObjectId: 'guid',
      ...attributes,
    },
  ],
  [
    'Get-PhsMetaverseObject',
    {
      'arguments.identifier': 'guid',
      objectId: 'guid',
      'links.connectorId': 'guid',
      'links.connectorName': 'connector',
      'links.distinguishedName': 'dn',
      'links.objectId': 'guid',
      ...attributes,
    },
  ],
  ['Get-PhsObjectLog', { 'arguments.identifier': 'guid', status: 'keep', at: 'keep' }],
  [
    'Search-PhsDirectoryObject',
    {
      'arguments.connectorId': 'guid',
      'arguments.ldapFilter': 'ldap-filter',
      distinguishedName: 'dn',
      objectGuid: 'guid',
      objectClasses: 'keep',
      userPrincipalName: 'upn',
      samAccountName: 'user',
      passwordLastSetAt: 'keep',
      accountExpiresAt: 'keep',
      createdAt: 'keep',
    },
  ],
  ['Invoke-PhsGuardedSync', { ...guardWords, ...guardNames }],
  [
    'Invoke-PhsDiagnostic',
    {
      'arguments.connectorName': 'connector',
      'arguments.distinguishedName': 'dn',
      kind: 'keep',
      color: 'keep',
      propertyName: 'keep',
      outputType: 'keep',
    },
  ],
]);

/** Fields of lines that are not rows, the same for every operation. An error id can hold a whole message, so it is text. */
const ofLines: Fields = {
  type: 'keep',
  operation: 'keep',
  state: 'keep',
  code: 'keep',
  'errors.category': 'keep',
  'errors.exceptionTypes': 'keep',
  'errors.hresult': 'keep',
  'information.foreground': 'keep',
};

/** The kind of a field of a row of this operation, or of its arguments. */
export function rowFieldKind(operation: string, path: string): FieldKind {
  return fieldsOf.get(operation)?.[path] ?? 'text';
}

/** The kind of a field of the end of an answer. */
export function endingFieldKind(operation: string, path: string): FieldKind {
  return path.startsWith('arguments.') ? rowFieldKind(operation, path) : (ofLines[path] ?? 'text');
}
