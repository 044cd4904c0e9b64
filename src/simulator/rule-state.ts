import { z } from 'zod';
import { type ClixmlInput, guid } from '../parsers/clixml.js';
import { stableGuid } from './stable-guid.js';

const customRuleSchema = z.strictObject({
  name: z.string(),
  /** Name of the connector. */
  connector: z.string(),
  direction: z.enum(['Inbound', 'Outbound']),
  precedence: z.number().int(),
  enablePasswordSync: z.boolean(),
  disabled: z.boolean().default(false),
});

/** How the synchronization rules of a scenario differ from the default set; rules are named by their names. */
export const ruleChangesSchema = z.strictObject({
  removed: z.array(z.string()).default([]),
  disabled: z.array(z.string()).default([]),
  /** Rules whose EnablePasswordSync was cleared. */
  withoutPasswords: z.array(z.string()).default([]),
  custom: z.array(customRuleSchema).default([]),
});

/** What of a scenario decides its rules. */
interface RuleSource {
  readonly forests: readonly ConnectorIdentity[];
  readonly entraConnectors: readonly ConnectorIdentity[];
  readonly rules: z.output<typeof ruleChangesSchema>;
}

interface ConnectorIdentity {
  readonly name: string;
  readonly identifier: string;
}

/** A synchronization rule of a simulated server. */
export interface RuleState {
  readonly identifier: string;
  readonly internalId: string;
  readonly name: string;
  readonly tag: string | null;
  readonly connectorId: string;
  readonly direction: 'Inbound' | 'Outbound';
  readonly disabled: boolean;
  readonly objectType: string;
  readonly precedence: number;
  readonly enablePasswordSync: boolean;
}

/** The default rule that carries password hashes into the metaverse (facts 1.11). */
export const INBOUND_PASSWORD_RULE = 'In from AD - User AccountEnabled';
/** The default rule that carries them out to Microsoft Entra ID; this is its name on disk. */
export const OUTBOUND_PASSWORD_RULE = 'Out to AAD - User Join';

interface DefaultRule {
  readonly name: string;
  readonly tag: string;
  readonly precedence: number;
  readonly objectType?: string;
  readonly passwords?: true;
}

// Only the two that carry hashes are verified in every property; the others are there to be told apart from them.
const INBOUND: readonly DefaultRule[] = [
  { name: 'In from AD - User Join', tag: 'Microsoft.InfromADUserJoin.005', precedence: 100 },
  {
    name: 'In from AD - InetOrgPerson Join',
    tag: 'Microsoft.InfromADInetOrgPersonJoin.005',
    precedence: 101,
    objectType: 'inetOrgPerson',
  },
  { name: INBOUND_PASSWORD_RULE, tag: 'Microsoft.InfromADUserAccountEnabled.004', precedence: 102, passwords: true },
  {
    name: 'In from AD - InetOrgPerson AccountEnabled',
    tag: 'Microsoft.InfromADInetOrgPersonAccountEnabled.004',
    precedence: 103,
    objectType: 'inetOrgPerson',
  },
  { name: 'In from AD - User Common', tag: 'Microsoft.InfromADUserCommon.006', precedence: 106 },
];
const OUTBOUND: readonly DefaultRule[] = [
  { name: OUTBOUND_PASSWORD_RULE, tag: 'Microsoft.OuttoAADUserJoin.006', precedence: 123, passwords: true },
  { name: 'Out to AAD - User Identity', tag: 'Microsoft.OuttoAADUserIdentity.006', precedence: 124 },
];

function defaultRule(rule: DefaultRule, direction: RuleState['direction'], connectorId: string): RuleState {
  return {
    identifier: stableGuid(`${connectorId}|${rule.name}`),
    internalId: stableGuid(`internal|${connectorId}|${rule.name}`),
    name: rule.name,
    tag: rule.tag,
    connectorId,
    direction,
    disabled: false,
    objectType: rule.objectType ?? 'user',
    precedence: rule.precedence,
    enablePasswordSync: rule.passwords === true,
  };
}

function customRules(scenario: RuleSource): RuleState[] {
  const connectors = [...scenario.forests, ...scenario.entraConnectors];
  return scenario.rules.custom.map(({ connector, ...rule }) => ({
    ...rule,
    identifier: stableGuid(`custom|${connector}|${rule.name}`),
    internalId: stableGuid(`internal|custom|${connector}|${rule.name}`),
    tag: null,
    connectorId: connectors.find(({ name }) => name === connector)?.identifier ?? '',
    objectType: 'user',
  }));
}

/** All rules of a scenario's server: the relevant ones of the default set, changed as it says, and its own. */
export function ruleStates(scenario: RuleSource): RuleState[] {
  const { removed, disabled, withoutPasswords } = scenario.rules;
  const inbound = scenario.forests.flatMap(({ identifier }) =>
    INBOUND.map((rule) => defaultRule(rule, 'Inbound', identifier)),
  );
  const outbound = scenario.entraConnectors.flatMap(({ identifier }) =>
    OUTBOUND.map((rule) => defaultRule(rule, 'Outbound', identifier)),
  );
  return [...inbound, ...outbound, ...customRules(scenario)]
    .filter(({ name }) => !removed.includes(name))
    .map((rule) => ({
      ...rule,
      disabled: rule.disabled || disabled.includes(rule.name),
      enablePasswordSync: rule.enablePasswordSync && !withoutPasswords.includes(rule.name),
    }));
}

/** A rule as the state of a server holds it. */
export function ruleRecord(rule: RuleState): ClixmlInput {
  const inbound = rule.direction === 'Inbound';
  return {
    identifier: guid(rule.identifier),
    internalId: guid(rule.internalId),
    name: rule.name,
    version: 1,
    description: '',
    immutableTag: rule.tag,
    connector: guid(rule.connectorId),
    direction: rule.direction,
    disabled: rule.disabled,
    sourceObjectType: inbound ? rule.objectType : 'person',
    targetObjectType: inbound ? 'person' : rule.objectType,
    precedence: rule.precedence,
    linkType: inbound || rule.name !== OUTBOUND_PASSWORD_RULE ? 'Join' : 'Provision',
    enablePasswordSync: rule.enablePasswordSync,
    isStandardRule: rule.tag !== null,
  };
}
