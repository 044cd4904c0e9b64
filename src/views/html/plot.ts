import { type FullSyncSpan } from '../../model/activity-spans.js';
import { cellCount, type ConnectorActivity } from '../../model/activity.js';
import type { LogActivity } from '../../report/report-page.js';
import { durationText } from '../../model/duration.js';
import { instantText } from '../../model/instant.js';
import { joined, markup, type Html } from './html.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Width of the drawing in its own units; the page stretches it. */
const width = 1_000;
const lane = 20;
const top = 2;
const axisHeight = 18;

/** Distances between hour marks; the first that leaves at most nine. */
const steps: readonly number[] = [
  5 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
  2 * dayMs,
  7 * dayMs,
  14 * dayMs,
  30 * dayMs,
  90 * dayMs,
];

/** The window of a plot. */
interface Scale {
  readonly startsMs: number;
  readonly lengthMs: number;
}

function place(ms: number, { startsMs, lengthMs }: Scale): number {
  return Math.round(Math.min(1, Math.max(0, (ms - startsMs) / lengthMs)) * width * 10) / 10;
}

function tickStep(lengthMs: number): number {
  return steps.find((step) => lengthMs / step <= 9) ?? Math.ceil(lengthMs / (9 * dayMs)) * dayMs;
}

function tickText(ms: number, step: number): string {
  const date = new Date(ms);
  const time = date.toISOString().slice(11, 16);
  const isDay = step >= dayMs || time === '00:00';
  return isDay ? `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}` : time;
}

/** A mark of the axis; `isMinor`: its text is left out if there is little room. */
interface Tick {
  readonly ms: number;
  readonly text: string;
  readonly isMinor: boolean;
}

