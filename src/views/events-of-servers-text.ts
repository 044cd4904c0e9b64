import { counted } from '../base/text.js';
import { escapeForTerminal } from '../base/escape.js';
import type { EventsOfServers, ServerEventsResult } from '../model/events-of-servers-document.js';
import { legendText, spanText, timelineRows, type EventsTextOptions } from './event-timelines.js';
import { createEventTable, eventTableLines, type ListedEvent } from './events-text.js';
import { hanging } from './layout.js';
import { signedLines } from './signed-text.js';
import { sourceLine } from './source-text.js';

/** One server: what answered unless a real one did, and its timelines; or why there are none. */
function blockOf(server: ServerEventsResult, options: EventsTextOptions): string[] {
  const { theme, columns, times } = options;
  const heading = theme.paint('heading', `== ${escapeForTerminal(server.name)}`);
  if ('error' in server) {
    const { message, hint } = server.error;
    return [
      heading,
      ...signedLines('fail', times.write(escapeForTerminal(message)), options),
      ...(hint === undefined ? [] : hanging(times.write(escapeForTerminal(hint)), 2, columns)),
    ];
  }
  const { document } = server;
  const mark = sourceLine(document.source);
  const span = spanText(document, options);
  return [
    heading,
    ...(mark === undefined ? [] : hanging(times.write(mark), 2, columns).map((line) => theme.paint('caution', line))),
    ...hanging(document.timelines.length === 0 ? `${span}; no timeline` : span, 2, columns),
    ...timelineRows(document, options),
  ];
}

/** Said last, so that nobody overlooks what is missing above. */
function missingLines({ summary: { counts, exitCode } }: EventsOfServers, options: EventsTextOptions): string[] {
  const { servers, error } = counts;
  return error === 0
    ? []
    : [
        '',
        ...signedLines(
          'fail',
          `${error} of ${counted(servers, 'server')} did not answer; exit code ${exitCode}`,
          options,
        ),
      ];
}

/**
 * The events of several servers, the newest last, each with the name of its server; then a block for each server with its
 * timelines, and how many did not answer. `events` are the newest of all.
 */
export function eventsOfServersText(
  document: EventsOfServers,
  events: readonly ListedEvent[],
  options: EventsTextOptions,
): string {
  const timelines = document.servers.flatMap((server) => ('error' in server ? [] : server.document.timelines));
  const lines = [
    ...eventTableLines(events, document.summary.counts.events, options, createEventTable(options)),
    ...(timelines.length === 0 ? [] : ['', ...hanging(legendText(timelines, options.theme), 0, options.columns)]),
    ...document.servers.flatMap((server) => ['', ...blockOf(server, options)]),
    ...missingLines(document, options),
  ];
  return `${lines.join('\n')}\n`;
}
