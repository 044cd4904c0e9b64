import type { DomainReachability, ReplicationRight, SyncRule } from '../../src/model/diagnosis-facts.js';
import { known, unknown, type UnknownCode } from '../../src/model/fact.js';
import type {
  Channel,
  Connector,
  ErrorEvent,
  EventSummary,
  EventTally,
  Facts,
  Partition,
  PartitionState,
  Platform,
  Scheduler,
} from '../../src/model/facts.js';
import { isEntraConnector } from '../../src/model/connector-kind.js';
import type { ImportRun, LastImport } from '../../src/model/last-import.js';
import { findEventDomain, isDomainEvent } from '../../src/model/domain-events.js';
import { entraName, ids } from './connector-ids.js';
import { untouchedGuard } from './guard-records.js';

/** The instant that all made-up facts refer to. */
export const now = new Date('2026-11-22T10:15:00.000Z');
/** Start of the window of three hours. */
export const windowStartsAt = new Date('2026-11-22T07:15:00.000Z');

export { entraName, ids };

/** An instant so many minutes before {@link now}. */
export function minutesAgo(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

/** A partition that takes part in PHS. */
export function partition(name: string, changes: Partial<Partition> = {}): Partition {
  return {
    identifier: '1c5f6c2b-7d57-4b53-8b0e-2d1f0a6a9e01',
    dn: name
      .split('.')
      .map((part) => `DC=${part}`)
      .join(','),
    name,
    selected: true,
    isDomain: true,
    preferredDomainControllers: [],
    lastDomainController: `DC01.${name}`,
    ...changes,
  };
}

/** An AD connector with one partition of the same name. */
export function adConnector(name = 'contoso.com', changes: Partial<Connector> = {}): Connector {
  return {
    name,
    identifier: name === 'fabrikam.com' ? ids.fabrikam : ids.contoso,
    connectorTypeName: 'AD',
    subtype: '',
    lastModifiedAt: '2026-01-02T03:04:05Z',
    accountDomain: name,
    accountName: 'MSOL_d1edb676ca03',
    forestName: name,
    forceFullPasswordSync: null,
    partitions: [partition(name)],
    ...changes,
  };
}

/** The Entra connector. */
export function entraConnector(changes: Partial<Connector> = {}): Connector {
  return {
    name: entraName,
    identifier: ids.entra,
    connectorTypeName: 'Extensible2',
    subtype: 'Windows Azure Active Directory (Microsoft)',
    lastModifiedAt: '2026-01-02T03:04:05Z',
    accountDomain: null,
    accountName: '0f6f3c52-8a1d-4e0b-9c27-5d2b1f0c9a77@contoso.onmicrosoft.com',
    forestName: null,
    forceFullPasswordSync: null,
    partitions: [partition('default', { dn: 'default', isDomain: false })],
    ...changes,
  };
}

/** A channel that is on. */
export function channel(
  connectorName = 'contoso.com',
  changes: Partial<{ enabled: boolean; targetConnector: string | null }> = {},
): Channel {
  return { connectorName, configuration: known({ enabled: true, targetConnector: entraName, ...changes }) };
}

/** Last cycle of a partition, two minutes ago and successful. */
export function state(connectorId: string = ids.contoso, changes: Partial<PartitionState> = {}): PartitionState {
  return {
    connectorId,
    dn: 'DC=contoso,DC=com',
    lastCycleStatus: 'Successful',
    lastCycleStartedAt: minutesAgo(2),
    lastCycleEndedAt: minutesAgo(2),
    lastSuccessStartedAt: minutesAgo(2),
    lastSuccessEndedAt: minutesAgo(2),
    ...changes,
  };
}

/** Some events of one id, the latest so many minutes ago. */
export function tally(eventId: number, latestMinutesAgo: number, count = 1): EventTally {
  return {
    eventId,
    count,
    firstAt: minutesAgo(latestMinutesAgo + (count - 1) * 30),
    latestAt: minutesAgo(latestMinutesAgo),
    latestRecordId: 10_000 - Math.round(latestMinutesAgo),
  };
}

/** An event that reports a problem, of contoso.com unless said otherwise. */
export function errorEvent(
  eventId: number,
  generatedMinutesAgo: number,
  changes: Partial<ErrorEvent> = {},
): ErrorEvent {
  return {
    recordId: 20_000 - Math.round(generatedMinutesAgo),
    eventId,
    source: 'Directory Synchronization',
    entryType: 'Error',
    generatedAt: minutesAgo(generatedMinutesAgo),
    message: 'Password hash synchronization failed for domain: contoso.com.',
    connectorId: ids.contoso,
    domain: 'contoso.com',
    ...changes,
  };
}

/** The tally of one event. */
function tallyOf({ eventId, generatedAt, recordId }: ErrorEvent): EventTally {
  return { eventId, count: 1, firstAt: generatedAt, latestAt: generatedAt, latestRecordId: recordId };
}

/** An event summary; error events are counted in the tallies too, as the collector does. */
export function eventSummary(
  tallies: Readonly<Record<string, readonly EventTally[]>> = { [ids.contoso]: [tally(654, 12, 6), tally(653, 12, 6)] },
  errors: readonly ErrorEvent[] = [],
): EventSummary {
  const all = new Map(Object.entries(tallies).map(([id, list]) => [id, [...list]]));
  const byDomain = new Map<string, Map<string, EventTally[]>>();
  for (const error of errors) {
    const { eventId, message, connectorId } = error;
    const id = connectorId ?? '';
    all.set(id, [...(all.get(id) ?? []), tallyOf(error)]);
    if (isDomainEvent(eventId)) {
      const domains = byDomain.get(id) ?? new Map<string, EventTally[]>();
      const domain = findEventDomain(eventId, message, error.domain) ?? '';
      byDomain.set(id, domains.set(domain, [...(domains.get(domain) ?? []), tallyOf(error)]));
    }
  }
  return { tallies: all, domainTallies: byDomain, changes: new Map(), errors, errorCount: errors.length };
}

/** A simulated platform of a current server. */
export function platform(changes: Partial<Platform> = {}): Platform {
  return {
    machineName: 'SYNC01',
    isWindows: true,
    osDescription: 'Windows Server 2022',
    userName: 'CONTOSO\\admin',
    elevated: true,
    groups: ['ADSyncAdmins', 'Administrators'],
    productVersion: '2.6.92.0',
    installFolder: 'C:\\Program Files\\Microsoft Azure AD Sync',
    moduleCandidates: [],
    simulated: false,
    ...changes,
  };
}

/** A scheduler that is on. */
export function scheduler(changes: Partial<Scheduler> = {}): Scheduler {
  return {
    syncCycleEnabled: true,
    stagingModeEnabled: false,
    schedulerSuspended: false,
    syncCycleInProgress: false,
    effectiveIntervalMs: 1_800_000,
    nextCycleStartsAt: minutesAgo(-12),
    ...changes,
  };
}

/** Facts of a healthy server with one forest; `changes` replaces parts of them. */
export function healthyFacts(changes: Partial<Facts> = {}): Facts {
  const connectors = changes.connectors ?? known([entraConnector(), adConnector()]);
  return {
    collectedAt: now.toISOString(),
    windowStartsAt: windowStartsAt.toISOString(),
    engine: known({ psVersion: '5.1.20348.2849', edition: 'Desktop', languageMode: 'FullLanguage' }),
    platform: known(platform()),
    module: known({
      name: 'ADSync',
      version: '1.0.0.0',
      path: 'C:\\Program Files\\Microsoft Azure AD Sync\\Bin\\ADSync\\ADSync.psd1',
      origin: 'registry',
    }),
    service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Running' }),
    connectors,
    companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: false }),
    scheduler: known(scheduler()),
    globalSetting: known({
      stagingMode: 'False',
      serverConfigurationVersion: '2.6.92.0',
      schedulerSuspended: 'False',
    }),
    entraCredential: known({
      identityType: 'Application',
      applicationId: '0f6f3c52-8a1d-4e0b-9c27-5d2b1f0c9a77',
      certificateManagedBy: null,
    }),
    channels: known([channel()]),
    partitionStates: known([state()]),
    eventLogReach: known({ oldestAt: minutesAgo(3 * 24 * 60) }),
    events: known(eventSummary()),
    lastSigns: known([]),
    signInEvents: known([]),
    changeEvents: known([]),
    guard: known(untouchedGuard),
    executionPolicy: known([
      { scope: 'MachinePolicy', policy: 'Undefined' },
      { scope: 'UserPolicy', policy: 'Undefined' },
      { scope: 'Process', policy: 'RemoteSigned' },
      { scope: 'CurrentUser', policy: 'Undefined' },
      { scope: 'LocalMachine', policy: 'RemoteSigned' },
    ]),
    rules: connectors.known ? known(connectors.value.map(passwordRuleOf)) : connectors,
    ...diagnosisNotCollected,
    ...changes,
  };
}

