import { z } from 'zod';
import type { Inspection } from './guard-inspection.js';
import type { DiagnosisFacts, SettingFacts } from './diagnosis-facts.js';
import type { EntraCredential } from './entra-sign-in.js';
import type { Fact } from './fact.js';
import { instantSchema } from './instant.js';

/** The machine and the account that the session runs under (operation Get-PhsPlatform). */
export const platformSchema = z.object({
  machineName: z.string(),
  isWindows: z.boolean(),
  osDescription: z.string(),
  userName: z.string(),
  /** Null if elevation does not exist or could not be determined. */
  elevated: z.boolean().nullable(),
  /** Names of the groups in the account's token that matter here: ADSyncAdmins, Administrators …; null when not available. */
  groups: z.array(z.string()).nullable(),
  /** Version of the installed Entra Connect (product version of miiserver.exe), null when not found (facts 1.9). */
  productVersion: z.string().nullable(),
  /** Folder from the registry value `HKLM\SOFTWARE\Microsoft\AD Sync` `Location`, null when not there (facts 4.1). */
  installFolder: z.string().nullable(),
  /** Absolute paths where the ADSync module may be, best first. */
  moduleCandidates: z.array(z.string()),
  /**
   * Whether the audit of administrators is on: `off` if the registry value `AuditEventLogging` is 0; null: could not be
   * read; absent: recorded before it was read (facts 9.3).
   */
  auditLogging: z.enum(['on', 'off']).nullable().optional(),
  /** Registry value `SyncMachineIdentifier` (facts 9.2); null: not there or not readable; absent: recorded before it was read. */
  machineIdentifier: z.string().nullable().optional(),
  /** The clock of the machine when it answered; absent: recorded before it was read. */
  clockAt: instantSchema.optional(),
  /** True when the answers come from a simulated server. */
  simulated: z.boolean(),
});
/** See {@link platformSchema}. */
export type Platform = z.output<typeof platformSchema>;

/** The ADSync module in the session (operation Import-PhsModule). */
export const moduleSchema = z.object({
  name: z.string(),
  version: z.string(),
  path: z.string(),
  /** Where it was found. */
  origin: z.enum(['module-path-option', 'ps-module-path', 'registry', 'default-folder']),
});
/** See {@link moduleSchema}. */
export type SyncModule = z.output<typeof moduleSchema>;

/** The ADSync service (operation Get-PhsService; facts 4.3). `status` is .NET's ServiceControllerStatus as text. */
export const serviceSchema = z.object({ name: z.string(), displayName: z.string(), status: z.string() });
/** See {@link serviceSchema}. */
export type SyncService = z.output<typeof serviceSchema>;

/** One partition (domain) of a connector (facts 1.1). */
export const partitionSchema = z.object({
  identifier: z.string(),
  dn: z.string(),
  name: z.string(),
  selected: z.boolean().nullable(),
  isDomain: z.boolean().nullable(),
  preferredDomainControllers: z.array(z.string()),
  lastDomainController: z.string().nullable(),
  /** False: only the preferred domain controllers are used (parameter `dc-failover`); null: not reported; absent: recorded before it was read. */
  dcFailover: z.boolean().nullable().optional(),
  /** Parameter `Domain.Netbios`; null: not reported; absent: recorded before it was read. */
  netBiosName: z.string().nullable().optional(),
  /** DNs of the containers of the partition's filter; absent or empty: the build does not report them. */
  includedContainers: z.array(z.string()).optional(),
  excludedContainers: z.array(z.string()).optional(),
});
/** See {@link partitionSchema}. */
export type Partition = z.output<typeof partitionSchema>;

/** One connector, flattened to what is needed; never with its schema or its password (operation Get-PhsConnector; facts 1.1). */
export const connectorSchema = z.object({
  name: z.string(),
  /** GUID in lower case. */
  identifier: z.string(),
  connectorTypeName: z.string(),
  subtype: z.string(),
  lastModifiedAt: instantSchema.nullable(),
  /** `forest-login-domain` and `forest-login-user` of an AD connector, `UserName` of an Entra connector; null when absent. */
  accountDomain: z.string().nullable(),
  accountName: z.string().nullable(),
  forestName: z.string().nullable(),
  /** Value of the global parameter Microsoft.Synchronize.ForceFullPasswordSync; null when the parameter is not there; `0`: reset (facts 4.8). */
  forceFullPasswordSync: z.string().nullable(),
  partitions: z.array(partitionSchema),
});
/** See {@link connectorSchema}. */
export type Connector = z.output<typeof connectorSchema>;

