import { UsageError } from '../base/errors.js';
import { escapeForTerminal } from '../base/escape.js';
import type { ExitCode } from '../base/exit-codes.js';
import { without } from '../base/without.js';
import type { Context } from '../command-line/context.js';
import type { RemoteOptions } from './choose-remote.js';
import { listServers, namingOptions, type FleetServer, type NamedServers } from './fleet-servers.js';
import { withRecording } from './with-recording.js';

/** The options of a command as if one server had been named. */
export type OfOneServer<Given extends NamedServers> = Omit<Given, (typeof namingOptions)[number]> &
  RemoteOptions & { readonly simulate?: string | undefined; readonly useSsl: boolean };

/** The world in which one of several servers is asked: its recording in its place, and its name before what is said of it. */
export function worldOf(ctx: Context, { name, replay }: FleetServer, signal: AbortSignal): Context {
  const before = `${escapeForTerminal(name)}: `;
  const io: Context['io'] = {
    stdout: ctx.io.stdout,
    stderr: (text) => {
      ctx.io.stderr(text.replace(/^(?=.)/gm, () => before));
    },
    stdin: ctx.io.stdin,
    stdoutIsTerminal: ctx.io.stdoutIsTerminal,
    stderrIsTerminal: false,
    columns: ctx.io.columns,
  };
  // A server waits for its turn: its run does not begin with the program.
  const own: Context = { ...without(ctx, ['elapsedMs']), io, signal };
  return replay === undefined ? own : withRecording(own, replay);
}

/** The options of one of several servers; nothing but its result is shown while they answer side by side. */
export function optionsOf<Given extends NamedServers>(
  given: Given,
  { request }: FleetServer,
): OfOneServer<Given> & { readonly quiet: true } {
  return { ...without(given, namingOptions), ...request, useSsl: request.useSsl === true, quiet: true };
}

/** The options of the way to a server, with nothing of another way. */
function wayTo(
  server: FleetServer | undefined,
): Omit<FleetServer['request'], 'useSsl'> & { readonly useSsl?: boolean } {
  if (server === undefined) {
    return {};
  }
  const { useSsl = false, ...request } = server.request;
  return { ...request, useSsl };
}

/**
 * Runs a command for the one server that its options name, or for several of them. Rejects with a UsageError for names that
 * are none.
 */
export async function forServers<Given extends NamedServers>(
  ctx: Context,
  given: Given,
  one: (ctx: Context, given: OfOneServer<Given>, server: FleetServer | undefined) => Promise<ExitCode>,
  several: (servers: readonly [FleetServer, FleetServer, ...FleetServer[]]) => Promise<ExitCode>,
): Promise<ExitCode> {
  const [first, second, ...others] = listServers(given, ctx.isReplay === true ? [] : ctx.servers);
  if (first === undefined || second === undefined) {
    // Options of a way that nobody named stay, so that they are refused.
    const { port, useSsl = false, configuration } = given;
    const world = first?.replay === undefined ? ctx : withRecording(ctx, first.replay);
    return one(world, { ...without(given, namingOptions), port, useSsl, configuration, ...wayTo(first) }, first);
  }
  if (ctx.isReplay === true) {
    throw new UsageError('Several servers are named, but the recording answers.', {
      hint: 'Name every recording with --replay FILE.',
    });
  }
  return several([first, second, ...others]);
}
