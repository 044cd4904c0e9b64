import type { SyncRule } from '../model/diagnosis-facts.js';
import type { Evidence } from '../model/finding.js';
import type { ConnectorSpaceObject, Lineage } from '../model/object-trace.js';
import { traceEvidence, type TracePart } from './object-check.js';

/** A lineage entry with the rule that it names; undefined when the server has no such rule any more. */
export interface AppliedRule {
  readonly entry: Lineage;
  readonly rule: SyncRule | undefined;
}

/** Where a rule leads: from a directory to the metaverse, or from there to a directory. */
export type RuleDirection = 'Inbound' | 'Outbound';

function sameText(left: string | null, right: string | null): boolean {
  return left !== null && right !== null && left.toLowerCase() === right.toLowerCase();
}

function leads({ direction }: SyncRule, wanted: RuleDirection): boolean {
  return sameText(direction, wanted);
}

function findRule(
  entry: Lineage,
  { connectorId }: ConnectorSpaceObject,
  rules: readonly SyncRule[],
): SyncRule | undefined {
  if (entry.ruleId !== null) {
    return rules.find((rule) => sameText(rule.internalId, entry.ruleId) || sameText(rule.identifier, entry.ruleId));
  }
  // A name is not an identity; it is used only when the build gives no id, and only within the object's own connector.
  return rules.find((rule) => rule.name === entry.ruleName && sameText(rule.connectorId, connectorId));
}

/**
 * The lineage of an object joined with the rules by rule id: lineage itself does not report which rules synchronize
 * passwords (facts 1.10).
 */
export function appliedRules(object: ConnectorSpaceObject, rules: readonly SyncRule[]): readonly AppliedRule[] {
  return object.lineage.map((entry) => ({ entry, rule: findRule(entry, object, rules) }));
}

/** The applied rules that synchronize passwords in this direction, the disabled ones too. Custom rules count. */
export function passwordRules(applied: readonly AppliedRule[], direction: RuleDirection): readonly SyncRule[] {
  return applied.flatMap(({ rule }) => (rule?.enablePasswordSync === true && leads(rule, direction) ? [rule] : []));
}

/** The enabled rules of the object's connector that would synchronize passwords in this direction. */
export function candidateRules(
  { connectorId }: ConnectorSpaceObject,
  rules: readonly SyncRule[],
  direction: RuleDirection,
): readonly SyncRule[] {
  return rules.filter(
    (rule) =>
      rule.enablePasswordSync && !rule.disabled && leads(rule, direction) && sameText(rule.connectorId, connectorId),
  );
}

/** Each applied rule with what it says about passwords. */
export function lineageEvidence(part: TracePart, applied: readonly AppliedRule[]): readonly Evidence[] {
  return applied.map(({ entry, rule }) => {
    const flag =
      rule === undefined
        ? 'no rule of this id on the server any more'
        : `EnablePasswordSync=${String(rule.enablePasswordSync)}${rule.disabled ? ', disabled' : ''}${rule.isStandardRule === false ? ', custom rule' : ''}`;
    return traceEvidence(part, `Rule "${entry.ruleName}"`, flag);
  });
}
