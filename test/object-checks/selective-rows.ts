import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import { minutesAgo } from '../support/facts.js';
import {
  attribute,
  directoryObject,
  logEntry,
  metaverseObject,
  outboundRule,
  plainRule,
  sourceObject,
  syncRule,
  targetObject,
  userDn,
  userEvent,
  userEvents,
} from '../support/trace.js';
import { temporary, type ObjectRow } from './object-row.js';

const filterId = '0a5b0f1e-0000-4000-8000-000000000090';
const passwordRuleName = 'In from AD - User AccountEnabled';
const filter = syncRule({
  identifier: 'ffffffff-0000-4000-8000-000000000090',
  internalId: filterId,
  name: `${passwordRuleName} - Filter Users from PHS`,
  enablePasswordSync: false,
  precedence: 90,
  isStandardRule: false,
});
const included = syncRule({
  identifier: 'ffffffff-0000-4000-8000-000000000089',
  internalId: '0a5b0f1e-0000-4000-8000-000000000089',
  name: `${passwordRuleName} - Users included for PHS`,
  precedence: 89,
  isStandardRule: false,
});
const selective = (own = filter): Partial<Facts> => ({
  rules: known([plainRule, syncRule({ disabled: true }), included, own, outboundRule()]),
});
/** The lineage of a user to whom the rule with password sync off was applied, and no rule that carries passwords. */
const filtered = sourceObject()
  .lineage.slice(0, 1)
  .concat({ ruleId: filterId, ruleName: filter.name, operation: 'Join' });
const left: Partial<ObjectTrace> = { source: known(sourceObject({ lineage: filtered })) };
const marked = (adminDescription: string): Pick<ObjectTrace, 'directory'> => ({
  directory: known(directoryObject({ adminDescription, passwordLastSetAt: minutesAgo(60) })),
});
const renamed = syncRule({ ...filter, name: 'Contractors' });

