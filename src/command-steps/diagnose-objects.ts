import type { CollectOptions } from '../collect/collect-server.js';
import type { ObjectSource } from '../collect/collect-objects.js';
import type { Context } from '../command-line/context.js';
import { EnvironmentError, type PhsError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { unknown } from '../model/fact.js';
import { buildServer } from '../report/build-report.js';
import { describeError } from '../report/describe-error.js';
import { buildLineResult, type ObjectPlace } from '../report/build-object-result.js';
import { ServerForUsers } from '../report/server-for-users.js';
import { objectReportSchemaVersion, type ObjectReportHead, type ObjectResult } from '../model/object-report.js';
import { ObjectTally } from '../model/object-tally.js';
import type { ReportError } from '../model/report.js';
import { parseDuration } from '../parsers/duration.js';
import type { PsSession } from '../ps/session.js';
import { Turns } from '../base/turns.js';
import { toolVersion } from '../base/version.js';
import { createJsonObjectView, ndjsonObjectView } from '../views/object-json.js';
import { createTextObjectView } from '../views/object-text.js';
import type { ObjectView } from '../views/object-view.js';
import { chooseLook } from '../output/text-look.js';
import type { DiagnoseOptions } from '../command-line/diagnose-options.js';
import { judgeObject } from './judge-object.js';
import { givenObjects, noNames, type GivenObject } from './object-references.js';
import { recordedWindowMs } from './report-on-server.js';
import { resolveConnector } from './resolve-connector.js';
import { sayLeftOff } from './say-left-off.js';
import type { OpenServer } from './with-server.js';

/** Reads what all objects share. */
export type OpenObjects = (session: PsSession, options: CollectOptions) => Promise<ObjectSource>;

async function openLive(session: PsSession, options: CollectOptions): Promise<ObjectSource> {
  const { openObjectSource } = await import('../collect/collect-objects.js');
  return openObjectSource(session, options);
}

function isSingle({ dn = [], upn = [], sam = [], dnFile, allUsers }: DiagnoseOptions): boolean {
  return !allUsers && dnFile === undefined && dn.length + upn.length + sam.length === 1;
}

function viewFor(ctx: Context, given: DiagnoseOptions): ObjectView {
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

const notAskedAboutLine = unknown({ code: 'not-collected', message: 'Not queried: the line names no object.' });

function buildHead({ facts }: ObjectSource, { startedAt, source }: OpenServer): ObjectReportHead {
  const { collectedAt, windowStartsAt } = facts;
  return {
    schemaVersion: objectReportSchemaVersion,
    tool: { name: 'phs-tool', version: toolVersion() },
    command: 'diagnose',
    startedAt: startedAt.toISOString(),
    server: buildServer(facts),
    source,
    window: {
      startsAt: windowStartsAt,
      endsAt: collectedAt,
      lengthMs: Date.parse(collectedAt) - Date.parse(windowStartsAt),
    },
  };
}

/** One run over all objects: what is common, the results as they come, and the numbers. Keeps no result. */
class Run {
  private readonly tally = new ObjectTally();
  private readonly turns = new Turns();
  private readonly forUsers: ServerForUsers;
  private readonly connectorFilter: string | undefined;
  private readonly follow: ReturnType<ObjectSource['follow']>;
  private index = 0;

  constructor(
    private readonly ctx: Context,
    private readonly given: DiagnoseOptions,
    private readonly source: ObjectSource,
    private readonly view: ObjectView,
    private readonly server: Pick<OpenServer, 'source' | 'finishedAt'>,
  ) {
    this.connectorFilter = resolveConnector(given.connector, source.facts);
    this.forUsers = new ServerForUsers(source.facts, given.expect);
    this.follow = source.follow(this.connectorFilter, given.secondOpinion);
  }

  async one(object: GivenObject): Promise<void> {
    this.index += 1;
    const place = { index: this.index, line: object.line };
    const result =
      object.problem === undefined
        ? await this.followOne(object, place)
        : {
            ...buildLineResult(object.reference.text, object.problem, place),
            ...(this.given.secondOpinion ? { secondOpinion: notAskedAboutLine } : {}),
          };
    this.tally.add(result);
    this.ctx.io.stdout(this.view.object(result));
    await this.turns.next();
    await this.ctx.io.stdoutReady?.(this.ctx.signal);
  }

  private async followOne({ reference }: GivenObject, place: ObjectPlace): Promise<ObjectResult> {
    const trace = await this.follow(reference);
    return judgeObject(this.source, this.forUsers, trace, {
      ...place,
      withSides: this.given.verbose,
      connectorFilter: this.connectorFilter,
    });
  }

  end(error?: ReportError): ExitCode {
    const counted = this.tally.summary(this.given.failOn, this.forUsers.everywhere());
    const summary = error === undefined ? counted : { ...counted, status: 'error' as const, exitCode: error.exitCode };
    const finishedAt = this.server.finishedAt().toISOString();
    this.ctx.io.stdout(this.view.tail({ finishedAt, summary, ...(error === undefined ? {} : { error }) }));
    // What to do about it concerns the server, and no result of an object says it.
    sayLeftOff(this.ctx, this.source.facts, { ...this.given, source: this.server.source });
    return summary.exitCode;
  }
}

/** Follows the object that was read already and all that come after it. */
async function followAll(
  run: Run,
  first: IteratorResult<GivenObject>,
  names: AsyncGenerator<GivenObject>,
  onNext: (count: number) => void,
): Promise<void> {
  let count = 0;
  for (let next = first; next.done !== true; next = await names.next()) {
    count += 1;
    onNext(count);
    await run.one(next.value);
  }
}

/** Why there is nobody to follow. */
function nobody({ dnFile }: DiagnoseOptions): PhsError {
  return dnFile === undefined
    ? new EnvironmentError('E_RECORDING', 'The recording follows no users.', {
        hint: 'Record with --dn, --dn-file, --upn or --sam, or leave out --all-users.',
      })
    : noNames(dnFile);
}

/** What ends the output in an orderly way. Rejects with what is a bug. */
function describeEnd({ signal }: Context, cause: unknown): ReturnType<typeof describeError> {
  const described = describeError(cause, signal);
  if (described.exitCode === ExitCode.bug) {
    throw cause;
  }
  return described;
}

/**
 * The part of `diagnose` that follows objects: reads once what they share, then follows one after the other and prints each
 * result as it comes. The exit code is that of the worst object. Rejects with a PhsError when it could not run at all; an
 * error after the first result ends the output properly and gives the exit code.
 */
export async function diagnoseObjects(
  ctx: Context,
  given: DiagnoseOptions,
  server: OpenServer,
  open: OpenObjects = openLive,
  view: ObjectView = viewFor(ctx, given),
): Promise<ExitCode> {
  const { opened, progress, recording } = server;
  const names = givenObjects(given, ctx, opened.recorded);
  // A file that cannot be read is reported before anything is asked or printed.
  const first = await names.next();
  if (first.done === true) {
    throw nobody(given);
  }
  const source = await open(opened.session, {
    now: opened.now,
    sinceMs: parseDuration(given.since),
    signal: ctx.signal,
    modulePath: given.modulePath,
    isRecording: opened.recorded !== undefined,
    ...(recording ? { widestWindowMs: recordedWindowMs } : {}),
    onProgress: (text) => {
      progress.stage(`Reading ${text}`);
    },
  });
  const run = new Run(ctx, given, source, view, server);
  if (ctx.io.stdoutIsTerminal) {
    // Results come to the same screen, and show by themselves how far it is.
    progress.done();
  }
  ctx.io.stdout(view.head(buildHead(source, server)));
  const error = await followAll(run, first, names, (count) => {
    progress.stage(`Following object ${count}`);
  }).catch((cause: unknown) => describeEnd(ctx, cause));
  progress.done();
  return error === undefined ? run.end() : run.end(error);
}
