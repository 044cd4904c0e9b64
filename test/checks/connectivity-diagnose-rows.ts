import { known } from '../../src/model/fact.js';
import type { Facts, Partition } from '../../src/model/facts.js';
import {
  accountSid,
  adConnector,
  entraConnector,
  errorEvent,
  eventSummary,
  ids,
  minutesAgo,
  partition,
  reachableDomain,
  replicationRight,
  rootDescriptor,
  state,
  tally,
} from '../support/facts.js';
import { failing, rpc, blind, type DiagnoseRow } from './diagnose-row.js';

/** Texts of a refused sign-in; what is translated differs, what is not is the same. */
const refusedTexts = [
  [
    'a German text with a result of Windows',
    'Details: System.DirectoryServices.DirectoryServicesCOMException (0x8007052E): Der Benutzername oder das Kennwort ist falsch.\n   bei System.DirectoryServices.DirectoryEntry.Bind(Boolean throwIfFail)',
  ],
  [
    'a failed bind without a result',
    'Details: System.DirectoryServices.DirectoryServicesCOMException: Le nom d\u2019utilisateur est incorrect.\n   \u00e0 System.DirectoryServices.DirectoryEntry.Bind(Boolean)',
  ],
  ['the older English sentence', 'Details: Logon failure: unknown user name or bad password.'],
  [
    'an answer of the directory',
    'LdapException: 80090308: LdapErr: comment: AcceptSecurityContext error, data 52e, v3839',
  ],
] as const;

const client = 'The user name or password is incorrect. Verify your user name, and then type your password again.';

/** Texts about Entra's service: name, id, text, what is said, what is advised. */
const entraTexts: readonly (readonly [string, number, string, RegExp, RegExp])[] = [
  ['655 with code 7', 655, 'Error Code: 7. Error Description: no', /Code 7: .*denies access/, /role|permissions/],
  [
    '655 with code 15',
    655,
    'Error Code: 15.',
    /Code 15: Directory synchronization is not activated/,
    /OnPremisesSyncEnabled/,
  ],
  ['662 with code 90', 662, 'Health task failed. Error Code: 90.', /Code 90/, /Password hash synchronization/],
  ['662 without a code', 662, 'Health task failed.', /event 662/i, /connection to Microsoft Entra ID/],
  ['6900 with code 90', 6900, 'ProvisionException: An error occurred. Error Code: 90.', /Code 90/, /Password hash/],
  ['6900 with a refused account', 6900, client, /sign-in refused/, /Entra connector account/],
  ['655 with a refused account', 655, client, /sign-in refused/, /Entra connector account/],
];

const downText =
  'Details: System.Runtime.InteropServices.COMException (0x8007203A): Der Server ist nicht funktionst\u00fcchtig.\n   bei System.DirectoryServices.DirectoryEntry.Bind(Boolean throwIfFail)';

function invalidCredentials(connector: string): string {
  return `The management agent "${connector}" failed to run because the credentials were invalid.`;
}

/** The flag of the only domain is off, so that nothing answers for it. */
const withoutFlag: Partial<Facts> = {
  connectors: known([
    entraConnector(),
    adConnector('contoso.com', { partitions: [partition('contoso.com', { isDomain: false })] }),
  ]),
  domains: known([]),
  replicationRights: known([]),
  partitionStates: known([]),
};

/** A domain with another preferred domain controller than the one it was last read from. */
function preferring(changes: Partial<Partition>): Pick<Facts, 'connectors'> {
  const domain = partition('contoso.com', { preferredDomainControllers: ['dc02.contoso.com'], ...changes });
  return { connectors: known([entraConnector(), adConnector('contoso.com', { partitions: [domain] })]) };
}

