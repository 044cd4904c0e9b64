import type { FactName } from '../../model/fact-names.js';
import type { Facts } from '../../model/facts.js';
import type { Category } from '../../model/finding.js';
import type { Check, CheckContext, CheckId, Draft } from '../check.js';
import type { PasswordEffect } from '../password-effect.js';
import { perScope, type AreaProblems } from './judge-area.js';
import type { CauseGroup } from './problem-causes.js';
import { problemScopes, type ProblemScope } from './problem-judgement.js';

/** What distinguishes the checks that judge problem events of one area, connector by connector. */
interface AreaCheckDefinition {
  readonly id: CheckId;
  readonly title: string;
  readonly category: Category;
  readonly passwords: PasswordEffect;
  /** Facts that are looked at beside the events and the cycles. */
  readonly uses?: readonly FactName[];
  /** True for the problems that the check is about. */
  readonly isMeant: (group: CauseGroup) => boolean;
  /** Judges the problems of one connector, or of events that name none. */
  readonly judge: (scope: ProblemScope, problems: AreaProblems, facts: Facts, context: CheckContext) => Draft;
}

/** Makes a check that judges the problem events of one area for each AD connector. */
export function areaCheck({ id, title, category, passwords, uses = [], isMeant, judge }: AreaCheckDefinition): Check {
  return {
    id,
    title,
    category,
    passwords,
    needs: ['connectors'],
    uses: ['events', 'eventLogReach', 'partitionStates', ...uses],
    dependsOn: [],
    perConnector: true,
    run: (facts, context) =>
      perScope(problemScopes(facts, context), facts, context, isMeant, (scope, problems) =>
        judge(scope, problems, facts, context),
      ),
  };
}
