import { Asker } from '../collect/ask.js';
import { moduleArguments } from '../collect/open-connect-server.js';
import type { Context } from '../command-line/context.js';
import { PsError } from '../base/errors.js';
import type { RemoteServer } from '../base/remote-server.js';
import type { Host, Probe } from '../model/doctor.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { OpenedSession, SessionRequest } from '../ps/opened-session.js';
import type { PsSession, SessionInfo } from '../ps/session.js';
import { getPhsEventLogReach } from '../scripts/get-phs-event-log-reach.js';
import { getPhsPlatformExecutionPolicy } from '../scripts/get-phs-platform-execution-policy.js';
import { getPhsPlatform } from '../scripts/get-phs-platform.js';
import { getPhsScheduler } from '../scripts/get-phs-scheduler.js';
import { getPhsService } from '../scripts/get-phs-service.js';
import { importPhsModule } from '../scripts/import-phs-module.js';
import { tryProbe, type ProbeLimits } from './try-probe.js';
import { buildsProbe } from './builds-probe.js';
import { guardProbes, type GuardReader } from './guard-probe.js';
import { askBeside, describeHost, hostProbe, type HostSearch } from './hosts.js';
import type { ReachReader } from './read-reach.js';
import { isHere, isUnclear, remoteProbes } from './remote-probes.js';
import { withoutSession } from './without-session.js';
import { nodeProbe, type NodeView } from './node-probe.js';
import {
  answersProbe,
  applicationLogProbe,
  elevationProbe,
  executionPolicyProbe,
  groupsProbe,
  languageModeProbe,
  moduleProbe,
} from './server-probes.js';

/** What doctor knows of the machine before it asks anything. */
export interface DoctorWorld {
  readonly node: NodeView;
  /** The instant at which the age of the list of builds is judged. */
  readonly now: Date;
  readonly search: HostSearch;
  /** Absent: there is no line of the guard's journal. */
  readonly readGuard?: GuardReader;
  /** Absent: the network is not looked at. */
  readonly readReach?: ReachReader;
  /** Time for a host to start and say what it is, in ms. */
  readonly startMs: number;
  /** The same for a session on another server, in ms: longer than PowerShell itself waits for it. */
  readonly remoteStartMs: number;
  /** Time for every other probe, in ms. */
  readonly probeMs: number;
}

/** How far back the log is looked for at least: the window of `status`. */
const logReachMs = 3 * 3_600_000;

/** What {@link runDoctor} found. */
export interface Diagnosis {
  readonly probes: readonly Probe[];
  readonly hosts: readonly Host[];
}

/** The session of the host that commands use: what it said of itself, and what failed when it did not start. */
interface MainSession {
  readonly opened: OpenedSession | undefined;
  readonly info: Fact<SessionInfo>;
  readonly startError: PsError | undefined;
}

async function openMain(ctx: Context, request: SessionRequest, limits: ProbeLimits): Promise<MainSession> {
  const state: { opened?: OpenedSession; startError?: PsError } = {};
  const remember = (error: unknown): never => {
    if (error instanceof PsError) {
      state.startError = error;
    }
    throw error;
  };
  try {
    state.opened = await ctx.openSession(request);
  } catch (error) {
    // A simulated server that does not exist is a mistake of the call; a PowerShell that is missing is what we look for.
    if (!(error instanceof PsError)) {
      throw error;
    }
    return { opened: undefined, info: unknown({ code: 'session-lost', message: error.message }), startError: error };
  }
  const { session } = state.opened;
  const info = await tryProbe('PowerShell', limits, async (signal) =>
    known(await session.info({ signal }).catch(remember)),
  );
  return { opened: state.opened, info, startError: state.startError };
}

/** Reads one operation's answer in a probe of its own, so that what hangs costs only itself. */
function reader(session: PsSession, limits: ProbeLimits) {
  return async <Value>(summary: string, read: (asker: Asker) => Promise<Fact<Value>>): Promise<Fact<Value>> =>
    tryProbe(summary, limits, async (signal) => read(new Asker(session, { signal })));
}

/** One real question: it shows whether the service does not run or refuses. */
async function askScheduler(asker: Asker): Promise<Fact<unknown>> {
  const service = await asker.one(getPhsService, {});
  asker.serviceStatus = service.known ? service.value.status : undefined;
  return asker.one(getPhsScheduler, {});
}

