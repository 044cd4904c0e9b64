import { pause } from '../base/async.js';
import { followEvents, NewRecords, type EventReader, type Sleep } from '../collect/collect-events.js';
import type { Context } from '../command-line/context.js';
import { CancelledError, UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { explainAuditGap } from '../model/audit-logging.js';
import { tellCutIds } from '../model/change-events.js';
import { parseDuration } from '../parsers/duration.js';
import { tellShortLog } from '../report/short-log.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { chooseLook } from '../output/text-look.js';
import { createEventTable } from '../views/events-text.js';
import { openSink, writeNew, type EventsRun } from '../output/events-output.js';
import { eventsOptions, listWantedIds, type EventsOptions } from '../command-line/events-options.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import { ServerEvents } from '../command-steps/server-events.js';
import { withServer, type OpenServer } from '../command-steps/with-server.js';

function noteReach({ oldestAt, window, note }: EventsRun): void {
  const short = tellShortLog(oldestAt, window.startsAt.toISOString());
  if (short !== undefined) {
    note(short);
  }
}

/** A list of changes that cannot be whole says so. */
function noteAudit({ audit, given, note }: EventsRun, reader: EventReader): void {
  const gap = audit === undefined ? undefined : explainAuditGap(audit);
  const { wasRead, cutIds } = reader.audit;
  if (cutIds.length > 0) {
    note(`${tellCutIds(cutIds)}. --id ${cutIds.join(',')} reads all of them from a server.`);
  }
  if (!wasRead) {
    note('What administrators changed is not in the recording.');
  } else if (gap !== undefined && given.group === 'audit') {
    note(`Changes can be missing: ${gap}.`);
  }
}

async function list(events: ServerEvents, run: EventsRun, sleep: Sleep, endProgress: () => void): Promise<ExitCode> {
  const { reader, window } = events;
  const { ctx, given } = run;
  const sink = openSink(run);
  const newRecords = new NewRecords(window.endsAt.getTime());
  await reader.read(window.startsAt, (page) => {
    sink.add(events.typed(page));
    if (given.follow) {
      newRecords.take(page);
    }
  });
  noteAudit(run, reader);
  const leftOff = await reader.leftOff();
  endProgress();
  await sink.end();
  const code = sayLeftOff(ctx, leftOff, { ...given, source: run.source });
  return given.follow ? follow(events, newRecords, run, sleep) : code;
}

/** Goes on until Ctrl+C (CancelledError), or until nobody reads stdout any more (exit code 0). */
async function follow(events: ServerEvents, newRecords: NewRecords, run: EventsRun, sleep: Sleep): Promise<ExitCode> {
  const { signal, io } = run.ctx;
  const until = io.stdoutClosed === undefined ? signal : AbortSignal.any([signal, io.stdoutClosed]);
  try {
    return await followEvents(events.reader, newRecords, { signal: until, sleep }, (page) => {
      writeNew(run, events.typed(page));
    });
  } catch (error) {
    if (error instanceof CancelledError && !signal.aborted) {
      return ExitCode.ok;
    }
    throw error;
  }
}

function refuseFollow({ follow }: EventsOptions, { opened }: OpenServer): void {
  if (follow && opened.recorded !== undefined) {
    throw new UsageError('--follow cannot be used with a recording: it has no new events.', {
      hint: 'Leave out --follow.',
    });
  }
}

async function readFrom(ctx: Context, given: EventsOptions, server: OpenServer, sleep: Sleep): Promise<ExitCode> {
  refuseFollow(given, server);
  const { progress, source, startedAt, finishedAt } = server;
  const eventIds = listWantedIds(given);
  const look = chooseLook(ctx, given);
  const note = (text: string): void => {
    if (!given.quiet) {
      progress.note(look.times.write(text));
    }
  };
  const { group, connector, modulePath } = given;
  const sinceMs = parseDuration(given.since);
  const events = await ServerEvents.open(
    { sinceMs, eventIds, group, connector, modulePath, signal: ctx.signal },
    server,
  );
  if (!events.connectors.known) {
    note(`Connectors are shown by their ids. ${events.connectors.reason.message}`);
  }
  const run: EventsRun = {
    ctx,
    given,
    source,
    startedAt,
    finishedAt,
    eventIds,
    window: events.window,
    connectors: events.knownConnectors,
    connector: events.connector,
    oldestAt: events.oldestAt,
    audit: events.audit(),
    auditReading: () => events.reader.audit,
    note,
    look,
    table: createEventTable(look),
  };
  noteReach(run);
  return list(events, run, sleep, progress.done);
}

/** Makes the command; `sleep` waits between two questions of --follow. */
export function createEventsCommand(sleep: Sleep): Command {
  return defineCommand({
    name: 'events',
    describe: 'Events of password hash synchronization as typed data, with a timeline',
    examples: [
      { line: 'phs-tool events', description: 'The last 24 hours, the newest event last' },
      { line: 'phs-tool events --id 611,652,655 --since 7d', description: 'Errors of the last week' },
      { line: 'phs-tool events --group audit --since 7d', description: 'What administrators changed, and who' },
      { line: 'phs-tool events --follow --connector contoso.com', description: 'Watch one forest until Ctrl+C' },
      {
        line: 'phs-tool events --output csv > events.csv',
        description: 'For a spreadsheet; cells cannot run formulas',
      },
      { line: 'phs-tool events --simulate busy --output ndjson', description: 'For a program: one event per line' },
    ],
    options: eventsOptions,
    run: async (ctx, given) => {
      parseDuration(given.since);
      listWantedIds(given);
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
