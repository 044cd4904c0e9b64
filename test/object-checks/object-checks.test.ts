import { describe, expect, test } from '@jest/globals';
import { objectCatalog } from '../../src/object-checks/catalog.js';
import type { ObjectContext, ObjectSubject } from '../../src/object-checks/object-check.js';
import { runObjectChecks } from '../../src/object-checks/run-object-checks.js';
import { known } from '../../src/model/fact.js';
import type { Finding, FindingStatus } from '../../src/model/finding.js';
import { logStatuses } from '../../src/model/log-statuses.js';
import type { Facts } from '../../src/model/facts.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import type { UserEvents } from '../../src/parsers/user-events.js';
import {
  adConnector,
  entraConnector,
  ids,
  minutesAgo,
  now,
  partition,
  platform,
  unreadable,
} from '../support/facts.js';
import {
  attribute,
  directoryObject,
  healthyTrace,
  logEntry,
  metaverseObject,
  outboundRule,
  plainRule,
  serverFacts,
  sourceObject,
  syncRule,
  targetObject,
  userDn,
  userEvent,
  userEvents,
} from '../support/trace.js';

interface Row {
  readonly check: string;
  readonly name: string;
  readonly trace?: Partial<ObjectTrace>;
  readonly server?: Partial<Facts>;
  readonly events?: UserEvents;
  readonly context?: Partial<ObjectContext>;
  readonly status: FindingStatus;
  readonly blockedBy?: string;
  readonly says?: RegExp;
  readonly advises?: RegExp;
}

function subjectOf({ trace = {}, server = {}, events = userEvents() }: Partial<Row>): ObjectSubject {
  return { trace: healthyTrace(trace), server: serverFacts(server), userEvents: known(events) };
}

function findingsOf(row: Partial<Row>): readonly Finding[] {
  return runObjectChecks(subjectOf(row), { now, ...row.context });
}

function find(findings: readonly Finding[], check: string): Finding {
  const found = findings.find((finding) => finding.check === check);
  if (found === undefined) {
    throw new Error(`no finding ${check}`);
  }
  return found;
}

const notThere = { source: known(null), metaverse: known(null), target: known(null), directory: known(null) };
const withPartition = (changes: Parameters<typeof partition>[1]): Partial<Facts> => ({
  connectors: known([
    entraConnector(),
    adConnector('contoso.com', { partitions: [partition('contoso.com', changes)] }),
  ]),
});
const withSecondForest = (dn: string): Partial<Facts> => ({
  connectors: known([
    entraConnector(),
    adConnector(),
    adConnector('contoso-old', { partitions: [partition('contoso-old', { dn })] }),
  ]),
});
const forTheFeature = (on: boolean, productVersion = '2.4.131.0'): Partial<Facts> => ({
  companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: on }),
  platform: known(platform({ productVersion })),
});
const temporary = { directory: known(directoryObject({ mustChangePassword: true, passwordLastSetAt: null })) };
const empty = { log: known([]) };
const passwordSet = (ageMinutes: number): Pick<ObjectTrace, 'directory'> => ({
  directory: known(directoryObject({ passwordLastSetAt: minutesAgo(ageMinutes) })),
});

