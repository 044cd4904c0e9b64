import { problemEventIds } from '../../model/event-catalog.js';
import type { AuditTopic } from '../../model/known-events/audit-events.js';
import { isAdConnector } from '../../model/connector-kind.js';
import type { Connector, Facts } from '../../model/facts.js';
import { listTallies } from '../../model/connector-tallies.js';
import { instantText } from '../../model/instant.js';
import { valueIfKnown, type Check, type CheckContext } from '../check.js';
import { statesOfConnector } from '../connectors.js';
import { findLastSign } from '../problems/signs-of-life.js';
import { addStory, type ChangeStory } from './change.js';
import { tellChangesBefore, tellLatestChanges, type Beginning } from './tell-changes.js';

/** Makes the story of one finding; the connector is the one that the finding is about. */
export type StoryOf = (facts: Facts, connector: Connector | undefined, context: CheckContext) => ChangeStory;

const problemIds: ReadonlySet<number> = new Set(problemEventIds);

/** What can end or disturb synchronization as a whole. */
const disturbing: readonly AuditTopic[] = ['rule', 'filter', 'directory', 'setup', 'password-sync'];

/** What can make errors: that, and what signs in. */
const troubling: readonly AuditTopic[] = [...disturbing, 'ad-account', 'permission', 'entra-account', 'application'];

function connectorNamed(facts: Facts, name: string | undefined): Connector | undefined {
  return (valueIfKnown(facts.connectors) ?? []).filter(isAdConnector).find((each) => each.name === name);
}

/** A check whose findings name the changes that can have led to them: evidence, which changes no status (facts 9.3). */
export function addChanges(check: Check, storyOf: StoryOf): Check {
  return {
    ...check,
    uses: [...check.uses, 'changeEvents'],
    run: (facts, context) =>
      check
        .run(facts, context)
        .map((draft) =>
          'unreadable' in draft || draft.status === 'skip'
            ? draft
            : addStory(draft, storyOf(facts, connectorNamed(facts, draft.subject), context)),
        ),
  };
}

/** The newest change of each topic, however long ago it was made. */
export function tellLatest(...topics: readonly AuditTopic[]): StoryOf {
  return (facts, connector) => tellLatestChanges(facts, topics, connector);
}

function beginningOfSilence(facts: Facts, connector: Connector, { windowStartsAt }: CheckContext): Beginning {
  const sign = findLastSign(connector, valueIfKnown(facts.lastSigns) ?? []);
  if (sign !== undefined) {
    return {
      at: sign.generatedAt,
      text: `silence began at ${instantText(sign.generatedAt)}, after the last sign of life`,
    };
  }
  const ends = statesOfConnector(connector, valueIfKnown(facts.partitionStates) ?? []).flatMap(
    ({ state }) => state.lastSuccessEndedAt ?? [],
  );
  const latest = ends.sort((left, right) => Date.parse(right) - Date.parse(left))[0];
  const start = windowStartsAt.toISOString();
  return latest === undefined || Date.parse(latest) > windowStartsAt.getTime()
    ? { at: start, text: `silence began before ${instantText(start)}` }
    : { at: latest, text: `silence began at ${instantText(latest)}, after the last cycle that succeeded` };
}

/** Rules, filters and directories that were changed shortly before a connector fell silent. */
export const tellBeforeSilence: StoryOf = (facts, connector, context) =>
  connector === undefined
    ? { text: '', evidence: [] }
    : tellChangesBefore(facts, disturbing, connector, beginningOfSilence(facts, connector, context));

function firstProblemAt(facts: Facts, connector: Connector | undefined): string | undefined {
  const events = valueIfKnown(facts.events);
  return (events === undefined ? [] : listTallies(connector, events))
    .filter(({ eventId }) => problemIds.has(eventId))
    .map(({ firstAt }) => firstAt)
    .sort((left, right) => Date.parse(left) - Date.parse(right))[0];
}

/** What was changed shortly before the first error of the window. */
export const tellBeforeErrors: StoryOf = (facts, connector) => {
  const at = firstProblemAt(facts, connector);
  return at === undefined
    ? { text: '', evidence: [] }
    : tellChangesBefore(facts, troubling, connector, {
        at,
        text: `the first error of the window came at ${instantText(at)}`,
      });
};
