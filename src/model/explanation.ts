import { fillRemedy } from '../checks/fill-remedy.js';
import { z } from 'zod';
import { entraCodes } from './entra-codes.js';
import { eventCatalog, eventMeanings, type EventMeaning } from './event-catalog.js';
import { remedySchema } from './finding.js';
import { logStatuses } from './log-statuses.js';
import { rpcCodes } from './rpc-codes.js';

/** What a term means, in the sense of one of the catalogues. */
export const explanationSchema = z.object({
  kind: z.enum(['event', 'rpc-code', 'entra-code', 'log-status', 'check']),
  /** As the catalogue writes it: `611`, `FilteredByTarget`, `PHS301`. */
  term: z.string(),
  name: z.string(),
  meaning: z.string(),
  /** Facts in a few words: source, severity, category. */
  details: z.array(z.object({ label: z.string(), value: z.string() })),
  remedy: remedySchema.nullable(),
  /** Path of the documentation page; null when there is none. */
  docs: z.string().nullable(),
});
/** See {@link explanationSchema}. */
export type Explanation = z.output<typeof explanationSchema>;

/** What `explain --output json` prints. */
export const explanationDocumentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('explain'),
  term: z.string(),
  /** One for each sense of the term: a number can be an event id and an RPC code. */
  explanations: z.array(explanationSchema),
});

/** A check with its page, for {@link explain}. */
export interface CheckPage {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly docs: string;
  /** Text of the section "What it checks" and of "What to do"; null when the page is not there. */
  readonly checks: string | null;
  readonly whatToDo: string | null;
}

const eventsPage = 'docs/events.md';

function eventExplanation(entry: EventMeaning): Explanation {
  const { eventId, name, meaning, remedy, source, entryType, kind, severity } = entry;
  return {
    kind: 'event',
    term: String(eventId),
    name,
    meaning,
    details: [
      { label: 'source', value: source },
      ...(entryType === undefined ? [] : [{ label: 'entry type', value: entryType }]),
      { label: 'kind', value: kind },
      { label: 'severity', value: severity },
    ],
    remedy,
    docs: eventsPage,
  };
}

function numberExplanations(number: number): readonly Explanation[] {
  const rpc = rpcCodes.get(number);
  const entra = entraCodes.get(number);
  return [
    ...eventMeanings(number).map(eventExplanation),
    ...(rpc === undefined
      ? []
      : [
          {
            kind: 'rpc-code' as const,
            term: String(number),
            name: rpc.name,
            meaning: rpc.meaning,
            details: [{ label: 'category', value: rpc.category }],
            remedy: fillRemedy(rpc.remedy, { domains: 'every domain of the forest' }),
            docs: eventsPage,
          },
        ]),
    ...(entra === undefined
      ? []
      : [
          {
            kind: 'entra-code' as const,
            term: String(number),
            name: entra.name,
            meaning: entra.meaning,
            details: [{ label: 'tried again by itself', value: entra.isTransient ? 'yes' : 'no' }],
            remedy: entra.remedy,
            docs: eventsPage,
          },
        ]),
  ];
}

function statusExplanations(term: string): readonly Explanation[] {
  return [...logStatuses.values()]
    .filter(({ status }) => status.toLowerCase() === term)
    .map(({ status, meaning, outcome, remedy }) => ({
      kind: 'log-status',
      term: status,
      name: status,
      meaning,
      details: [{ label: 'outcome', value: outcome }],
      remedy,
      docs: eventsPage,
    }));
}

function checkExplanation({ id, title, category, docs, checks, whatToDo }: CheckPage): Explanation {
  return {
    kind: 'check',
    term: id,
    name: title,
    meaning: checks ?? title,
    details: [{ label: 'category', value: category }],
    remedy: whatToDo === null ? null : { text: whatToDo, commands: [] },
    docs,
  };
}

/** Everything that a term can mean: event id, RPC code by number or name, code of Entra, log status, check id. */
export function explain(term: string, checks: readonly CheckPage[]): readonly Explanation[] {
  const wanted = term.trim().toLowerCase();
  const number = /^\d{1,5}$/.test(wanted) ? Number(wanted) : undefined;
  const byName = [...rpcCodes.values()].find(({ name }) => name.toLowerCase() === wanted);
  return [
    ...(number === undefined ? [] : numberExplanations(number)),
    ...(byName === undefined ? [] : numberExplanations(byName.code).filter(({ kind }) => kind === 'rpc-code')),
    ...statusExplanations(wanted),
    ...checks.filter(({ id }) => id.toLowerCase() === wanted).map(checkExplanation),
  ];
}

/** Every term that {@link explain} knows. */
export function explainableTerms(checkIds: readonly string[]): readonly string[] {
  const events = eventCatalog.map(({ eventId }) => String(eventId));
  const codes = [...rpcCodes.values()].flatMap(({ code, name }) => [String(code), name]);
  return [...new Set([...events, ...codes, ...[...entraCodes.keys()].map(String), ...logStatuses.keys(), ...checkIds])];
}
