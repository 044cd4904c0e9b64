import { CancelledError } from '../base/errors.js';
import { escapeForTerminal } from '../base/escape.js';
import { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import type { Context } from '../command-line/context.js';
import type { EventsServersOptions } from '../command-line/events-options.js';
import { worstExitCode } from '../model/choose-exit-code.js';
import type { EventsDocument } from '../model/events-document.js';
import type { EventsOfServers, ServerEventsResult } from '../model/events-of-servers-document.js';
import { EventsDocumentBuilder } from '../output/events-output.js';
import { openServersOutput, type ServersOutput } from '../output/events-of-servers-output.js';
import { startProgress } from '../output/progress.js';
import { replayLine } from '../views/source-text.js';
import { askFleet, countAnswers, endFleetRun, listResults, readLimit, type FleetAnswer } from './ask-fleet.js';
import type { FleetServer } from './fleet-servers.js';
import { optionsOf, worldOf } from './for-servers.js';
import { openEventsRun, readEvents } from './list-events.js';
import { sayLeftOff } from './say-left-off.js';
import { answerOf, type OpenServer } from './with-server.js';

/** What one server answered. */
interface Answered {
  /** Without its events, which are kept beside those of the others. */
  readonly document: EventsDocument;
  readonly exitCode: ExitCode;
  /** What is not whole. */
  readonly notes: readonly string[];
  /** What was left off there, in lines for stderr. */
  readonly leftOff: string;
}

type Options = ReturnType<typeof optionsOf<EventsServersOptions>>;

async function readOpened(
  ctx: Context,
  given: Options,
  server: OpenServer,
  { name, output }: { readonly name: string; readonly output: ServersOutput },
): Promise<Answered> {
  const notes: string[] = [];
  const listed = await openEventsRun(ctx, given, server, (text) => notes.push(text));
  const { source } = server;
  const replay = replayLine(source);
  if (replay !== undefined && (given.output === 'csv' || given.output === 'ndjson')) {
    listed.run.note(replay);
  }
  const builder = new EventsDocumentBuilder(listed.run);
  const facts = await readEvents(listed, (page) => {
    // A server that was given up may still hand over what it had begun to.
    if (ctx.signal.aborted) {
      throw new CancelledError('Interrupted.');
    }
    builder.add(page);
    output.add(name, page, source.kind);
  });
  let leftOff = '';
  const stderr = (text: string): void => {
    leftOff += text;
  };
  const exitCode = sayLeftOff({ env: ctx.env, io: { ...ctx.io, stderr } }, facts, { ...given, source });
  return { document: builder.build([]), exitCode, notes, leftOff };
}

async function readServer(
  ctx: Context,
  given: EventsServersOptions,
  server: FleetServer,
  output: ServersOutput,
): Promise<Answered> {
  const own = optionsOf(given, server);
  return answerOf(
    ctx,
    { ...own, command: 'events' },
    () => Promise.resolve(),
    (opened) => readOpened(ctx, own, opened, { name: server.name, output }),
  );
}

function summarize(servers: readonly ServerEventsResult[]): EventsOfServers['summary'] {
  const counts = {
    servers: servers.length,
    error: servers.filter((server) => 'error' in server).length,
    events: servers.reduce((sum, server) => sum + ('error' in server ? 0 : server.document.eventCount), 0),
  };
  return { exitCode: worstExitCode(servers.map(({ exitCode }) => exitCode)), counts };
}

/** Writes to stderr what was said of the servers that answered, each line with the name of its server. */
function sayOf(
  ctx: Context,
  servers: readonly FleetServer[],
  answers: readonly FleetAnswer<Answered>[],
  textOf: (answer: Answered) => string,
): void {
  servers.forEach((server, index) => {
    const answered = answers[index];
    const text = answered !== undefined && 'answer' in answered ? textOf(answered.answer) : '';
    if (text !== '') {
      worldOf(ctx, server, ctx.signal).io.stderr(text);
    }
  });
}

/**
 * Lists the events of several servers, asked side by side, as one result; the exit code is the worst. Rejects with a CancelledError
 * when the signal fires; a server that does not answer is part of the result.
 */
export async function listEventsOfServers(
  ctx: Context,
  given: EventsServersOptions,
  servers: readonly FleetServer[],
): Promise<ExitCode> {
  const limitMs = readLimit(given.timeout);
  const startedAt = ctx.clock().toISOString();
  const names = servers.map(({ name }) => name);
  const output = openServersOutput(ctx, given, names);
  const progress = startProgress(ctx, given.quiet);
  const onAnswered = countAnswers(progress, servers.length);
  onAnswered(0);
  try {
    const ask = (server: FleetServer, signal: AbortSignal): Promise<Answered> =>
      readServer(worldOf(ctx, server, signal), given, server, output);
    const { answers, ended } = await askFleet(servers, ask, { signal: ctx.signal, limitMs, onAnswered });
    progress.done();
    const results = listResults(ctx, servers, answers, (answer) => answer);
    if (!given.quiet) {
      sayOf(ctx, servers, answers, ({ notes }) => notes.map((note) => `${escapeForTerminal(note)}\n`).join(''));
    }
    const summary = summarize(results);
    const tool = { name: 'phs-tool', version: toolVersion() } as const;
    const run = { tool, command: 'events', startedAt, finishedAt: ctx.clock().toISOString() } as const;
    await output.print({ schemaVersion: '1.0', ...run, servers: results, summary });
    sayOf(ctx, servers, answers, ({ leftOff }) => leftOff);
    return await endFleetRun(ctx, summary.exitCode, ended);
  } finally {
    progress.done();
  }
}
