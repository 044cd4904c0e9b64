import type { EventsDocument } from '../model/events-document.js';
import type { PhsEvent } from '../model/phs-event.js';
import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import { eventDetails } from './event-details.js';
import { formatConnector, formatInstant, timelineLines, type EventsTextOptions } from './event-timelines.js';
import { displayWidth, fitted, hanging, indented, padTo } from './layout.js';
import { sourceLine } from './source-text.js';
import type { Role } from './theme.js';

/** At most so many events in a table, and on a terminal: there the newest are wanted, and the timelines below them. */
export const mostEventsInTable = 1_000;
const mostOnTerminal = 50;

const widestName = 32;
/** On a terminal; in a pipe a name is whole. */
const widestServer = 20;
/** Where what an event says begins on a terminal: after its time and id. */
const detailsIndent = 16;
/** So many lines of it are shown there. */
const mostDetailLines = 3;
const roles: Readonly<Record<PhsEvent['severity'], Role>> = { none: 'quiet', warn: 'caution', fail: 'bad' };

/** An event; in a list of several servers it says which one it is of. */
export type ListedEvent = PhsEvent & { readonly server?: string };

/** A table that is written in parts: a day that was said stays said. */
export interface EventTable {
  readonly lines: (events: readonly ListedEvent[]) => readonly string[];
}

function shownName({ connectorName, connectorId, kind }: PhsEvent): string {
  return kind === 'audit' && connectorName === null ? '(audit)' : formatConnector(connectorName, connectorId);
}

function whatText(event: PhsEvent): string {
  const details = escapeForTerminal(eventDetails(event));
  return `${escapeForTerminal(event.name)}${details === '' ? '' : `: ${details}`}`;
}

/** How wide the columns of a table are. */
interface Widths {
  readonly server: number;
  readonly connector: number;
}

/** The name of the server in its column; nothing in a table of one server. */
function serverCell({ server }: ListedEvent, { server: width }: Widths): string {
  return server === undefined ? '' : `${padTo(fitted(escapeForTerminal(server), width), width)}  `;
}

/** One line: time, id, server, connector, what it is, what it says. */
function wholeLine(event: ListedEvent, widths: Widths, options: EventsTextOptions): string {
  const id = String(event.eventId).padStart(4);
  const connector = padTo(shownName(event), widths.connector);
  return `${formatInstant(event.generatedAt, options)}  ${id}  ${serverCell(event, widths)}${connector}  ${whatText(event)}`;
}

/** The same in the width of a terminal, without the day: what does not fit goes on below, and only its end is cut. */
function wrappedLines(
  event: ListedEvent,
  widths: Widths,
  columns: number,
  { times }: EventsTextOptions,
): readonly string[] {
  const id = String(event.eventId).padStart(4);
  const server = serverCell(event, widths);
  // The name is not part of what is wrapped, which would take away the spaces of its column.
  const text = indented(`${shownName(event)}  ${whatText(event)}`, detailsIndent + displayWidth(server), columns);
  const [first = '', ...rest] = text;
  const more = rest.slice(0, mostDetailLines - 1);
  const lines = [`${times.at(event.generatedAt).time}  ${id}  ${server}${first.trimStart()}`, ...more];
  return lines.map((line, index) =>
    fitted(index === lines.length - 1 && rest.length > more.length ? `${line} ...` : line, columns),
  );
}

function measure(events: readonly ListedEvent[], { columns }: EventsTextOptions): Widths {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(displayWidth));
  return {
    server: Math.min(
      columns === undefined ? Infinity : widestServer,
      widest(events.map(({ server = '' }) => escapeForTerminal(server))),
    ),
    connector: Math.min(widestName, widest(events.map(shownName))),
  };
}

/** Makes a table: a line for each event, or on a terminal the day once and lines that fit. */
export function createEventTable(options: EventsTextOptions): EventTable {
  const { theme, columns } = options;
  let day = '';
  const heading = ({ generatedAt }: PhsEvent): readonly string[] => {
    const { day: today, zone } = options.times.at(generatedAt);
    const line = today === day ? [] : [theme.paint('heading', `${today} (${zone === 'UTC' ? zone : `UTC${zone}`})`)];
    day = today;
    return line;
  };
  return {
    lines: (events) => {
      const widths = measure(events, options);
      return events.flatMap((event) => {
        const paint = (line: string): string => theme.paint(roles[event.severity], line);
        return columns === undefined
          ? [paint(wholeLine(event, widths, options))]
          : [...heading(event), ...wrappedLines(event, widths, columns, options).map(paint)];
      });
    },
  };
}

/** The newest events as a table, the newest last; `count`: how many there are in all. */
export function eventTableLines(
  events: readonly ListedEvent[],
  eventCount: number,
  { columns }: EventsTextOptions,
  table: EventTable,
): string[] {
  const shown = events.slice(columns === undefined ? -mostEventsInTable : -mostOnTerminal);
  const left = eventCount - shown.length;
  return [
    ...(left === 0
      ? []
      : hanging(`${counted(left, 'older event')} not shown: use --output csv or ndjson for all`, 0, columns)),
    ...(shown.length === 0 ? ['No event.'] : table.lines(shown)),
  ];
}

/** What answered unless a real server did, the events with the newest last, then the timelines. */
export function eventsTextView(
  document: EventsDocument,
  options: EventsTextOptions,
  table: EventTable = createEventTable(options),
): string {
  const { theme, columns, times } = options;
  const mark = sourceLine(document.source);
  const timelines = timelineLines(document, options);
  const lines = [
    ...(mark === undefined ? [] : hanging(times.write(mark), 0, columns).map((line) => theme.paint('caution', line))),
    ...eventTableLines(document.events, document.eventCount, options, table),
    ...(timelines.length === 0 ? [] : ['', ...timelines]),
  ];
  return `${lines.join('\n')}\n`;
}