const names: readonly Row[] = [
  { check: 'PHS501', name: 'a valid DN', status: 'pass' },
  {
    check: 'PHS501',
    name: 'a DN with an odd backslash, with the place',
    trace: { ...notThere, reference: { kind: 'dn', text: 'CN=a,,DC=c' }, distinguishedName: null, connectorNames: [] },
    status: 'fail',
    says: /at character 6: CN=a,>>>,DC=c/,
    advises: /distinguishedName/,
  },
  {
    check: 'PHS501',
    name: 'a UPN that was resolved',
    trace: { reference: { kind: 'upn', text: 'anna@contoso.com' } },
    status: 'pass',
    says: /"anna@contoso.com" belongs to CN=Anna/,
  },
  {
    check: 'PHS501',
    name: 'a sAMAccountName that nobody has',
    trace: { ...notThere, reference: { kind: 'sam', text: 'nobody' }, distinguishedName: null, connectorNames: [] },
    status: 'fail',
    says: /No object with the sAMAccountName "nobody"/,
  },
  {
    check: 'PHS501',
    name: 'a UPN that could not be looked up',
    trace: {
      reference: { kind: 'upn', text: 'anna@contoso.com' },
      distinguishedName: null,
      directory: unreadable('command-missing'),
      source: known(null),
    },
    status: 'unknown',
    says: /could not be looked up.*command-missing/,
    advises: /by DN instead/,
  },
  {
    check: 'PHS501',
    name: 'a GUID of an object in the connector space',
    trace: {
      reference: { kind: 'guid', text: '11111111-1111-4111-8111-111111111111' },
      distinguishedName: null,
    },
    status: 'pass',
  },
  { check: 'PHS502', name: 'the partition contains the DN', status: 'pass', says: /"contoso.com" holds it/ },
  ...['<GUID=zz>', ' <guid=zz> ', '<GUID=zz'].map((text): Row => ({
    check: 'PHS501',
    name: `${text}, with the place of the value`,
    trace: { ...notThere, reference: { kind: 'dn', text }, distinguishedName: null, connectorNames: [] },
    status: 'fail',
    says: /"zz" is no GUID, at character [78]: \s?<guid=>>>zz/i,
    advises: /objectGUID/,
  })),
  {
    check: 'PHS502',
    name: 'no partition contains the DN',
    trace: { ...notThere, distinguishedName: 'CN=x,DC=elsewhere,DC=org', connectorNames: [] },
    status: 'fail',
    says: /No AD connector holds .*\(elsewhere\.org\)/,
  },
  {
    check: 'PHS502',
    name: 'the connector of --connector does not contain the DN',
    trace: { ...notThere, connectorNames: [] },
    context: { connectorFilter: 'fabrikam.com' },
    status: 'fail',
    says: /"fabrikam.com" does not hold/,
  },
  {
    check: 'PHS502',
    name: 'two forests with the same suffix',
    trace: { connectorNames: ['contoso.com', 'contoso-old'] },
    server: withSecondForest('DC=contoso,DC=com'),
    status: 'warn',
    says: /"contoso-old" holds it too/,
    advises: /--connector/,
  },
  {
    check: 'PHS502',
    name: 'two forests with the same suffix, one of them chosen',
    trace: { connectorNames: ['contoso.com', 'contoso-old'] },
    server: withSecondForest('DC=contoso,DC=com'),
    context: { connectorFilter: 'contoso.com' },
    status: 'pass',
  },
  {
    check: 'PHS502',
    name: 'the connector of the parent domain is no second home',
    trace: { connectorNames: ['contoso.com', 'contoso-old'] },
    server: withSecondForest('DC=com'),
    status: 'pass',
  },
  {
    check: 'PHS502',
    name: 'a chosen connector that does not hold the DN',
    trace: { connectorNames: ['fabrikam.com'] },
    server: { connectors: known([entraConnector(), adConnector(), adConnector('fabrikam.com')]) },
    context: { connectorFilter: 'fabrikam.com' },
    status: 'warn',
    says: /No partition of the connector "fabrikam.com" holds this DN/,
  },
  { check: 'PHS502', name: 'connectors unreadable', server: { connectors: unreadable() }, status: 'unknown' },
];

