import { known } from '../../src/model/fact.js';
import { unreadable } from '../support/facts.js';
import { directoryObject, sourceObject } from '../support/trace.js';
import { notThere, withPartition, type ObjectRow } from './object-row.js';

/** Rows about the AD connector space. */
export const connectorSpaceRows: readonly ObjectRow[] = [
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
