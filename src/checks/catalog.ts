import { diagnosisFactNames } from '../model/fact-names.js';
import type { Check } from './check.js';
import { phs101Engine } from './phs101-engine.js';
import { phs102Access } from './phs102-access.js';
import { phs103ExecutionPolicy } from './phs103-execution-policy.js';
import { phs104Service } from './phs104-service.js';
import { phs105Module } from './phs105-module.js';
import { phs106Version } from './phs106-version.js';
import { phs107LogReach } from './phs107-log-reach.js';
import { phs201EntraConnector } from './phs201-entra-connector.js';
import { phs202AdConnectors } from './phs202-ad-connectors.js';
import { phs203TenantFeature } from './phs203-tenant-feature.js';
import { phs204Staging } from './phs204-staging.js';
import { phs205Channel } from './phs205-channel.js';
import { phs206Scheduler } from './phs206-scheduler.js';
import { phs207PasswordRules } from './phs207-password-rules.js';
import { phs208LeftOverFullSync } from './phs208-left-over-full-sync.js';
import { phs209TemporaryPasswords } from './phs209-temporary-passwords.js';
import { phs210Fips } from './phs210-fips.js';
import { phs211UnfinishedFullSync } from './phs211-unfinished-full-sync.js';
import { phs212EntraSignIn } from './phs212-entra-sign-in.js';
import { phs213DomainPartitions } from './phs213-domain-partitions.js';
import { phs301SignsOfLife } from './phs301-signs-of-life.js';
import { phs302LastCycle } from './phs302-last-cycle.js';
import { phs303ProblemEvents } from './phs303-problem-events.js';
import { phs304FullSyncProgress } from './phs304-full-sync-progress.js';
import { phs401DomainsReachable } from './phs401-domains-reachable.js';
import { phs402AccountCredentials } from './phs402-account-credentials.js';
import { phs403ReplicationRights } from './phs403-replication-rights.js';
import { phs404ReplicationErrors } from './phs404-replication-errors.js';
import { phs405Entra } from './phs405-entra.js';
import { phs406DomainControllers } from './phs406-domain-controllers.js';

/** Every check of a server, in the order of ids. An id is never used again: a retired one stays reserved here. */
export const catalog: readonly Check[] = [
  phs101Engine,
  phs102Access,
  phs103ExecutionPolicy,
  phs104Service,
  phs105Module,
  phs106Version,
  phs107LogReach,
  phs201EntraConnector,
  phs202AdConnectors,
  phs203TenantFeature,
  phs204Staging,
  phs205Channel,
  phs206Scheduler,
  phs207PasswordRules,
  phs208LeftOverFullSync,
  phs209TemporaryPasswords,
  phs210Fips,
  phs211UnfinishedFullSync,
  phs212EntraSignIn,
  phs213DomainPartitions,
  phs301SignsOfLife,
  phs302LastCycle,
  phs303ProblemEvents,
  phs304FullSyncProgress,
  phs401DomainsReachable,
  phs402AccountCredentials,
  phs403ReplicationRights,
  phs404ReplicationErrors,
  phs405Entra,
  phs406DomainControllers,
];

/** True for a check that needs what only `diagnose` reads: what the domain controllers answer. */
export function isOnlyDiagnosed({ needs }: Pick<Check, 'needs'>): boolean {
  return diagnosisFactNames.some((name) => needs.includes(name));
}

/** The checks of `status`. */
export const statusChecks: readonly Check[] = catalog.filter((check) => !isOnlyDiagnosed(check));
