import { ExitCode } from '../base/exit-codes.js';
import type { Context } from '../command-line/context.js';
import { worstExitCode } from '../model/choose-exit-code.js';
import { writePage } from '../output/write-page.js';
import type { ReportPage } from '../report/report-page.js';
import { buildPage, loadCollectors, preloadHtmlReport, type HtmlReportRequest } from './html-report-on-server.js';
import { withRecording } from './with-recording.js';
import { withServer } from './with-server.js';

async function pageOf(ctx: Context, given: HtmlReportRequest, file: string): Promise<ReportPage[]> {
  const pages: ReportPage[] = [];
  await withServer(withRecording(ctx, file), { ...given, command: 'report' }, preloadHtmlReport, async (server) => {
    pages.push(await buildPage(ctx, given, server, await loadCollectors()));
    return ExitCode.ok;
  });
  return pages;
}

/**
 * Answers from several recordings or bundles, one after the other, and writes one page with a line for each of them. The exit
 * code is the worst. Rejects with an EnvironmentError if one cannot be read, before anything is written.
 */
export async function htmlReportOfRecordings(
  ctx: Context,
  given: HtmlReportRequest,
  files: readonly string[],
): Promise<ExitCode> {
  const all: ReportPage[] = [];
  for (const file of files) {
    all.push(...(await pageOf(ctx, given, file)));
  }
  const [first, ...others] = all;
  if (first === undefined) {
    return ExitCode.ok;
  }
  const { htmlReportsView } = await import('../views/html/several.js');
  await writePage(ctx, given, [first, ...others], htmlReportsView(all, given.title));
  return worstExitCode(all.map(({ report }) => report.summary.exitCode));
}
