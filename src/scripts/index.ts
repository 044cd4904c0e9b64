import { getPhsChannel } from './get-phs-channel.js';
import { getPhsCompanyFeature } from './get-phs-company-feature.js';
import { getPhsConnectorSpaceObject } from './get-phs-connector-space-object.js';
import { getPhsConnector } from './get-phs-connector.js';
import { getPhsContractAnswer } from './get-phs-contract-answer.js';
import { getPhsContractCommand } from './get-phs-contract-command.js';
import { getPhsContractLog } from './get-phs-contract-log.js';
import { getPhsDomainReachability } from './get-phs-domain-reachability.js';
import { getPhsEntraCredential } from './get-phs-entra-credential.js';
import { getPhsEventLogReach } from './get-phs-event-log-reach.js';
import { getPhsEvent } from './get-phs-event.js';
import { getPhsGlobalSetting } from './get-phs-global-setting.js';
import { getPhsLastEvent } from './get-phs-last-event.js';
import { getPhsLastImport } from './get-phs-last-import.js';
import { getPhsMetaverseObject } from './get-phs-metaverse-object.js';
import { getPhsObjectLog } from './get-phs-object-log.js';
import { getPhsPartitionState } from './get-phs-partition-state.js';
import { getPhsPlatformExecutionPolicy } from './get-phs-platform-execution-policy.js';
import { getPhsPlatformReplicationRight } from './get-phs-platform-replication-right.js';
import { getPhsPlatform } from './get-phs-platform.js';
import { getPhsRule } from './get-phs-rule.js';
import { getPhsScheduler } from './get-phs-scheduler.js';
import { getPhsService } from './get-phs-service.js';
import { importPhsModule } from './import-phs-module.js';
import { invokePhsDiagnostic } from './invoke-phs-diagnostic.js';
import { invokePhsGuardedSync } from './invoke-phs-guarded-sync.js';
import { invokePhsUserPasswordSync } from './invoke-phs-user-password-sync.js';
import { searchPhsDirectoryObject } from './search-phs-directory-object.js';
import { writePhsToolEvent } from './write-phs-tool-event.js';
import type { Operation } from './operation.js';

/** Every operation: one for each `.ps1` in `scripts/` that is neither a helper nor the bootstrap. */
export const operations: readonly Operation[] = [
  getPhsPlatform,
  importPhsModule,
  getPhsService,
  getPhsConnector,
  getPhsScheduler,
  getPhsGlobalSetting,
  getPhsCompanyFeature,
  getPhsEntraCredential,
  getPhsChannel,
  getPhsPartitionState,
  getPhsEventLogReach,
  getPhsEvent,
  getPhsLastEvent,
  getPhsPlatformExecutionPolicy,
  getPhsRule,
  getPhsDomainReachability,
  getPhsPlatformReplicationRight,
  getPhsLastImport,
  searchPhsDirectoryObject,
  getPhsConnectorSpaceObject,
  getPhsMetaverseObject,
  getPhsObjectLog,
  getPhsContractCommand,
  getPhsContractAnswer,
  getPhsContractLog,
  invokePhsDiagnostic,
  invokePhsGuardedSync,
  invokePhsUserPasswordSync,
  writePhsToolEvent,
];

export { helpers } from './helpers.js';
