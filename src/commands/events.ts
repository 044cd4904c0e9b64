import { pause } from '../base/async.js';
import { followEvents, NewRecords, type Sleep } from '../collect/collect-events.js';
import type { Context } from '../command-line/context.js';
import { CancelledError, UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { parseDuration } from '../parsers/duration.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { openSink, writeNew, type EventsRun } from '../output/events-output.js';
import {
  eventsServersOptions,
  listWantedIds,
  type EventsOptions,
  type EventsServersOptions,
} from '../command-line/events-options.js';
import { refuseForSeveral, type FleetServer } from '../command-steps/fleet-servers.js';
import { forServers } from '../command-steps/for-servers.js';
import { openEventsRun, readEvents, type ListedServer } from '../command-steps/list-events.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import type { ServerEvents } from '../command-steps/server-events.js';
import { withTimeout } from '../command-steps/with-deadline.js';
import { withServer, type OpenServer } from '../command-steps/with-server.js';

async function list(listed: ListedServer, sleep: Sleep, endProgress: () => void): Promise<ExitCode> {
  const { events, run } = listed;
  const { ctx, given, window } = run;
  const sink = openSink(run);
  const newRecords = new NewRecords(window.endsAt.getTime());
  const leftOff = await readEvents(listed, (page, records) => {
    sink.add(page);
    if (given.follow) {
      newRecords.take(records);
    }
  });
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

/** What to do if only the recording of a scenario could answer --follow. */
const withoutPowerShell =
  'Install PowerShell (pwsh) to follow the events of a simulated server, or leave out --follow.';

function refuseFollow({ follow }: EventsOptions, { opened }: OpenServer): void {
  if (follow && opened.recorded !== undefined) {
    throw new UsageError('--follow cannot be used with a recording: it has no new events.', {
      hint: 'Leave out --follow.',
    });
  }
}

async function readFrom(ctx: Context, given: EventsOptions, server: OpenServer, sleep: Sleep): Promise<ExitCode> {
  refuseFollow(given, server);
  const { note, done } = server.progress;
  return list(await openEventsRun(ctx, given, server, given.quiet ? () => undefined : note), sleep, done);
}

function runOne(ctx: Context, given: EventsOptions, sleep: Sleep): Promise<ExitCode> {
  return withTimeout(ctx, given.timeout, (world) =>
    withServer(
      world,
      { ...given, command: 'events', needsPowerShell: given.follow ? withoutPowerShell : undefined },
      () => Promise.resolve(),
      (server) => readFrom(world, given, server, sleep),
    ),
  );
}

/** Several servers: `--timeout` is each one's own. */
async function runSeveral(
  ctx: Context,
  given: EventsServersOptions,
  servers: readonly FleetServer[],
): Promise<ExitCode> {
  refuseForSeveral(given, ['follow', 'record']);
  const { listEventsOfServers } = await import('../command-steps/events-of-servers.js');
  return listEventsOfServers(ctx, given, servers);
}

/** Makes the command; `sleep` waits between two questions of --follow. */
export function createEventsCommand(sleep: Sleep): Command {
  return defineCommand({
    name: 'events',
    describe: 'List the events of password hash synchronization as typed data, with a timeline',
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
    options: eventsServersOptions,
    run: async (ctx, given) => {
      parseDuration(given.since);
      listWantedIds(given);
      return forServers(
        ctx,
        given,
        (world, one) => runOne(world, one, sleep),
        (servers) => runSeveral(ctx, given, servers),
      );
    },
  });
}

/** `phs-tool events`. */
export const eventsCommand: Command = createEventsCommand(pause);
