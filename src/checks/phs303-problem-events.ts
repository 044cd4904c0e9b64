import type { Connector, EventSummary, Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { instantText } from '../model/instant.js';
import { factSources, reasonOf, valueIfKnown, valueOf, type Check, type CheckContext, type Draft } from './check.js';
import { adConnectors, selectedAdConnectors, statesOfConnector } from './connectors.js';
import { counted, eventEvidence } from './evidence.js';
import { problemsOf, type Problem } from './problem-events.js';
import { causeText, remedyForProblem } from './problem-remedies.js';
import { latestRecoveryMs } from './signs-of-life.js';

const longestSample = 400;

function problemEvidence(problems: readonly Problem[]): readonly Evidence[] {
  return problems.flatMap((problem) => {
    const { eventId, count, latestAt, latestRecordId, meaning, sample } = problem;
    const label = `Event ${eventId} (${meaning})`;
    const tally = eventEvidence(label, `${counted(count, 'event')}, latest ${latestAt}`, eventId, latestRecordId);
    return sample === undefined
      ? [tally]
      : [tally, eventEvidence('Text', sample.message.slice(0, longestSample), eventId, sample.recordId)];
  });
}

/** A heartbeat says nothing about the one domain whose own last cycle still fails. */
function domainStillFails(problem: Problem, connectors: readonly Connector[], facts: Facts): boolean {
  const states = valueIfKnown(facts.partitionStates) ?? [];
  const domains = new Set(problem.domains.map((domain) => domain.toLowerCase()));
  return connectors.some((connector) =>
    statesOfConnector(connector, states).some(
      ({ state, name }) =>
        (domains.has(name.toLowerCase()) || domains.has(state.dn.toLowerCase())) &&
        state.lastCycleStatus?.toLowerCase() !== 'successful',
    ),
  );
}

/** True when every connector concerned reached Entra after the newest record. */
function isRecovered(problem: Problem, connectors: readonly Connector[], events: EventSummary, facts: Facts): boolean {
  const happenedMs = Date.parse(problem.latestAt);
  return (
    connectors.length > 0 &&
    connectors.every((connector) => (latestRecoveryMs(connector, events) ?? 0) > happenedMs) &&
    !domainStillFails(problem, connectors, facts)
  );
}

function describe(problem: Problem): string {
  const cause = causeText(problem);
  const what = `event ${problem.eventId} (${problem.meaning}${cause === undefined ? '' : `, ${cause}`})`;
  return `${what}, ${problem.count === 1 ? 'once' : `${problem.count} times`}, latest ${instantText(problem.latestAt)}`;
}

/** No problem was found: a pass only when the log covers the window, which PHS107 judges on its own. */
function withoutProblems(facts: Facts, windowStartsAt: Date): Draft {
  const reason = reasonOf(facts.eventLogReach);
  if (reason !== undefined) {
    return { unreadable: reason };
  }
  const oldestAt = valueIfKnown(facts.eventLogReach)?.oldestAt ?? null;
  const evidence = [{ label: 'Oldest record', value: oldestAt ?? 'none', source: factSources.eventLogReach }];
  if (oldestAt === null || Date.parse(oldestAt) > windowStartsAt.getTime()) {
    const reach = oldestAt === null ? 'is empty' : `starts at ${instantText(oldestAt)}, inside the window`;
    const message = `The Application log ${reach}, so that it shows no problem proves nothing.`;
    return { unreadable: { code: 'not-found', message }, evidence };
  }
  return {
    status: 'pass',
    message: `No event since ${instantText(windowStartsAt.toISOString())} reports a problem.`,
    evidence,
  };
}

function judge(
  problems: readonly Problem[],
  concerned: readonly Connector[],
  facts: Facts,
  context: CheckContext,
): Draft {
  const events = valueOf(facts.events);
  const evidence = problemEvidence(problems);
  const active = problems.filter(
    (problem) => problem.severity === 'fail' && !isRecovered(problem, concerned, events, facts),
  );
  const worst = active[0] ?? problems[0];
  if (worst === undefined) {
    return withoutProblems(facts, context.windowStartsAt);
  }
  const remedy = remedyForProblem(worst, concerned.length === 1 ? concerned[0] : undefined);
  const found = describe(worst);
  const text = `${found.charAt(0).toUpperCase()}${found.slice(1)}`;
  if (active.length > 0) {
    return { status: 'fail', message: `${text}.`, evidence, remedy };
  }
  const recovered = worst.severity === 'fail' ? '; synchronization worked again afterwards' : '';
  return { status: 'warn', message: `${text}${recovered}.`, evidence, remedy };
}

function run(facts: Facts, context: CheckContext): readonly Draft[] {
  const events = valueOf(facts.events);
  const all = adConnectors(facts);
  const ids = new Set(all.map(({ identifier }) => identifier.toLowerCase()));
  const perConnector = selectedAdConnectors(facts, context).map((connector): Draft => {
    const isMine = (id: string | null): boolean => id?.toLowerCase() === connector.identifier.toLowerCase();
    const problems = problemsOf(events, isMine, context.windowStartsAt);
    return { ...judge(problems, [connector], facts, context), subject: connector.name };
  });
  const isNobodys = (id: string | null): boolean => id === null || !ids.has(id.toLowerCase());
  const others = problemsOf(events, isNobodys, context.windowStartsAt);
  return others.length === 0 ? perConnector : [...perConnector, judge(others, all, facts, context)];
}

/**
 * Events that report a problem, by connector; one finding without subject for those that name none. A problem is only a
 * warning when the same connector reached Entra afterwards.
 */
export const phs303ProblemEvents: Check = {
  id: 'PHS303',
  title: 'No event in the window reports a problem',
  category: 'liveness',
  needs: ['connectors', 'events'],
  uses: ['eventLogReach', 'partitionStates'],
  dependsOn: [],
  perConnector: true,
  run,
};
