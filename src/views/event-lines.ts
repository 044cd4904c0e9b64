import type { PhsEvent } from '../model/phs-event.js';
import { csvLine } from './csv.js';
import { escapeJsonText } from '../base/escape.js';
import { eventDetails } from './event-details.js';

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
] as const;

/** The first line of the CSV form. */
export function eventCsvHeader(): string {
  return csvLine(columns);
}

/** One event as a line of CSV. */
export function eventCsvLine(event: PhsEvent): string {
  return csvLine(columns.map((column) => (column === 'details' ? eventDetails(event) : event[column])));
}

/** One event as a line of NDJSON. */
export function eventJsonLine(event: PhsEvent): string {
  return `${escapeJsonText(JSON.stringify(event))}\n`;
}