/** Rows about users who are left out on purpose, and about what the account and the lists of events say. */
export const selectiveRows: readonly ObjectRow[] = [
  {
    check: 'PHS505',
    name: 'the documented rule leaves the user out',
    trace: left,
    server: selective(),
    status: 'warn',
    says: /on purpose: the rule ".* - Filter Users from PHS", .* Password writeback does not work for the user either/,
  },
  {
    check: 'PHS505',
    name: 'adminDescription leaves the user out, and is said',
    trace: { ...left, ...marked('PHSFiltered') },
    server: selective(),
    status: 'warn',
    says: /and adminDescription is PHSFiltered/,
  },
  {
    check: 'PHS505',
    name: 'a rule of another name that sets what the password rule sets',
    trace: {
      ...left,
      metaverse: known(
        metaverseObject({
          attributes: [attribute('domainFQDN', 'contoso.com', 'Contractors'), attribute('domainNetBios', 'CONTOSO')],
        }),
      ),
    },
    server: { rules: known([plainRule, syncRule(), renamed, outboundRule()]) },
    status: 'warn',
    says: /the rule "Contractors"/,
  },
  {
    check: 'PHS505',
    name: 'a rule of another name, where the rules of the administrator choose users',
    trace: left,
    server: selective(renamed),
    status: 'warn',
  },
  {
    check: 'PHS505',
    name: 'a rule with password sync off that merely adds attributes is no reason',
    trace: left,
    server: { rules: known([plainRule, syncRule(), renamed, outboundRule()]) },
    status: 'fail',
    says: /would, but was not applied/,
  },
  {
    check: 'PHS505',
    name: 'a rule with password sync off wins over the one that carries passwords',
    trace: {
      source: known(
        sourceObject({
          lineage: [...sourceObject().lineage, { ruleId: filterId, ruleName: filter.name, operation: 'Join' }],
        }),
      ),
      ...marked('PHSFiltered'),
      log: known([]),
    },
    server: { rules: known([plainRule, syncRule(), filter, outboundRule()]) },
    status: 'warn',
    says: /on purpose/,
  },
  {
    check: 'PHS505',
    name: 'it does not win if a password that was set since has arrived',
    trace: {
      source: known(
        sourceObject({
          lineage: [...sourceObject().lineage, { ruleId: filterId, ruleName: filter.name, operation: 'Join' }],
        }),
      ),
    },
    server: { rules: known([plainRule, syncRule(), filter, outboundRule()]) },
    status: 'pass',
  },
  {
    check: 'PHS505',
    name: 'a user who is marked to be included waits for the rules',
    trace: { ...left, ...marked('PHSIncluded') },
    server: selective(),
    status: 'fail',
  },
  {
    check: 'PHS505',
    name: 'adminDescription alone leaves nobody out where a rule carries the password',
    trace: marked('PHSFiltered'),
    status: 'warn',
    says: /PHSFiltered, but no rule leaves the user out/,
  },
  ...(['PHS511', 'PHS512', 'PHS513'] as const).map((check): ObjectRow => ({
    check,
    name: 'is not judged of a user who is left out on purpose',
    trace: { ...left, ...marked('PHSFiltered'), log: known([]) },
    server: selective(),
    events: userEvents({
      [userDn]: { latestProblem: userEvent(620, 8, { result: 'FilteredByTarget' }), problemCount: 1 },
    }),
    status: 'skip',
    blockedBy: 'PHS505',
  })),
  {
    check: 'PHS510',
    name: 'is judged of a user who is left out on purpose',
    trace: { ...left, target: known(targetObject()) },
    server: selective(),
    status: 'pass',
  },
  {
    check: 'PHS507',
    name: 'a NetBIOS name with a dot',
    trace: {
      metaverse: known(
        metaverseObject({
          attributes: [attribute('domainFQDN', 'contoso.com'), attribute('domainNetBios', 'CONTOSO.HQ')],
        }),
      ),
    },
    status: 'warn',
    says: /CONTOSO\.HQ, contains a dot, which Microsoft does not support/,
  },
  {
    check: 'PHS512',
    name: 'temporary, of a new user',
    trace: {
      directory: known(
        directoryObject({ mustChangePassword: true, passwordLastSetAt: null, createdAt: minutesAgo(600) }),
      ),
    },
    status: 'fail',
    says: /The user is new: Microsoft Entra ID makes such a user with "force change at next sign-in"/,
  },
  {
    check: 'PHS512',
    name: 'temporary, of a user of last year',
    trace: {
      directory: known(
        directoryObject({ mustChangePassword: true, passwordLastSetAt: null, createdAt: minutesAgo(600_000) }),
      ),
    },
    status: 'fail',
    says: /is off\.$/,
  },
  {
    check: 'PHS512',
    name: 'a directory that does not answer, and an imported pwdLastSet',
    trace: {
      directory: { known: false, reason: { code: 'timeout', message: 'No answer.' } },
      source: known(sourceObject({ attributes: [attribute('pwdLastSet', '134081100000000000')] })),
    },
    status: 'pass',
    says: /according to the last import/,
  },
  {
    check: 'PHS512',
    name: 'a directory that does not answer, and an imported pwdLastSet of 0',
    trace: {
      directory: { known: false, reason: { code: 'timeout', message: 'No answer.' } },
      source: known(sourceObject({ attributes: [attribute('pwdLastSet', '0')] })),
    },
    status: 'fail',
  },
  {
    check: 'PHS513',
    name: 'a list of retries, which go on',
    events: userEvents({
      [userDn]: { latestProblem: userEvent(605, 8, { detail: '3 attempts, Busy' }), problemCount: 1 },
    }),
    status: 'warn',
    says: /Event 605 \(the password could not be synchronized and is tried again\).*3 attempts, Busy/,
  },
  {
    check: 'PHS513',
    name: 'left out by a full sync, with the meaning of its result',
    events: userEvents({
      [userDn]: { latestProblem: userEvent(620, 8, { result: 'NoTargetConnection' }), problemCount: 1 },
    }),
    status: 'fail',
    says: /left out with the result NoTargetConnection: There is no object in the metaverse/,
  },
  {
    check: 'PHS513',
    name: 'left out as temporary, and still temporary',
    trace: temporary,
    events: userEvents({
      [userDn]: { latestProblem: userEvent(620, 8, { result: 'FilteredByTarget' }), problemCount: 1 },
    }),
    status: 'skip',
    blockedBy: 'PHS512',
  },
  {
    check: 'PHS513',
    name: 'a problem before the newest success of the log',
    trace: { log: known([logEntry('Success', 5)]) },
    events: userEvents({ [userDn]: { latestProblem: userEvent(6948, 8), problemCount: 1 } }),
    status: 'warn',
    says: /a later attempt succeeded/,
  },
];
