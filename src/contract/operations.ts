import type { Basis } from './assumption.js';

/** An operation of phs-tool that is run once, so that a server shows whether its answer is read. */
export interface OperationAssumption extends Basis {
  readonly operation: string;
}

const read = (operation: string, section: string, sources: string): OperationAssumption => ({
  operation,
  section,
  sources,
  certainty: 'I',
});

/** The operations that are run, in this order; what they read is V, that they read it on a server is inferred. */
export const operationAssumptions: readonly OperationAssumption[] = [
  read('Get-PhsService', '4.3', 'S17'),
  read('Get-PhsConnector', '1.1', 'S10'),
  read('Get-PhsScheduler', '1.6', 'S23'),
  read('Get-PhsGlobalSetting', '1.9', 'S10'),
  read('Get-PhsCompanyFeature', '1.3', 'S25'),
  read('Get-PhsEntraCredential', '1.13', 'M1'),
  read('Get-PhsChannel', '1.4', 'S10'),
  read('Get-PhsPartitionState', '1.8', 'S10'),
  read('Get-PhsRule', '1.11', 'S10'),
  read('Get-PhsDomainReachability', '1.13', 'S10'),
  read('Get-PhsLastImport', '1.13', 'S10'),
  read('Get-PhsEventLogReach', '4.6', 'S27'),
];
