import type { CollectOptions } from '../collect/collect-server.js';
import type { ObjectSource } from '../collect/collect-objects.js';
import { toolVersion } from '../base/version.js';
import type { ExpectedRole } from '../checks/check.js';
import type { FailOn } from '../model/choose-exit-code.js';
import type { Facts } from '../model/facts.js';
import { unknown } from '../model/fact.js';
import {
  objectReportSchemaVersion,
  type ObjectReportHead,
  type ObjectReportTail,
  type ObjectResult,
} from '../model/object-report.js';
import { ObjectTally } from '../model/object-tally.js';
import type { ReportError } from '../model/report.js';
import type { PsSession } from '../ps/session.js';
import { buildLineResult, type ObjectPlace } from '../report/build-object-result.js';
import { buildServer } from '../report/build-report.js';
import { ServerForUsers } from '../report/server-for-users.js';
import { judgeObject } from './judge-object.js';
import type { GivenObject } from './object-references.js';
import { chooseRole, recordedWindowMs } from './report-on-server.js';
import { resolveConnector } from './resolve-connector.js';
import type { OpenServer } from './with-server.js';

/** Reads what all objects share. */
export type OpenObjects = (session: PsSession, options: CollectOptions) => Promise<ObjectSource>;

/** How objects are followed. */
export interface ObjectRunRequest {
  /** Length of the window for heartbeats and errors, in ms. */
  readonly sinceMs: number;
  readonly connector?: string | undefined;
  readonly modulePath?: string | undefined;
  /** Undefined: the role that the server has. */
  readonly expect?: ExpectedRole | undefined;
  readonly failOn: FailOn;
  /** Ask Microsoft's own diagnostics of each object as well. */
  readonly secondOpinion: boolean;
  /** Give the attributes of each side with the result. */
  readonly withSides: boolean;
  readonly signal: AbortSignal;
}

const notAskedAboutLine = unknown({ code: 'not-collected', message: 'Not queried: the line names no object.' });

async function openLive(session: PsSession, options: CollectOptions): Promise<ObjectSource> {
  const { openObjectSource } = await import('../collect/collect-objects.js');
  return openObjectSource(session, options);
}

/** One run over all objects: what is common, the result of each, and the numbers at the end. Keeps no result. */
export class ObjectRun {
  private readonly tally = new ObjectTally();
  private readonly forUsers: ServerForUsers;
  private readonly connectorFilter: string | undefined;
  private readonly follow: ReturnType<ObjectSource['follow']>;
  private index = 0;

  private constructor(
    private readonly request: ObjectRunRequest,
    private readonly source: ObjectSource,
    private readonly server: OpenServer,
  ) {
    this.connectorFilter = resolveConnector(request.connector, source.facts);
    this.forUsers = new ServerForUsers(source.facts, chooseRole(request.expect, source.facts));
    this.follow = source.follow(this.connectorFilter, request.secondOpinion);
  }

  /** Reads what all objects share. Rejects with a PhsError when nothing can be asked. */
  static async open(request: ObjectRunRequest, server: OpenServer, open: OpenObjects = openLive): Promise<ObjectRun> {
    const { opened, progress, recording } = server;
    const { sinceMs, signal, modulePath } = request;
    const source = await open(opened.session, {
      now: opened.now,
      sinceMs,
      signal,
      modulePath,
      isRecording: opened.recorded !== undefined,
      ...(recording ? { widestWindowMs: recordedWindowMs } : {}),
      onProgress: progress.reading,
    });
    return new ObjectRun(request, source, server);
  }

  /** What was read of the server. */
  get facts(): Facts {
    return this.source.facts;
  }

  /** What stands before the results. */
  head(): ObjectReportHead {
    const { startedAt, source } = this.server;
    const { collectedAt, windowStartsAt } = this.facts;
    return {
      schemaVersion: objectReportSchemaVersion,
      tool: { name: 'phs-tool', version: toolVersion() },
      command: 'diagnose',
      startedAt: startedAt.toISOString(),
      server: buildServer(this.facts),
      source,
      window: {
        startsAt: windowStartsAt,
        endsAt: collectedAt,
        lengthMs: Date.parse(collectedAt) - Date.parse(windowStartsAt),
      },
    };
  }

  /** Follows the next object; a line that names none is a result, too. Rejects with a PhsError when the server is lost. */
  async one(object: GivenObject): Promise<ObjectResult> {
    this.index += 1;
    const place = { index: this.index, line: object.line };
    const result =
      object.problem === undefined
        ? await this.followOne(object, place)
        : {
            ...buildLineResult(object.reference.text, object.problem, place),
            ...(this.request.secondOpinion ? { secondOpinion: notAskedAboutLine } : {}),
          };
    this.tally.add(result);
    return result;
  }

  /** What all results together say; `error`: what ended the run before its last object. */
  tail(error?: ReportError): ObjectReportTail {
    const counted = this.tally.summary(this.request.failOn, this.forUsers.everywhere());
    const summary = error === undefined ? counted : { ...counted, status: 'error' as const, exitCode: error.exitCode };
    const finishedAt = this.server.finishedAt().toISOString();
    return { finishedAt, summary, ...(error === undefined ? {} : { error }) };
  }

  private async followOne({ reference }: GivenObject, place: ObjectPlace): Promise<ObjectResult> {
    const trace = await this.follow(reference);
    return judgeObject(this.source, this.forUsers, trace, {
      ...place,
      withSides: this.request.withSides,
      connectorFilter: this.connectorFilter,
    });
  }
}
