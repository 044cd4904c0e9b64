import { escapeForTerminal } from '../base/escape.js';
import type { EventsServersOptions } from '../command-line/events-options.js';
import type { Context } from '../command-line/context.js';
import type { EventsOfServers, ServerEventsResult } from '../model/events-of-servers-document.js';
import type { PhsEvent } from '../model/phs-event.js';
import { eventCsvHeader, eventCsvLine, eventJsonLine, type EventOrigin } from '../views/event-lines.js';
import { eventsOfServersText } from '../views/events-of-servers-text.js';
import { jsonText } from '../views/json.js';
import { NewestEvents } from './event-list.js';
import { LinesByTime } from './lines-by-time.js';
import { tellLeftOut } from './newest-last.js';
import { chooseLook } from './text-look.js';
import { writeSteps } from './write-steps.js';

/** Where the events of several servers go. */
export interface ServersOutput {
  /** Takes one page of a server, in the order of its log. */
  readonly add: (server: string, page: readonly PhsEvent[], origin: EventOrigin) => void;
  /** Writes what was kept of the servers that answered, and why others did not. The documents come without their events. */
  readonly print: (document: EventsOfServers) => Promise<void>;
}

type FailedServer = Extract<ServerEventsResult, { readonly error: unknown }>;

function listFailed({ servers }: EventsOfServers): readonly FailedServer[] {
  return servers.flatMap((server) => ('error' in server ? server : []));
}

function sayFailed({ name, error: { message, hint } }: FailedServer): string {
  const sentences = [`${name}: ${message}`, ...(hint === undefined ? [] : [`${name}: ${hint}`])];
  return sentences.map((text) => `${escapeForTerminal(text)}\n`).join('');
}

/** NDJSON or CSV: every line with the name of its server, merged by time. */
function linesOutput(ctx: Context, form: 'ndjson' | 'csv', names: readonly string[]): ServersOutput {
  const { io } = ctx;
  const lines = new LinesByTime(names);
  const lineOf = form === 'csv' ? eventCsvLine : eventJsonLine;
  return {
    add: (server, page, origin) => {
      const timed = page.map((event) => ({
        atMs: Date.parse(event.generatedAt),
        line: lineOf(event, origin, server),
      }));
      lines.add(server, timed);
    },
    print: async (document) => {
      for (const failed of listFailed(document)) {
        lines.drop(failed.name);
        io.stderr(sayFailed(failed));
      }
      for (const name of names.filter((each) => lines.leftOut(each) > 0)) {
        io.stderr(`${escapeForTerminal(`${name}: ${tellLeftOut(lines.leftOut(name))}`)}\n`);
      }
      if (form === 'csv') {
        io.stdout(eventCsvHeader('server'));
      }
      await writeSteps(ctx, (write) => lines.drain(write));
    },
  };
}

/** An event with its server, put in order as the event alone. */
interface KeptEvent extends Pick<PhsEvent, 'generatedAt' | 'recordId'> {
  readonly server: string;
  readonly event: PhsEvent;
}

function withEvents(document: EventsOfServers, events: readonly KeptEvent[]): EventsOfServers {
  const byServer = new Map<string, PhsEvent[]>();
  for (const { server, event } of events) {
    const own = byServer.get(server) ?? [];
    own.push(event);
    byServer.set(server, own);
  }
  const servers = document.servers.map((server) =>
    'error' in server
      ? server
      : { ...server, document: { ...server.document, events: byServer.get(server.name) ?? [] } },
  );
  return { ...document, servers };
}

/** One document, or a table with the timelines below it. */
function documentOutput(ctx: Context, given: EventsServersOptions): ServersOutput {
  const newest = new NewestEvents<KeptEvent>();
  return {
    add: (server, page) => {
      const kept = page.map((event) => {
        const { generatedAt, recordId } = event;
        return { generatedAt, recordId, server, event };
      });
      newest.add(kept);
    },
    print: (document) => {
      const failed = new Set(listFailed(document).map(({ name }) => name));
      const events = newest.newestLast().filter(({ server }) => !failed.has(server));
      const text =
        given.output === 'json'
          ? jsonText(withEvents(document, events))
          : eventsOfServersText(
              document,
              events.map(({ server, event }) => ({ ...event, server })),
              chooseLook(ctx, given),
            );
      ctx.io.stdout(text);
      return Promise.resolve();
    },
  };
}

/** Where the events of these servers go, by the form that is asked for. */
export function openServersOutput(ctx: Context, given: EventsServersOptions, names: readonly string[]): ServersOutput {
  const { output } = given;
  return output === 'csv' || output === 'ndjson' ? linesOutput(ctx, output, names) : documentOutput(ctx, given);
}
