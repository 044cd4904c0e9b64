import { isAtLeast } from '../base/version-number.js';
import { type ClixmlInput, dateTime, guid, timeSpan } from '../parsers/clixml.js';
import { auditBuild } from '../model/audit-logging.js';
import { signsInWithApplication } from '../model/entra-sign-in.js';
import { CANARY_SECRETS, type Clock, entraConnectorState, forestState, parameters } from './connector-state.js';
import { ruleRecord, ruleStates } from './rule-state.js';
import { EXECUTION_POLICY_SCOPES, type Domain, type Forest, type Scenario } from './scenario.js';
import { runHistory } from './run-history.js';
import { stableGuid } from './stable-guid.js';

/** Number of the layout of a server's directory; other numbers are refused. */
export const SERVER_LAYOUT = 1;

const MS_PER_MINUTE = 60_000;
const CYCLE_INTERVAL_MINUTES = 30;
const NEXT_CYCLE_MINUTES = 12;
const CYCLE_DURATION_MINUTES = 0.01;

/** Text that Windows writes in its own language: the message of Get-EventLog's "no matches" error (facts 4.6). */
const NO_MATCHES: Readonly<Record<Scenario['server']['language'], string>> = {
  en: 'No matches found',
  de: 'Es wurden keine \u00dcbereinstimmungen gefunden',
  ja: '\u4e00\u81f4\u3059\u308b\u9805\u76ee\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093',
};

/** Names under which anything has ever been written into the log of a new simulated server. */
const EVENT_SOURCES = [
  'Directory Synchronization',
  'ADSync',
  'Application',
  'Application Error',
  'MsiInstaller',
  'ESENT',
];

/** The first build with application-based authentication, and with the cmdlet that reports it (facts 9.2). */
const APPLICATION_BUILD = '2.5.3.0';

/** The first build whose Set-ADSyncAADPasswordSyncState takes the name of an administrator (facts 1.5). */
const USER_NAME_BUILD = '2.6.84.0';

function channelState(forest: Forest, scenario: Scenario): ClixmlInput[] {
  if (forest.channel === null) return [];
  const { enabled, target } = forest.channel;
  const targetConnector = target === undefined ? (scenario.entraConnectors[0]?.name ?? null) : target;
  return [{ sourceConnector: forest.name, targetConnector, enabled }];
}

/** "Never" is a time of the year 1 (facts 1.8). */
const never = dateTime(new Date('0001-01-01T00:00:00Z'), 'unspecified');

function partitionCycle(forest: Forest, domain: Domain, clock: Clock): ClixmlInput[] {
  if (domain.cycle === null) return [];
  const { status, endedMinutesAgo } = domain.cycle;
  const successAgo = domain.cycle.lastSuccessMinutesAgo ?? (status === 'Successful' ? endedMinutesAgo : null);
  const at = (minutesAgo: number | null): ClixmlInput =>
    minutesAgo === null ? never : dateTime(clock(minutesAgo), 'unspecified');
  return [
    {
      connectorId: guid(forest.identifier),
      dn: domain.dn,
      status,
      lastCycleStart: at(endedMinutesAgo + CYCLE_DURATION_MINUTES),
      lastCycleEnd: at(endedMinutesAgo),
      lastSuccessStart: at(successAgo === null ? null : successAgo + CYCLE_DURATION_MINUTES),
      lastSuccessEnd: at(successAgo),
    },
  ];
}

/** One record for each partition of every connector, the Entra connector's `default` too (facts 1.8). */
function partitionStates(scenario: Scenario, clock: Clock): ClixmlInput[] {
  const entra = scenario.entraConnectors.map((connector) => ({
    connectorId: guid(connector.identifier),
    dn: 'default',
    status: 'None',
    lastCycleStart: never,
    lastCycleEnd: never,
    lastSuccessStart: never,
    lastSuccessEnd: never,
  }));
  const forests = scenario.forests.flatMap((forest) =>
    forest.domains.flatMap((domain) => partitionCycle(forest, domain, clock)),
  );
  return [...entra, ...forests];
}

function schedulerState({ server }: Scenario, clock: Clock): ClixmlInput {
  const interval = timeSpan(CYCLE_INTERVAL_MINUTES * MS_PER_MINUTE);
  return {
    allowedInterval: interval,
    effectiveInterval: interval,
    customizedInterval: null,
    nextPolicy: 'Delta',
    nextStart: dateTime(clock(-NEXT_CYCLE_MINUTES), 'unspecified'),
    enabled: server.syncCycleEnabled,
    maintenanceEnabled: true,
    stagingMode: server.stagingMode,
    suspended: server.schedulerSuspended,
    inProgress: false,
  };
}

function booleanText(value: boolean): string {
  return value ? 'True' : 'False';
}

function globalParameters({ server }: Scenario): ClixmlInput[] {
  return parameters('SynchronizationGlobal', [
    { name: 'Microsoft.Synchronize.TimeInterval', value: '00:30:00' },
    { name: 'Microsoft.Synchronize.StagingMode', value: booleanText(server.stagingMode) },
    { name: 'Microsoft.Synchronize.SynchronizationPolicy', value: 'Delta' },
    { name: 'Microsoft.Synchronize.MaintenanceEnabled', value: 'True' },
    { name: 'Microsoft.Synchronize.SchedulerSuspended', value: booleanText(server.schedulerSuspended) },
    { name: 'Microsoft.Synchronize.ServerConfigurationVersion', value: server.productVersion },
    { name: 'Microsoft.UserSignIn.SignOnMethod', value: 'PasswordHashSync' },
    { name: 'Microsoft.UserSignIn.DesktopSsoEnabled', value: 'False' },
    { name: 'Microsoft.OptionalFeature.PasswordHashSync', value: 'True' },
    { name: 'Microsoft.SystemInformation.MachineRole', value: 'RoleMemberServer' },
  ]);
}

