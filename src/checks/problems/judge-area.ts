import { groupBy } from '../../base/group-by.js';
import { counted } from '../../base/text.js';
import { classifyCycle, lastProvenSuccess } from '../../model/cycle-status.js';
import type { Facts } from '../../model/facts.js';
import type { Evidence, Remedy } from '../../model/finding.js';
import { instantText } from '../../model/instant.js';
import { whyUnknown, valueIfKnown, type CheckContext, type CheckId, type Draft } from '../check.js';
import { statesOfConnector } from '../connectors.js';
import { eventEvidence, evidence } from '../evidence.js';
import { groupByCause, type CauseGroup } from './problem-causes.js';
import { describeProblem, isRecovered, sentence, withoutProblems, type ProblemScope } from './problem-judgement.js';
import { causeText, remedyForProblem } from './problem-remedies.js';
import { isInWindow } from './signs-of-life.js';

const longestSample = 400;

/** The problems of a scope that are about some area, in those that go on and those after which synchronization worked again. */
export interface AreaProblems {
  readonly active: readonly CauseGroup[];
  readonly recovered: readonly CauseGroup[];
}

/** Problems of a scope for which `isMeant` holds. Empty when the log could not be read. */
export function areaProblems(
  scope: ProblemScope,
  facts: Facts,
  { windowStartsAt }: CheckContext,
  isMeant: (group: CauseGroup) => boolean,
): AreaProblems {
  const events = valueIfKnown(facts.events);
  if (events === undefined) {
    return { active: [], recovered: [] };
  }
  const groups = groupByCause(events, scope.isMine, windowStartsAt).filter(
    (group) => group.severity === 'fail' && isMeant(group),
  );
  const isOver = (group: CauseGroup): boolean => isRecovered(group, scope.concerned, events, facts);
  return { active: groups.filter((group) => !isOver(group)), recovered: groups.filter(isOver) };
}

/** What is shown of groups: domain, number, first and latest record, and one text. */
export function groupEvidence(groups: readonly CauseGroup[]): readonly Evidence[] {
  return groups.flatMap((group) => {
    const { eventId, meaning, domains, count, firstAt, latestAt, latestRecordId, sample } = group;
    const where = domains.length === 0 ? '' : `, ${domains.join(', ')}`;
    const value = `${counted(count, 'event')}, first ${firstAt}, latest ${latestAt}`;
    const tally = eventEvidence(`Event ${eventId} (${meaning}${where})`, value, eventId, latestRecordId);
    return sample === undefined
      ? [tally]
      : [tally, eventEvidence('Text', sample.message.slice(0, longestSample), eventId, sample.recordId)];
  });
}

/** The remedies of all groups, each said once, with the causes that it is for. */
export function groupRemedy(groups: readonly CauseGroup[], scope: ProblemScope): Remedy {
  const connector = scope.concerned.length === 1 ? scope.concerned[0] : undefined;
  const remedies = groups.map((group) => ({ group, remedy: remedyForProblem(group, connector) }));
  const steps = [...groupBy(remedies, ({ remedy }) => JSON.stringify(remedy)).values()].map((same) => ({
    cause: [...new Set(same.map(({ group }) => causeText(group) ?? `event ${group.eventId}`))].join(', '),
    ...same[0].remedy,
  }));
  return {
    text: [...new Set(steps.map(({ text }) => text))].join(' '),
    commands: [...new Set(steps.flatMap(({ commands }) => commands))],
    ...(steps.length > 1 ? { steps } : {}),
  };
}

/** The groups in one sentence, with the domains that they name. */
export function groupsText(groups: readonly CauseGroup[]): string {
  const texts = groups.map((group) => {
    const where = group.domains.length === 0 ? '' : ` for ${group.domains.join(', ')}`;
    return `${describeProblem(group)}${where}`;
  });
  return sentence(texts.join('; '));
}

/**
 * What a check of a cause says when no problem goes on: `pass` when something proves it or the log covers the window,
 * else it could not be read, which PHS303 says.
 */
export function withoutActiveProblems(
  { recovered }: AreaProblems,
  proof: readonly Evidence[],
  facts: Facts,
  context: CheckContext,
  good: string,
): Draft {
  const shown = [...groupEvidence(recovered), ...proof];
  if (recovered.length > 0) {
    const message = `${groupsText(recovered)}; synchronization worked again afterwards.`;
    return { status: 'pass', message, evidence: shown };
  }
  if (proof.length > 0) {
    return { status: 'pass', message: good, evidence: shown };
  }
  const reason = whyUnknown(facts.events);
  const draft: Draft = reason === undefined ? withoutProblems(facts, context.windowStartsAt) : { unreadable: reason };
  return 'unreadable' in draft ? { ...draft, reportedBy: 'PHS303' } : { ...draft, message: good };
}

/** Cycles that prove that passwords of every partition of the scope could be read in the window; empty when one is missing. */
export function cycleProof(scope: ProblemScope, facts: Facts, { windowStartsAt }: CheckContext): readonly Evidence[] {
  const states = scope.concerned.flatMap((connector) =>
    statesOfConnector(connector, valueIfKnown(facts.partitionStates) ?? []),
  );
  const isProof = ({ state }: (typeof states)[number]): boolean => isInWindow(lastProvenSuccess(state), windowStartsAt);
  const expected = scope.concerned.flatMap(({ partitions }) =>
    partitions.filter(({ selected, isDomain }) => selected !== false && isDomain !== false),
  );
  return states.length >= expected.length && states.every(isProof)
    ? states.map(({ state, name }) => {
        const at = lastProvenSuccess(state);
        const which = classifyCycle(state) === 'successful' ? 'Last cycle' : 'Last finished cycle';
        return evidence('partitionStates', `${which} of ${name}`, `Successful, ${at === null ? '' : instantText(at)}`);
      })
    : [];
}

/** Drafts for all scopes of a check that reports on each connector, and on events without one only when it has some. */
export function perScope(
  scopes: readonly ProblemScope[],
  facts: Facts,
  context: CheckContext,
  isMeant: (group: CauseGroup) => boolean,
  judge: (scope: ProblemScope, problems: AreaProblems) => Draft,
): readonly Draft[] {
  return scopes.flatMap((scope) => {
    const problems = areaProblems(scope, facts, context, isMeant);
    if (scope.subject === undefined && problems.active.length === 0 && problems.recovered.length === 0) {
      return [];
    }
    const draft = judge(scope, problems);
    return [scope.subject === undefined ? draft : { ...draft, subject: scope.subject }];
  });
}

/** Ids of checks, for conditions that hold for all groups. */
export function ifAll(
  groups: readonly CauseGroup[],
  holds: (group: CauseGroup) => boolean,
  ids: readonly CheckId[],
): readonly CheckId[] {
  return groups.length > 0 && groups.every(holds) ? ids : [];
}
