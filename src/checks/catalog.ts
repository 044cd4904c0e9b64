import type { Check } from './check.js';
import { phs101Engine } from './phs101-engine.js';
import { phs102Access } from './phs102-access.js';
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
import { phs301SignsOfLife } from './phs301-signs-of-life.js';
import { phs302LastCycle } from './phs302-last-cycle.js';
import { phs303ProblemEvents } from './phs303-problem-events.js';

/**
 * Every check, in the order of ids. An id is never used again: a retired one stays reserved here.
 * Reserved: PHS103 (execution policy, comes with `diagnose`).
 */
export const catalog: readonly Check[] = [
  phs101Engine,
  phs102Access,
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
  phs301SignsOfLife,
  phs302LastCycle,
  phs303ProblemEvents,
];

/** The checks of `status`: all but those that need what only `diagnose` reads. */
export const statusChecks: readonly Check[] = catalog.filter(({ onlyDiagnose }) => onlyDiagnose !== true);
