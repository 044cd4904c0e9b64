import { type ClixmlInput, guid } from '../parsers/clixml.js';
import type { RuleState } from './rule-state.js';
import type { PlacedUser } from './user-place.js';

/** The GUID of nothing. */
export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** Bit of userAccountControl: an ordinary user. */
export const NORMAL_ACCOUNT = 0x200;

/** Bit of userAccountControl: the account is disabled. */
export const ACCOUNT_DISABLED = 0x2;

/** The name that a user is shown with. */
export function displayName({ user }: PlacedUser): string {
  return user.samAccountName;
}

/** An attribute with its value and the rule that set it; none without a value. */
export function attribute(name: string, value: string | null | undefined, rule: RuleState | undefined): ClixmlInput[] {
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

/** The rules that were applied to an object as its lineage. */
export function lineage(rules: readonly RuleState[]): ClixmlInput[] {
  return rules.map((rule, index) => ({
    ruleId: guid(rule.identifier),
    internalId: guid(rule.internalId),
    ruleName: rule.name,
    operation: index === 0 && rule.direction === 'Outbound' ? 'Provision' : 'Join',
  }));
}

/** The rule of this name, else the one that carries passwords. */
export function findRule(rules: readonly RuleState[], name: string): RuleState | undefined {
  return rules.find((rule) => rule.name === name) ?? rules.find(({ enablePasswordSync }) => enablePasswordSync);
}
