import { escapeForTerminal } from '../base/escape.js';
import { counted } from '../base/text.js';
import { explainAuditGap } from '../model/audit-logging.js';
import { durationText } from '../model/duration.js';
import type { EventsDocument } from '../model/events-document.js';
import type { Timeline } from '../model/timeline.js';
import { displayWidth, hanging, padTo } from './layout.js';
import type { LocalTimes } from './local-times.js';
import type { Theme } from './theme.js';

/** What a text view of events may know. */
export interface EventsTextOptions {
  readonly theme: Theme;
  /** Width of a terminal: the day is said once, and long lines are wrapped. Absent: one line for each event. */
  readonly columns?: number;
  readonly times: Pick<LocalTimes, 'at' | 'write'>;
}

/** An instant in the zone of the text. */
export function formatInstant(instant: string, { times }: EventsTextOptions): string {
  const { day, time, zone } = times.at(instant);
  return `${day} ${time} ${zone}`;
}

/** The name of a connector, or what is known of it. */
export function formatConnector(name: string | null, id: string | null): string {
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

/** What the log does not cover is not known: it is neither silence nor order. */
function lostText({ slicesBeforeLog, sliceMs }: Timeline): string {
  return slicesBeforeLog === 0 ? '' : `, the first ${durationText(slicesBeforeLog * sliceMs)} not in the log`;
}

/** The audit has no silence: nobody has to change anything. But it may not be written. */
function auditTimelineText(timeline: Timeline, audit: EventsDocument['audit']): string {
  const gap = audit === null ? undefined : explainAuditGap(audit);
  return `${timeline.events === 0 ? 'none' : counted(timeline.events, 'change')}${lostText(timeline)}${gap === undefined ? '' : `; ${gap}`}`;
}

function timelineText(timeline: Timeline): string {
  const { events, problems, longestSilenceMs, sliceMs, slices, slicesBeforeLog } = timeline;
  if (slicesBeforeLog === slices.length) {
    return 'not known, the log does not cover this time';
  }
  if (longestSilenceMs === null && events === 0) {
    return `none of these events${lostText(timeline)}`;
  }
  const silence = (longestSilenceMs ?? 0) > sliceMs ? `, silent for up to ${durationText(longestSilenceMs ?? 0)}` : '';
  return `${counted(events, 'event')}, ${counted(problems, 'problem')}${silence}${lostText(timeline)}`;
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
  // That nobody changed anything is the rule: no room for marks that show nothing.
  if (timeline.group === 'audit' && timeline.events === 0) {
    return hanging(`${name}: ${text}`, 2, columns);
  }
  const needed = 2 + width + 1 + timeline.slices.length + 3 + displayWidth(text);
  return columns === undefined || needed <= columns
    ? [`  ${padTo(name, width)} ${marks} ${text}`]
    : [...hanging(`${name}: ${text}`, 2, columns), `  ${marks}`];
}

/** The time that a document covers. */
export function spanText({ window }: Pick<EventsDocument, 'window'>, options: EventsTextOptions): string {
  return `${formatInstant(window.startsAt, options)} to ${formatInstant(window.endsAt, options)}`;
}

/** What the marks of timelines mean. */
export function legendText(timelines: readonly Timeline[], { bars }: Theme): string {
  const noLog = timelines.some(({ slicesBeforeLog }) => slicesBeforeLog > 0) ? ', blank no log' : '';
  // Of events that a filter hides nothing is known: that none is shown is not silence.
  const none = timelines.every(({ longestSilenceMs }) => longestSilenceMs === null)
    ? 'none of these events'
    : 'silence';
  const slice = durationText(timelines[0]?.sliceMs ?? 0);
  return `each mark is ${slice}: ${bars.activity.join('')} events, ${bars.problem} problem, ${bars.silence} ${none}${noLog}`;
}

/** The timelines, a line for each connector if it fits. */
export function timelineRows(
  { timelines, audit }: Pick<EventsDocument, 'timelines' | 'audit'>,
  options: EventsTextOptions,
): string[] {
  const width = Math.max(0, ...timelines.map((timeline) => displayWidth(timelineName(timeline))));
  return timelines.flatMap((timeline) => {
    const text = timeline.group === 'audit' ? auditTimelineText(timeline, audit) : timelineText(timeline);
    return placeTimeline(timeline, text, width, options);
  });
}

/** The timelines below a line that explains them. */
export function timelineLines(
  document: Pick<EventsDocument, 'timelines' | 'window' | 'audit'>,
  options: EventsTextOptions,
): string[] {
  const { timelines } = document;
  const head = `${spanText(document, options)}; ${legendText(timelines, options.theme)}`;
  return timelines.length === 0 ? [] : [...hanging(head, 2, options.columns), ...timelineRows(document, options)];
}
