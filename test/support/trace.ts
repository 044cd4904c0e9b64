import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { SyncRule } from '../../src/model/diagnosis-facts.js';
import type {
  ConnectorSpaceObject,
  DirectoryObject,
  MetaverseObject,
  ObjectLogEntry,
  ObjectTrace,
  TracedAttribute,
} from '../../src/model/object-trace.js';
import type { UserEvent, UserEvents, UserEventSummary } from '../../src/parsers/user-events.js';
import { userKey } from '../../src/parsers/user-events.js';
import { entraName, healthyFacts, ids, minutesAgo } from './facts.js';

/** DN of the user that most traces are about. */
export const userDn = 'CN=Anna Adams,OU=Staff,DC=contoso,DC=com';
/** DN of her object in the Entra connector space. */
export const targetDn = 'CN={6134583D}';

const inboundId = '0a5b0f1e-0000-4000-8000-000000000102';
const outboundId = '0a5b0f1e-0000-4000-8000-000000000123';
const plainId = '0a5b0f1e-0000-4000-8000-000000000100';

/** A synchronization rule; by default the inbound one that synchronizes passwords. */
export function syncRule(changes: Partial<SyncRule> = {}): SyncRule {
  return {
    identifier: 'ffffffff-0000-4000-8000-000000000102',
    internalId: inboundId,
    name: 'In from AD - User AccountEnabled',
    direction: 'Inbound',
    connectorId: ids.contoso,
    disabled: false,
    enablePasswordSync: true,
    precedence: 102,
    isStandardRule: true,
    immutableTag: null,
    sourceObjectType: 'user',
    targetObjectType: 'person',
    ...changes,
  };
}

/** The outbound rule that synchronizes passwords. */
export function outboundRule(changes: Partial<SyncRule> = {}): SyncRule {
  return syncRule({
    identifier: 'ffffffff-0000-4000-8000-000000000123',
    internalId: outboundId,
    name: 'Out to AAD - User Join',
    direction: 'Outbound',
    connectorId: ids.entra,
    precedence: 123,
    ...changes,
  });
}

/** A rule that does not synchronize passwords. */
export const plainRule: SyncRule = syncRule({
  identifier: 'ffffffff-0000-4000-8000-000000000100',
  internalId: plainId,
  name: 'In from AD - User Join',
  enablePasswordSync: false,
});

/** Facts of a healthy server whose rules were read. */
export function serverFacts(changes: Partial<Facts> = {}): Facts {
  return healthyFacts({ rules: known([plainRule, syncRule(), outboundRule()]), ...changes });
}

/** An attribute with one value. */
export function attribute(name: string, value: string, ruleName: string | null = null): TracedAttribute {
  return { name, values: [value], ruleName };
}

/** Her object in the AD connector space. */
export function sourceObject(changes: Partial<ConnectorSpaceObject> = {}): ConnectorSpaceObject {
  return {
    objectId: '11111111-1111-4111-8111-111111111111',
    connectorId: ids.contoso,
    connectorName: 'contoso.com',
    distinguishedName: userDn,
    objectType: 'user',
    isConnector: true,
    isTransient: false,
    isPlaceHolder: false,
    hasSyncError: false,
    hasExportError: false,
    exportError: null,
    synchronizationError: null,
    exportedChangedNotReimported: false,
    metaverseObjectId: '22222222-2222-4222-8222-222222222222',
    lineage: [
      { ruleId: plainId, ruleName: 'In from AD - User Join', operation: 'Join' },
      { ruleId: inboundId, ruleName: 'In from AD - User AccountEnabled', operation: 'Join' },
    ],
    attributes: [attribute('displayName', 'Anna Adams')],
    ...changes,
  };
}

/** Her object in the metaverse. */
export function metaverseObject(changes: Partial<MetaverseObject> = {}): MetaverseObject {
  return {
    objectId: '22222222-2222-4222-8222-222222222222',
    links: [
      {
        connectorId: ids.contoso,
        connectorName: 'contoso.com',
        distinguishedName: userDn,
        objectId: '11111111-1111-4111-8111-111111111111',
      },
      {
        connectorId: ids.entra,
        connectorName: entraName,
        distinguishedName: targetDn,
        objectId: '33333333-3333-4333-8333-333333333333',
      },
    ],
    attributes: [
      attribute('displayName', 'Anna Adams', 'In from AD - User Common'),
      attribute('domainFQDN', 'contoso.com', 'In from AD - User AccountEnabled'),
      attribute('domainNetBios', 'CONTOSO', 'In from AD - User AccountEnabled'),
    ],
    ...changes,
  };
}

/** Her object in the Entra connector space. */
export function targetObject(changes: Partial<ConnectorSpaceObject> = {}): ConnectorSpaceObject {
  return sourceObject({
    objectId: '33333333-3333-4333-8333-333333333333',
    connectorId: ids.entra,
    connectorName: entraName,
    distinguishedName: targetDn,
    lineage: [{ ruleId: outboundId, ruleName: 'Out to AAD - User Join', operation: 'Provision' }],
    attributes: [attribute('cloudAnchor', 'User_0c2d'), attribute('accountEnabled', 'true', 'Out to AAD - User Join')],
    ...changes,
  });
}

/** What the directory says of her: the password was set two days ago. */
export function directoryObject(changes: Partial<DirectoryObject> = {}): DirectoryObject {
  return {
    distinguishedName: userDn,
    objectGuid: '44444444-4444-4444-8444-444444444444',
    objectClasses: ['top', 'person', 'organizationalPerson', 'user'],
    userPrincipalName: 'anna@contoso.com',
    samAccountName: 'anna',
    passwordLastSetAt: minutesAgo(2 * 24 * 60),
    mustChangePassword: false,
    accountDisabled: false,
    ...changes,
  };
}

/** An entry of the password sync log, so many minutes old. */
export function logEntry(status: string, ageMinutes = 60, details: string | null = null): ObjectLogEntry {
  return { status, at: minutesAgo(ageMinutes), details };
}

/** The trace of a user whose password is synchronized; `changes` replaces parts of it. */
export function healthyTrace(changes: Partial<ObjectTrace> = {}): ObjectTrace {
  return {
    reference: { kind: 'dn', text: userDn },
    distinguishedName: userDn,
    connectorNames: ['contoso.com'],
    directory: known(directoryObject()),
    source: known(sourceObject()),
    metaverse: known(metaverseObject()),
    target: known(targetObject()),
    log: known([logEntry('Success')]),
    ...changes,
  };
}

/** An event that names a user, so many minutes old. */
export function userEvent(eventId: number, ageMinutes: number, changes: Partial<UserEvent> = {}): UserEvent {
  return {
    eventId,
    recordId: 30_000 - ageMinutes,
    at: minutesAgo(ageMinutes),
    result: eventId === 657 ? 'Success' : null,
    detail: null,
    ...changes,
  };
}

/** The events of the window, by DN. */
export function userEvents(
  byUser: Readonly<Record<string, Partial<UserEventSummary>>> = {},
  complete = true,
): UserEvents {
  const none = { latestRequest: null, latestResult: null, latestProblem: null, problemCount: 0 };
  return {
    byUser: new Map(Object.entries(byUser).map(([dn, summary]) => [userKey(dn), { ...none, ...summary }])),
    complete,
  };
}
