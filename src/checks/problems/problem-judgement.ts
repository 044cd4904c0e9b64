import { counted } from '../../base/text.js';
import { classifyCycle, lastProvenSuccess } from '../../model/cycle-status.js';
import { factSources } from '../../model/fact-names.js';
import {
  hasHiddenDomains,
  type Connector,
  type EventSummary,
  type Facts,
  type PartitionState,
} from '../../model/facts.js';
import type { Evidence } from '../../model/finding.js';
import { instantText } from '../../model/instant.js';
import { whyUnknown, valueIfKnown, type CheckContext, type JudgedDraft, type UnreadableDraft } from '../check.js';
import { adConnectors, selectedAdConnectors, statesOfConnector } from '../connectors.js';
import { eventEvidence } from '../evidence.js';
import { domainFailureIds } from './problem-causes.js';
import { findProblems, type Problem } from './problem-events.js';
import { causeText } from './problem-remedies.js';
import { latestRecoveryMs } from './signs-of-life.js';

const longestSample = 400;

/** What is shown of problems: each with its number, its newest record and that record's text. */
export function problemEvidence(problems: readonly Problem[]): readonly Evidence[] {
  return problems.flatMap((problem) => {
    const { eventId, count, latestAt, latestRecordId, meaning, sample } = problem;
    const label = `Event ${eventId} (${meaning})`;
    const tally = eventEvidence(label, `${counted(count, 'event')}, latest ${latestAt}`, eventId, latestRecordId);
    return sample === undefined
      ? [tally]
      : [tally, eventEvidence('Text', sample.message.slice(0, longestSample), eventId, sample.recordId)];
  });
}

/**
 * A heartbeat says nothing about the one domain whose own last cycle still fails. In a forest of several domains, a
 * failure of one is over only when a later success of that domain is known.
 */
function domainStillFails(problem: Problem, connectors: readonly Connector[], facts: Facts): boolean {
  const severalDomains =
    hasHiddenDomains(facts) ??
    connectors.some(
      ({ partitions }) =>
        partitions.filter(({ selected, isDomain }) => selected === true && isDomain === true).length > 1,
    );
  if (domainFailureIds.has(problem.eventId) && severalDomains && !facts.partitionStates.known) {
    return true;
  }
  const states = valueIfKnown(facts.partitionStates) ?? [];
  const domains = new Set(problem.domains.map((domain) => domain.toLowerCase()));
  return connectors.some((connector) =>
    statesOfConnector(connector, states).some(
      ({ state, name }) =>
        (domains.has(name.toLowerCase()) || domains.has(state.dn.toLowerCase())) &&
        stillFails(state, problem, severalDomains),
    ),
  );
}

/**
 * A cycle that is running or was interrupted says neither that the domain works nor that it does not: the success before it
 * decides, and the forest's heartbeat if no success is reported and there is only this domain.
 */
function stillFails(state: PartitionState, { latestAt }: Problem, severalDomains: boolean): boolean {
  const status = classifyCycle(state);
  if (status !== 'in-progress' && status !== 'interrupted') {
    return status !== 'successful';
  }
  const success = lastProvenSuccess(state);
  return success === null ? severalDomains : Date.parse(success) <= Date.parse(latestAt);
}

/** True when every connector concerned reached Entra after the newest record. */
export function isRecovered(
  problem: Problem,
  connectors: readonly Connector[],
  events: EventSummary,
  facts: Facts,
): boolean {
  const happenedMs = Date.parse(problem.latestAt);
  return (
    connectors.length > 0 &&
    connectors.every((connector) => (latestRecoveryMs(connector, events) ?? 0) > happenedMs) &&
    !domainStillFails(problem, connectors, facts)
  );
}

/** A problem in a few words, beginning with a small letter. */
export function describeProblem(problem: Problem): string {
  const cause = causeText(problem);
  const what = `event ${problem.eventId} (${problem.meaning}${cause === undefined ? '' : `, ${cause}`})`;
  return `${what}, ${problem.count === 1 ? 'once' : `${problem.count} times`}, latest ${instantText(problem.latestAt)}`;
}

/** No problem was found: a pass only when the log covers the window, which PHS107 judges on its own. */
export function withoutProblems(facts: Facts, windowStartsAt: Date): JudgedDraft | UnreadableDraft {
  const reason = whyUnknown(facts.eventLogReach);
  if (reason !== undefined) {
    return { unreadable: reason };
  }
  const oldestAt = valueIfKnown(facts.eventLogReach)?.oldestAt ?? null;
  const evidence = [
    {
      label: 'Oldest record',
      value: oldestAt === null ? 'none' : instantText(oldestAt),
      source: factSources.eventLogReach,
    },
  ];
  if (oldestAt === null || Date.parse(oldestAt) > windowStartsAt.getTime()) {
    const reach = oldestAt === null ? 'is empty' : `starts at ${instantText(oldestAt)}, inside the window`;
    const message = `The Application log ${reach}, so the absence of problems proves nothing.`;
    return { unreadable: { code: 'not-found', message }, evidence };
  }
  return {
    status: 'pass',
    message: `No event since ${instantText(windowStartsAt.toISOString())} reports a problem.`,
    evidence,
  };
}

/** Whose events are looked at together: those of one connector, or those that name none that exists. */
export interface ProblemScope {
  /** Name of the connector; absent for events that name none. */
  readonly subject?: string;
  readonly isMine: (connectorId: string | null) => boolean;
  /** Connectors that the events may be about. */
  readonly concerned: readonly Connector[];
}

/** One scope for each connector that is looked at; one more for events that name none, when there are problems among them. */
export function problemScopes(facts: Facts, context: CheckContext): readonly ProblemScope[] {
  const all = adConnectors(facts);
  const ids = new Set(all.map(({ identifier }) => identifier.toLowerCase()));
  const perConnector = selectedAdConnectors(facts, context).map((connector) => ({
    subject: connector.name,
    isMine: (id: string | null): boolean => id?.toLowerCase() === connector.identifier.toLowerCase(),
    concerned: [connector],
  }));
  const isNobodys = (id: string | null): boolean => id === null || !ids.has(id.toLowerCase());
  const events = valueIfKnown(facts.events);
  const others = events === undefined ? [] : findProblems(events, isNobodys, context.windowStartsAt);
  return others.length === 0 ? perConnector : [...perConnector, { isMine: isNobodys, concerned: all }];
}

/** Text with a capital letter at its beginning. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
