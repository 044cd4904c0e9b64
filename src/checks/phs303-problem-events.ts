import { commandToCopy } from '../base/command-to-copy.js';
import type { Facts } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { readMentionedUsers } from '../parsers/user-mentions.js';
import { tellBeforeErrors, addChanges } from './changes/add-changes.js';
import { valueOf, type Check, type CheckContext, type CheckId, type Draft } from './check.js';
import { groupByCause, checkOfArea } from './problems/problem-causes.js';
import { findProblems, type Problem } from './problems/problem-events.js';
import {
  describeProblem,
  isRecovered,
  problemEvidence,
  problemScopes,
  sentence,
  withoutProblems,
  type ProblemScope,
} from './problems/problem-judgement.js';
import { remedyForProblem } from './problems/problem-remedies.js';

/** Events that report one user; the others name many, or none. */
const ofOneUser: ReadonlySet<number> = new Set([664, 6948]);

/** The checks that report the causes of all these problems; empty when one of them has no check of its own. */
function listCauses(
  problems: readonly Problem[],
  scope: ProblemScope,
  facts: Facts,
  context: CheckContext,
): readonly CheckId[] {
  const events = valueOf(facts.events);
  const ids = new Set(problems.map(({ eventId }) => eventId));
  const checks = groupByCause(events, scope.isMine, context.windowStartsAt)
    .filter((group) => ids.has(group.eventId) && !isRecovered(group, scope.concerned, events, facts))
    .map(({ area }) => checkOfArea(area));
  const named = checks.flatMap((id) => id ?? []);
  return named.length < checks.length ? [] : [...new Set(named)];
}

/** The user whom an event about one object names; undefined for any other event. */
function nameUser({ eventId, sample }: Problem): string | undefined {
  return ofOneUser.has(eventId) && sample !== undefined
    ? readMentionedUsers({ eventId, message: sample.message }).mentions[0]?.dn
    : undefined;
}

/** Advice about one user begins with the command that traces the user. */
function traceFirst({ text, commands }: Remedy, dn: string | undefined): Remedy {
  const trace = dn === undefined ? [] : [commandToCopy('phs-tool diagnose', [['dn', dn]])];
  return { text, commands: [...trace, ...commands] };
}

function judge(scope: ProblemScope, facts: Facts, context: CheckContext): Draft {
  const { concerned, isMine } = scope;
  const events = valueOf(facts.events);
  const problems = findProblems(events, isMine, context.windowStartsAt);
  const evidence = problemEvidence(problems);
  const active = problems.filter(
    (problem) => problem.severity === 'fail' && !isRecovered(problem, concerned, events, facts),
  );
  const worst = active[0] ?? problems[0];
  if (worst === undefined) {
    return withoutProblems(facts, context.windowStartsAt);
  }
  const remedy = traceFirst(
    remedyForProblem(worst, concerned.length === 1 ? concerned[0] : undefined),
    nameUser(worst),
  );
  const who = nameUser(worst);
  const text = sentence(`${describeProblem(worst)}${who === undefined ? '' : ` for ${who}`}`);
  if (active.length > 0) {
    const explainedTogether = listCauses(active, scope, facts, context);
    return { status: 'fail', message: `${text}.`, evidence, remedy, explainedTogether };
  }
  const recovered = worst.severity === 'fail' ? '; synchronization worked again afterwards' : '';
  return { status: 'warn', message: `${text}${recovered}.`, evidence, remedy };
}

function run(facts: Facts, context: CheckContext): readonly Draft[] {
  return problemScopes(facts, context).map((scope): Draft => {
    const draft = judge(scope, facts, context);
    return scope.subject === undefined ? draft : { ...draft, subject: scope.subject };
  });
}

/**
 * Events that report a problem, by connector; one finding without subject for those that name none. A problem is only a
 * warning when the same connector reached Entra afterwards.
 */
export const phs303ProblemEvents: Check = addChanges(
  {
    id: 'PHS303',
    title: 'No event in the window reports a problem',
    category: 'liveness',
    passwords: { failed: 'stops' },
    needs: ['connectors', 'events'],
    uses: ['eventLogReach', 'partitionStates'],
    dependsOn: [],
    perConnector: true,
    run,
  },
  tellBeforeErrors,
);
