import type { DiagnosisFacts } from './diagnosis-facts.js';
import { unknown, type Fact, type UnknownReason } from './fact.js';
import type { Facts } from './facts.js';

/** The parts of Facts that can be unreadable. */
export type FactName = Exclude<keyof Facts, 'collectedAt' | 'windowStartsAt'>;

/** Where each fact comes from; named in the evidence of findings. */
export const factSources: Readonly<Record<FactName, string>> = {
  engine: '$PSVersionTable, $ExecutionContext.SessionState.LanguageMode',
  platform: 'Windows (registry, token, miiserver.exe)',
  module: 'Import-Module ADSync',
  service: 'Get-Service ADSync',
  connectors: 'Get-ADSyncConnector',
  companyFeature: 'Get-ADSyncAADCompanyFeature',
  scheduler: 'Get-ADSyncScheduler',
  globalSetting: 'Get-ADSyncGlobalSettings',
  entraCredential: 'Get-ADSyncEntraConnectorCredential',
  channels: 'Get-ADSyncAADPasswordSyncConfiguration',
  partitionStates: 'Get-ADSyncPartitionPasswordSyncState',
  eventLogReach: 'Application log, oldest record',
  events: 'Application log',
  lastSigns: 'Application log, last signs of life',
  signInEvents: 'Application log, events about the sign-in',
  changeEvents: 'Application log, events about changes',
  guard: 'Journal, events and tasks of phs-tool',
  executionPolicy: 'Get-ExecutionPolicy -List',
  rules: 'Get-ADSyncRule',
  domains: 'Get-ADSyncDomainReachabilityStatus',
  replicationRights: 'Active Directory (security descriptor of the domain, tokenGroups of the account)',
  lastImports: 'Get-ADSyncRunProfileResult',
};

/** Each fact in words, as they stand in "… does not read …" and "… does not hold …". */
const factWords: Readonly<Record<FactName, string>> = {
  engine: 'the PowerShell engine',
  platform: 'the machine and its version',
  module: 'the ADSync module',
  service: 'the state of the service',
  connectors: 'the connectors',
  companyFeature: 'the features of the tenant',
  scheduler: 'the scheduler',
  globalSetting: 'global settings',
  entraCredential: 'how the Entra connector signs in',
  channels: 'the channels',
  partitionStates: 'the last cycles',
  eventLogReach: 'the Application log',
  events: 'the Application log',
  lastSigns: 'the last signs of life of silent connectors',
  signInEvents: 'the events about the sign-in',
  changeEvents: 'the events about changes',
  guard: 'the journal of full syncs',
  executionPolicy: 'the execution policy',
  rules: 'the synchronization rules',
  domains: 'whether the domains are reachable',
  replicationRights: 'the permissions in Active Directory',
  lastImports: 'the last imports',
};

/** Every fact, in the order of {@link factSources}. */
export const factNames: readonly FactName[] = Object.keys(factSources).filter((name): name is FactName =>
  Object.hasOwn(factWords, name),
);

/** The facts that only `diagnose` reads. */
export const diagnosisFactNames = [
  'domains',
  'replicationRights',
  'lastImports',
] as const satisfies readonly (keyof DiagnosisFacts)[];

/**
 * Facts that are not read, each with its reason: the ground over which a collector lays what it does read, so that a new
 * fact is unknown everywhere until somebody reads it. `explain` gets the fact in words.
 */
export function unreadFacts<Name extends FactName>(
  names: readonly Name[],
  explain: (what: string) => UnknownReason,
): Readonly<Record<Name, Fact<never>>>;
export function unreadFacts(
  names: readonly FactName[],
  explain: (what: string) => UnknownReason,
): Readonly<Partial<Record<FactName, Fact<never>>>> {
  return Object.fromEntries(names.map((name) => [name, unknown(explain(factWords[name]))]));
}
