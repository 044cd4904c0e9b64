import { pause } from '../base/async.js';
import { followEvents, EventReader, NewRecords, type Sleep } from '../collect/collect-events.js';
import type { Context } from '../command-line/context.js';
import { CancelledError, EnvironmentError, UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { Fact } from '../model/fact.js';
import type { Connector, EventRecord } from '../model/facts.js';
import { instantText } from '../model/instant.js';
import type { EventsDocument } from '../model/events-document.js';
import type { AnswerSource } from '../model/source.js';
import type { PhsEvent } from '../model/phs-event.js';
import { TimelineBuilder } from '../model/timeline.js';
import { parseDuration } from '../parsers/duration.js';
import { parseEvent } from '../parsers/event.js';
import { toolVersion } from '../base/version.js';
import { eventCsvHeader, eventCsvLine, eventJsonLine } from '../views/event-lines.js';
import { eventsTextView, eventTableLines, type EventsTextOptions } from '../views/events-text.js';
import { jsonText } from '../views/json.js';
import { replayLine } from '../views/source-text.js';
import { chooseTheme } from '../views/theme.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { LineSink, NewestEvents, type EventSink } from '../output/event-list.js';
import { eventsOptions, parseEventIds, type EventsOptions } from '../command-line/events-options.js';
import { resolveConnector } from '../command-steps/resolve-connector.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import { withServer, type OpenServer } from '../command-steps/with-server.js';

/** What one run of the command has to do with. */
interface Run {
  readonly ctx: Context;
  readonly given: EventsOptions;
  readonly source: AnswerSource;
  readonly startedAt: Date;
  readonly finishedAt: () => Date;
  readonly eventIds: readonly number[] | undefined;
  readonly window: { readonly startsAt: Date; readonly endsAt: Date };
  readonly connectors: readonly Connector[];
  /** Exact name of the connector that --connector names. */
  readonly connector: string | undefined;
  readonly oldestAt: string | null | undefined;
  readonly note: (text: string) => void;
}

function textOptions({ ctx, given }: Pick<Run, 'ctx' | 'given'>): EventsTextOptions {
  const { stdoutIsTerminal, columns } = ctx.io;
  const theme = chooseTheme({ isTerminal: stdoutIsTerminal, noColor: given.noColor, env: ctx.env });
  return { theme, ...(stdoutIsTerminal ? { columns } : {}) };
}

function typed(run: Run, page: readonly EventRecord[]): readonly PhsEvent[] {
  const events = page.map((record) => parseEvent(record, run.connectors));
  return run.connector === undefined ? events : events.filter((event) => event.connectorName === run.connector);
}

function buildDocument(run: Run, newest: NewestEvents, timelines: TimelineBuilder): EventsDocument {
  const { window, oldestAt, startedAt, finishedAt, source } = run;
  return {
    schemaVersion: '1.0',
    tool: { name: 'phs-tool', version: toolVersion() },
    command: 'events',
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt().toISOString(),
    source,
    window: {
      startsAt: window.startsAt.toISOString(),
      endsAt: window.endsAt.toISOString(),
      lengthMs: window.endsAt.getTime() - window.startsAt.getTime(),
    },
    filter: { connector: run.connector ?? null, eventIds: run.eventIds === undefined ? null : [...run.eventIds] },
    log: { oldestAt: oldestAt ?? null, coversWindow: coversWindow(run) ?? null },
    timelines: [...timelines.timelines()],
    eventCount: newest.count,
    events: newest.newestLast(),
  };
}

/** The whole list at the end: a document or a table, with the timelines of all events. */
function documentSink(run: Run): EventSink {
  const { window, connector, ctx, given } = run;
  const shown = run.connectors.filter(({ name }) => connector === undefined || name === connector);
  const timelines = new TimelineBuilder(window.startsAt, window.endsAt, shown);
  const newest = new NewestEvents();
  return {
    add: (page) => {
      newest.add(page);
      for (const event of page) {
        timelines.add(event);
      }
    },
    end: () => {
      const document = buildDocument(run, newest, timelines);
      ctx.io.stdout(given.output === 'json' ? jsonText(document) : eventsTextView(document, textOptions(run)));
      return Promise.resolve();
    },
  };
}

function openSink(run: Run): EventSink {
  const { ctx, given, note } = run;
  const line = replayLine(run.source);
  if (line !== undefined && (given.output === 'csv' || given.output === 'ndjson')) {
    note(line);
  }
  if (given.output === 'csv') {
    ctx.io.stdout(eventCsvHeader());
  }
  return given.output === 'csv' || given.output === 'ndjson'
    ? new LineSink(given.output, { origin: run.source.kind, write: ctx.io.stdout, note, signal: ctx.signal })
    : documentSink(run);
}

function coversWindow({ oldestAt, window }: Pick<Run, 'oldestAt' | 'window'>): boolean | undefined {
  return oldestAt === undefined ? undefined : oldestAt !== null && Date.parse(oldestAt) <= window.startsAt.getTime();
}

function noteReach(run: Run): void {
  const { oldestAt, window, note } = run;
  if (coversWindow(run) !== false) {
    return;
  }
  note(
    oldestAt === null || oldestAt === undefined
      ? 'The Application log is empty.'
      : `The Application log reaches back to ${instantText(oldestAt)} only, not to ${instantText(window.startsAt.toISOString())}. Older events are lost; enlarge the log.`,
  );
}

function namedConnector(typedName: string | undefined, connectors: Fact<readonly Connector[]>): string | undefined {
  if (typedName !== undefined && !connectors.known) {
    throw new EnvironmentError('E_CONNECTORS', `--connector needs the connectors. ${connectors.reason.message}`, {
      hint: 'Leave out --connector; events name their connector by its id.',
      cause: connectors.reason,
    });
  }
  return resolveConnector(typedName, { connectors });
}

function writeNew(run: Run, page: readonly PhsEvent[]): void {
  const { ctx, given } = run;
  const newestLast = [...page].sort((a, b) => Date.parse(a.generatedAt) - Date.parse(b.generatedAt));
  const text =
    given.output === 'csv'
      ? newestLast.map((event) => eventCsvLine(event, run.source.kind))
      : given.output === 'ndjson'
        ? newestLast.map((event) => eventJsonLine(event, run.source.kind))
        : eventTableLines(newestLast, textOptions(run)).map((line) => `${line}\n`);
  if (text.length > 0) {
    ctx.io.stdout(text.join(''));
  }
}

async function list(reader: EventReader, run: Run, sleep: Sleep, endProgress: () => void): Promise<ExitCode> {
  const { ctx, given, window } = run;
  const sink = openSink(run);
  const newRecords = new NewRecords(window.endsAt.getTime());
  await reader.read(window.startsAt, (page) => {
    sink.add(typed(run, page));
    if (given.follow) {
      newRecords.take(page);
    }
  });
  const leftOff = await reader.leftOff();
  endProgress();
  await sink.end();
  const code = sayLeftOff(ctx, leftOff, { ...given, source: run.source });
  return given.follow ? follow(reader, newRecords, run, sleep) : code;
}

/** Goes on until Ctrl+C (CancelledError), or until nobody reads stdout any more (exit code 0). */
async function follow(reader: EventReader, newRecords: NewRecords, run: Run, sleep: Sleep): Promise<ExitCode> {
  const { signal, io } = run.ctx;
  const until = io.stdoutClosed === undefined ? signal : AbortSignal.any([signal, io.stdoutClosed]);
  try {
    return await followEvents(reader, newRecords, { signal: until, sleep }, (page) => {
      writeNew(run, typed(run, page));
    });
  } catch (error) {
    if (error instanceof CancelledError && !signal.aborted) {
      return ExitCode.ok;
    }
    throw error;
  }
}

async function readFrom(
  ctx: Context,
  given: EventsOptions,
  { opened, progress, source, startedAt, finishedAt }: OpenServer,
  sleep: Sleep,
): Promise<ExitCode> {
  if (given.follow && opened.recorded !== undefined) {
    throw new UsageError('--follow waits for news, and a recording has none.', { hint: 'Leave out --follow.' });
  }
  const eventIds = parseEventIds(given.id);
  const note = (text: string): void => {
    if (!given.quiet) {
      progress.note(text);
    }
  };
  const reader = new EventReader(opened.session, {
    eventIds,
    modulePath: given.modulePath,
    signal: ctx.signal,
    onProgress: (stage) => {
      progress.stage(`Reading ${stage}`);
    },
  });
  const connectors = await reader.connectors();
  const connector = namedConnector(given.connector, connectors);
  if (!connectors.known) {
    note(`Connectors are shown by their ids. ${connectors.reason.message}`);
  }
  const oldestAt = await reader.oldestAt();
  const window = { startsAt: new Date(opened.now.getTime() - parseDuration(given.since)), endsAt: opened.now };
  const known = connectors.known ? connectors.value : [];
  const run: Run = {
    ctx,
    given,
    source,
    startedAt,
    finishedAt,
    eventIds,
    window,
    connectors: known,
    connector,
    oldestAt,
    note,
  };
  noteReach(run);
  return list(reader, run, sleep, progress.done);
}

/** Makes the command; `sleep` waits between two questions of --follow. */
export function createEventsCommand(sleep: Sleep): Command {
  return defineCommand({
    name: 'events',
    describe: 'Events of password hash synchronization as typed data, with a timeline',
    examples: [
      { line: 'phs-tool events', description: 'The last 24 hours, the newest event last' },
      { line: 'phs-tool events --id 611,652,655 --since 7d', description: 'Errors of the last week' },
      { line: 'phs-tool events --follow --connector contoso.com', description: 'Watch one forest until Ctrl+C' },
      {
        line: 'phs-tool events --output csv > events.csv',
        description: 'For a spreadsheet; cells cannot run formulas',
      },
      { line: 'phs-tool events --simulate busy --output ndjson', description: 'For a program: one event a line' },
    ],
    options: eventsOptions,
    run: async (ctx, given) => {
      parseDuration(given.since);
      parseEventIds(given.id);
      return withServer(
        ctx,
        { ...given, command: 'events' },
        () => Promise.resolve(),
        (server) => readFrom(ctx, given, server, sleep),
      );
    },
  });
}

/** `phs-tool events`. */
export const eventsCommand: Command = createEventsCommand(pause);
