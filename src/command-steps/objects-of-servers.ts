import type { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import type { Context } from '../command-line/context.js';
import type { DiagnoseServersOptions } from '../command-line/diagnose-options.js';
import { worstExitCode } from '../model/choose-exit-code.js';
import type { ObjectReport } from '../model/object-report.js';
import type { ObjectsOfServers } from '../model/objects-of-servers-document.js';
import { startProgress } from '../output/progress.js';
import { chooseLook } from '../output/text-look.js';
import { jsonText } from '../views/json.js';
import { createObjectDocument } from '../views/object-document.js';
import { objectsOfServersText } from '../views/objects-of-servers-text.js';
import { askFleet, countAnswers, endFleetRun, listResults, readLimit } from './ask-fleet.js';
import { diagnoseObjects, isSingle } from './diagnose-objects.js';
import type { FleetServer } from './fleet-servers.js';
import { optionsOf, worldOf } from './for-servers.js';
import { preloadReport } from './report-on-server.js';
import { answerOf } from './with-server.js';

/** Follows the users on one server; the results are kept instead of printed. */
async function follow(ctx: Context, given: DiagnoseServersOptions, server: FleetServer): Promise<ObjectReport> {
  const own = { ...optionsOf(given, server), expect: server.expect ?? given.expect };
  let document: ObjectReport | undefined;
  const view = createObjectDocument((whole) => {
    document = whole;
  });
  return answerOf(ctx, { ...own, command: 'diagnose' }, preloadReport, async (opened) => {
    await diagnoseObjects(ctx, own, opened, undefined, view);
    if (document === undefined) {
      throw new TypeError('A run that ended without an error has answered.');
    }
    return document;
  });
}

function render(ctx: Context, given: DiagnoseServersOptions, document: ObjectsOfServers): string {
  if (given.output === 'json') {
    return jsonText(document);
  }
  const { times, ...look } = chooseLook(ctx, given);
  const verbosity = given.quiet ? 'quiet' : given.verbose ? 'verbose' : 'normal';
  return times.write(objectsOfServersText(document, { ...look, verbosity, single: isSingle(given) }));
}

/**
 * Follows the same users on several servers, asked side by side, and prints what each one says of them; the exit code is the worst.
 * Rejects with a CancelledError when the signal fires; a server that does not answer is part of the result.
 */
export async function diagnoseObjectsOfServers(
  ctx: Context,
  given: DiagnoseServersOptions,
  servers: readonly FleetServer[],
): Promise<ExitCode> {
  const limitMs = readLimit(given.timeout);
  const startedAt = ctx.clock().toISOString();
  const progress = startProgress(ctx, given.quiet);
  const onAnswered = countAnswers(progress, servers.length);
  onAnswered(0);
  try {
    const ask = (server: FleetServer, signal: AbortSignal): Promise<ObjectReport> =>
      follow(worldOf(ctx, server, signal), given, server);
    const { answers, ended } = await askFleet(servers, ask, { signal: ctx.signal, limitMs, onAnswered });
    progress.done();
    const results = listResults(ctx, servers, answers, (document) => ({
      exitCode: document.summary.exitCode,
      document,
    }));
    const exitCode = worstExitCode(results.map((result) => result.exitCode));
    const counts = { servers: results.length, error: results.filter((result) => 'error' in result).length };
    const tool = { name: 'phs-tool', version: toolVersion() } as const;
    const run = { tool, command: 'diagnose', startedAt, finishedAt: ctx.clock().toISOString() } as const;
    const document: ObjectsOfServers = {
      schemaVersion: '1.0',
      ...run,
      servers: results,
      summary: { exitCode, counts },
    };
    ctx.io.stdout(render(ctx, given, document));
    return await endFleetRun(ctx, exitCode, ended);
  } finally {
    progress.done();
  }
}
