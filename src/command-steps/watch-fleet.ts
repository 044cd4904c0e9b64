import { counted } from '../base/text.js';
import { settlesWithin, type Timers } from '../base/async.js';
import { CancelledError, UsageError, type PhsError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { Gate } from '../base/gate.js';
import type { Context } from '../command-line/context.js';
import { startProgress } from '../output/progress.js';
import { openTrace, type Trace } from '../output/trace.js';
import { defaultLimitMs, endFleetRun, endingMs, mostAtOnce } from './ask-fleet.js';
import type { FleetServer, NamedServers } from './fleet-servers.js';
import { optionsOf, worldOf } from './for-servers.js';
import { openWatchedServer, readLookInterval, RepeatedLooks } from './repeated-looks.js';
import type { FleetLooksRequest, LookTools } from './repeated-looks.js';
import { ServerInTime } from './server-in-time.js';
import { WatchedFleetState } from './watched-fleet.js';
import { chooseWatchOutput, noRecording, readerCheckMs } from './watch-status.js';

/** The options of a watch of several servers. */
export type FleetWatchRequest = Omit<FleetLooksRequest, keyof NamedServers> & NamedServers;

/** What several servers are watched with; tests put something else in its place. */
export interface FleetWatchTools extends LookTools {
  /** How long a look at one server may take; absent: as long as servers have that are asked once. */
  readonly limitMs?: number | undefined;
  readonly timers?: Timers | undefined;
}

interface Watched {
  readonly server: FleetServer;
  readonly own: ServerInTime;
  readonly looks: RepeatedLooks;
}

function refuseRecordings(servers: readonly FleetServer[]): void {
  if (servers.some(({ replay }) => replay !== undefined)) {
    throw new UsageError(noRecording.message, { hint: noRecording.hint });
  }
}

/** A wrong command line ends the watch, and says which server it is wrong for; a server that is silent at first may come. */
function nameUsageError(error: unknown, { name }: FleetServer): unknown {
  return error instanceof UsageError ? new UsageError(`${name}: ${error.message}`, { hint: error.hint }) : error;
}

/** A server may come later; a wrong command line stays wrong, and a PowerShell that this machine lacks is lacking for all of them. */
function retriesFirst(error: PhsError): boolean {
  return !(error instanceof UsageError) && error.code !== 'E_NO_POWERSHELL';
}

/** Looks at one server until the signal fires, whatever the others do. */
async function watchOne(
  { server, own, looks }: Watched,
  state: WatchedFleetState,
  gate: Gate,
  {
    signal,
    pause,
    keepsOpen,
  }: Pick<LookTools, 'pause'> & { readonly signal: AbortSignal; readonly keepsOpen: boolean },
): Promise<void> {
  const round = async (): Promise<number> => {
    if (signal.aborted) {
      return 0;
    }
    state.asks(server);
    try {
      return await looks.round(
        signal,
        () => undefined,
        () => undefined,
      );
    } finally {
      if (!keepsOpen) {
        await own.close();
      }
    }
  };
  while (!signal.aborted) {
    const waitMs = await gate.run(round);
    state.waits(server, waitMs);
    await pause(waitMs, signal);
  }
}

/** Waits for all of them; the first that fails for good ends the others. Rejects with its error. */
async function watchAll(
  all: readonly Watched[],
  watch: (one: Watched) => Promise<void>,
  stop: AbortController,
): Promise<void> {
  const errors: unknown[] = [];
  await Promise.all(
    all.map(async (one) => {
      try {
        await watch(one);
      } catch (error) {
        if (!(error instanceof CancelledError) && !stop.signal.aborted) {
          errors.push(nameUsageError(error, one.server));
          stop.abort();
        }
      }
    }),
  );
  if (errors.length > 0) {
    throw errors[0];
  }
}

interface Watching {
  readonly signal: AbortSignal;
  readonly trace: Trace['write'];
  /** Notes would stand in the midst of a screen. */
  readonly showsNotes: boolean;
}

/** A server with a session of its own, which looks at it share. */
function openServer(
  ctx: Context,
  given: FleetWatchRequest,
  server: FleetServer,
  { collect, limitMs = defaultLimitMs, timers }: FleetWatchTools,
  { signal, trace, showsNotes }: Watching,
): ServerInTime {
  const world = worldOf(ctx, server, signal);
  const onNote = (text: string): void => {
    if (showsNotes) world.io.stderr(`${text}\n`);
  };
  const debug =
    trace &&
    ((text: string): void => {
      trace(`${server.name}: ${text}`);
    });
  const open = (own: AbortSignal): ReturnType<typeof openWatchedServer> =>
    openWatchedServer(world, optionsOf(given, server), collect, { onNote, debug, signal: own, noRecording });
  return new ServerInTime(open, { ms: limitMs, signal, timers });
}

/** The looks at one server, with the session that they share. */
function prepareLooks(
  ctx: Context,
  given: FleetWatchRequest,
  tools: FleetWatchTools,
  intervalMs: number,
  state: WatchedFleetState,
  watching: Watching,
): (server: FleetServer) => Watched {
  return (server) => {
    const own = openServer(ctx, given, server, tools, watching);
    const request = { ...optionsOf(given, server), expect: server.expect ?? given.expect };
    const handlers = { ...state.handlersOf(server), retriesFirst };
    return { server, own, looks: new RepeatedLooks(ctx, request, own, handlers, intervalMs) };
  };
}

/**
 * Looks at several servers repeatedly until Ctrl+C (CancelledError, exit code 130) or until nobody reads stdout any more
 * (exit code 0). Each is looked at for itself: one that is silent holds nobody up. Rejects with a UsageError if the command line
 * is wrong for one of them.
 */
export async function watchFleet(
  ctx: Context,
  given: FleetWatchRequest,
  servers: readonly FleetServer[],
  tools: FleetWatchTools,
): Promise<ExitCode> {
  refuseRecordings(servers);
  const intervalMs = readLookInterval(given);
  const { canDraw, request } = chooseWatchOutput(ctx, given, intervalMs);
  const { fleetLineOutput, fleetScreenOutput } = await import('../output/fleet-watch-output.js');
  const output = (canDraw ? fleetScreenOutput : fleetLineOutput)(ctx, request);
  const { write: trace } = await openTrace(given, ctx);
  const progress = startProgress(ctx, given.quiet);
  const stop = new AbortController();
  const { stdoutClosed } = ctx.io;
  const signal = AbortSignal.any([ctx.signal, stop.signal, ...(stdoutClosed === undefined ? [] : [stdoutClosed])]);
  const state = new WatchedFleetState(ctx, servers, given, {
    ...output,
    fleet: (...now) => {
      progress.done();
      output.fleet(...now);
    },
  });
  const watching = { signal, trace, showsNotes: !canDraw };
  const all = servers.map(prepareLooks(ctx, given, tools, intervalMs, state, watching));
  const gate = new Gate(mostAtOnce);
  const how = { signal, pause: tools.pause, keepsOpen: servers.length <= mostAtOnce };
  const asking = setInterval(() => ctx.io.checkStdout?.(), readerCheckMs);
  progress.stage(`Asking ${counted(servers.length, 'server')}`);
  try {
    await watchAll(all, (one) => watchOne(one, state, gate, how), stop);
  } finally {
    clearInterval(asking);
    progress.done();
    output.end();
    const closing = Promise.all(all.map(({ own }) => own.ended()));
    const code = ctx.signal.aborted ? ExitCode.interrupted : ExitCode.ok;
    await endFleetRun(ctx, code, () => settlesWithin(closing, endingMs, tools.timers));
  }
  if (ctx.signal.aborted) {
    throw new CancelledError('Interrupted.');
  }
  return ExitCode.ok;
}
