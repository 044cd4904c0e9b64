import { openObjectSource, type ObjectSource } from '../collect/collect-objects.js';
import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import { quoteForPowerShell } from '../base/text.js';
import { unknown } from '../model/fact.js';
import { leftOffCheck } from '../model/first-cause.js';
import type { ObjectResult } from '../model/object-report.js';
import type { ObjectTrace } from '../model/object-trace.js';
import type { ReportError } from '../model/report.js';
import {
  userSyncCmdlet,
  userSyncSchemaVersion,
  type SyncedUser,
  type UserSyncAdvice,
  type UserSyncCall,
  type UserSyncDocument,
  type UserSyncRefusal,
} from '../model/user-sync.js';
import { findUserEvents } from '../object-checks/password-set.js';
import { adviseUserSync } from '../report/advise-user-sync.js';
import { buildLineResult } from '../report/build-object-result.js';
import { buildServer } from '../report/build-report.js';
import { describeError } from '../report/describe-error.js';
import { refuseUserSync } from '../report/refuse-user-sync.js';
import { ServerForUsers } from '../report/server-for-users.js';
import { syncOneUser } from '../sync-run/sync-one-user.js';
import { SyncServer } from '../sync-run/sync-server.js';
import { toolVersion } from '../base/version.js';
import { judgeObject } from './judge-object.js';
import type { GivenObject } from './object-references.js';
import { resolveConnector } from './resolve-connector.js';
import { chooseSyncExitCode, listNext } from './sync-users-result.js';
import type { OpenServer } from './with-server.js';

/** What the operator asks for. */
export interface SyncUsersRequest {
  readonly connector?: string | undefined;
  readonly modulePath?: string | undefined;
  readonly confirm: boolean;
  /** Time that one call may take, in ms. */
  readonly timeoutMs: number;
  /** Heartbeats and errors are read as far back, in ms. */
  readonly sinceMs: number;
}

/** The longest time that a new entry is waited for. */
const longestWaitMs = 60_000;
/** How often it is looked for. */
const betweenMs = { real: 3_000, simulated: 100 } as const;

function buildCall(source: ObjectTrace['source'], connector: string | null): UserSyncCall | null {
  if (!source.known || source.value === null || connector === null) {
    return null;
  }
  const { distinguishedName } = source.value;
  const line = `${userSyncCmdlet} -ConnectorName ${quoteForPowerShell(connector)} -DistinguishedName ${quoteForPowerShell(distinguishedName)}`;
  return { cmdlet: userSyncCmdlet, connectorName: connector, distinguishedName, line };
}

/** What a recording or a remote session cannot do, whoever the user is. */
function refuseBySession({ changing, recorded }: OpenServer['opened']): UserSyncRefusal | undefined {
  if (changing !== undefined && recorded === undefined) {
    return undefined;
  }
  return recorded === undefined
    ? { reason: 'remote', message: 'Nothing is changed over a remote session: sign in on the server.' }
    : { reason: 'recording', message: 'A recording answers, and nothing can be changed in it: run it on the server.' };
}

/** A user before the call. */
interface PlannedUser extends Omit<SyncedUser, 'result'> {
  readonly objectId: string | null;
}

const noLog = unknown({ code: 'not-collected', message: 'Not queried: the line names no object.' });

/** One run over all users: diagnosis, advice, refusal, and with a server to change the call. */
class SyncRun {
  private readonly forUsers: ServerForUsers;
  private readonly connectorFilter: string | undefined;
  private readonly follow: ReturnType<ObjectSource['follow']>;
  private readonly named = new Set<string>();
  private readonly syncServer: SyncServer | undefined;

  constructor(
    private readonly ctx: Context,
    private readonly request: SyncUsersRequest,
    private readonly source: ObjectSource,
    private readonly server: OpenServer,
  ) {
    this.connectorFilter = resolveConnector(request.connector, source.facts);
    this.forUsers = new ServerForUsers(source.facts, 'active');
    this.follow = source.follow(this.connectorFilter, false);
    const { changing } = server.opened;
    this.syncServer =
      changing === undefined
        ? undefined
        : new SyncServer(changing, source.facts, {
            modulePath: request.modulePath,
            signal: ctx.signal,
            deadlineMs: request.timeoutMs,
            onProgress: () => undefined,
          });
  }

  get operator(): string | null {
    const { platform } = this.source.facts;
    return platform.known ? platform.value.userName : null;
  }

  /** True if a run of "force-full-sync" left a connector off. */
  get isLeftOff(): boolean {
    return this.forUsers.everywhere().some(({ check, status }) => check === leftOffCheck && status === 'fail');
  }

  /** True if the source is not registered under which a call is written down. */
  get isSourceAbsent(): boolean {
    const { guard } = this.source.facts;
    return guard.known && guard.value.eventSource.state === 'absent';
  }