const inTheConnectorSpace: readonly Row[] = [
  { check: 'PHS503', name: 'it is there', status: 'pass' },
  { check: 'PHS503', name: 'unreadable', trace: { source: unreadable('timeout') }, status: 'unknown', says: /timeout/ },
  {
    check: 'PHS503',
    name: 'a comma is missing, as in the example of the page',
    trace: {
      ...notThere,
      reference: { kind: 'dn', text: 'CN=TestUserCN=Users,DC=contoso,DC=com' },
      distinguishedName: 'CN=TestUserCN=Users,DC=contoso,DC=com',
    },
    status: 'fail',
    says: /did you mean CN=TestUser,CN=Users,DC=contoso,DC=com\?/,
    advises: /--dn 'CN=TestUser,CN=Users,DC=contoso,DC=com'/,
  },
  {
    check: 'PHS503',
    name: 'its domain is not selected',
    trace: { source: known(null) },
    server: withPartition({ selected: false }),
    status: 'fail',
    says: /domain "contoso.com" is not selected/,
    advises: /Domain and OU filtering/,
  },
  {
    check: 'PHS503',
    name: 'its container is excluded',
    trace: { source: known(null) },
    server: withPartition({
      includedContainers: ['DC=contoso,DC=com'],
      excludedContainers: ['OU=Staff,DC=contoso,DC=com'],
    }),
    status: 'fail',
    says: /container "OU=Staff,DC=contoso,DC=com", which is not synchronized/,
  },
  {
    check: 'PHS503',
    name: 'its container is in none of those selected',
    trace: { source: known(null) },
    server: withPartition({ includedContainers: ['OU=Sales,DC=contoso,DC=com'], excludedContainers: [] }),
    status: 'fail',
    says: /"OU=Staff,DC=contoso,DC=com" is in none of the containers.*OU=Sales/,
  },
  {
    check: 'PHS503',
    name: 'a container selected again below an excluded one keeps nothing out',
    trace: { source: known(null) },
    server: withPartition({
      includedContainers: ['DC=contoso,DC=com', 'OU=Staff,DC=contoso,DC=com'],
      excludedContainers: ['DC=contoso,DC=com'],
    }),
    status: 'fail',
    says: /not imported yet/,
  },
  {
    check: 'PHS503',
    name: 'the directory has it, so it was not imported yet',
    trace: { source: known(null) },
    status: 'fail',
    says: /exists in Active Directory and was not imported yet/,
    advises: /Start-ADSyncSyncCycle/,
  },
  {
    check: 'PHS503',
    name: 'the directory does not have it',
    trace: notThere,
    status: 'fail',
    says: /Active Directory has no such object either/,
  },
  {
    check: 'PHS503',
    name: 'only a place holder',
    trace: { source: known(sourceObject({ isPlaceHolder: true })) },
    status: 'fail',
    says: /place holder/,
  },
  { check: 'PHS504', name: 'a user', status: 'pass' },
  {
    check: 'PHS504',
    name: 'an inetOrgPerson',
    trace: { source: known(sourceObject({ objectType: 'inetOrgPerson' })) },
    status: 'fail',
    says: /inetOrgPerson/,
  },
  {
    check: 'PHS504',
    name: 'an inetOrgPerson of which only the directory knows',
    trace: { directory: known(directoryObject({ objectClasses: ['top', 'person', 'user', 'inetOrgPerson'] })) },
    status: 'fail',
    says: /inetOrgPerson/,
  },
  {
    check: 'PHS504',
    name: 'a group',
    trace: { source: known(sourceObject({ objectType: 'group' })) },
    status: 'fail',
    says: /is a group/,
  },
  { check: 'PHS504', name: 'unreadable', trace: { source: unreadable() }, status: 'skip', blockedBy: 'PHS503' },
];

