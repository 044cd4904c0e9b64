import { type ClixmlInput, dateTime, guid } from '../parsers/clixml.js';
import {
  accountControl,
  attribute,
  displayName,
  EMPTY_GUID,
  findRule,
  lineage,
  passwordFileTime,
} from './object-attributes.js';
import { OUTBOUND_PASSWORD_RULE, type RuleState } from './rule-state.js';
import type { PlacedUser } from './user-place.js';

const MS_PER_MINUTE = 60_000;

const clean = {
  isPlaceHolder: false,
  hasExportError: false,
  exportError: null,
};

const hoursAgo = (now: Date, hours: number): ClixmlInput =>
  dateTime(new Date(now.getTime() - hours * 3_600_000), 'unspecified');

/** An error of the last synchronization, as the members of its object (facts 1.10). */
function synchronizationError(now: Date, errorType: string, exportedChangedNotReimported: boolean): ClixmlInput {
  return {
    RetryCount: 2,
    InitialOccurrence: hoursAgo(now, 3),
    LatestOccurrence: hoursAgo(now, 0.5),
    ErrorType: errorType,
    ExportedChangedNotReimported: exportedChangedNotReimported,
    SynchronizationStep: exportedChangedNotReimported ? 'export-flow' : 'import-flow',
    StackTrace: '   at Microsoft.MetadirectoryServices.Impl.ScriptHost.InvokeImport()',
  };
}

/** An error of the last export, as the members of its object (facts 1.10). */
function exportError({ user, now }: PlacedUser): ClixmlInput {
  return {
    RetryCount: 4,
    InitialOccurrence: hoursAgo(now, 26),
    LatestOccurrence: hoursAgo(now, 0.5),
    ErrorType: 'cd-error',
    ErrorName: user.target?.exportError ?? '',
    ErrorCode: '0x8023134a',
    ErrorLiteral: user.target?.exportErrorLiteral ?? '',
    ErrorExtraDetails: '',
  };
}

/** The object of a user in the connector space of its forest; none if it was not imported. */
export function sourceRecord(place: PlacedUser, rules: readonly RuleState[]): ClixmlInput[] {
  const { user, forest, domain, now } = place;
  if (user.source === null) return [];
  const joined = user.metaverse !== null;
  const log = typeof user.log === 'string' ? [] : user.log;
  return [
    {
      ...clean,
      objectId: guid(place.sourceId),
      connectorId: guid(forest.identifier),
      connectorName: forest.name,
      connectorType: 'AD',
      partitionId: guid(domain.identifier),
      distinguishedName: user.dn,
      anchor: Buffer.from(place.objectGuid.replaceAll('-', ''), 'hex').toString('base64'),
      objectType: user.objectClass,
      isTransient: user.source.isTransient,
      isConnector: joined,
      hasSyncError: user.source.synchronizationError !== null,
      synchronizationError:
        user.source.synchronizationError === null
          ? null
          : synchronizationError(now, user.source.synchronizationError, false),
      metaverseObjectId: guid(joined ? place.metaverseId : EMPTY_GUID),
      lineage: joined ? lineage(rules) : [],
      attributes: [
        ...attribute('displayName', displayName(place), undefined),
        ...attribute('sAMAccountName', user.samAccountName, undefined),
        ...attribute('userPrincipalName', user.userPrincipalName, undefined),
        ...attribute('userAccountControl', String(accountControl(place)), undefined),
        ...attribute('pwdLastSet', String(passwordFileTime(place)), undefined),
        ...attribute('adminDescription', user.adminDescription, undefined),
      ],
      log: log.map(({ status, minutesAgo, details }) => ({
        status,
        details,
        at: dateTime(new Date(now.getTime() - minutesAgo * MS_PER_MINUTE), 'unspecified'),
      })),
      logFailure: typeof user.log === 'string' ? user.log : null,
      passwordSync: user.passwordSync,
    },
  ];
}

/** The object of a user in the connector space of Entra; none if it was not provisioned. */
export function targetRecord(place: PlacedUser, rules: readonly RuleState[]): ClixmlInput[] {
  const { user, entra } = place;
  if (user.source === null || user.metaverse === null || user.target === null || entra === undefined) return [];
  const how = user.target.export;
  const identity = rules.find(({ enablePasswordSync }) => !enablePasswordSync);
  const arrived = how === 'exported' ? `User_${place.targetId}` : null;
  return [
    {
      ...clean,
      objectId: guid(place.targetId),
      connectorId: guid(entra.identifier),
      connectorName: entra.name,
      connectorType: 'Extensible2',
      partitionId: guid('4a1c3c1c-2f6e-4d4b-8f5c-3b8f6b2f8d11'),
      distinguishedName: place.targetDn,
      anchor: place.anchor,
      objectType: 'user',
      isTransient: false,
      isConnector: true,
      hasSyncError: how === 'unconfirmed',
      synchronizationError:
        how === 'unconfirmed' ? synchronizationError(place.now, 'exported-change-not-reimported', true) : null,
      hasExportError: how === 'error',
      exportError: how === 'error' ? exportError(place) : null,
      metaverseObjectId: guid(place.metaverseId),
      lineage: lineage(rules),
      attributes: [
        ...attribute('sourceAnchor', place.anchor, findRule(rules, OUTBOUND_PASSWORD_RULE)),
        ...attribute('userPrincipalName', user.userPrincipalName, identity),
        ...attribute('accountEnabled', String(!user.disabled), findRule(rules, OUTBOUND_PASSWORD_RULE)),
        ...attribute('cloudAnchor', arrived, undefined),
      ],
      log: [],
      logFailure: null,
    },
  ];
}
