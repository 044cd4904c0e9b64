import { counted } from '../base/text.js';
import { valueIfKnown, whyUnknown } from '../checks/check.js';
import type { SyncRule } from '../model/diagnosis-facts.js';
import type { Remedy } from '../model/finding.js';
import type { ConnectorSpaceObject } from '../model/object-trace.js';
import { appliedRules, candidateRules, lineageEvidence, passwordRules, type RuleDirection } from './lineage.js';
import type { ObjectSubject, ObjectVerdict } from './object-check.js';

/** What is different between the inbound and the outbound rule. */
export interface PasswordRuleQuestion {
  readonly part: 'source' | 'target';
  readonly direction: RuleDirection;
  /** Name of the rule in the default configuration (facts 1.11). */
  readonly defaultName: string;
  /** What else explains that the rule was not applied; empty when nothing is known. */
  readonly because: string;
}

function names(rules: readonly SyncRule[]): string {
  return rules.map(({ name }) => `"${name}"`).join(', ');
}

function remedyFor({ direction, defaultName }: PasswordRuleQuestion): Remedy {
  const way = direction === 'Inbound' ? 'inbound' : 'outbound';
  return {
    text: `Look at the scoping filter and the join rules of the ${way} rule with "Enable Password Sync" (default: "${defaultName}") in the Synchronization Rules Editor, and at the attributes of the user that they use; see the rules and their flags with phs-tool diagnose. After a change of rules run a full synchronization.`,
    commands: ['phs-tool diagnose', 'Start-ADSyncSyncCycle -PolicyType Initial'],
  };
}

function withoutRule(
  object: ConnectorSpaceObject,
  rules: readonly SyncRule[],
  question: PasswordRuleQuestion,
): Omit<Extract<ObjectVerdict, { status: 'fail' | 'pass' | 'warn' | 'unknown' }>, 'evidence'> {
  const way = question.direction.toLowerCase();
  const candidates = candidateRules(object, rules, question.direction);
  const none = (rules: string): string =>
    object.lineage.length === 0
      ? 'No rule was applied to the object'
      : `None of the ${rules} applied to the object synchronizes passwords ${way}`;
  const expected =
    candidates.length === 0
      ? `, and connector "${object.connectorName}" has no enabled ${way} rule that would`
      : `; ${names(candidates)} would, but was not applied`;
  const why = `${expected}${question.because}.`;
  const all =
    object.lineage.length === 1
      ? `The only rule applied to the object does not synchronize passwords ${way}`
      : none(counted(object.lineage.length, 'rule'));
  return {
    status: 'fail',
    message: `${all}${why}`,
    reason: `${none('rules')}${why}`,
    remedy: remedyFor(question),
  };
}

/** Whether a rule that synchronizes passwords was applied to a connector space object (Microsoft's page, steps h and k). */
export function judgePasswordRule(
  object: ConnectorSpaceObject,
  { server }: ObjectSubject,
  question: PasswordRuleQuestion,
): ObjectVerdict {
  const rules = valueIfKnown(server.rules);
  if (rules === undefined) {
    const evidence = lineageEvidence(question.part, appliedRules(object, []));
    const unread = whyUnknown(server.rules);
    return {
      status: 'unknown',
      message: `Could not be checked, because the rules could not be read: ${unread?.message ?? ''}`,
      evidence: evidence.map((entry) => ({ ...entry, value: 'applied; its flag could not be read' })),
      ...(unread === undefined ? {} : { unread }),
    };
  }
  const applied = appliedRules(object, rules);
  const evidence = lineageEvidence(question.part, applied);
  const found = passwordRules(applied, question.direction);
  const active = found.filter(({ disabled }) => !disabled);
  if (active.length > 0) {
    const custom = active.every(({ isStandardRule }) => isStandardRule === false) ? ' (custom)' : '';
    return { status: 'pass', message: `${names(active)}${custom} synchronizes its password.`, evidence };
  }
  if (found.length > 0) {
    const message = `${names(found)} was applied to the object, but is disabled now.`;
    return { status: 'fail', message, evidence, remedy: remedyFor(question) };
  }
  return { ...withoutRule(object, rules, question), evidence };
}
