import { resolve } from 'node:path';
import type { Context } from '../command-line/context.js';
import type { Report } from '../model/report.js';
import type { ReportPage } from '../report/report-page.js';
import { escapeForTerminal } from '../base/escape.js';
import { indented } from '../views/layout.js';
import { marked } from '../views/source-text.js';
import { pageVerdict } from '../views/page-verdict.js';
import { NewFile } from '../files/new-file.js';
import { TakenError } from '../files/open-output.js';
import { probeFile, replaceFile } from '../files/replace-file.js';

/** What of a report is written about its page. */
export type WrittenPage = Pick<ReportPage, 'report' | 'objects'>;

function machineOf({ server }: Report): string {
  return server?.platform.known === true ? server.platform.value.machineName : 'server';
}

/** Makes `phs-report-SYNC01-20261122-101500.html` in the current folder, with a number when that is taken. */
function makeFreeFile({ report }: WrittenPage, others: readonly WrittenPage[]): NewFile {
  const { window, startedAt } = report;
  const machine = others.length === 0 ? machineOf(report) : `${others.length + 1}-servers`;
  const safe = machine
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64);
  const at = (window?.endsAt ?? startedAt).replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  for (let number = 1; ; number += 1) {
    const path = resolve(`phs-report-${safe}-${at}${number === 1 ? '' : `-${number}`}.html`);
    try {
      return NewFile.create(path, 'The report');
    } catch (error) {
      if (!(error instanceof TakenError)) {
        throw error;
      }
    }
  }
}

/** Where a page goes, and how much is said about it. */
export interface PageTarget {
  readonly out?: string | undefined;
  readonly quiet: boolean;
}

/** True when the page goes to stdout: asked for by `-`, or nothing was named and nobody would have to read the HTML. */
function isForStdout(ctx: Context, out: string | undefined): boolean {
  return out === '-' || (out === undefined && !ctx.io.stdoutIsTerminal);
}

/** Rejects with an EnvironmentError (E_FILE) when the page cannot be written: better said before a server is asked. */
export async function checkTarget(ctx: Context, out: string | undefined): Promise<void> {
  if (isForStdout(ctx, out)) {
    return;
  }
  await probeFile(out ?? 'phs-report.html');
}

/** Never in the place of another run's page. */
function writeNewPage(
  [first, ...others]: readonly [WrittenPage, ...WrittenPage[]],
  text: string,
): { readonly path: string; readonly replaced: boolean } {
  const file = makeFreeFile(first, others);
  try {
    file.write(text);
  } catch (error) {
    file.discard();
    throw error;
  }
  file.close();
  return { path: file.path, replaced: false };
}

async function replacePage(out: string, text: string): Promise<{ readonly path: string; readonly replaced: boolean }> {
  return { path: resolve(out), ...(await replaceFile(out, text)) };
}

/** The verdict of a page on one line; of several, with the machine. */
function verdictLine(page: WrittenPage, isAlone: boolean): string {
  const { users, server } = pageVerdict(page, ' (see the report)');
  const said = [users, server].filter((part) => part !== undefined).join(' ');
  const verdict = marked(page.report.source, said);
  return isAlone ? verdict : `${machineOf(page.report)}: ${verdict}`;
}

/**
 * Writes a page with one report or several to stdout, or into a file: as a whole, and saying so when there was one. Without a
 * name a terminal is spared the HTML. Rejects with an EnvironmentError (E_FILE).
 */
export async function writePage(
  ctx: Context,
  { out, quiet }: PageTarget,
  pages: readonly [WrittenPage, ...WrittenPage[]],
  text: string,
): Promise<void> {
  if (isForStdout(ctx, out)) {
    ctx.io.stdout(text);
    return;
  }
  const { path, replaced } = out === undefined ? writeNewPage(pages, text) : await replacePage(out, text);
  const size = Math.ceil(Buffer.byteLength(text, 'utf8') / 1024);
  const tail = replaced ? ', in place of the file that was there' : '';
  const say = (text: string): void => {
    const columns = ctx.io.stderrIsTerminal ? ctx.io.columns : undefined;
    ctx.io.stderr(`${indented(escapeForTerminal(text), 0, columns).join('\n')}\n`);
  };
  say(`The report is in ${path} (${size} KB)${tail}.`);
  if (!quiet) {
    pages.forEach((page) => {
      say(verdictLine(page, pages.length === 1));
    });
  }
}
