import type { Check, ExpectedRole } from '../checks/check.js';
import type { CollectOptions } from '../collect/collect-status.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import type { FailOn, ReportInput } from '../model/build-report.js';
import type { Facts } from '../model/facts.js';
import type { Report } from '../model/report.js';
import type { PsSession } from '../ps/session.js';
import { toolVersion } from '../version.js';
import { resolveConnector } from './resolve-connector.js';
import type { ServerAtHand, ServerRequest } from './with-server.js';

/** Asks a server everything that a command judges. */
export type CollectFacts = (session: PsSession, options: CollectOptions) => Promise<Facts>;

/** The options of a command that judges a server and prints a report. */
export interface ReportRequest extends ServerRequest {
  readonly connector?: string | undefined;
  readonly expect: ExpectedRole;
  readonly failOn: FailOn;
  /** Only `json` is told apart: every other form is text here. */
  readonly output: string;
  readonly verbose: boolean;
  readonly noColor: boolean;
}

/** What is different between the commands that report on a server. */
export interface ReportKind {
  readonly command: string;
  readonly startedAt: Date;
  /** Length of the window for heartbeats and errors, in ms. */
  readonly sinceMs: number;
  readonly collect: CollectFacts;
  /** The checks to run, in the order of ids; absent: those of `status`. */
  readonly checks?: readonly Check[];
  /** Asks Microsoft's own diagnostics, after the facts were collected. */
  readonly askSecondOpinion?: (
    facts: Facts,
    connectorName: string | undefined,
  ) => Promise<ReportInput['secondOpinion']>;
}

async function print(report: Report, { output, quiet, verbose, noColor }: ReportRequest, ctx: Context): Promise<void> {
  if (output === 'json') {
    const [{ jsonView }, { plainTheme }] = await Promise.all([import('../views/json.js'), import('../views/theme.js')]);
    ctx.io.stdout(jsonView(report, { theme: plainTheme, verbosity: 'normal' }));
    return;
  }
  const [{ textView }, { chooseTheme }] = await Promise.all([import('../views/text.js'), import('../views/theme.js')]);
  const { stdoutIsTerminal, columns } = ctx.io;
  ctx.io.stdout(
    textView(report, {
      theme: chooseTheme({ isTerminal: stdoutIsTerminal, noColor, env: ctx.env }),
      ...(stdoutIsTerminal ? { columns } : {}),
      verbosity: quiet ? 'quiet' : verbose ? 'verbose' : 'normal',
    }),
  );
}

/** What {@link reportOnServer} needs that can be loaded while PowerShell starts. */
export async function preloadReport(): Promise<void> {
  await import('../model/build-report.js');
  await import('../views/text.js');
}

/** Collects, judges and prints. The exit code is the report's. */
export async function reportOnServer(
  ctx: Context,
  given: ReportRequest,
  { opened, progress }: ServerAtHand,
  kind: ReportKind,
): Promise<ExitCode> {
  const { buildReport } = await import('../model/build-report.js');
  const facts = await kind.collect(opened.session, {
    now: opened.now,
    sinceMs: kind.sinceMs,
    signal: ctx.signal,
    onProgress: (text) => {
      progress.stage(`Reading ${text}`);
    },
    modulePath: given.modulePath,
  });
  const connectorFilter = resolveConnector(given.connector, facts);
  const secondOpinion = await kind.askSecondOpinion?.(facts, connectorFilter);
  const report = buildReport(facts, {
    toolVersion: toolVersion(),
    command: kind.command,
    startedAt: kind.startedAt,
    finishedAt: ctx.clock(),
    expect: given.expect,
    failOn: given.failOn,
    ...(kind.checks === undefined ? {} : { checks: kind.checks }),
    ...(secondOpinion === undefined ? {} : { secondOpinion }),
    ...(connectorFilter === undefined ? {} : { connectorFilter }),
  });
  progress.done();
  await print(report, given, ctx);
  return report.summary.exitCode;
}