async function askSession(
  session: PsSession,
  info: Fact<SessionInfo>,
  {
    limits,
    modulePath,
    readGuard,
    logSince,
  }: { limits: ProbeLimits; modulePath: string; readGuard: GuardReader | undefined; logSince: Date },
): Promise<readonly Probe[]> {
  const read = reader(session, limits);
  const policy = await read('the execution policy', (asker) => asker.rows(getPhsPlatformExecutionPolicy, {}));
  const platform = await read('the account', (asker) => asker.one(getPhsPlatform, {}));
  const module = await read('the ADSync module', (asker) =>
    asker.one(importPhsModule, moduleArguments(platform, modulePath)),
  );
  const answer = module.known
    ? await read('the scheduler', (asker) => askScheduler(asker))
    : unknown({ code: 'not-collected', message: 'Not queried: the ADSync module is not loaded.' });
  const log = await read('the Application log', (asker) => asker.one(getPhsEventLogReach, { since: logSince }));
  const guard =
    readGuard === undefined
      ? []
      : guardProbes(await tryProbe("the guard's journal", limits, (signal) => readGuard(session, signal)));
  return [
    languageModeProbe(info),
    executionPolicyProbe(policy),
    elevationProbe(platform),
    groupsProbe(platform),
    moduleProbe(module),
    answersProbe(answer),
    applicationLogProbe(log),
    ...guard,
  ];
}

/** The way to another server; the network is looked at if PowerShell does not say how far it came. */
async function lookAtWay(
  remote: RemoteServer,
  { info, startError }: MainSession,
  limits: ProbeLimits,
  readReach: ReachReader | undefined,
): Promise<readonly Probe[]> {
  const failure = info.known ? undefined : { error: startError, message: startError?.message ?? info.reason.message };
  const reach =
    readReach === undefined || !isUnclear({ failure })
      ? unknown({ code: 'not-collected', message: '' })
      : await tryProbe('the network', limits, async (signal) => known(await readReach(remote, signal)));
  return remoteProbes(remote, { failure, reach: reach.known ? reach.value : undefined });
}

/** What of this machine keeps another server from being asked belongs to the line of its PowerShell. */
function withLocalError(probe: Probe, isRemote: boolean, startError: PsError | undefined): Probe {
  if (!isRemote || startError === undefined || !isHere(startError) || probe.status === 'fail') {
    return probe;
  }
  const { message, hint = '' } = startError;
  return { ...probe, status: 'fail', message, cure: { text: hint, commands: [] } };
}

/**
 * Looks at everything that phs-tool needs, one probe after the other; none hides another, and none takes longer than
 * `startMs` or `probeMs`. The other hosts are started beside it, only to ask what they are, if nobody but administrators could have put them there. Rejects with a CancelledError, with a
 * UsageError or EnvironmentError when the simulated server is none, never because of what it finds.
 */
export async function runDoctor(
  ctx: Context,
  request: SessionRequest,
  { node, now, search, readGuard, readReach, startMs, remoteStartMs, probeMs }: DoctorWorld,
): Promise<Diagnosis> {
  const { remote } = request;
  const limits: ProbeLimits = { signal: ctx.signal, probeMs };
  const startLimits: ProbeLimits = { signal: ctx.signal, probeMs: startMs };
  // What answers on another server says nothing of the program here, so that is asked as well.
  const others = search.found.filter((path) => remote !== undefined || path !== search.used);
  const asking = Promise.all(others.map((path) => askBeside(path, search, ctx, startLimits)));
  // Awaited below; a rejection before that is not an unhandled one.
  asking.catch(() => undefined);
  const main = await openMain(
    ctx,
    request,
    remote === undefined ? startLimits : { signal: ctx.signal, probeMs: remoteStartMs },
  );
  const { opened, info, startError } = main;
  try {
    const server =
      opened === undefined || !info.known
        ? withoutSession({ info, startError, isRemote: remote !== undefined, hasGuard: readGuard !== undefined })
        : await askSession(opened.session, info, {
            limits,
            modulePath: request.modulePath ?? '',
            readGuard,
            logSince: new Date(now.getTime() - logReachMs),
          });
    const used = search.used === undefined || remote !== undefined ? [] : [{ path: search.used, info }];
    const answers = [...used, ...(await asking)];
    const hosts = answers.map((answer) => describeHost(answer, search.used));
    const isSimulated = opened?.simulated ?? false;
    const isFar = startError !== undefined && !isHere(startError);
    const found = hostProbe(search, hosts, { isSimulated, startError: isFar ? undefined : startError });
    const host = withLocalError(found, remote !== undefined, startError);
    const way = remote === undefined ? [] : await lookAtWay(remote, main, limits, readReach);
    return { hosts, probes: [nodeProbe(node, now), host, ...way, ...server, buildsProbe(now)] };
  } finally {
    await opened?.close();
  }
}