/** Tenant features (operation Get-PhsCompanyFeature; facts 1.3). Null: the build does not have the property. */
export const companyFeatureSchema = z.object({
  passwordHashSync: z.boolean().nullable(),
  forcePasswordChangeOnLogOn: z.boolean().nullable(),
});
/** See {@link companyFeatureSchema}. */
export type CompanyFeature = z.output<typeof companyFeatureSchema>;

/** The scheduler (operation Get-PhsScheduler; facts 1.6). Null: the build does not have the property. */
export const schedulerSchema = z.object({
  syncCycleEnabled: z.boolean().nullable(),
  stagingModeEnabled: z.boolean().nullable(),
  schedulerSuspended: z.boolean().nullable(),
  syncCycleInProgress: z.boolean().nullable(),
  effectiveIntervalMs: z.number().nullable(),
  nextCycleStartsAt: instantSchema.nullable(),
});
/** See {@link schedulerSchema}. */
export type Scheduler = z.output<typeof schedulerSchema>;

/** Settings that PHS needs from Get-ADSyncGlobalSettings (operation Get-PhsGlobalSetting; facts 1.9). */
export const globalSettingSchema = z.object({
  /** Value of Microsoft.Synchronize.StagingMode as the text that the server keeps; null when absent. */
  stagingMode: z.string().nullable(),
  serverConfigurationVersion: z.string().nullable(),
  schedulerSuspended: z.string().nullable(),
});
/** See {@link globalSettingSchema}. */
export type GlobalSetting = z.output<typeof globalSettingSchema>;

/** The PHS channel of one AD connector (facts 1.4). */
export interface Channel {
  /** The AD connector's name. */
  readonly connectorName: string;
  readonly configuration: Fact<ChannelConfiguration>;
}

/** What Get-ADSyncAADPasswordSyncConfiguration says of one AD connector. */
export interface ChannelConfiguration {
  readonly enabled: boolean;
  /** Name of the Entra connector that the channel writes to; null when there is none. */
  readonly targetConnector: string | null;
}

/** Last cycle of one partition (operation Get-PhsPartitionState; facts 1.8). */
export const partitionStateSchema = z.object({
  /** GUID in lower case. */
  connectorId: z.string(),
  dn: z.string(),
  /** Enum member as text: None, Successful, Failed, InProgress or Interrupted, or what a newer build says. */
  lastCycleStatus: z.string().nullable(),
  lastCycleStartedAt: instantSchema.nullable(),
  lastCycleEndedAt: instantSchema.nullable(),
  lastSuccessStartedAt: instantSchema.nullable(),
  lastSuccessEndedAt: instantSchema.nullable(),
});
/** See {@link partitionStateSchema}. */
export type PartitionState = z.output<typeof partitionStateSchema>;

/** One record of the Application log (operation Get-PhsEvent; facts 1.14 and 3). */
export const eventRecordSchema = z.object({
  recordId: z.number().int(),
  eventId: z.number().int(),
  source: z.string(),
  /** Error, Warning, Information, SuccessAudit or FailureAudit. */
  entryType: z.string(),
  generatedAt: instantSchema,
  message: z.string(),
});
/** See {@link eventRecordSchema}. */
export type EventRecord = z.output<typeof eventRecordSchema>;

/** How far back the Application log reaches (operation Get-PhsEventLogReach). */
export const eventLogReachSchema = z.object({
  /** Null when the log is empty. */
  oldestAt: instantSchema.nullable(),
  /** False: the log reaches at least this far; its oldest record was not looked for. */
  isOldest: z.boolean().optional(),
});
/** See {@link eventLogReachSchema}. */
export type EventLogReach = z.output<typeof eventLogReachSchema>;

/** The newest record of the log that holds a text, here the identifier of a connector (operation Get-PhsLastEvent). */
export const lastEventSchema = z.object({
  /** The text that was looked for. */
  text: z.string(),
  recordId: z.number().int(),
  eventId: z.number().int(),
  generatedAt: instantSchema,
});
/** See {@link lastEventSchema}. */
export type LastEvent = z.output<typeof lastEventSchema>;

