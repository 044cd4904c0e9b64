import { type ClixmlInput, guid } from '../parsers/clixml.js';
import type { RuleState } from './rule-state.js';
import type { PlacedUser } from './user-place.js';

/** The GUID of nothing. */
export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** Bits of userAccountControl: an ordinary user, a disabled account, "smart card is required for interactive logon". */
const NORMAL_ACCOUNT = 0x200;
const ACCOUNT_DISABLED = 0x2;
const SMART_CARD_REQUIRED = 0x40000;

const MS_PER_MINUTE = 60_000;
/** 100 ns units from 1601, where Windows file times begin, to 1970. */
const FILE_TIME_AT_UNIX_EPOCH = 116_444_736_000_000_000n;
const FILE_TIME_PER_MS = 10_000n;

/** `accountExpires` of an account that never expires. */
export const NEVER = '9223372036854775807';

/** An instant as Windows file time. */
export function toFileTime(now: Date, minutesAgo: number): bigint {
  return BigInt(Math.trunc(now.getTime() - minutesAgo * MS_PER_MINUTE)) * FILE_TIME_PER_MS + FILE_TIME_AT_UNIX_EPOCH;
}

/** `pwdLastSet`: 0 if the password must be changed at the next logon. */
export function passwordFileTime({ user, now }: PlacedUser): bigint {
  const set = user.passwordSetMinutesAgo;
  return set === null ? 0n : toFileTime(now, set);
}

/** `userAccountControl`. */
export function accountControl({ user }: PlacedUser): number {
  return NORMAL_ACCOUNT + (user.disabled ? ACCOUNT_DISABLED : 0) + (user.smartCardRequired ? SMART_CARD_REQUIRED : 0);
}

/** The form in which a directory writes an instant. */
export function generalizedTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}.0Z`;
}

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

/** The rule of this name, else the one that carries passwords, else one of the administrator that took its place. */
export function findRule(rules: readonly RuleState[], name: string): RuleState | undefined {
  return (
    rules.find((rule) => rule.name === name) ??
    rules.find(({ enablePasswordSync }) => enablePasswordSync) ??
    rules.find(({ tag, direction }) => tag === null && direction === 'Inbound')
  );
}
