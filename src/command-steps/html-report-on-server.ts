import { remediesForSameServer } from './for-same-server.js';
import type { ExpectedRole } from '../checks/check.js';
import type { CollectOptions } from '../collect/collect-server.js';
import type { CollectedDiagnosis } from '../collect/collect-diagnosis.js';
import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import type { ReportInput } from '../report/build-report.js';
import { chooseExitCode, type FailOn } from '../model/choose-exit-code.js';
import type { Facts } from '../model/facts.js';
import type { ReportedObjects, ReportPage } from '../report/report-page.js';
import type { Report } from '../model/report.js';
import { parseDuration } from '../parsers/duration.js';
import type { PsSession } from '../ps/session.js';
import { toolVersion } from '../base/version.js';
import { namesObjects, type NamedObjects } from '../command-line/diagnose-options.js';
import { ObjectsForPage } from './objects-for-page.js';
import { recordedWindowMs } from './report-on-server.js';
import { resolveConnector } from './resolve-connector.js';
import type { OpenServer, ServerRequest } from './with-server.js';
import { writePage } from '../output/write-page.js';

/** The findings look at the time that `diagnose` looks at by default, so that both come to the same verdict. */
const judgedMs = 3 * 60 * 60_000;

/** The options of `report`. */
export interface HtmlReportRequest extends ServerRequest, NamedObjects {
  /** Where to write; absent: stdout, or a new file if stdout is a terminal; `-`: stdout. */
  readonly out?: string | undefined;
  /** A name at the top of the page. */
  readonly title?: string | undefined;
  /** Length of the timeline. */
  readonly since: string;
  readonly connector?: string | undefined;
  /** Absent: active. */
  readonly expect?: ExpectedRole | undefined;
  readonly failOn: FailOn;
  readonly secondOpinion: boolean;
}

/** What asks the server; tests put something else in its place. */
export interface HtmlReportCollectors {
  readonly collect: (session: PsSession, options: CollectOptions) => Promise<CollectedDiagnosis>;
}

/** What is only needed when a server is open. */
export async function loadCollectors(): Promise<HtmlReportCollectors> {
  const { collectDiagnosisFurther } = await import('../collect/collect-diagnosis.js');
  return { collect: collectDiagnosisFurther };
}

/** What {@link htmlReportOnServer} needs that can be loaded while PowerShell starts. */
export async function preloadHtmlReport(): Promise<void> {
  await import('../collect/collect-activity.js');
  await import('../views/html/page.js');
}

function collectOptions(
  ctx: Context,
  given: HtmlReportRequest,
  { opened, progress, recording }: OpenServer,
): CollectOptions {
  const sinceMs = parseDuration(given.since);
  return {
    now: opened.now,
    sinceMs: Math.min(sinceMs, judgedMs),
    widestWindowMs: Math.max(sinceMs, recording ? recordedWindowMs : 0),
    signal: ctx.signal,
    modulePath: given.modulePath,
    onProgress: progress.reading,
  };
}

async function collectOpinion(
  ctx: Context,
  given: HtmlReportRequest,
  { opened }: OpenServer,
  facts: Facts,
  connectorName: string | undefined,
): Promise<Pick<ReportInput, 'secondOpinion'>> {
  if (!given.secondOpinion) {
    return {};
  }
  const { collectSecondOpinion } = await import('../collect/collect-second-opinion.js');
  const request = { facts, connectorName, modulePath: given.modulePath };
  return { secondOpinion: await collectSecondOpinion(opened.session, request, { signal: ctx.signal }) };
}

