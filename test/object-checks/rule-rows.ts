import { known } from '../../src/model/fact.js';
import { unreadable } from '../support/facts.js';
import { directoryObject, outboundRule, plainRule, sourceObject, syncRule, targetObject } from '../support/trace.js';
import { type ObjectRow } from './object-row.js';

/** Rows about synchronization rules. */
export const ruleRows: readonly ObjectRow[] = [
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
    says: /The only rule applied to the object does not synchronize passwords.*was not applied/,
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
