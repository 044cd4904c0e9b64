import { type ClixmlInput, dateTime, guid } from '../parsers/clixml.js';
import { netbiosName } from './connector-state.js';
import { INBOUND_PASSWORD_RULE, OUTBOUND_PASSWORD_RULE, type RuleState } from './rule-state.js';
import type { Scenario } from './scenario.js';
import { stableGuid } from './stable-guid.js';
import { placeUser, type PlacedUser } from './user-place.js';

const MS_PER_MINUTE = 60_000;
const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';
/** 100 ns units from 1601, where Windows file times begin, to 1970. */
const FILE_TIME_AT_UNIX_EPOCH = 116_444_736_000_000_000n;
const FILE_TIME_PER_MS = 10_000n;
const NORMAL_ACCOUNT = 0x200;
const ACCOUNT_DISABLED = 0x2;

function displayName({ user }: PlacedUser): string {
  return user.samAccountName;
}

function directoryRecord(place: PlacedUser): ClixmlInput[] {
  const { user, now } = place;
  if (!user.inDirectory) return [];
  const set = user.passwordSetMinutesAgo;
  const fileTime =
    set === null
      ? 0n
      : BigInt(Math.trunc(now.getTime() - set * MS_PER_MINUTE)) * FILE_TIME_PER_MS + FILE_TIME_AT_UNIX_EPOCH;
  const classes = ['top', 'person', 'organizationalPerson', 'user'];
  return [
    {
      connectorId: guid(place.forest.identifier),
      distinguishedName: user.dn,
      objectGuid: guid(place.objectGuid),
      objectClass: user.objectClass === 'user' ? classes : [...classes, 'inetOrgPerson'],
      userPrincipalName: user.userPrincipalName,
      sAMAccountName: user.samAccountName,
      displayName: displayName(place),
      pwdLastSet: String(fileTime),
      userAccountControl: NORMAL_ACCOUNT + (user.disabled ? ACCOUNT_DISABLED : 0),
    },
  ];
}

function attribute(name: string, value: string | null | undefined, rule: RuleState | undefined): ClixmlInput[] {
  if (value === null || value === undefined) return [];
  return [
    {
      name,
      values: [value],
      ruleName: rule?.name ?? null,
      lineageId: guid(rule?.internalId ?? EMPTY_GUID),
      type: value === 'true' || value === 'false' ? 2 : 0,
    },
  ];
}

function lineage(rules: readonly RuleState[]): ClixmlInput[] {
  return rules.map((rule, index) => ({
    ruleId: guid(rule.identifier),
    internalId: guid(rule.internalId),
    ruleName: rule.name,
    operation: index === 0 && rule.direction === 'Outbound' ? 'Provision' : 'Join',
  }));
}

/** The rules that were applied to the object of a user: those of its connector and class that are not disabled. */
function appliedRules(
  place: PlacedUser,
  direction: RuleState['direction'],
  connectorId: string,
  passwords: boolean,
): RuleState[] {
  const own = place.rules.filter(
    (rule) => rule.direction === direction && rule.connectorId === connectorId && !rule.disabled,
  );
  const objectType = direction === 'Inbound' ? place.user.objectClass : 'user';
  return own.filter((rule) => rule.objectType === objectType && (passwords || !rule.enablePasswordSync));
}

function named(rules: readonly RuleState[], name: string): RuleState | undefined {
  return rules.find((rule) => rule.name === name) ?? rules.find(({ enablePasswordSync }) => enablePasswordSync);
}

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

function sourceRecord(place: PlacedUser, rules: readonly RuleState[]): ClixmlInput[] {
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
        ...attribute('userAccountControl', String(NORMAL_ACCOUNT + (user.disabled ? ACCOUNT_DISABLED : 0)), undefined),
      ],
      log: log.map(({ status, minutesAgo, details }) => ({
        status,
        details,
        at: dateTime(new Date(now.getTime() - minutesAgo * MS_PER_MINUTE), 'unspecified'),
      })),
      logFailure: typeof user.log === 'string' ? user.log : null,
    },
  ];
}