/** What the run history holds of the imports of a connector: one, that succeeded a quarter of an hour ago. */
export function lastImport(connectorId: string = ids.contoso, ...runs: readonly Partial<ImportRun>[]): LastImport {
  return {
    connectorId,
    runCount: 6,
    oldestRunAt: minutesAgo(77),
    runs: (runs.length === 0 ? [{}] : runs).map((run) => ({
      profileName: 'Delta Import',
      stepTypes: ['delta-import'],
      isComplete: true,
      result: 'success',
      startedAt: minutesAgo(16),
      endedAt: minutesAgo(15),
      ...run,
    })),
    failure: null,
  };
}

/** Facts of a healthy server with two forests, contoso.com and fabrikam.com. */
export function twoForestFacts(changes: Partial<Facts> = {}): Facts {
  return healthyFacts({
    connectors: known([entraConnector(), adConnector(), adConnector('fabrikam.com')]),
    channels: known([channel(), channel('fabrikam.com')]),
    partitionStates: known([state(), state(ids.fabrikam, { dn: 'DC=fabrikam,DC=com' })]),
    events: known(eventSummary({ [ids.contoso]: [tally(654, 12, 6)], [ids.fabrikam]: [tally(654, 7, 6)] })),
    ...changes,
  });
}

/** The parts that only "diagnose" reads, as "status" leaves them. */
const notCollected = unknown({ code: 'not-collected', message: '"status" does not read this.' });
const diagnosisNotCollected = {
  domains: notCollected,
  replicationRights: notCollected,
  lastImports: notCollected,
};

