import type { AuditTopic } from '../../model/known-events/audit-events.js';
import type { Connector, Facts } from '../../model/facts.js';
import { shortestSilenceMs } from '../../model/activity-spans.js';
import {
  canConcern,
  showChange,
  listAuthors,
  listChanges,
  noStory,
  tellWhenAndWho,
  type Change,
  type ChangeStory,
} from './change.js';

/** A change this long before a trouble is taken as one that came shortly before it. */
const shortlyBeforeMs = 24 * 3_600_000;
const mostChanges = 3;

const topicWords: Readonly<Record<AuditTopic, string>> = {
  directory: 'a directory was added, updated or deleted',
  setup: 'the express settings were chosen',
  filter: 'the filters of synchronization were changed',
  'password-sync': 'password hash synchronization was switched on or off',
  start: 'the start of synchronization was changed',
  'ad-account': 'the AD DS connector account or its credential was changed',
  rule: 'rules were changed',
  'sign-in-method': 'the sign-in method of users was changed',
  federation: 'the federation was changed',
  permission: 'permissions in Active Directory were set',
  'entra-account': 'the Entra connector account was changed',
  application: 'the application of the Entra connector or its certificate was changed',
};

function sentence({ topic, ...change }: Change): string {
  return `${topicWords[topic]} ${tellWhenAndWho(change)}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function story(changes: readonly Change[], end: string): ChangeStory {
  const shown = changes.slice(0, mostChanges);
  return shown.length === 0
    ? noStory
    : {
        text: `${capital(shown.map(sentence).join('; '))}${end}.`,
        evidence: shown.flatMap(({ record }) => showChange(record)),
        askFirst: listAuthors(shown),
      };
}

/** When a trouble began, and how that is said: `silence began at ...`. */
export interface Beginning {
  readonly at: string;
  readonly text: string;
}

type Known = Pick<Facts, 'changeEvents' | 'connectors'>;

function changesFor(facts: Known, topics: readonly AuditTopic[], connector: Connector | undefined): readonly Change[] {
  return listChanges(facts).filter(
    ({ topic, record }) => topics.includes(topic) && canConcern(record.message, connector, facts),
  );
}

/**
 * Changes of some topics shortly before a trouble began: up to a day before, and until it had to show. What comes first
 * need not be the cause, so this is evidence and never a verdict.
 */
export function tellChangesBefore(
  facts: Known,
  topics: readonly AuditTopic[],
  connector: Connector | undefined,
  { at, text }: Beginning,
): ChangeStory {
  const beganMs = Date.parse(at);
  const changes = changesFor(facts, topics, connector).filter(
    ({ atMs }) => atMs >= beganMs - shortlyBeforeMs && atMs <= beganMs + shortestSilenceMs,
  );
  return story(changes, `; ${text}`);
}

/** The newest change of each of some topics in the log: for a state that such a change can have made, however long ago. */
export function tellLatestChanges(facts: Known, topics: readonly AuditTopic[], connector?: Connector): ChangeStory {
  const changes = changesFor(facts, topics, connector);
  const latest = topics.flatMap((topic) => changes.find((change) => change.topic === topic) ?? []);
  return story(latest, '');
}
