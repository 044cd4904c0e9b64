import { explainAuditGap } from '../model/audit-logging.js';
import type { EventsDocument } from '../model/events-document.js';
import type { PhsEvent } from '../model/phs-event.js';
import type { Timeline } from '../model/timeline.js';
import { escapeForTerminal } from '../base/escape.js';
import { eventDetails } from './event-details.js';
import { displayWidth, fitted, hanging, indented, padTo } from './layout.js';
import type { LocalTimes } from './local-times.js';
import { sourceLine } from './source-text.js';
import type { Role, Theme } from './theme.js';
import { durationText } from '../model/duration.js';

/** At most so many events in a table, and on a terminal: there the newest are wanted, and the timelines below them. */
export const mostEventsInTable = 1_000;
const mostOnTerminal = 50;

const widestName = 32;
/** Where what an event says begins on a terminal: after its time and id. */
const detailsIndent = 16;
/** So many lines of it are shown there. */
const mostDetailLines = 3;
const roles: Readonly<Record<PhsEvent['severity'], Role>> = { none: 'quiet', warn: 'caution', fail: 'bad' };

/** What a text view of events may know. */
export interface EventsTextOptions {
  readonly theme: Theme;
  /** Width of a terminal: the day is said once, and long lines are wrapped. Absent: one line for each event. */
  readonly columns?: number;
  readonly times: Pick<LocalTimes, 'at'>;
}

/** A table that is written in parts: a day that was said stays said. */
export interface EventTable {
  readonly lines: (events: readonly PhsEvent[]) => readonly string[];
}

function formatInstant(instant: string, { times }: EventsTextOptions): string {
  const { day, time, zone } = times.at(instant);
  return `${day} ${time} ${zone}`;
}

function formatConnector(name: string | null, id: string | null): string {
  return escapeForTerminal(name ?? id ?? '(no connector)');
}

function timelineName({ group, name, connectorId }: Timeline): string {
  return group === 'audit' ? 'Changes by administrators' : formatConnector(name, connectorId);
}

