import type { PhsEvent } from '../model/phs-event.js';
import type { AnswerSource } from '../model/source.js';
import { csvLine } from './csv.js';
import { eventDetails } from './event-details.js';
import { jsonLine } from './json.js';

/** What answered: every line says it, because a line is read without those before it. */
export type EventOrigin = AnswerSource['kind'];

const columns = [
  'generatedAt',
  'recordId',
  'eventId',
  'source',
  'entryType',
  'kind',
  'severity',
  'name',
  'type',
  'connectorName',
  'connectorId',
  'domain',
  'details',
  'message',
  'origin',
] as const;

/** The first line of the CSV form; with `server` that of several servers. */
export function eventCsvHeader(server?: 'server'): string {
  return csvLine(server === undefined ? columns : [...columns, server]);
}

/** One event as a line of CSV, with the name of its server if there are several. */
export function eventCsvLine(event: PhsEvent, origin: EventOrigin, server?: string): string {
  const row = { ...event, details: eventDetails(event), origin };
  return csvLine([...columns.map((column) => row[column]), ...(server === undefined ? [] : [server])]);
}

/** One event as a line of NDJSON, with the name of its server if there are several. */
export function eventJsonLine(event: PhsEvent, origin: EventOrigin, server?: string): string {
  return jsonLine({ ...event, origin, ...(server === undefined ? {} : { server }) });
}