/** Rows about connectivity and permissions (4xx). */
export const connectivityRows: readonly DiagnoseRow[] = [
  { check: 'PHS401', name: 'reachable', facts: {}, status: 'pass' },
  {
    check: 'PHS401',
    name: 'not reachable',
    facts: {
      domains: known([reachableDomain('contoso.com', { isReachable: false, exceptionMessage: 'No such host.' })]),
    },
    status: 'fail',
    says: /^Domain contoso\.com cannot be reached from this server \(No such host\.\)\.$/,
    advises: /DNS and the firewall/,
  },
  {
    check: 'PHS401',
    name: 'a domain that is not selected cannot be reached',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com'), partition('lab.contoso.com', { selected: false })],
        }),
      ]),
      domains: known([
        reachableDomain(),
        reachableDomain('contoso.com', { domain: 'lab.contoso.com', isReachable: false }),
      ]),
    },
    status: 'pass',
  },
  {
    check: 'PHS401',
    name: 'no domain is reported because the domain flag is off',
    facts: withoutFlag,
    status: 'skip',
    says: /PHS213/,
  },
  { check: 'PHS403', name: 'the domain flag is off', facts: withoutFlag, status: 'skip', says: /PHS213/ },
  { check: 'PHS401', name: 'no domain is told', facts: { domains: known([]) }, status: 'unknown' },
  {
    check: 'PHS401',
    name: 'the connector could not be asked',
    facts: {
      domains: known([
        reachableDomain('contoso.com', {
          domain: null,
          isReachable: null,
          failure: {
            message: 'It broke.',
            errorId: 'Broke',
            category: 'NotSpecified',
            exceptionTypes: [],
            hresult: '80131500',
            position: '',
          },
        }),
      ]),
    },
    status: 'unknown',
    says: /It broke/,
  },
  { check: 'PHS402', name: 'cycles succeed', facts: {}, status: 'pass' },
  {
    check: 'PHS402',
    name: 'a wrong password',
    facts: failing(
      errorEvent(611, 5, {
        message: 'Unable to open connection. ---> System.Security.Authentication.AuthenticationException: refused.',
      }),
    ),
    status: 'fail',
    advises: /current password .*contoso\.com\\MSOL_d1edb676ca03/,
  },
  { check: 'PHS402', name: 'RPC error 1331', facts: failing(rpc(1331)), status: 'fail' },
  ...[1326, 1327, 1330, 1909, 1825].map((code): DiagnoseRow => ({
    check: 'PHS402',
    name: `RPC error ${code}`,
    facts: failing(rpc(code)),
    status: 'fail',
  })),
  ...refusedTexts.flatMap(([name, message]) =>
    [611, 612].map((eventId): DiagnoseRow => ({
      check: 'PHS402',
      name: `${eventId}: ${name}`,
      facts: failing(errorEvent(eventId, 5, { message })),
      status: 'fail',
      advises: /current password/,
    })),
  ),
  {
    check: 'PHS402',
    name: 'a bind that failed because the server is down',
    facts: failing(errorEvent(611, 5, { message: downText })),
    status: 'pass',
  },
  {
    check: 'PHS404',
    name: 'a bind that failed because the server is down',
    facts: failing(errorEvent(611, 5, { message: downText })),
    status: 'fail',
    says: /could not be reached by LDAP/,
    advises: /DNS and the firewall/,
  },
  {
    check: 'PHS404',
    name: 'an exception of LDAP',
    facts: failing(
      errorEvent(611, 5, {
        message: 'Details: System.DirectoryServices.Protocols.LdapException: Der LDAP-Server ist nicht verf\u00fcgbar.',
      }),
    ),
    status: 'fail',
    says: /could not be reached by LDAP/,
    advises: /DNS and the firewall/,
  },
  {
    check: 'PHS404',
    name: 'RPC error 5: a policy that hardens the domain controller',
    facts: failing(rpc(5)),
    status: 'fail',
    advises: /Restrict clients allowed to make remote calls to SAM/,
  },
  {
    check: 'PHS404',
    name: 'RPC error 8333: the user object was not found',
    facts: failing(
      errorEvent(611, 5, { message: 'Recovery task failed. ---> RPC Error 8333 : Directory object not found.' }),
    ),
    status: 'fail',
    says: /does not find the user object/,
    advises: /DNS.*authentication/,
  },
  {
    check: 'PHS402',
    name: 'event 6000 of an AD connector',
    facts: failing(errorEvent(6000, 5, { connectorId: null, message: invalidCredentials('contoso.com') })),
    status: 'fail',
    subject: null,
  },
  {
    check: 'PHS405',
    name: 'event 6000 of the Entra connector',
    facts: failing(
      errorEvent(6000, 5, { connectorId: null, message: invalidCredentials('contoso.onmicrosoft.com - AAD') }),
    ),
    status: 'fail',
  },
  {
    check: 'PHS402',
    name: 'the account is disabled',
    facts: { replicationRights: known([replicationRight('contoso.com', { accountDisabled: true })]) },
    status: 'fail',
    says: /is disabled/,
  },
  {
    check: 'PHS402',
    name: 'the domain refuses the account',
    facts: {
      domains: known([
        reachableDomain('contoso.com', { isReachable: false, exceptionMessage: 'AuthenticationException: refused' }),
      ]),
    },
    status: 'fail',
    says: /refused the account/,
  },
  {
    check: 'PHS402',
    name: 'the account is not there, and no cycle succeeds',
    facts: {
      ...failing(),
      replicationRights: known([replicationRight('contoso.com', { accountSid: null })]),
    },
    status: 'fail',
    says: /not found/,
  },
  { check: 'PHS402', name: 'nothing tells', facts: blind, status: 'skip' },
  { check: 'PHS403', name: 'both rights', facts: {}, status: 'pass' },
  {
    check: 'PHS403',
    name: 'one right is missing',
    facts: {
      ...failing(),
      replicationRights: known([
        replicationRight('contoso.com', {
          securityDescriptor: rootDescriptor(`(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;${accountSid})`),
        }),
      ]),
    },
    status: 'fail',
    says: /"Replicating Directory Changes All" is missing in contoso\.com/,
    advises: /Set-ADSyncPasswordHashSyncPermissions .*'MSOL_d1edb676ca03'/,
  },
  {
    check: 'PHS403',
    name: 'a right is denied to a group of the account',
    facts: {
      ...failing(),
      replicationRights: known([
        replicationRight('contoso.com', {
          tokenGroups: ['S-1-5-21-1004336348-1177238915-682003330-2000'],
          securityDescriptor: rootDescriptor(
            `(OD;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;S-1-5-21-1004336348-1177238915-682003330-2000)(A;;GA;;;${accountSid})`,
          ),
        }),
      ]),
    },
    status: 'fail',
    says: /is denied in contoso\.com by \(OD;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;S-1-5-21-1004336348-1177238915-682003330-2000\)/,
    advises:
      /^Remove this entry from the permissions at the root of contoso\.com: \(OD;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;S-1-5-21-1004336348-1177238915-682003330-2000\)\.$/,
  },
  {
    check: 'PHS403',
    name: 'both rights are denied, and nothing grants them',
    facts: {
      ...failing(),
      replicationRights: known([
        replicationRight('contoso.com', { securityDescriptor: rootDescriptor(`(D;;CR;;;${accountSid})`) }),
      ]),
    },
    status: 'fail',
    says: /is denied/,
    advises: /^Remove this entry .*: \(D;;CR;;;S-[-\d]+\)\. Give .*Set-ADSyncPasswordHashSyncPermissions/s,
  },
  {
    check: 'PHS403',
    name: 'a denial has a condition',
    facts: {
      replicationRights: known([
        replicationRight('contoso.com', {
          securityDescriptor: rootDescriptor(`(XD;;CR;;;${accountSid};(@User.Title == "a"))(A;;CR;;;${accountSid})`),
        }),
      ]),
    },
    status: 'unknown',
    says: /depends on \(XD;;CR/,
  },
  {
    check: 'PHS403',
    name: 'the rights come from a group in letters, of which the domain is not known',
    facts: {
      replicationRights: known([
        replicationRight('contoso.com', {
          tokenGroups: ['S-1-5-21-1004336348-1177238915-682003330-512'],
          securityDescriptor: rootDescriptor(''),
        }),
      ]),
    },
    status: 'unknown',
    says: /depends on \(A;;0xf01ff;;;DA\)/,
  },
  {
    check: 'PHS403',
    name: 'the rights come from a group by its SID',
    facts: {
      replicationRights: known([
        replicationRight('contoso.com', {
          tokenGroups: ['S-1-5-21-1004336348-1177238915-682003330-512'],
          securityDescriptor: rootDescriptor('(A;;CR;;;S-1-5-21-1004336348-1177238915-682003330-512)'),
        }),
      ]),
    },
    status: 'pass',
  },
  {
    check: 'PHS403',
    name: 'no right is seen, but the cycle succeeds',
    facts: { replicationRights: known([replicationRight('contoso.com', { securityDescriptor: rootDescriptor('') })]) },
    status: 'warn',
    says: /but the last cycle succeeded/,
  },
  {
    check: 'PHS403',
    name: 'the descriptor could not be read',
    facts: { replicationRights: known([replicationRight('contoso.com', { securityDescriptor: null })]) },
    status: 'unknown',
  },
  {
    check: 'PHS403',
    name: 'the descriptor is not understood',
    facts: { replicationRights: known([replicationRight('contoso.com', { securityDescriptor: 'nonsense' })]) },
    status: 'unknown',
  },
  {
    check: 'PHS403',
    name: 'a domain was not asked',
    facts: { replicationRights: known([]) },
    status: 'unknown',
  },
  {
    check: 'PHS404',
    name: 'recovered, and a cycle is running',
    facts: {
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12, 6)] }, [rpc(1722, { generatedAt: minutesAgo(60) })])),
      partitionStates: known([state(ids.contoso, { lastCycleStatus: 'InProgress' })]),
    },
    status: 'pass',
    says: /synchronization worked again afterwards/,
  },
  {
    check: 'PHS404',
    name: 'not recovered: a cycle is running, and none has succeeded since',
    facts: {
      events: known(eventSummary({ [ids.contoso]: [tally(654, 12, 6)] }, [rpc(1722, { generatedAt: minutesAgo(60) })])),
      partitionStates: known([
        state(ids.contoso, { lastCycleStatus: 'InProgress', lastSuccessEndedAt: minutesAgo(70) }),
      ]),
    },
    status: 'fail',
  },
  { check: 'PHS404', name: 'no error', facts: {}, status: 'pass' },
  {
    check: 'PHS404',
    name: '8456, which the diagnostics of Microsoft do not know',
    facts: failing(rpc(8456)),
    status: 'fail',
    says: /ERROR_DS_DRA_SOURCE_DISABLED/,
    advises: /DISABLE_OUTBOUND_REPL/,
  },
  {
    check: 'PHS404',
    name: 'a code that nobody knows',
    facts: failing(rpc(4242)),
    status: 'fail',
    says: /4242 is not on the list/,
  },
  {
    check: 'PHS404',
    name: 'two domains with two codes',
    facts: failing(rpc(8456), rpc(8593, { domain: 'emea.contoso.com' })),
    status: 'fail',
    says: /8456.*contoso\.com.*8593.*emea\.contoso\.com/,
    advises: /DISABLE_OUTBOUND_REPL.*epoch/s,
  },
  {
    check: 'PHS404',
    name: 'an event that names no connector',
    facts: failing(rpc(8456, { connectorId: null })),
    status: 'fail',
    subject: null,
  },
  { check: 'PHS404', name: 'nothing tells', facts: blind, status: 'skip' },
  { check: 'PHS405', name: 'the tenant answers', facts: {}, status: 'pass' },
  {
    check: 'PHS405',
    name: '655 with code 90',
    facts: failing(errorEvent(655, 5, { message: 'Error Code: 90. Error Description: …' })),
    status: 'fail',
    says: /Code 90/,
    advises: /select "Password hash synchronization" and finish\. If it is selected already, clear it/,
  },
  {
    check: 'PHS405',
    name: '652 with code 81',
    facts: failing(errorEvent(652, 5, { message: 'Error Code: 81. busy' })),
    status: 'fail',
    says: /Code 81.*tried again/,
  },
  ...entraTexts.map(([name, eventId, message, says, advises]): DiagnoseRow => ({
    check: 'PHS405',
    name,
    facts: failing(errorEvent(eventId, 5, { message, ...(eventId === 6900 ? { source: 'ADSync' } : {}) })),
    status: 'fail',
    says,
    advises,
  })),
  {
    check: 'PHS405',
    name: '662 five times, after pings that were refused',
    facts: failing(
      ...[5, 20, 35, 50, 65].map((ago) => errorEvent(662, ago, { message: 'Health task failed. Error Code: 90.' })),
    ),
    status: 'fail',
    says: /Code 90/,
    advises: /select "Password hash synchronization" and finish\. If it is selected already, clear it/,
  },
  { check: 'PHS405', name: '115', facts: failing(errorEvent(115, 5, { connectorId: null })), status: 'fail' },
  { check: 'PHS405', name: '0 of type Error', facts: failing(errorEvent(0, 5)), status: 'fail' },
  {
    check: 'PHS405',
    name: '655, then a heartbeat',
    facts: { events: known(eventSummary({ [ids.contoso]: [tally(654, 2)] }, [errorEvent(655, 40, { domain: null })])) },
    status: 'pass',
    says: /worked again/,
  },
  { check: 'PHS405', name: 'nothing tells', facts: blind, status: 'skip' },
  { check: 'PHS406', name: 'no preferred ones', facts: {}, status: 'pass' },
  {
    check: 'PHS406',
    name: '616',
    facts: failing(
      errorEvent(616, 5, { message: 'domain controller hostname: dc09.contoso.com, domain controller IP address: x' }),
    ),
    status: 'fail',
    says: /dc09\.contoso\.com/,
    advises: /Only use preferred domain controllers.*Restart the ADSync service/s,
  },
  {
    check: 'PHS406',
    name: 'the last one used is not on the list, and only that is to be used',
    facts: preferring({ dcFailover: false }),
    status: 'warn',
    says: /^Domain contoso\.com was last read from .*DC01\.contoso\.com, which is not on its list/,
    advises: /Restart the ADSync service/,
  },
  {
    check: 'PHS406',
    name: 'the last one used is not on the list, and others are used as well',
    facts: preferring({ dcFailover: true }),
    status: 'pass',
  },
  {
    check: 'PHS406',
    name: 'the last one used is not on the list, and the build does not report whether only that is used',
    facts: preferring({ dcFailover: null }),
    status: 'pass',
  },
  {
    check: 'PHS406',
    name: 'a preferred one is read-only',
    facts: {
      ...preferring({ dcFailover: true }),
      replicationRights: known([replicationRight('contoso.com', { readOnlyControllers: ['DC02.contoso.com'] })]),
    },
    status: 'warn',
    says: /domain controller dc02\.contoso\.com of contoso\.com is read-only/,
    advises: /only writable domain controllers/,
  },
  {
    check: 'PHS406',
    name: 'the last one used is on the list, by its short name',
    facts: {
      connectors: known([
        entraConnector(),
        adConnector('contoso.com', {
          partitions: [partition('contoso.com', { preferredDomainControllers: ['dc01'], dcFailover: false })],
        }),
      ]),
    },
    status: 'pass',
  },
  { check: 'PHS406', name: 'nothing tells', facts: blind, status: 'skip' },
];