/** SID of the AD DS connector account of contoso.com. */
export const accountSid = 'S-1-5-21-1004336348-1177238915-682003330-1104';

/** Permissions at the root of a domain that give an account both replication rights, or what is given instead. */
export function rootDescriptor(
  aces = ['1131f6aa', '1131f6ad']
    .map((right) => `(OA;;CR;${right}-9c07-11d1-f79f-00c04fc2dcd2;;${accountSid})`)
    .join(''),
): string {
  return `O:BAG:BAD:PAI(A;;0xf01ff;;;DA)${aces}(A;;RPLCLORC;;;AU)`;
}

/** The rights of the AD DS connector account in one domain, both granted. */
export function replicationRight(
  connectorName = 'contoso.com',
  changes: Partial<ReplicationRight> = {},
): ReplicationRight {
  return {
    connectorName,
    domainDn: partition(connectorName).dn,
    account: `${connectorName}\\MSOL_d1edb676ca03`,
    accountSid,
    tokenGroups: ['S-1-5-21-1004336348-1177238915-682003330-513'],
    accountDisabled: false,
    securityDescriptor: rootDescriptor(),
    failure: null,
    ...changes,
  };
}

/** One of the two rules of the default configuration that carry passwords. */
export function passwordRule(direction: 'Inbound' | 'Outbound', changes: Partial<SyncRule> = {}): SyncRule {
  const inbound = direction === 'Inbound';
  return {
    identifier: inbound ? '53c4bda0-5b5d-4e24-9bba-5b8a5e0a2f01' : '53c4bda0-5b5d-4e24-9bba-5b8a5e0a2f02',
    internalId: null,
    name: inbound ? 'In from AD - User AccountEnabled' : 'Out to AAD - User Join',
    direction,
    connectorId: inbound ? ids.contoso : ids.entra,
    disabled: false,
    enablePasswordSync: true,
    precedence: inbound ? 102 : 123,
    isStandardRule: true,
    immutableTag: null,
    sourceObjectType: null,
    targetObjectType: null,
    ...changes,
  };
}

/** The rule of the default configuration that carries the passwords of a connector. */
function passwordRuleOf(connector: Connector): SyncRule {
  return passwordRule(isEntraConnector(connector) ? 'Outbound' : 'Inbound', { connectorId: connector.identifier });
}

/** A domain that answers. */
export function reachableDomain(
  connectorName = 'contoso.com',
  changes: Partial<DomainReachability> = {},
): DomainReachability {
  return { connectorName, domain: connectorName, isReachable: true, exceptionMessage: null, failure: null, ...changes };
}

/** Facts of a healthy server with one forest as `diagnose` collects them. */
export function diagnosedFacts(changes: Partial<Facts> = {}): Facts {
  return healthyFacts({
    domains: known([reachableDomain()]),
    replicationRights: known([replicationRight()]),
    ...changes,
  });
}

/** A fact that could not be read. */
export function unreadable(code: UnknownCode = 'failed'): ReturnType<typeof unknown> {
  return unknown({ code, message: `The answer was taken away (${code}).` });
}