/** How often, and when, one event id was seen for one connector. */
export interface EventTally {
  readonly eventId: number;
  readonly count: number;
  readonly firstAt: string;
  readonly latestAt: string;
  readonly latestRecordId: number;
}

/** An event that reports a problem: what it says, and which connector and domain it belongs to if the text says so. */
export interface ErrorEvent extends EventRecord {
  /** GUID in lower case, null when the text names none. */
  readonly connectorId: string | null;
  /** Domain or partition that the text names, null when it names none. */
  readonly domain: string | null;
}

/** Users of the requests (656) and results (657) of one connector. */
export interface ChangeCount {
  readonly requested: number;
  readonly succeeded: number;
  /** Results of any other kind, also those whose text is cut off. */
  readonly failed: number;
}

/** What the Application log says about PHS in the window that was looked at. */
export interface EventSummary {
  /** PHS events by connector id (lower case); key `''` for events that name no connector. */
  readonly tallies: ReadonlyMap<string, readonly EventTally[]>;
  /**
   * The same for events about one domain (see `domainOfEvent`), by connector id and then by domain in lower case; key `''` for
   * those that name none, and for those of more domains than are kept. Absent: not told apart.
   */
  readonly domainTallies?: ReadonlyMap<string, ReadonlyMap<string, readonly EventTally[]>>;
  /** Changes of passwords by connector id (lower case); key `''` for those that name no connector. Absent: not counted. */
  readonly changes?: ReadonlyMap<string, ChangeCount>;
  /** Newest first, at most 500; `errorCount` is the true number. */
  readonly errors: readonly ErrorEvent[];
  readonly errorCount: number;
}

/** Everything that was collected from one server. `status` leaves the parts of {@link DiagnosisFacts} not collected. */
export interface Facts extends SettingFacts, DiagnosisFacts {
  /** The instant to which ages refer: the live clock, or the recording's. */
  readonly collectedAt: string;
  /** Start of the window for heartbeats and errors. */
  readonly windowStartsAt: string;
  readonly engine: Fact<EngineFacts>;
  readonly platform: Fact<Platform>;
  readonly module: Fact<SyncModule>;
  readonly service: Fact<SyncService>;
  readonly connectors: Fact<readonly Connector[]>;
  readonly companyFeature: Fact<CompanyFeature>;
  readonly scheduler: Fact<Scheduler>;
  readonly globalSetting: Fact<GlobalSetting>;
  /** How the Entra connector signs in. */
  readonly entraCredential: Fact<EntraCredential>;
  readonly channels: Fact<readonly Channel[]>;
  readonly partitionStates: Fact<readonly PartitionState[]>;
  readonly eventLogReach: Fact<EventLogReach>;
  readonly events: Fact<EventSummary>;
  /** The last sign of life of each AD connector that shows none in the window, however old; none: the log holds none. */
  readonly lastSigns: Fact<readonly LastEvent[]>;
  /** Records about the certificate and the sign-in of the Entra connector, newest first, of a longer time than the window. */
  readonly signInEvents: Fact<readonly EventRecord[]>;
  /** What administrators changed (the audit), and when password hash synchronization started and stopped, newest first, of the same time. */
  readonly changeEvents: Fact<readonly EventRecord[]>;
  /** What the guard of full password syncs knows: journal, locks, events of the tool, tasks. */
  readonly guard: Fact<Inspection>;
}

/** Facts of which only what concerns one domain of a connector is left. */
export interface NarrowedFacts extends Facts {
  /** True: the connector synchronizes other domains, too, so a sign of life of the connector proves nothing for this one. */
  readonly hasOtherDomains: boolean;
}

/** Whether the connector of these facts has more domains than they show; undefined for facts that were not narrowed. */
export function hasHiddenDomains(facts: Facts | NarrowedFacts): boolean | undefined {
  return 'hasOtherDomains' in facts ? facts.hasOtherDomains : undefined;
}

/** The PowerShell engine that answered. */
export interface EngineFacts {
  readonly psVersion: string;
  readonly edition: 'Desktop' | 'Core';
  readonly languageMode: string;
}
