import { getPhsChannel } from './get-phs-channel.js';
import { getPhsCompanyFeature } from './get-phs-company-feature.js';
import { getPhsConnector } from './get-phs-connector.js';
import { getPhsEvent } from './get-phs-event.js';
import { getPhsEventLogReach } from './get-phs-event-log-reach.js';
import { getPhsGlobalSetting } from './get-phs-global-setting.js';
import { getPhsPartitionState } from './get-phs-partition-state.js';
import { getPhsPlatform } from './get-phs-platform.js';
import { getPhsScheduler } from './get-phs-scheduler.js';
import { getPhsService } from './get-phs-service.js';
import { importPhsModule } from './import-phs-module.js';
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
  getPhsChannel,
  getPhsPartitionState,
  getPhsEventLogReach,
  getPhsEvent,
];

/** Names of the `.ps1` files in `scripts/` that operations call; the session loads them like operations. */
export const helpers: readonly string[] = [
  'ConvertTo-PhsBoolean',
  'ConvertTo-PhsFailure',
  'ConvertTo-PhsGuidText',
  'ConvertTo-PhsUtcTime',
  'Get-PhsParameterValue',
  'Get-PhsPropertyValue',
];
