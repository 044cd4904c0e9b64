import type { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import type { Context } from '../command-line/context.js';
import type { FleetMember } from '../fleet/fleet-member.js';
import type { Facts } from '../model/facts.js';
import { startProgress } from '../output/progress.js';
import { writePage } from '../output/write-page.js';
import type { ReportPage } from '../report/report-page.js';
import { askFleet, countAnswers, endFleetRun, readLimit, type FleetAnswer } from './ask-fleet.js';
import type { FleetServer, NamedServers } from './fleet-servers.js';
import { optionsOf, worldOf } from './for-servers.js';
import { buildPage, loadCollectors, preloadHtmlReport, type HtmlReportRequest } from './html-report-on-server.js';
import { reportError } from './report-on-fleet.js';
import { chooseRole } from './report-on-server.js';
import { answerOf } from './with-server.js';

/** The options of `report` for several servers. */
export type FleetReportRequest = Omit<HtmlReportRequest, 'expect' | keyof NamedServers> &
  NamedServers & {
    readonly expect?: HtmlReportRequest['expect'] | undefined;
    /** How long each server has, as typed; absent: two minutes. */
    readonly timeout?: string | undefined;
  };

interface Answered {
  readonly page: ReportPage;
  readonly profile: FleetMember['profile'];
}

async function ask(ctx: Context, given: FleetReportRequest, server: FleetServer): Promise<Answered> {
  const expect = server.expect ?? given.expect;
  const own = { ...optionsOf(given, server), command: 'report' };
  return answerOf(ctx, own, preloadHtmlReport, async (opened) => {
    const collectors = await loadCollectors();
    let facts: Facts | undefined;
    const page = await buildPage(ctx, own, opened, collectors, (found) => {
      facts = found;
      return chooseRole(expect, found);
    });
    const { buildProfile } = await import('../fleet/build-profile.js');
    return { page, profile: facts === undefined ? undefined : buildProfile(facts) };
  });
}

/** The page of a server that did not answer: only why. */
async function pageOfError(ctx: Context, startedAt: Date, error: unknown): Promise<Answered> {
  const { report, profile } = await reportError(ctx, 'report', startedAt, error);
  const { startedAt: startsAt, finishedAt: endsAt } = report;
  return {
    profile,
    page: {
      report,
      activity: {
        window: { startsAt, endsAt },
        oldestAt: undefined,
        failure: report.error?.message ?? null,
        connectors: [],
        audit: { state: 'not-known', failure: null, changes: [], cutIds: [] },
        causes: [],
        problemCount: 0,
        problemTextCount: 0,
      },
    },
  };
}

/**
 * Asks several servers or recordings side by side and writes one page with a line for each, what was found of them together,
 * and the report of each. The exit code is the worst. A server that does not answer has its place on the page.
 */
export async function htmlReportOfFleet(
  ctx: Context,
  given: FleetReportRequest,
  servers: readonly FleetServer[],
): Promise<ExitCode> {
  const startedAt = ctx.clock();
  const progress = startProgress(ctx, given.quiet);
  try {
    const options = {
      signal: ctx.signal,
      limitMs: readLimit(given.timeout),
      onAnswered: countAnswers(progress, servers.length),
    };
    const { answers, ended } = await askFleet(
      servers,
      (server, signal) => ask(worldOf(ctx, server, signal), given, server),
      options,
    );
    const settle = (answered: FleetAnswer<Answered> | undefined): Promise<Answered> | Answered =>
      answered !== undefined && 'answer' in answered ? answered.answer : pageOfError(ctx, startedAt, answered?.error);
    const all = await Promise.all(
      servers.map(async ({ name, tenant, expect = given.expect }, index) => {
        const { page, profile } = await settle(answers[index]);
        return { page: { ...page, name }, member: { name, tenant, expect, report: page.report, profile } };
      }),
    );
    const { buildFleet } = await import('../report/build-fleet.js');
    const { htmlReportsView } = await import('../views/html/several.js');
    const run = { toolVersion: toolVersion(), command: 'report', startedAt, finishedAt: ctx.clock() };
    const { findings, summary } = buildFleet(
      all.map(({ member }) => member),
      { ...run, failOn: given.failOn },
    );
    progress.done();
    const pages = all.map(({ page }) => page);
    const [first, ...others] = pages;
    if (first !== undefined) {
      await writePage(ctx, given, [first, ...others], htmlReportsView(pages, given.title, findings));
    }
    return await endFleetRun(ctx, summary.exitCode, ended);
  } finally {
    progress.done();
  }
}