async function followObjects(
  ctx: Context,
  given: HtmlReportRequest,
  server: OpenServer,
  { asker, facts }: CollectedDiagnosis,
): Promise<ReportedObjects | undefined> {
  if (!namesObjects(given)) {
    return undefined;
  }
  const { diagnoseObjects } = await import('./diagnose-objects.js');
  const { buildObjectSource } = await import('../collect/collect-objects.js');
  const { diagnoseOptions } = await import('../command-line/diagnose-options.js');
  const { dn, dnFile, upn, sam, allUsers, connector, expect, failOn, secondOpinion, modulePath } = given;
  // Commands to copy are for the same server.
  const { simulate, powershell, computer, ssh, port, useSsl, configuration } = given;
  const options = diagnoseOptions.parse({
    dn,
    dnFile,
    upn,
    sam,
    allUsers,
    connector,
    expect,
    failOn,
    secondOpinion,
    modulePath,
    simulate,
    powershell,
    computer,
    ssh,
    port,
    useSsl,
    configuration,
  });
  const view = new ObjectsForPage();
  await diagnoseObjects(
    ctx,
    options,
    server,
    (session, asked) => buildObjectSource(session, asker, facts, asked),
    view,
  );
  return view.objects();
}

/** The worst of the server's findings and of the users decides, as `diagnose` does for each of them; 7 takes precedence over it. */
function exitCodeFor({ report, objects }: ReportPage, failOn: FailOn): ExitCode {
  if (objects?.tail.error !== undefined) {
    return objects.tail.error.exitCode;
  }
  const { counts, exitCode } = report.summary;
  if (exitCode === ExitCode.leftOff) {
    return exitCode;
  }
  const users = objects?.tail.summary.counts ?? { fail: 0, warn: 0, unknown: 0 };
  return chooseExitCode(
    {
      fail: counts.fail + users.fail,
      warn: counts.warn + users.warn,
      unknown: counts.unknown + users.unknown,
    },
    failOn,
  );
}

/** Asks a server everything that the page shows; `onFacts` gets what it answered, and says by which role it is judged. */
export async function buildPage(
  ctx: Context,
  given: HtmlReportRequest,
  server: OpenServer,
  { collect }: HtmlReportCollectors,
  onFacts?: (facts: Facts) => ExpectedRole,
): Promise<ReportPage> {
  const { ActivityCollector } = await import('../collect/collect-activity.js');
  const { buildReport } = await import('../report/build-report.js');
  const { catalog } = await import('../checks/catalog.js');
  const { now } = server.opened;
  const options = collectOptions(ctx, given, server);
  const window = { startsAt: new Date(now.getTime() - parseDuration(given.since)), endsAt: now };
  const log = new ActivityCollector(window);
  const collected = await collect(server.opened.session, {
    ...options,
    onEvents: log.add,
    onOlderChanges: log.addOlderChanges,
  });
  const { facts } = collected;
  const expect = onFacts?.(facts) ?? given.expect ?? 'active';
  const connectorFilter = resolveConnector(given.connector, facts);
  const opinion = await collectOpinion(ctx, given, server, facts, connectorFilter);
  const objects = await followObjects(ctx, given, server, collected);
  const report = buildReport(facts, {
    toolVersion: toolVersion(),
    command: 'report',
    startedAt: server.startedAt,
    finishedAt: server.finishedAt(),
    source: server.source,
    expect,
    failOn: given.failOn,
    checks: catalog,
    ...opinion,
    connectorFilter,
  });
  const page = {
    report: { ...report, findings: remediesForSameServer(report.findings, given, server.opened.recorded) },
    ...(given.title === undefined ? {} : { title: given.title }),
    activity: log.activity(facts, connectorFilter),
    ...(objects === undefined ? {} : { objects }),
  };
  const summary: Report['summary'] = { ...report.summary, exitCode: exitCodeFor(page, given.failOn) };
  return { ...page, report: { ...page.report, summary } };
}

/**
 * Asks a server everything that `diagnose` asks, follows the users that are named, and writes the HTML report. The exit
 * code is that of the worst finding. Rejects with an EnvironmentError (E_FILE) when the file cannot be written.
 */
export async function htmlReportOnServer(
  ctx: Context,
  given: HtmlReportRequest,
  server: OpenServer,
  load: () => Promise<HtmlReportCollectors> = loadCollectors,
): Promise<ExitCode> {
  const page = await buildPage(ctx, given, server, await load());
  const { htmlReportView } = await import('../views/html/page.js');
  const text = htmlReportView(page);
  server.progress.done();
  await writePage(ctx, given, [page], text);
  return page.report.summary.exitCode;
}