const rules: readonly Row[] = [
  { check: 'PHS505', name: 'the default rule was applied', status: 'pass', says: /"In from AD - User AccountEnabled"/ },
  {
    check: 'PHS505',
    name: 'a custom rule counts',
    server: {
      rules: known([plainRule, syncRule({ name: 'Custom in', isStandardRule: false }), outboundRule()]),
    },
    status: 'pass',
    says: /"Custom in" \(custom\)/,
  },
  {
    check: 'PHS505',
    name: 'the lineage names the rule by its identifier, in capitals',
    trace: {
      source: known(
        sourceObject({
          lineage: [{ ruleId: 'FFFFFFFF-0000-4000-8000-000000000102', ruleName: 'renamed', operation: 'Join' }],
        }),
      ),
    },
    status: 'pass',
  },
  {
    check: 'PHS505',
    name: 'a rule of the right name and another id is another rule',
    trace: {
      source: known(
        sourceObject({
          lineage: [
            {
              ruleId: '99999999-0000-4000-8000-000000000001',
              ruleName: 'In from AD - User AccountEnabled',
              operation: null,
            },
          ],
        }),
      ),
    },
    status: 'fail',
    says: /None of the 1 rule applied.*was not applied/,
  },
  {
    check: 'PHS505',
    name: 'without ids the name within the connector is used',
    trace: {
      source: known(
        sourceObject({ lineage: [{ ruleId: null, ruleName: 'In from AD - User AccountEnabled', operation: null }] }),
      ),
    },
    status: 'pass',
  },
  {
    check: 'PHS505',
    name: 'only rules without passwords were applied, to a disabled account',
    trace: {
      source: known(sourceObject({ lineage: sourceObject().lineage.slice(0, 1) })),
      directory: known(directoryObject({ accountDisabled: true })),
    },
    status: 'fail',
    says: /would, but was not applied; the account is disabled/,
    advises: /scoping filter/,
  },
  {
    check: 'PHS505',
    name: 'the rule was disabled since',
    server: { rules: known([plainRule, syncRule({ disabled: true }), outboundRule()]) },
    status: 'fail',
    says: /disabled now/,
  },
  {
    check: 'PHS505',
    name: 'the connector has no such rule',
    server: { rules: known([plainRule, syncRule({ enablePasswordSync: false }), outboundRule()]) },
    status: 'fail',
    says: /has no enabled inbound rule/,
  },
  { check: 'PHS505', name: 'rules unreadable', server: { rules: unreadable() }, status: 'unknown' },
  { check: 'PHS505', name: 'object unreadable', trace: { source: unreadable() }, status: 'skip', blockedBy: 'PHS503' },
  {
    check: 'PHS505',
    name: 'an object that is not joined has no lineage',
    trace: { source: known(sourceObject({ metaverseObjectId: null, lineage: [] })), metaverse: known(null) },
    status: 'skip',
    blockedBy: 'PHS506',
  },
  { check: 'PHS510', name: 'the default rule was applied', status: 'pass' },
  {
    check: 'PHS510',
    name: 'an inbound rule with passwords is no outbound one',
    trace: { target: known(targetObject({ lineage: sourceObject().lineage })) },
    status: 'fail',
    says: /synchronizes passwords outbound; "Out to AAD - User Join" would/,
  },
  {
    check: 'PHS510',
    name: 'no rule at all was applied',
    trace: { target: known(targetObject({ lineage: [] })) },
    status: 'fail',
    says: /No rule was applied/,
  },
  { check: 'PHS510', name: 'rules unreadable', server: { rules: unreadable() }, status: 'unknown' },
];

