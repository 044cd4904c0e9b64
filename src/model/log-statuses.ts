import type { Remedy } from './finding.js';
import { allowTemporaryPasswords, lookAtTemporaryPasswords, temporaryPasswordsCaution } from './remedies.js';

/** What is known of one status of the password sync log of an object. */
export interface LogStatus {
  /** As the log prints it. */
  readonly status: string;
  /** What it says about the password: it arrived, it will, it did not, or it is not known. */
  readonly outcome: 'synchronized' | 'pending' | 'not-synchronized' | 'unclear';
  readonly meaning: string;
  readonly remedy: Remedy;
  readonly fact: string;
}

const nothing: Remedy = { text: 'Nothing needs to be done.', commands: [] };
const fact = 'facts 7';

const list: readonly LogStatus[] = [
  { status: 'Success', outcome: 'synchronized', meaning: 'The password was synchronized.', remedy: nothing, fact },
  {
    status: 'FilteredByTarget',
    outcome: 'not-synchronized',
    meaning: 'The password is temporary ("User must change password at next logon") and was not synchronized.',
    remedy: {
      text: `Let the user sign in on-premises and change the password. Temporary passwords can be synchronized from version 2.0.3.0 on, with the feature ForcePasswordChangeOnLogOn. ${temporaryPasswordsCaution}`,
      commands: [...lookAtTemporaryPasswords, ...allowTemporaryPasswords(undefined)],
    },
    fact,
  },
  {
    status: 'NoTargetConnection',
    outcome: 'not-synchronized',
    meaning: 'There is no object in the metaverse or in the connector space of Microsoft Entra ID.',
    remedy: {
      text: 'See why the user is not provisioned: filtering rules (cloudFiltered), a missing join, or an error of the last synchronization.',
      commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
    },
    fact,
  },
  {
    status: 'SourceConnectorNotPresent',
    outcome: 'not-synchronized',
    meaning: 'There is no object in the connector space of the on-premises Active Directory.',
    remedy: {
      text: 'See whether the object is inside the selected domains and organizational units, then import it.',
      commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
    },
    fact,
  },
  {
    status: 'TargetNotExportedToDirectory',
    outcome: 'pending',
    meaning: 'The object in the connector space of Microsoft Entra ID has not been exported yet.',
    remedy: {
      text: 'Let the next cycle export it; if it stays, read the errors of the export in Synchronization Service Manager.',
      commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
    },
    fact,
  },
  {
    status: 'MigratedCheckDetailsForMoreInfo',
    outcome: 'unclear',
    meaning: 'The entry was made before build 1.0.9125.0 and is shown as it was.',
    remedy: { text: 'Look at newer entries; change the password if there are none.', commands: [] },
    fact,
  },
  {
    status: 'Error',
    outcome: 'not-synchronized',
    meaning: 'The service returned an unknown error.',
    remedy: {
      text: 'Look at the events around the time of the entry.',
      commands: ['phs-tool events --id 652,655,657,664'],
    },
    fact,
  },
  {
    status: 'Unknown',
    outcome: 'not-synchronized',
    meaning: 'An error occurred while a batch of password hashes was processed.',
    remedy: {
      text: 'Look at the errors of batches around the time of the entry.',
      commands: ['phs-tool events --id 652'],
    },
    fact,
  },
  {
    status: 'NoCodeReportedByTarget',
    outcome: 'unclear',
    meaning: 'Microsoft Entra ID answered without a code, so that the log does not say whether the password arrived.',
    remedy: {
      text: 'Look at the result of this user in event 657 around the time of the entry; if there is none, synchronize this one user again.',
      commands: ['phs-tool events --id 657'],
    },
    fact,
  },
  {
    status: 'MissingAttribute',
    outcome: 'not-synchronized',
    meaning: 'Attributes that Microsoft Entra Domain Services needs (for example the Kerberos hash) are not available.',
    remedy: {
      text: 'Let the user change the password, so that Active Directory creates the hashes again; a full password sync does it for everybody.',
      commands: [],
    },
    fact,
  },
  {
    status: 'RetryRequestedByTarget',
    outcome: 'pending',
    meaning:
      'Attributes that Microsoft Entra Domain Services needs were not available before; the hash is synchronized again.',
    remedy: { text: 'Wait for the next cycle.', commands: [] },
    fact,
  },
];

/** The statuses of the password sync log: the ten of Microsoft's page and one that the module has beside them, by the name that the log prints (facts 7). Others are possible. */
export const logStatuses: ReadonlyMap<string, LogStatus> = new Map(list.map((entry) => [entry.status, entry]));
