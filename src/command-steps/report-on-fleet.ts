import type { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import { PhsError } from '../base/errors.js';
import type { ExpectedRole } from '../checks/check.js';
import type { Context } from '../command-line/context.js';
import type { FleetMember } from '../fleet/fleet-member.js';
import type { FleetDocument } from '../model/fleet-document.js';
import { printFleet } from '../output/fleet-forms.js';
import { startProgress } from '../output/progress.js';
import { askFleet, countAnswers, endFleetRun, type FleetAnswer, type FleetOptions } from './ask-fleet.js';
import type { FleetServer, NamedServers } from './fleet-servers.js';
import { optionsOf, worldOf } from './for-servers.js';
import { lineForServer, remediesForSameServer } from './for-same-server.js';
import { judgeServer, preloadReport, type ReportKind, type ReportRequest } from './report-on-server.js';
import { answerOf } from './with-server.js';

/** The options of a command that judges several servers. */
export type FleetRequest = Omit<ReportRequest, 'expect' | keyof NamedServers> &
  NamedServers & { readonly expect?: ExpectedRole | undefined };

/** What is different between the commands that judge several servers. */
export type FleetKind = Pick<ReportKind, 'command' | 'sinceMs' | 'checks'> & {
  readonly loadCollect: () => Promise<ReportKind['collect']>;
  /** How long each server has, in ms. */
  readonly limitMs: number;
};

type Answered = Pick<FleetMember, 'report' | 'profile'>;

async function judge(ctx: Context, given: FleetRequest, server: FleetServer, kind: FleetKind): Promise<Answered> {
  const expect = server.expect ?? given.expect;
  const own = { ...optionsOf(given, server), expect };
  return answerOf(ctx, { ...own, command: kind.command }, preloadReport, async (opened) => {
    const { command, sinceMs, checks } = kind;
    const collect = await kind.loadCollect();
    const judged = await judgeServer(ctx, own, opened, {
      command,
      sinceMs,
      checks,
      collect,
      startedAt: opened.startedAt,
    });
    const { buildProfile } = await import('../fleet/build-profile.js');
    const findings = remediesForSameServer(judged.report.findings, own, opened.opened.recorded);
    return { report: { ...judged.report, findings }, profile: buildProfile(judged.facts) };
  });
}

/** The report of a server that did not answer. */
export async function reportError(ctx: Context, command: string, startedAt: Date, error: unknown): Promise<Answered> {
  const { buildErrorReport } = await import('../report/build-report.js');
  const { describeError } = await import('../report/describe-error.js');
  const run = error instanceof PhsError ? error.run : undefined;
  const input = { toolVersion: toolVersion(), command, ...(run ?? { startedAt, finishedAt: ctx.clock() }) };
  return { report: buildErrorReport(describeError(error, ctx.signal), input), profile: undefined };
}

/** Asks every server, and puts what they answered into one document. */
export async function judgeFleet(
  ctx: Context,
  given: FleetRequest,
  servers: readonly FleetServer[],
  kind: FleetKind,
  options: Pick<FleetOptions, 'onAnswered' | 'timers'> = {},
): Promise<{ readonly document: FleetDocument; readonly ended: () => Promise<boolean> }> {
  const startedAt = ctx.clock();
  const ask = (server: FleetServer, signal: AbortSignal): Promise<Answered> =>
    judge(worldOf(ctx, server, signal), given, server, kind);
  const { answers, ended } = await askFleet(servers, ask, { ...options, signal: ctx.signal, limitMs: kind.limitMs });
  const toMember = async (server: FleetServer, answered: FleetAnswer<Answered> | undefined): Promise<FleetMember> => {
    const { name, tenant } = server;
    const answer =
      answered !== undefined && 'answer' in answered
        ? answered.answer
        : await reportError(ctx, kind.command, startedAt, answered?.error);
    return { name, tenant, expect: server.expect ?? given.expect, ...answer };
  };
  const members = await Promise.all(servers.map((server, index) => toMember(server, answers[index])));
  const { buildFleet } = await import('../report/build-fleet.js');
  const run = { toolVersion: toolVersion(), command: kind.command, startedAt, finishedAt: ctx.clock() };
  return { document: buildFleet(members, { ...run, failOn: given.failOn }), ended };
}

/** Makes a command to copy one for the server that it is shown for. */
function commandsOf(given: FleetRequest, servers: readonly FleetServer[]): (name: string, line: string) => string {
  return (name, line) => {
    const server = servers.find((each) => each.name === name);
    const recorded = server?.replay === undefined ? undefined : { file: server.replay };
    return server === undefined ? line : lineForServer(optionsOf(given, server), recorded)(line);
  };
}

/**
 * Asks several servers side by side and prints one result of them. The exit code is the worst, or what the form has instead.
 * Rejects with a CancelledError when the signal fires; a server that does not answer is part of the result.
 */
export async function reportOnFleet(
  ctx: Context,
  given: FleetRequest,
  servers: readonly FleetServer[],
  kind: FleetKind,
): Promise<ExitCode> {
  const progress = startProgress(ctx, given.quiet);
  const onAnswered = countAnswers(progress, servers.length);
  onAnswered(0);
  try {
    const { document, ended } = await judgeFleet(ctx, given, servers, kind, { onAnswered });
    progress.done();
    return await endFleetRun(
      ctx,
      await printFleet(ctx, document, { ...given, forServerNamed: commandsOf(given, servers) }),
      ended,
    );
  } finally {
    progress.done();
  }
}