const metaverse: readonly Row[] = [
  { check: 'PHS506', name: 'joined and not filtered', status: 'pass' },
  {
    check: 'PHS506',
    name: 'not joined',
    trace: { source: known(sourceObject({ metaverseObjectId: null })), metaverse: known(null) },
    status: 'fail',
    says: /no object in the metaverse/,
  },
  {
    check: 'PHS506',
    name: 'not joined because of an error',
    trace: {
      source: known(sourceObject({ metaverseObjectId: null, synchronizationError: 'ambiguous join' })),
      metaverse: known(null),
    },
    status: 'fail',
    says: /failed: ambiguous join/,
  },
  {
    check: 'PHS506',
    name: 'cloudFiltered, with the rule that set it',
    trace: {
      metaverse: known(metaverseObject({ attributes: [attribute('CloudFiltered', 'true', 'In from AD - Custom')] })),
    },
    status: 'fail',
    says: /cloudFiltered = true.*"In from AD - Custom"/,
  },
  {
    check: 'PHS506',
    name: 'joined, but the last synchronization failed',
    trace: { source: known(sourceObject({ hasSyncError: true, synchronizationError: 'extension-dll-exception' })) },
    status: 'warn',
    says: /extension-dll-exception/,
  },
  { check: 'PHS506', name: 'unreadable', trace: { metaverse: unreadable() }, status: 'unknown' },
  {
    check: 'PHS507',
    name: 'the domain of the object',
    status: 'pass',
    says: /domainFQDN is contoso\.com, as expected; domainNetBios is there: CONTOSO/,
  },
  {
    check: 'PHS507',
    name: 'no domainFQDN and no domainNetBios',
    trace: { metaverse: known(metaverseObject({ attributes: [] })) },
    status: 'fail',
    says: /no domainFQDN and no domainNetBios/,
  },
  {
    check: 'PHS507',
    name: 'no domainNetBios',
    trace: { metaverse: known(metaverseObject({ attributes: [attribute('domainFQDN', 'contoso.com')] })) },
    status: 'fail',
    says: /has no domainNetBios/,
  },
  {
    check: 'PHS507',
    name: 'another domain',
    trace: {
      metaverse: known(
        metaverseObject({
          attributes: [attribute('domainFQDN', 'fabrikam.com'), attribute('domainNetBios', 'FABRIKAM')],
        }),
      ),
    },
    status: 'fail',
    says: /"fabrikam.com", but the object lies in contoso.com/,
  },
  {
    check: 'PHS507',
    name: 'the domain of another account of the same user',
    trace: {
      metaverse: known(
        metaverseObject({
          attributes: [attribute('domainFQDN', 'FABRIKAM.com'), attribute('domainNetBios', 'FABRIKAM')],
          links: [
            ...metaverseObject().links,
            {
              connectorId: ids.fabrikam,
              connectorName: 'fabrikam.com',
              distinguishedName: 'CN=Anna,DC=fabrikam,DC=com',
              objectId: '55555555-5555-4555-8555-555555555555',
            },
          ],
        }),
      ),
    },
    status: 'warn',
    says: /another account/,
  },
  { check: 'PHS507', name: 'unreadable', trace: { metaverse: unreadable() }, status: 'skip', blockedBy: 'PHS506' },
  { check: 'PHS508', name: 'both sides', status: 'pass' },
  {
    check: 'PHS508',
    name: 'no link to Entra',
    trace: { metaverse: known(metaverseObject({ links: metaverseObject().links.slice(0, 1) })), target: known(null) },
    status: 'fail',
    says: /not connected to Microsoft Entra ID, only to "contoso.com"/,
  },
  { check: 'PHS508', name: 'unreadable', trace: { metaverse: unreadable() }, status: 'skip', blockedBy: 'PHS506' },
  { check: 'PHS509', name: 'exported', status: 'pass' },
  { check: 'PHS509', name: 'no object', trace: { target: known(null) }, status: 'fail', says: /no object/ },
  {
    check: 'PHS509',
    name: 'the export failed',
    trace: { target: known(targetObject({ hasExportError: true, exportError: 'AttributeValueMustBeUnique' })) },
    status: 'fail',
    says: /AttributeValueMustBeUnique/,
  },
  {
    check: 'PHS509',
    name: 'it waits for its first export',
    trace: { target: known(targetObject({ attributes: [attribute('accountEnabled', 'true')] })) },
    status: 'fail',
    says: /waits to be exported/,
  },
  {
    check: 'PHS509',
    name: 'exported and not confirmed',
    trace: { target: known(targetObject({ exportedChangedNotReimported: true, attributes: [] })) },
    status: 'warn',
    says: /no import has confirmed/,
  },
  {
    check: 'PHS509',
    name: 'a place holder',
    trace: { target: known(targetObject({ isPlaceHolder: true })) },
    status: 'fail',
  },
  { check: 'PHS509', name: 'unreadable', trace: { target: unreadable() }, status: 'unknown' },
];

