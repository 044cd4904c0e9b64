import { remediesForSameServer } from './for-same-server.js';
import type { Finding } from '../model/finding.js';
import type { ObjectReportTail, ObjectResult } from '../model/object-report.js';
import type { Context } from '../command-line/context.js';
import { EnvironmentError, type PhsError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { describeError } from '../report/describe-error.js';
import { parseDuration } from '../parsers/duration.js';
import { createJsonObjectView, ndjsonObjectView } from '../views/object-json.js';
import { createTextObjectView } from '../views/object-text.js';
import type { ObjectView } from '../views/object-view.js';
import { ReaderPace } from '../output/reader-pace.js';
import { chooseLook } from '../output/text-look.js';
import type { DiagnoseOptions, NamedObjects } from '../command-line/diagnose-options.js';
import { givenObjects, noNames, type GivenObject } from './object-references.js';
import { ObjectRun, type ObjectRunRequest, type OpenObjects } from './object-run.js';
import { sayLeftOff } from './say-left-off.js';
import type { OpenServer } from './with-server.js';

/** True if the options name one user. */
export function isSingle({ dn = [], upn = [], sam = [], dnFile, allUsers }: NamedObjects): boolean {
  return allUsers !== true && dnFile === undefined && dn.length + upn.length + sam.length === 1;
}

/** The options that follow users on a server; without `expect` it may have either role. */
export type ObjectsRequest = Omit<DiagnoseOptions, 'expect'> & Pick<ObjectRunRequest, 'expect'>;

function viewFor(ctx: Context, given: ObjectsRequest): ObjectView {
  if (given.output === 'json') {
    return createJsonObjectView();
  }
  if (given.output === 'ndjson') {
    return ndjsonObjectView;
  }
  const { times, ...look } = chooseLook(ctx, given);
  const verbosity = given.quiet ? 'quiet' : given.verbose ? 'verbose' : 'normal';
  const view = createTextObjectView({ ...look, verbosity, single: isSingle(given) });
  return {
    head: (head) => times.write(view.head(head)),
    object: (result) => times.write(view.object(result)),
    tail: (tail) => times.write(view.tail(tail)),
  };
}

/** Follows the object that was read already and all that come after it. */
async function followAll(
  first: IteratorResult<GivenObject>,
  names: AsyncGenerator<GivenObject>,
  one: (object: GivenObject, count: number) => Promise<void>,
): Promise<void> {
  let count = 0;
  for (let next = first; next.done !== true; next = await names.next()) {
    count += 1;
    await one(next.value, count);
  }
}

/** Why there is nobody to follow. */
function nobody({ dnFile }: NamedObjects, { recorded }: OpenServer['opened']): PhsError {
  if (dnFile !== undefined) {
    return noNames(dnFile);
  }
  // The users can be in the part that is missing.
  return recorded?.incomplete === true
    ? new EnvironmentError('E_RECORDING', 'The users are not known: the recording is incomplete, and none is in it.', {
        hint: 'Replay a whole recording, or leave out --all-users.',
      })
    : new EnvironmentError('E_RECORDING', 'The recording follows no users.', {
        hint: 'Record with --dn, --dn-file, --upn or --sam, or leave out --all-users.',
      });
}

/** What ends the output in an orderly way. Rejects with what is a bug. */
function describeEnd({ signal }: Context, cause: unknown): ReturnType<typeof describeError> {
  const described = describeError(cause, signal);
  if (described.exitCode === ExitCode.bug) {
    throw cause;
  }
  return described;
}

/** Makes the commands to copy of what is shown commands for the server, or the recording, that was asked. */
function commandsForSameServer(
  given: ObjectsRequest,
  { recorded }: OpenServer['opened'],
): {
  readonly result: (result: ObjectResult) => ObjectResult;
  readonly tail: (tail: ObjectReportTail) => ObjectReportTail;
} {
  const same = <Of extends Pick<Finding, 'remedy'>>(all: readonly Of[]): Of[] =>
    remediesForSameServer(all, given, recorded);
  return {
    result: (result) => ({
      ...result,
      findings: same(result.findings),
      serverCauses: same(result.serverCauses),
    }),
    tail: (tail) => ({
      ...tail,
      summary: {
        ...tail.summary,
        causes: same(tail.summary.causes),
        serverCauses: same(tail.summary.serverCauses),
      },
    }),
  };
}

/**
 * The part of `diagnose` that follows objects: reads once what they share, then follows one after the other and prints each
 * result as it comes. The exit code is that of the worst object. Rejects with a PhsError when it could not run at all; an
 * error after the first result ends the output properly and gives the exit code.
 */
export async function diagnoseObjects(
  ctx: Context,
  given: ObjectsRequest,
  server: OpenServer,
  open?: OpenObjects,
  view: ObjectView = viewFor(ctx, given),
): Promise<ExitCode> {
  const { opened, progress } = server;
  const names = givenObjects(given, ctx, opened.recorded);
  // A file that cannot be read is reported before anything is asked or printed.
  const first = await names.next();
  if (first.done === true) {
    throw nobody(given, opened);
  }
  const { connector, modulePath, expect, failOn, secondOpinion, verbose } = given;
  const request = { connector, modulePath, expect, failOn, secondOpinion, withSides: verbose, signal: ctx.signal };
  const run = await ObjectRun.open({ ...request, sinceMs: parseDuration(given.since) }, server, open);
  const write = (text: string): void => {
    if (text !== '' && ctx.io.stdoutIsTerminal) {
      // Results come to the same screen, and show by themselves how far it is.
      progress.done();
    }
    ctx.io.stdout(text);
  };
  const forSame = commandsForSameServer(given, opened);
  write(view.head(run.head()));
  const pace = new ReaderPace(ctx);
  const error = await followAll(first, names, async (object, count) => {
    progress.stage(`Following user ${count}`);
    const result = await run.one(object);
    write(view.object(forSame.result(result)));
    await pace.next();
  }).catch((cause: unknown) => describeEnd(ctx, cause));
  progress.done();
  const tail = forSame.tail(error === undefined ? run.tail() : run.tail(error));
  ctx.io.stdout(view.tail(tail));
  // What to do about it concerns the server, and no result of an object says it.
  sayLeftOff(ctx, run.facts, { ...given, source: server.source });
  return tail.summary.exitCode;
}
