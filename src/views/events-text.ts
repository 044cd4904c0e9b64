import { explainAuditGap } from '../model/audit-logging.js';
import { instantText } from '../model/instant.js';
import type { EventsDocument } from '../model/events-document.js';
import type { PhsEvent } from '../model/phs-event.js';
import type { Timeline } from '../model/timeline.js';
import { escapeForTerminal } from '../base/escape.js';
import { eventDetails } from './event-details.js';
import { displayWidth, padTo } from './layout.js';
import { sourceLine } from './source-text.js';
import type { Role, Theme } from './theme.js';
import { durationText } from '../model/duration.js';

/** At most so many events in a table. */
export const mostEventsInTable = 1_000;

const widestName = 32;
const roles: Readonly<Record<PhsEvent['severity'], Role>> = { none: 'quiet', warn: 'caution', fail: 'bad' };

/** What a text view of events may know. */
export interface EventsTextOptions {
  readonly theme: Theme;
  /** Lines are cut at this width; absent: they are not. */
  readonly columns?: number;
}

function formatConnector(name: string | null, id: string | null): string {
  return escapeForTerminal(name ?? id ?? '(no connector)');
}

function timelineName({ group, name, connectorId }: Timeline): string {
  return group === 'audit' ? 'Changes by administrators' : formatConnector(name, connectorId);
}

function bar({ slices }: Timeline, theme: Theme): string {
  const { silence, activity, problem } = theme.bars;
  const most = Math.max(1, ...slices.map(({ events }) => events));
  return slices
    .map(({ events, problems }) => {
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

/** The audit has no silence: nobody has to change anything. But it may not be written. */
function auditTimelineText(timeline: Timeline, width: number, theme: Theme, audit: EventsDocument['audit']): string {
  const gap = audit === null ? undefined : explainAuditGap(audit);
  const name = padTo(timelineName(timeline), width);
  return `  ${name} |${bar(timeline, theme)}| ${count(timeline.events, 'change')}${gap === undefined ? '' : `; ${gap}`}`;
}

function timelineText(timeline: Timeline, width: number, theme: Theme): string {
  const { events, problems, longestSilenceMs, sliceMs } = timeline;
  const silence = longestSilenceMs > sliceMs ? `, silent for up to ${durationText(longestSilenceMs)}` : '';
  const name = padTo(timelineName(timeline), width);
  return `  ${name} |${bar(timeline, theme)}| ${count(events, 'event')}, ${count(problems, 'problem')}${silence}`;
}

/** The timelines, one line a connector, with a line that explains them. */
export function timelineLines(
  document: Pick<EventsDocument, 'timelines' | 'window' | 'audit'>,
  theme: Theme,
): string[] {
  const { timelines, window, audit } = document;
  const width = Math.max(0, ...timelines.map((timeline) => displayWidth(timelineName(timeline))));
  const { silence, activity, problem } = theme.bars;
  const [sliceMs] = timelines.map((timeline) => timeline.sliceMs);
  const legend = `each mark is ${durationText(sliceMs ?? 0)}: ${activity.join('')} events, ${problem} problem, ${silence} silence`;
  return timelines.length === 0
    ? []
    : [
        `  ${instantText(window.startsAt)} to ${instantText(window.endsAt)}; ${legend}`,
        ...timelines.map((timeline) =>
          timeline.group === 'audit'
            ? auditTimelineText(timeline, width, theme, audit)
            : timelineText(timeline, width, theme),
        ),
      ];
}

/** Cuts a line that is too wide for the terminal. */
function fitted(line: string, columns: number | undefined): string {
  if (columns === undefined || displayWidth(line) <= columns) {
    return line;
  }
  let shown = '';
  for (const character of line) {
    if (displayWidth(shown) + displayWidth(character) > columns - 3) {
      break;
    }
    shown += character;
  }
  return `${shown}...`;
}

/** One line for each event: time, id, connector, what it is, what it says. */
export function eventTableLines(events: readonly PhsEvent[], { theme, columns }: EventsTextOptions): string[] {
  const names = events.map(({ connectorName, connectorId, kind }) =>
    kind === 'audit' && connectorName === null ? '(audit)' : formatConnector(connectorName, connectorId),
  );
  const width = Math.min(widestName, Math.max(0, ...names.map(displayWidth)));
  return events.map((event, index) => {
    const details = escapeForTerminal(eventDetails(event));
    const id = String(event.eventId).padStart(4);
    const what = `${escapeForTerminal(event.name)}${details === '' ? '' : `: ${details}`}`;
    const line = `${instantText(event.generatedAt)}  ${id}  ${padTo(names[index] ?? '', width)}  ${what}`;
    return theme.paint(roles[event.severity], fitted(line, columns));
  });
}

/** What answered unless a real server did, timelines, then the table, the newest event last. */
export function eventsTextView(document: EventsDocument, options: EventsTextOptions): string {
  const shown = document.events.slice(-mostEventsInTable);
  const left = document.eventCount - shown.length;
  const mark = sourceLine(document.source);
  const lines = [
    ...(mark === undefined ? [] : [options.theme.paint('caution', mark)]),
    ...timelineLines(document, options.theme),
    '',
    ...(left === 0 ? [] : [`${count(left, 'older event')} not shown: use --output csv or ndjson for all`]),
    ...(shown.length === 0 ? ['No event.'] : eventTableLines(shown, options)),
  ];
  return `${(lines[0] === '' ? lines.slice(1) : lines).join('\n')}\n`;
}