const password: readonly Row[] = [
  { check: 'PHS511', name: 'Success', status: 'pass' },
  {
    check: 'PHS511',
    name: 'Success after an Error counts, whatever the order',
    trace: { log: known([logEntry('Error', 100), logEntry('Success', 50), logEntry('Error', 200)]) },
    status: 'pass',
  },
  {
    check: 'PHS511',
    name: 'Success, and a password changed again an hour later',
    trace: { ...passwordSet(60), log: known([logEntry('Success', 120)]) },
    status: 'fail',
    says: /changed again at .*the change was not read/,
    advises: /phs-tool diagnose/,
  },
  {
    check: 'PHS511',
    name: 'Success, and a password changed again only now',
    trace: { ...passwordSet(9), log: known([logEntry('Success', 120)]) },
    status: 'warn',
    says: /changed again only now/,
    advises: /look again/,
  },
  {
    check: 'PHS511',
    name: 'Success, a password changed again, and events that tell of a success since',
    trace: { ...passwordSet(60), log: known([logEntry('Success', 120)]) },
    events: userEvents({ [userDn]: { latestRequest: userEvent(656, 58), latestResult: userEvent(657, 57) } }),
    status: 'pass',
    says: /event 657 reports a success since/,
  },
  {
    check: 'PHS511',
    name: 'Success, a password changed again, and events that tell of a problem since',
    trace: { ...passwordSet(60), log: known([logEntry('Success', 120)]) },
    events: userEvents({ [userDn]: { latestProblem: userEvent(664, 57), problemCount: 1 } }),
    status: 'skip',
    blockedBy: 'PHS513',
  },
  {
    check: 'PHS511',
    name: 'Success, a password changed again, and a request without a result',
    trace: { ...passwordSet(60), log: known([logEntry('Success', 120)]) },
    events: userEvents({ [userDn]: { latestRequest: userEvent(656, 58) } }),
    status: 'warn',
    says: /was read; there is no result yet/,
  },
  {
    check: 'PHS511',
    name: 'Success, a password changed again, and only events from before',
    trace: { ...passwordSet(60), log: known([logEntry('Success', 120)]) },
    events: userEvents({ [userDn]: { latestRequest: userEvent(656, 122), latestResult: userEvent(657, 120) } }),
    status: 'fail',
  },
  {
    check: 'PHS511',
    name: 'Success, of clocks that differ by two minutes',
    trace: { ...passwordSet(58), log: known([logEntry('Success', 60)]) },
    status: 'pass',
    says: /was synchronized\.$/,
  },
  {
    check: 'PHS511',
    name: 'Success, and three minutes later another password',
    trace: { ...passwordSet(57), log: known([logEntry('Success', 60)]) },
    status: 'fail',
  },
  {
    check: 'PHS511',
    name: 'Success, and a directory that does not answer',
    trace: { directory: unreadable('timeout') },
    status: 'pass',
    says: /changed since is not known: .*timeout/,
  },
  {
    check: 'PHS511',
    name: 'Success, and pwdLastSet may not be read',
    trace: { directory: known(directoryObject({ mustChangePassword: null, passwordLastSetAt: null })) },
    status: 'pass',
    says: /not known: pwdLastSet is not there/,
  },
  {
    check: 'PHS511',
    name: 'Success without a time',
    trace: { log: known([{ status: 'Success', at: null, details: null }]) },
    status: 'pass',
    says: /not known: the entry has no time/,
  },
  {
    check: 'PHS511',
    name: 'an Error after a Success',
    trace: { log: known([logEntry('Success', 100), logEntry('Error', 50, 'It said no.')]) },
    status: 'fail',
    says: /ended with Error.*Details: It said no\./,
  },
  {
    check: 'PHS511',
    name: 'a status that no page names is kept and proves nothing',
    trace: { log: known([logEntry('DeferredByThrottle')]) },
    status: 'unknown',
    says: /"DeferredByThrottle"/,
  },
  {
    check: 'PHS511',
    name: 'FilteredByTarget while the password is temporary is told by PHS512',
    trace: { ...temporary, log: known([logEntry('FilteredByTarget')]) },
    status: 'skip',
    blockedBy: 'PHS512',
  },
  {
    check: 'PHS511',
    name: 'FilteredByTarget of a password that was changed since',
    trace: { ...passwordSet(10), log: known([logEntry('FilteredByTarget', 60)]) },
    status: 'warn',
    says: /Since then the password was changed/,
  },
  {
    check: 'PHS511',
    name: 'FilteredByTarget of a password that was not changed since',
    trace: { ...passwordSet(5_000), log: known([logEntry('FilteredByTarget', 60)]) },
    status: 'fail',
  },
  {
    check: 'PHS511',
    name: 'FilteredByTarget although temporary passwords are allowed',
    trace: { ...temporary, log: known([logEntry('FilteredByTarget')]) },
    server: forTheFeature(true),
    status: 'fail',
    says: /set before that/,
    advises: /set it again/,
  },
  {
    check: 'PHS511',
    name: 'an empty log and an old password',
    trace: { ...empty, ...passwordSet(8 * 24 * 60) },
    status: 'pass',
    says: /No change in the time that is kept/,
  },
  {
    check: 'PHS511',
    name: 'an empty log and a password of an hour ago',
    trace: { ...empty, ...passwordSet(60) },
    status: 'fail',
    says: /could not read the password hash/,
    advises: /phs-tool diagnose/,
  },
  {
    check: 'PHS511',
    name: 'an empty log and a password of a minute ago',
    trace: { ...empty, ...passwordSet(1) },
    status: 'warn',
    says: /changed only now/,
  },
  {
    check: 'PHS511',
    name: 'an empty log and a directory that does not answer',
    trace: { ...empty, directory: unreadable('timeout') },
    status: 'unknown',
    says: /timeout/,
  },
  {
    check: 'PHS511',
    name: 'an empty log and no object in the directory',
    trace: { ...empty, directory: known(null) },
    status: 'unknown',
  },
  {
    check: 'PHS511',
    name: 'an empty log and a temporary password',
    trace: { ...empty, ...temporary },
    status: 'skip',
    blockedBy: 'PHS512',
  },
  {
    check: 'PHS511',
    name: 'an empty log and a temporary password that may be synchronized',
    trace: { ...empty, ...temporary },
    server: forTheFeature(true),
    status: 'unknown',
  },
  { check: 'PHS511', name: 'unreadable', trace: { log: unreadable() }, status: 'unknown' },
  { check: 'PHS512', name: 'not temporary', status: 'pass' },
  {
    check: 'PHS512',
    name: 'temporary, feature off',
    trace: temporary,
    status: 'fail',
    says: /feature.*is off/,
    advises: /2\.0\.3\.0/,
  },
  {
    check: 'PHS512',
    name: 'temporary, version too old',
    trace: temporary,
    server: forTheFeature(true, '2.0.2.9'),
    status: 'fail',
    says: /2\.0\.2\.9 is older than 2\.0\.3\.0/,
  },
  {
    check: 'PHS512',
    name: 'temporary, and allowed from exactly this version on',
    trace: temporary,
    server: forTheFeature(true, '2.0.3.0'),
    status: 'pass',
  },
  {
    check: 'PHS512',
    name: 'temporary, and the feature cannot be read',
    trace: temporary,
    server: { companyFeature: unreadable() },
    status: 'unknown',
  },
  { check: 'PHS512', name: 'unreadable', trace: { directory: unreadable() }, status: 'unknown' },
  { check: 'PHS512', name: 'no such entry in the directory', trace: { directory: known(null) }, status: 'unknown' },
  {
    check: 'PHS512',
    name: 'pwdLastSet may not be read',
    trace: { directory: known(directoryObject({ mustChangePassword: null, passwordLastSetAt: null })) },
    status: 'unknown',
  },
  { check: 'PHS513', name: 'no event names the user', status: 'pass', says: /No event/ },
  {
    check: 'PHS513',
    name: 'a change that succeeded',
    events: userEvents({ [userDn]: { latestRequest: userEvent(656, 9), latestResult: userEvent(657, 8) } }),
    status: 'pass',
  },
  {
    check: 'PHS513',
    name: 'a change that failed, of a DN in another case',
    events: userEvents({
      [userDn.toUpperCase()]: {
        latestResult: userEvent(657, 8, { result: 'Failed' }),
        latestProblem: userEvent(657, 8, { result: 'Failed', detail: 'Busy.' }),
        problemCount: 2,
      },
    }),
    status: 'fail',
    says: /Event 657 \(result: Failed\), 2 times.*Busy/,
  },
  {
    check: 'PHS513',
    name: 'a single object that failed and succeeded later',
    events: userEvents({
      [userDn]: { latestResult: userEvent(657, 2), latestProblem: userEvent(664, 8), problemCount: 1 },
    }),
    status: 'warn',
    says: /a later attempt succeeded/,
  },
  ...[
    {
      name: 'a log that begins inside the window',
      eventLogReach: known({ oldestAt: minutesAgo(60) }),
      says: /starts only at/,
    },
    { name: 'an empty log', eventLogReach: known({ oldestAt: null }), says: /is empty/ },
    { name: 'a log whose reach is not known', eventLogReach: unreadable('timeout'), says: /not known: .*timeout/ },
  ].flatMap(({ name, eventLogReach, says }): readonly Row[] => [
    { check: 'PHS513', name: `${name} and shows nothing`, server: { eventLogReach }, status: 'unknown', says },
    {
      check: 'PHS513',
      name: `${name} and ends with a success`,
      server: { eventLogReach },
      events: userEvents({ [userDn]: { latestResult: userEvent(657, 8) } }),
      status: 'pass',
      says,
    },
  ]),
  {
    check: 'PHS513',
    name: 'more users than are kept',
    events: userEvents({}, false),
    status: 'unknown',
  },
];