function targetRecord(place: PlacedUser, rules: readonly RuleState[]): ClixmlInput[] {
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
        ...attribute('sourceAnchor', place.anchor, named(rules, OUTBOUND_PASSWORD_RULE)),
        ...attribute('userPrincipalName', user.userPrincipalName, identity),
        ...attribute('accountEnabled', String(!user.disabled), named(rules, OUTBOUND_PASSWORD_RULE)),
        ...attribute('cloudAnchor', arrived, undefined),
      ],
      log: [],
      logFailure: null,
    },
  ];
}

/** Attributes that the default rules set (facts 1.10): the domain ones come with the rule that carries hashes. */
function metaverseAttributes(place: PlacedUser, rules: readonly RuleState[]): ClixmlInput[] {
  const { user, domain } = place;
  if (user.metaverse === null) return [];
  const join = rules[0];
  const common = rules.at(-1);
  const enabled = named(rules, INBOUND_PASSWORD_RULE);
  const { domainFqdn, domainNetBios, cloudFiltered } = user.metaverse;
  const fqdn = domainFqdn === undefined ? domain.name : domainFqdn;
  const netBios = domainNetBios === undefined ? netbiosName(domain.name) : domainNetBios;
  return [
    ...attribute('cloudFiltered', cloudFiltered ? 'true' : null, join),
    ...attribute('sourceAnchor', place.anchor, join),
    ...attribute('accountName', user.samAccountName, common),
    ...attribute('displayName', displayName(place), common),
    ...attribute('userPrincipalName', user.userPrincipalName, common),
    ...(enabled === undefined
      ? []
      : [
          ...attribute('accountEnabled', String(!user.disabled), enabled),
          ...attribute('domainFQDN', fqdn, enabled),
          ...attribute('domainNetBios', netBios, enabled),
        ]),
  ];
}

function metaverseRecord(place: PlacedUser, rules: readonly RuleState[], linked: boolean): ClixmlInput[] {
  const { user, forest, entra } = place;
  if (user.source === null || user.metaverse === null) return [];
  const link = (connector: { name: string; identifier: string }, dn: string, objectId: string): ClixmlInput => ({
    lineageId: guid(stableGuid(`link|${objectId}`)),
    distinguishedName: dn,
    objectId: guid(objectId),
    connectorName: connector.name,
    connectorId: guid(connector.identifier),
  });
  return [
    {
      objectId: guid(place.metaverseId),
      lineage: [
        link(forest, user.dn, place.sourceId),
        ...(linked && entra !== undefined ? [link(entra, place.targetDn, place.targetId)] : []),
      ],
      attributes: metaverseAttributes(place, rules),
    },
  ];
}

/**
 * All users of a scenario at `now` as the file `objects.clixml` of a simulated server holds them: entries of Active
 * Directory, objects of both connector spaces, objects of the metaverse (facts 1.10).
 */
export function objectState(scenario: Scenario, now: Date): ClixmlInput {
  const places = scenario.users.flatMap((user) => placeUser(scenario, user, now));
  const records = places.map((place) => {
    const inbound = appliedRules(
      place,
      'Inbound',
      place.forest.identifier,
      place.user.source?.inboundPasswordRule === true,
    );
    const outbound = appliedRules(
      place,
      'Outbound',
      place.entra?.identifier ?? '',
      place.user.target?.outboundPasswordRule === true,
    );
    const target = targetRecord(place, outbound);
    return {
      directory: directoryRecord(place),
      connectorSpace: [...sourceRecord(place, inbound), ...target],
      metaverse: metaverseRecord(place, inbound, target.length > 0),
    };
  });
  return {
    directory: records.flatMap(({ directory }) => directory),
    connectorSpace: records.flatMap(({ connectorSpace }) => connectorSpace),
    metaverse: records.flatMap(({ metaverse }) => metaverse),
  };
}