function bar({ slices, slicesBeforeLog }: Timeline, theme: Theme): string {
  const { silence, activity, problem } = theme.bars;
  const most = Math.max(1, ...slices.map(({ events }) => events));
  return slices
    .map(({ events, problems }, index) => {
      if (index < slicesBeforeLog) {
        return ' ';
      }
      if (problems > 0) {
        return theme.paint('bad', problem);
      }
      const level = Math.ceil((events / most) * activity.length) - 1;
      return events === 0 ? theme.paint('quiet', silence) : theme.paint('good', activity[level] ?? silence);
    })
    .join('');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What the log does not cover is not known: it is neither silence nor order. */
function lostText({ slicesBeforeLog, sliceMs }: Timeline): string {
  return slicesBeforeLog === 0 ? '' : `, the first ${durationText(slicesBeforeLog * sliceMs)} not in the log`;
}

/** The audit has no silence: nobody has to change anything. But it may not be written. */
function auditTimelineText(timeline: Timeline, audit: EventsDocument['audit']): string {
  const gap = audit === null ? undefined : explainAuditGap(audit);
  return `${count(timeline.events, 'change')}${lostText(timeline)}${gap === undefined ? '' : `; ${gap}`}`;
}

function timelineText(timeline: Timeline): string {
  const { events, problems, longestSilenceMs, sliceMs, slices, slicesBeforeLog } = timeline;
  if (slicesBeforeLog === slices.length) {
    return 'not known, the log does not cover this time';
  }
  const silence = longestSilenceMs > sliceMs ? `, silent for up to ${durationText(longestSilenceMs)}` : '';
  return `${count(events, 'event')}, ${count(problems, 'problem')}${silence}${lostText(timeline)}`;
}

/** On one line if it fits, else the text above the marks. */
function placeTimeline(
  timeline: Timeline,
  text: string,
  width: number,
  { theme, columns }: EventsTextOptions,
): string[] {
  const marks = `|${bar(timeline, theme)}|`;
  const name = timelineName(timeline);
  const needed = 2 + width + 1 + timeline.slices.length + 3 + displayWidth(text);
  return columns === undefined || needed <= columns
    ? [`  ${padTo(name, width)} ${marks} ${text}`]
    : [...hanging(`${name}: ${text}`, 2, columns), `  ${marks}`];
}

/** The timelines, a line for each connector if it fits, with a line that explains them. */
export function timelineLines(
  document: Pick<EventsDocument, 'timelines' | 'window' | 'audit'>,
  options: EventsTextOptions,
): string[] {
  const { timelines, window, audit } = document;
  const { theme, columns } = options;
  const width = Math.max(0, ...timelines.map((timeline) => displayWidth(timelineName(timeline))));
  const { silence, activity, problem } = theme.bars;
  const [first] = timelines;
  const noLog = first === undefined || first.slicesBeforeLog === 0 ? '' : ', blank no log';
  const legend = `each mark is ${durationText(first?.sliceMs ?? 0)}: ${activity.join('')} events, ${problem} problem, ${silence} silence${noLog}`;
  const span = `${formatInstant(window.startsAt, options)} to ${formatInstant(window.endsAt, options)}; ${legend}`;
  return timelines.length === 0
    ? []
    : [
        ...hanging(span, 2, columns),
        ...timelines.flatMap((timeline) => {
          const text = timeline.group === 'audit' ? auditTimelineText(timeline, audit) : timelineText(timeline);
          return placeTimeline(timeline, text, width, options);
        }),
      ];
}

function shownName({ connectorName, connectorId, kind }: PhsEvent): string {
  return kind === 'audit' && connectorName === null ? '(audit)' : formatConnector(connectorName, connectorId);
}

function whatText(event: PhsEvent): string {
  const details = escapeForTerminal(eventDetails(event));
  return `${escapeForTerminal(event.name)}${details === '' ? '' : `: ${details}`}`;
}

/** One line: time, id, connector, what it is, what it says. */
function wholeLine(event: PhsEvent, width: number, options: EventsTextOptions): string {
  const id = String(event.eventId).padStart(4);
  return `${formatInstant(event.generatedAt, options)}  ${id}  ${padTo(shownName(event), width)}  ${whatText(event)}`;
}

/** The same in the width of a terminal, without the day: what does not fit goes on below, and only its end is cut. */
function wrappedLines(event: PhsEvent, columns: number, { times }: EventsTextOptions): readonly string[] {
  const id = String(event.eventId).padStart(4);
  const [first = '', ...rest] = indented(`${shownName(event)}  ${whatText(event)}`, detailsIndent, columns);
  const more = rest.slice(0, mostDetailLines - 1);
  const lines = [`${times.at(event.generatedAt).time}  ${id}  ${first.trimStart()}`, ...more];
  return lines.map((line, index) =>
    fitted(index === lines.length - 1 && rest.length > more.length ? `${line} ...` : line, columns),
  );
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
      const width = Math.min(widestName, Math.max(0, ...events.map((event) => displayWidth(shownName(event)))));
      return events.flatMap((event) => {
        const paint = (line: string): string => theme.paint(roles[event.severity], line);
        return columns === undefined
          ? [paint(wholeLine(event, width, options))]
          : [...heading(event), ...wrappedLines(event, columns, options).map(paint)];
      });
    },
  };
}

/** What answered unless a real server did, the events with the newest last, then the timelines. */
export function eventsTextView(
  document: EventsDocument,
  options: EventsTextOptions,
  table: EventTable = createEventTable(options),
): string {
  const { theme, columns } = options;
  const shown = document.events.slice(columns === undefined ? -mostEventsInTable : -mostOnTerminal);
  const left = document.eventCount - shown.length;
  const mark = sourceLine(document.source);
  const timelines = timelineLines(document, options);
  const lines = [
    ...(mark === undefined ? [] : hanging(mark, 0, columns).map((line) => theme.paint('caution', line))),
    ...(left === 0
      ? []
      : hanging(`${count(left, 'older event')} not shown: use --output csv or ndjson for all`, 0, columns)),
    ...(shown.length === 0 ? ['No event.'] : table.lines(shown)),
    ...(timelines.length === 0 ? [] : ['', ...timelines]),
  ];
  return `${lines.join('\n')}\n`;
}
