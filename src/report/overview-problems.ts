import type { CheckContext } from '../checks/check.js';
import { groupByCause, type EventCause } from '../checks/problems/problem-causes.js';
import { findProblems } from '../checks/problems/problem-events.js';
import { problemScopes, type ProblemScope } from '../checks/problems/problem-judgement.js';
import { known, unknown } from '../model/fact.js';
import type { EventSummary, Facts } from '../model/facts.js';
import type { Overview } from '../model/report.js';

type ReportedProblem = (Overview['problems'] & { known: true })['value'][number];

function codeOf({ rpcCode, entraCode, signInCodes }: EventCause): string | null {
  const [signIn] = signInCodes;
  const code = rpcCode ?? entraCode;
  return signIn !== undefined ? `AADSTS${signIn}` : code === undefined ? null : String(code);
}

/** Adds a count to the problem with the same id and code: groups of several domains are one for a monitor. */
function addProblem(problems: Map<string, ReportedProblem>, problem: ReportedProblem): void {
  const key = JSON.stringify([problem.eventId, problem.code]);
  const before = problems.get(key);
  const isLater = before === undefined || Date.parse(problem.latestAt) > Date.parse(before.latestAt);
  problems.set(key, { ...(isLater ? problem : before), count: problem.count + (before?.count ?? 0) });
}

function problemsOf(scope: ProblemScope, events: EventSummary, windowStartsAt: Date): readonly ReportedProblem[] {
  const connector = scope.subject ?? null;
  const groups = groupByCause(events, scope.isMine, windowStartsAt);
  const problems = new Map<string, ReportedProblem>();
  for (const { eventId, cause, meaning, severity, count, latestAt } of groups) {
    addProblem(problems, { connector, eventId, code: codeOf(cause), meaning, severity, count, latestAt });
  }
  // Only the newest texts are kept: the others count, but what they name is not known.
  for (const { eventId, meaning, severity, count, latestAt } of findProblems(events, scope.isMine, windowStartsAt)) {
    const withText = groups.reduce((sum, group) => sum + (group.eventId === eventId ? group.count : 0), 0);
    if (count > withText) {
      addProblem(problems, { connector, eventId, code: null, meaning, severity, count: count - withText, latestAt });
    }
  }
  return [...problems.values()];
}

/** The problems that events of the window report, for each connector by id and code, then those that name no connector. */
export function reportedProblems(facts: Facts, context: CheckContext): Overview['problems'] {
  const { connectors, events } = facts;
  if (!connectors.known) {
    return unknown(connectors.reason);
  }
  if (!events.known) {
    return unknown(events.reason);
  }
  return known(
    problemScopes(facts, context).flatMap((scope) => problemsOf(scope, events.value, context.windowStartsAt)),
  );
}
