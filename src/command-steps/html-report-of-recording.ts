import type { ExitCode } from '../base/exit-codes.js';
import type { Context } from '../command-line/context.js';
import { writePage } from '../output/write-page.js';
import { buildPage, loadCollectors, preloadHtmlReport, type HtmlReportRequest } from './html-report-on-server.js';
import { withRecording } from './with-recording.js';
import { answerOf } from './with-server.js';

/**
 * Answers from a recording or bundle, and writes the page of it. Rejects with an EnvironmentError if it cannot be read, before
 * anything is written.
 */
export async function htmlReportOfRecording(ctx: Context, given: HtmlReportRequest, file: string): Promise<ExitCode> {
  const page = await answerOf(
    withRecording(ctx, file),
    { ...given, command: 'report' },
    preloadHtmlReport,
    async (server) => buildPage(ctx, given, server, await loadCollectors()),
  );
  const { htmlReportsView } = await import('../views/html/several.js');
  await writePage(ctx, given, [page], htmlReportsView([page], given.title));
  return page.report.summary.exitCode;
}
