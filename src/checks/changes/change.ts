import { readAuditState, type AuditState } from '../../model/audit-logging.js';
import { isAdConnector } from '../../model/connector-kind.js';
import { eventMeaning } from '../../model/event-catalog.js';
import { auditTopics, type AuditTopic } from '../../model/known-events/audit-events.js';
import type { Connector, EventRecord, Facts } from '../../model/facts.js';
import type { Evidence, Remedy } from '../../model/finding.js';
import { instantText } from '../../model/instant.js';
import type { AuditFields } from '../../model/phs-event.js';
import { hasSucceeded, parseAudit } from '../../parsers/audit-event.js';
import { parseEventPlace } from '../../parsers/event-message.js';
import { adviseFirst } from '../advise-first.js';
import { valueIfKnown, type JudgedDraft, type LastResort } from '../check.js';
import { eventEvidence } from '../evidence.js';
import { findVersion } from '../versions.js';

const longestSample = 400;
const longestQuote = 160;

/** One change that an administrator made, as the audit reports it. */
export interface Change {
  readonly record: EventRecord;
  readonly atMs: number;
  readonly topic: AuditTopic;
  /** What the catalogue calls it: `OU filtering changed`. */
  readonly name: string;
  readonly fields: AuditFields;
}

/** What is said of changes beside a finding: sentences and what they rest on. Empty if there is nothing to say. */
export interface ChangeStory {
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** Who made what is wrong, as the audit names them: they are asked before anything is changed. Absent: nobody is named. */
  readonly askFirst?: readonly string[];
}

/** Nothing to say of changes. */
export const noStory: ChangeStory = { text: '', evidence: [] };

/** The changes that the audit reports, newest first; attempts that failed are left out. Empty if the log could not be read. */
export function listChanges(facts: Pick<Facts, 'changeEvents'>): readonly Change[] {
  return (valueIfKnown(facts.changeEvents) ?? []).flatMap((record) => {
    const meaning = eventMeaning(record);
    const topic = auditTopics.get(record.eventId);
    if (meaning?.kind !== 'audit' || topic === undefined) {
      return [];
    }
    const fields = parseAudit(record.message);
    const change = { record, atMs: Date.parse(record.generatedAt), topic, name: meaning.name, fields };
    return hasSucceeded(fields) ? [change] : [];
  });
}

/** True if a text names the connector, or none of the connectors at all; undefined means the whole server. */
export function canConcern(
  message: string,
  connector: Connector | undefined,
  { connectors }: Pick<Facts, 'connectors'>,
): boolean {
  if (connector === undefined) {
    return true;
  }
  const { connectorId } = parseEventPlace(message, []);
  if (connectorId !== null) {
    return connectorId === connector.identifier.toLowerCase();
  }
  const text = message.toLowerCase();
  const named = (valueIfKnown(connectors) ?? [])
    .filter(isAdConnector)
    .filter(({ name, identifier }) => text.includes(name.toLowerCase()) || text.includes(identifier.toLowerCase()));
  return named.length === 0 || named.some(({ identifier }) => identifier === connector.identifier);
}

/** Whether the server writes down what administrators change. */
export function findAuditState({ platform, globalSetting }: Pick<Facts, 'platform' | 'globalSetting'>): AuditState {
  const machine = valueIfKnown(platform);
  return readAuditState(machine, findVersion(machine, valueIfKnown(globalSetting)));
}

/** A text in one line, cut off, for a sentence. */
export function quoteText(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return `"${line.length > longestQuote ? `${line.slice(0, longestQuote)}...` : line}"`;
}

/** When, by whom, and which event says so; a text that names nobody is quoteText as it is. */
export function tellWhenAndWho({ record, fields }: Pick<Change, 'record' | 'fields'>): string {
  const at = instantText(record.generatedAt);
  return fields.user === null
    ? `at ${at} (event ${record.eventId}: ${quoteText(record.message)})`
    : `at ${at} by ${fields.user} (event ${record.eventId})`;
}

/** The users whom changes name, each once. */
export function listAuthors(changes: readonly Pick<Change, 'fields'>[]): readonly string[] {
  return [...new Set(changes.flatMap(({ fields }) => fields.user ?? []))];
}

/** What is shown of one record: its name, its source, its instant, and its text as it is. */
export function showChange(record: EventRecord): readonly Evidence[] {
  const { eventId, recordId, generatedAt, source, message } = record;
  const name = eventMeaning(record)?.name ?? 'event';
  return [
    eventEvidence(`Event ${eventId} (${name}; written by ${source})`, generatedAt, eventId, recordId),
    eventEvidence('Text', message.slice(0, longestSample), eventId, recordId),
  ];
}

/** Advice that begins with whom to ask, if anybody is named. */
function withQuestion(remedy: Remedy, askFirst: readonly string[]): Remedy {
  return askFirst.length === 0
    ? remedy
    : adviseFirst(remedy, { text: `First ask ${askFirst.join(' and ')}, who made the change.`, commands: [] });
}

function withQuestions(resort: LastResort, askFirst: readonly string[]): LastResort {
  return {
    whenAllHolds: withQuestion(resort.whenAllHolds, askFirst),
    whenDomainsAreUnasked: withQuestion(resort.whenDomainsAreUnasked, askFirst),
    whenNotRecorded: withQuestion(resort.whenNotRecorded, askFirst),
    otherwise: withQuestion(resort.otherwise, askFirst),
  };
}

/** A finding with a story beside it. A finding that is in order has none. */
export function addStory(draft: JudgedDraft, { text, evidence, askFirst = [] }: ChangeStory): JudgedDraft {
  return draft.status === 'fail' || draft.status === 'warn'
    ? {
        ...draft,
        message: text === '' ? draft.message : `${draft.message} ${text}`,
        evidence: [...draft.evidence, ...evidence],
        ...(draft.remedy === undefined ? {} : { remedy: withQuestion(draft.remedy, askFirst) }),
        ...(draft.lastResort === undefined ? {} : { lastResort: withQuestions(draft.lastResort, askFirst) }),
      }
    : draft;
}