  async one(object: GivenObject, index: number): Promise<SyncedUser> {
    const { objectId, ...planned } = await this.plan(object, index);
    const { call, refusal } = planned;
    if (!this.request.confirm || refusal !== null || call === null || objectId === null || !this.syncServer) {
      return { ...planned, result: null };
    }
    this.server.progress.stage(`Synchronizing user ${index}`);
    const isSimulated = this.server.opened.simulated;
    const made = await syncOneUser(this.syncServer, {
      call,
      objectId,
      operator: this.operator,
      waitMs: Math.min(this.request.timeoutMs, longestWaitMs),
      betweenMs: isSimulated ? betweenMs.simulated : betweenMs.real,
      signal: this.ctx.signal,
    });
    return 'refusal' in made
      ? { ...planned, refusal: made.refusal, result: null }
      : { ...planned, result: made.result };
  }

  private async plan(object: GivenObject, index: number): Promise<PlannedUser> {
    const place = { index, line: object.line };
    if (object.problem !== undefined) {
      const diagnosis = buildLineResult(object.reference.text, object.problem, place);
      return {
        ...this.judge(diagnosis, { source: noLog, log: noLog, distinguishedName: null }),
        call: null,
        objectId: null,
      };
    }
    const trace = await this.follow(object.reference);
    const input = { ...place, withSides: false, connectorFilter: this.connectorFilter };
    const diagnosis = judgeObject(this.source, this.forUsers, trace, input);
    const objectId = trace.source.known ? (trace.source.value?.objectId ?? null) : null;
    return { ...this.judge(diagnosis, trace), call: buildCall(trace.source, diagnosis.connector), objectId };
  }

  private judge(
    diagnosis: ObjectResult,
    trace: Pick<ObjectTrace, 'source' | 'log' | 'distinguishedName'>,
  ): { diagnosis: ObjectResult; advice: UserSyncAdvice; refusal: UserSyncRefusal | null } {
    const { password, findings, serverCauses } = diagnosis;
    const problem = findUserEvents({ trace, userEvents: this.source.userEvents })?.latestProblem ?? null;
    const advice = adviseUserSync({ password, findings, serverCauses, log: trace.log, problem });
    const refusal =
      refuseBySession(this.server.opened) ?? refuseUserSync(diagnosis, trace) ?? this.refuseTwice(trace) ?? null;
    return { diagnosis, advice, refusal };
  }

  /** One call for each user, whatever the names are. */
  private refuseTwice({ source }: Pick<ObjectTrace, 'source'>): UserSyncRefusal | undefined {
    const id = source.known ? source.value?.objectId : undefined;
    if (id === undefined || !this.named.has(id)) {
      this.named.add(id ?? '');
      return undefined;
    }
    return { reason: 'named-twice', message: 'The same user was named before.' };
  }
}

/** Goes on to the next user until the operator interrupts. */
async function runAll(
  run: SyncRun,
  names: readonly GivenObject[],
  {
    ctx,
    progress,
    users,
  }: { readonly ctx: Context; readonly progress: OpenServer['progress']; readonly users: SyncedUser[] },
): Promise<ReportError | undefined> {
  try {
    for (const [place, object] of names.entries()) {
      progress.stage(`Following user ${place + 1}`);
      users.push(await run.one(object, place + 1));
      if (ctx.signal.aborted) {
        return describeError(undefined, ctx.signal);
      }
    }
    return undefined;
  } catch (error) {
    const described = describeError(error, ctx.signal);
    // What was called must be told, whatever came after it.
    if (described.exitCode === ExitCode.bug || users.every(({ result }) => result === null)) {
      throw error;
    }
    return described;
  }
}

/**
 * Diagnoses each user and, with `confirm`, synchronizes those for whom nothing stands in the way, one after the other. Rejects
 * with a PhsError if it could not run and nothing was called.
 */
export async function syncUsers(
  ctx: Context,
  request: SyncUsersRequest,
  names: readonly GivenObject[],
  server: OpenServer,
): Promise<{ readonly document: UserSyncDocument; readonly source: ObjectSource }> {
  const { opened, progress } = server;
  const source = await openObjectSource(opened.session, {
    now: opened.now,
    sinceMs: request.sinceMs,
    signal: ctx.signal,
    modulePath: request.modulePath,
    isRecording: opened.recorded !== undefined,
    onProgress: progress.reading,
  });
  const run = new SyncRun(ctx, request, source, server);
  const users: SyncedUser[] = [];
  const error = await runAll(run, names, { ctx, progress, users });
  const document: UserSyncDocument = {
    schemaVersion: userSyncSchemaVersion,
    tool: { name: 'phs-tool', version: toolVersion() },
    command: 'sync-user',
    startedAt: server.startedAt.toISOString(),
    finishedAt: server.finishedAt().toISOString(),
    source: server.source,
    server: buildServer(source.facts),
    confirmed: request.confirm,
    operator: run.operator,
    users,
    next: [...listNext(users, { confirm: request.confirm, isSourceAbsent: run.isSourceAbsent })],
    ...(error === undefined ? {} : { error }),
    exitCode: chooseSyncExitCode(users, { error, isLeftOff: run.isLeftOff }),
  };
  return { document, source };
}