const rows = [...names, ...inTheConnectorSpace, ...rules, ...metaverse, ...password];

describe('checks of one object', () => {
  test('all pass for a user whose password is synchronized', () => {
    expect(findingsOf({}).filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(findingsOf({}).map(({ check }) => check)).toEqual(objectCatalog.map(({ id }) => id));
  });

  test.each(rows.map((row) => [`${row.check} ${row.status}: ${row.name}`, row] as const))('%s', (_title, row) => {
    const finding = find(findingsOf(row), row.check);

    expect({ status: finding.status, blockedBy: finding.blockedBy }).toEqual({
      status: row.status,
      blockedBy: row.blockedBy,
    });
    expect(finding.message).toMatch(row.says ?? /./);
    if (row.advises !== undefined) {
      expect(`${finding.remedy?.text ?? ''}\n${finding.remedy?.commands.join('\n') ?? ''}`).toMatch(row.advises);
    }
  });

  test('unreadable events are unknown', () => {
    const subject = { ...subjectOf({}), userEvents: unreadable('access-denied') };

    expect(find(runObjectChecks(subject, { now }), 'PHS513').status).toBe('unknown');
  });

  test.each(objectCatalog.map(({ id }) => id))('%s is tested when it holds and when it does not', (id) => {
    const statuses = new Set(rows.filter(({ check }) => check === id).map(({ status }) => status));
    const blocked = rows.some(({ check, blockedBy }) => check === id && blockedBy !== undefined);

    expect(statuses).toContain('pass');
    expect(statuses).toContain('fail');
    expect(statuses.has('unknown') || blocked).toBe(true);
  });

  test.each([...logStatuses.keys()])('log status %s is explained', (status) => {
    const { message, status: verdict } = find(findingsOf({ trace: { log: known([logEntry(status)]) } }), 'PHS511');

    expect(message).toContain(logStatuses.get(status)?.meaning);
    expect(verdict === 'pass').toBe(status === 'Success');
  });

  test('every failing finding says what to do', () => {
    const silent = rows
      .filter(({ status }) => status === 'fail')
      .filter((row) => (find(findingsOf(row), row.check).remedy?.text ?? '') === '');

    expect(silent.map(({ check, name }) => `${check} ${name}`)).toEqual([]);
  });
});

describe('the chain', () => {
  test('stops at the first broken link, and every check below names it', () => {
    const findings = findingsOf({ trace: { source: known(sourceObject({ objectType: 'inetOrgPerson' })) } });

    expect(findings.map(({ status }) => status)).toEqual([
      ...['pass', 'pass', 'pass', 'fail'],
      ...Array.from({ length: 9 }, () => 'skip'),
    ]);
    expect(new Set(findings.slice(4).map(({ blockedBy }) => blockedBy))).toEqual(new Set(['PHS504']));
  });

  test('is not broken by an attempt that failed: the temporary password and the events are judged too', () => {
    const findings = findingsOf({ trace: { ...temporary, log: known([logEntry('Error')]) } });

    expect(findings.slice(10).map(({ status }) => status)).toEqual(['fail', 'fail', 'pass']);
  });

  test('tells a part that could not be read once, and never passes on it', () => {
    const findings = findingsOf({ trace: { metaverse: unreadable(), target: unreadable() } });

    expect(findings.slice(5, 10).map(({ check, status, blockedBy }) => [check, status, blockedBy])).toEqual([
      ['PHS506', 'unknown', undefined],
      ['PHS507', 'skip', 'PHS506'],
      ['PHS508', 'skip', 'PHS506'],
      ['PHS509', 'unknown', undefined],
      ['PHS510', 'skip', 'PHS509'],
    ]);
  });
});