/** How the first Entra connector signs in; the secret must never be read. */
function entraCredential({ entraConnectors: [connector] }: Scenario): ClixmlInput {
  if (connector === undefined) return null;
  const { userName } = connector;
  const identityType = signsInWithApplication(undefined, userName) === true ? 'Application' : 'ServiceAccount';
  return { identityType, userName, secret: CANARY_SECRETS[1] };
}

function missingCommands({ server }: Scenario): string[] {
  const isOlder = isAtLeast(server.productVersion, APPLICATION_BUILD) === false;
  return [...server.missingCommands, ...(isOlder ? ['Get-ADSyncEntraConnectorCredential'] : [])];
}

function companyFeature({ passwordHashSync, forcePasswordChangeOnLogOn }: Scenario['server']): ClixmlInput {
  if (passwordHashSync === null) return null;
  return {
    PasswordHashSync: passwordHashSync,
    ForcePasswordChangeOnLogOn: forcePasswordChangeOnLogOn,
    UserWriteback: false,
    DeviceWriteback: false,
    UnifiedGroupWriteback: false,
    GroupWritebackV2: false,
  };
}

/** What is not of the scenario. */
export interface ServerStateOptions {
  /** Folder of the module, if it is not the simulator's own. */
  readonly installFolder: string | null;
  /** True: the diagnostics take `now` for the time of the day, whenever they run. */
  readonly standingClock: boolean;
}

/** Machine, account, build and policies. */
function platformState(server: Scenario['server'], installFolder: string | null): ClixmlInput {
  return {
    machineName: server.machineName,
    machineId: stableGuid(`machine|${server.machineName}`),
    osDescription: server.osDescription,
    userName: server.userName,
    elevated: server.elevated,
    groups: server.groups,
    productVersion: server.productVersion,
    installFolder,
    auditLogging: server.auditLogging ? 'on' : 'off',
    executionPolicy: EXECUTION_POLICY_SCOPES.map((scope) => ({
      scope,
      policy: server.executionPolicy[scope] ?? 'Undefined',
    })),
  };
}

/** The services that the tool asks for. */
function serviceStates(server: Scenario['server']): ClixmlInput {
  return [
    {
      name: 'ADSync',
      displayName: 'Microsoft Azure AD Sync',
      status: server.engine === 'service-stopped' ? 'Stopped' : 'Running',
      startType: 'Automatic',
    },
    { name: 'EventLog', displayName: 'Windows Event Log', status: 'Running', startType: 'Automatic' },
  ];
}

/** Everything a simulated server knows at `now` except its events; written to `state.clixml` (simulator/README.md). */
export function serverState(
  scenario: Scenario,
  now: Date,
  { installFolder, standingClock }: ServerStateOptions,
): ClixmlInput {
  const clock: Clock = (minutesAgo) => new Date(now.getTime() - minutesAgo * MS_PER_MINUTE);
  const { server } = scenario;
  return {
    layout: SERVER_LAYOUT,
    scenario: scenario.name,
    revision: 0,
    createdAt: dateTime(now, 'utc'),
    standingClock: standingClock ? dateTime(now, 'utc') : null,
    interactiveDiagnostics: server.interactiveDiagnostics,
    engine: server.engine,
    companyFeatureNeedsConnector: server.companyFeatureNeedsConnector,
    passwordSyncStateTakesUser: isAtLeast(server.productVersion, USER_NAME_BUILD) === true,
    missingCommands: missingCommands(scenario),
    texts: { noMatchesFound: NO_MATCHES[server.language] },
    platform: platformState(server, installFolder),
    services: serviceStates(server),
    instanceId: guid('6c0f6f0f-8a53-4d27-9e0e-5f6ad2a3c1b7'),
    settingsVersion: 27,
    connectors: [
      ...scenario.forests.map((forest) => forestState(forest, clock)),
      ...scenario.entraConnectors.map((connector) => entraConnectorState(connector, scenario, clock)),
    ],
    channels: scenario.forests.flatMap((forest) => channelState(forest, scenario)),
    companyFeature: companyFeature(server),
    entraCredential: entraCredential(scenario),
    scheduler: schedulerState(scenario, clock),
    globalParameters: globalParameters(scenario),
    autoUpgrade: { state: 'Enabled', suspensionReason: null },
    runStatus: [],
    runHistory: runHistory(scenario, clock),
    partitionStates: partitionStates(scenario, clock),
    rules: ruleStates(scenario).map(ruleRecord),
    eventSources: EVENT_SOURCES,
    auditLogging: server.auditLogging && isAtLeast(server.productVersion, auditBuild) === true,
    fullSync: { durationMs: 0, outcome: 'complete', clearsParameter: false },
    taskAccount: { groups: ['Administrators'], engine: 'ok' },
    tasks: [],
    previousChannels: null,
    faults: [],
    pending: [],
  };
}
