import { lineForServer, remediesForSameServer } from './for-same-server.js';
import type { Check, ExpectedRole } from '../checks/check.js';
import type { CollectOptions } from '../collect/collect-status.js';
import type { Context } from '../command-line/context.js';
import type { ExitCode } from '../base/exit-codes.js';
import type { ReportInput } from '../report/build-report.js';
import type { FailOn } from '../model/choose-exit-code.js';
import type { Facts } from '../model/facts.js';
import type { Report } from '../model/report.js';
import type { PsSession } from '../ps/session.js';
import { readStaging } from '../checks/staging.js';
import { toolVersion } from '../base/version.js';
import { printReport, type FormRequest } from '../output/output-forms.js';
import { resolveConnector } from './resolve-connector.js';
import type { OpenServer, ServerRequest } from './with-server.js';

/** Asks a server everything that a command judges. */
export type CollectFacts = (session: PsSession, options: CollectOptions) => Promise<Facts>;

/** The options of a command that judges a server and prints a report. */
export interface ReportRequest extends ServerRequest, FormRequest {
  readonly connector?: string | undefined;
  readonly expect: ExpectedRole;
  readonly failOn: FailOn;
}

/** What is different between the commands that report on a server. */
export interface ReportKind {
  readonly command: string;
  readonly startedAt: Date;
  /** Length of the window for heartbeats and errors, in ms. */
  readonly sinceMs: number;
  readonly collect: CollectFacts;
  /** The checks to run, in the order of ids; absent: those of `status`. */
  readonly checks?: readonly Check[] | undefined;
  /** Asks Microsoft's own diagnostics, after the facts were collected. */
  readonly askSecondOpinion?: (
    facts: Facts,
    connectorName: string | undefined,
  ) => Promise<ReportInput['secondOpinion']>;
}

/** Events of a whole day go into a recording, so that it can answer "events" as well. */
export const recordedWindowMs = 86_400_000;

/** What {@link reportOnServer} needs that can be loaded while PowerShell starts. */
export async function preloadReport(): Promise<void> {
  await import('../report/build-report.js');
  await import('../views/text.js');
}

/** How a server is judged; without `expect` it may have either role. */
export type JudgeRequest = Pick<ReportRequest, 'connector' | 'failOn' | 'modulePath'> & {
  readonly expect?: ExpectedRole | undefined;
};

/** What was collected of a server, and what was found. */
export interface JudgedServer {
  readonly facts: Facts;
  readonly report: Report;
}

/** The role that a server is judged by: of one that is only to be looked at, the one that it has. */
export function chooseRole(expect: ExpectedRole | undefined, facts: Facts): ExpectedRole {
  return expect ?? (readStaging(facts).enabled === true ? 'staging' : 'active');
}

/** Collects and judges. */
export async function judgeServer(
  ctx: Pick<Context, 'signal'>,
  given: JudgeRequest,
  server: OpenServer,
  kind: ReportKind,
): Promise<JudgedServer> {
  const { opened, progress } = server;
  const { buildReport } = await import('../report/build-report.js');
  const facts = await kind.collect(opened.session, {
    now: opened.now,
    sinceMs: kind.sinceMs,
    signal: ctx.signal,
    onProgress: progress.reading,
    modulePath: given.modulePath,
    ...(server.recording ? { widestWindowMs: recordedWindowMs } : {}),
  });
  const connectorFilter = resolveConnector(given.connector, facts);
  const secondOpinion = await kind.askSecondOpinion?.(facts, connectorFilter);
  const report = buildReport(facts, {
    toolVersion: toolVersion(),
    command: kind.command,
    startedAt: kind.startedAt,
    finishedAt: server.finishedAt(),
    source: server.source,
    expect: chooseRole(given.expect, facts),
    failOn: given.failOn,
    checks: kind.checks,
    secondOpinion,
    connectorFilter,
  });
  return { facts, report };
}

/** Collects, judges and prints. The exit code is the report's. */
export async function reportOnServer(
  ctx: Context,
  given: ReportRequest,
  server: OpenServer,
  kind: ReportKind,
): Promise<ExitCode> {
  const { report } = await judgeServer(ctx, given, server, kind);
  server.progress.done();
  const { recorded } = server.opened;
  const findings = remediesForSameServer(report.findings, given, recorded);
  return printReport(ctx, { ...report, findings }, { ...given, forServer: lineForServer(given, recorded) });
}