function ticks({ startsMs, lengthMs }: Scale): readonly Tick[] {
  const step = tickStep(lengthMs);
  const first = Math.ceil(startsMs / step) * step;
  const count = Math.max(0, Math.floor((startsMs + lengthMs - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => ({
    ms: first + index * step,
    text: tickText(first + index * step, step),
    isMinor: Math.round(first / step + index) % 2 !== 0,
  }));
}

function box(fromMs: number, toMs: number, scale: Scale, y: number, height: number): string {
  const x = place(fromMs, scale);
  return `M${x} ${y}h${Math.max(1.5, Math.round((place(toMs, scale) - x) * 10) / 10)}v${height}H${x}z`;
}

function cellX(index: number): number {
  return Math.round(((index + 0.5) * width * 10) / cellCount) / 10;
}

/** Bars of a lane: the more, the higher, so that one is visible and a thousand fits. */
function bars(cells: readonly (readonly [index: number, count: number])[], y: number, height: number): string {
  return cells
    .map(([index, count]) => {
      const size = Math.round(Math.min(1, 0.35 + Math.log10(count) / 3) * height * 10) / 10;
      return `M${cellX(index)} ${y + height}v-${size}`;
    })
    .join('');
}

function laneCells(
  { cells }: ConnectorActivity,
  key: 'heartbeats' | 'batches' | 'problems',
): readonly (readonly [number, number])[] {
  return cells.flatMap((cell) => (cell[key] === 0 ? [] : [[cell.index, cell[key]] as const]));
}

/** Where the log has nothing to say, because it begins later. */
function unlogged({ window, oldestAt }: LogActivity): number | undefined {
  if (oldestAt === undefined) {
    return undefined;
  }
  const endMs = oldestAt === null ? Date.parse(window.endsAt) : Date.parse(oldestAt);
  return endMs > Date.parse(window.startsAt) ? endMs : undefined;
}

function path(name: string, data: string): Html | undefined {
  return data === '' ? undefined : markup`<path class="${name}" d="${data}" />`;
}

function bandLabel(fromMs: number, toMs: number, scale: Scale, text: string): Html | undefined {
  const [from, to] = [place(fromMs, scale), place(toMs, scale)];
  const needed = text.length * 9;
  return to - from < needed
    ? undefined
    : markup`<text x="${Math.round((from + to) / 2) / 10}%" y="${top + lane + 4}" text-anchor="middle" class="band">${text}</text>`;
}

function fullSyncPaths(spans: readonly FullSyncSpan[], scale: Scale, y: number): readonly (Html | undefined)[] {
  return (['completed', 'failed', 'open'] as const).map((outcome) =>
    path(
      `fs ${outcome}`,
      spans
        .filter((span) => span.outcome === outcome)
        .map(({ startsAt, endsAt }) => box(Date.parse(startsAt), Date.parse(endsAt), scale, y + 4, lane - 8))
        .join(''),
    ),
  );
}

function tickLabel({ ms, text, isMinor }: Tick, scale: Scale, height: number): Html {
  const x = place(ms, scale) / 10;
  const anchor = x < 3 ? 'start' : x > 97 ? 'end' : 'middle';
  return markup`<text x="${x}%" y="${height - 4}" text-anchor="${anchor}"${isMinor ? markup` class="o"` : undefined}>${text}</text>`;
}

/** What stands in a drawing of lanes: their names, what is in them from left to right, and texts over it. */
interface Lanes {
  readonly names: readonly string[];
  readonly behind: readonly (Html | undefined)[];
  readonly marks: readonly (Html | undefined)[];
  readonly labels: readonly (Html | undefined)[];
}

function scaleOf({ window }: LogActivity): Scale {
  const startsMs = Date.parse(window.startsAt);
  return { startsMs, lengthMs: Math.max(1, Date.parse(window.endsAt) - startsMs) };
}

/** Draws lanes over the window, with the time before the log begins as a band and hours in UTC below. */
function drawLanes({ names, behind, marks, labels }: Lanes, activity: LogActivity, labelledBy: string): Html {
  const scale = scaleOf(activity);
  const bottom = top + lane * names.length;
  const height = bottom + axisHeight;
  const hours = ticks(scale);
  const logStartMs = unlogged(activity);
  const drawing = [
    path('nolog', logStartMs === undefined ? '' : box(scale.startsMs, logStartMs, scale, top, bottom - top)),
    ...behind,
    path('grid', hours.map(({ ms }) => `M${place(ms, scale)} ${top}V${bottom + 3}`).join('')),
    path('rule', names.map((_, index) => `M0 ${top + lane * (index + 1)}H${width}`).join('')),
    ...marks,
  ];
  const texts = [
    ...labels,
    logStartMs === undefined || names.length === 1
      ? undefined
      : bandLabel(scale.startsMs, logStartMs, scale, 'before the log begins'),
    ...hours.map((hour) => tickLabel(hour, scale, height)),
  ];
  const given = (parts: readonly (Html | undefined)[]): Html => joined(parts.filter((part) => part !== undefined));
  return markup`<div class="plot"><div class="lanes" aria-hidden="true">${names.map((name) => markup`<span>${name}</span>`)}</div><svg role="img" aria-labelledby="${labelledBy}" width="100%" height="${height}"><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" width="100%" height="${height}">${given(drawing)}</svg>${given(texts)}</svg></div>`;
}

/** One lane with a mark at each instant. */
export function marksPlot(name: string, instants: readonly string[], activity: LogActivity, labelledBy: string): Html {
  const scale = scaleOf(activity);
  const lines = instants.map((at) => `M${place(Date.parse(at), scale)} ${top + 2}v${lane - 4}`).join('');
  return drawLanes({ names: [name], behind: [], marks: [path('ch', lines)], labels: [] }, activity, labelledBy);
}

/**
 * The plot of one connector: a lane each for heartbeats, batches, errors and, if there is one, full syncs; silence and
 * the time before the log begins as bands; hours in UTC below. `labelledBy` is the id of the same in words.
 */
export function plot(connector: ConnectorActivity, activity: LogActivity, labelledBy: string): Html {
  const scale = scaleOf(activity);
  const silences = connector.silences.map(
    ({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)] as const,
  );
  const beats = laneCells(connector, 'heartbeats').map(([index]) => `M${cellX(index)} ${top + 5}v${lane - 9}`);
  return drawLanes(
    {
      names: ['heartbeats', 'batches', 'errors', ...(connector.fullSyncs.length === 0 ? [] : ['full sync'])],
      behind: [path('silent', silences.map(([from, to]) => box(from, to, scale, top, 3 * lane)).join(''))],
      marks: [
        path('hb', beats.join('')),
        path('ba', bars(laneCells(connector, 'batches'), top + lane, lane - 2)),
        path('er', bars(laneCells(connector, 'problems'), top + 2 * lane, lane - 2)),
        ...fullSyncPaths(connector.fullSyncs, scale, top + 3 * lane),
      ],
      labels: silences.map(([from, to]) => bandLabel(from, to, scale, `silent ${durationText(to - from)}`)),
    },
    activity,
    labelledBy,
  );
}

/** The times of a list of spans in words, at most `most` of them. */
function spansText(spans: readonly { readonly startsAt: string; readonly endsAt: string }[], most: number): string {
  const texts = spans.slice(-most).map(({ startsAt, endsAt }) => `${instantText(startsAt)} to ${instantText(endsAt)}`);
  return `${spans.length > most ? `${spans.length - most} earlier ones, ` : ''}${texts.join(', ')}`;
}

/** Everything that the plot shows, in words. */
export function plotText(connector: ConnectorActivity): string {
  const { heartbeats, batches, problems, silences, fullSyncs } = connector;
  const last = (at: string | null): string => (at === null ? '' : `, the latest ${instantText(at)}`);
  const users = batches.users === 0 ? '' : ` with ${batches.users} ${batches.users === 1 ? 'password' : 'passwords'}`;
  const longest = Math.max(0, ...silences.map(({ startsAt, endsAt }) => Date.parse(endsAt) - Date.parse(startsAt)));
  return [
    `${heartbeats.count} ${heartbeats.count === 1 ? 'heartbeat' : 'heartbeats'}${last(heartbeats.latestAt)}`,
    `${batches.count} ${batches.count === 1 ? 'batch' : 'batches'}${users}${last(batches.latestAt)}`,
    problems.count === 0
      ? 'no errors'
      : `${problems.count} ${problems.count === 1 ? 'error' : 'errors'}${last(problems.latestAt)}`,
    ...(silences.length === 0
      ? connector.connectorId === null
        ? []
        : ['never silent for more than 35 min']
      : [`silent for up to ${durationText(longest)} (${spansText(silences, 3)})`]),
    ...fullSyncs.slice(0, 6).map(({ startsAt, endsAt, outcome, scope }) => {
      const end = outcome === 'open' ? 'no end seen' : `${outcome} ${instantText(endsAt)}`;
      return `full sync${scope === null ? '' : ` of ${scope}`} from ${instantText(startsAt)}, ${end}`;
    }),
  ].join('; ');
}
