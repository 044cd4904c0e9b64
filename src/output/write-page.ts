import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../command-line/context.js';
import { EnvironmentError } from '../base/errors.js';
import type { Report } from '../model/report.js';
import { escapeForTerminal } from '../base/escape.js';
import { marked } from '../views/source-text.js';
import { verdictOf } from '../views/verdict.js';
import { probeFile, replaceFile } from './replace-file.js';

/** What is at a path: nothing, a file that can be replaced, or something else (then an EnvironmentError). */
async function isThere(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) {
      throw new EnvironmentError('E_FILE', `${path} is no file, so the report cannot be written there.`, {
        hint: 'Name a file.',
      });
    }
    return true;
  } catch (error) {
    if (error instanceof EnvironmentError) {
      throw error;
    }
    return false;
  }
}

/** `phs-report-SYNC01-20261122-101500.html` in the current folder, with a number when that is taken. */
async function freeName({ server, window, startedAt }: Report): Promise<string> {
  const machine = server?.platform.known === true ? server.platform.value.machineName : 'server';
  const safe = machine
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64);
  const at = (window?.endsAt ?? startedAt).replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  for (let number = 1; ; number += 1) {
    const path = resolve(`phs-report-${safe}-${at}${number === 1 ? '' : `-${number}`}.html`);
    if (!(await isThere(path))) {
      return path;
    }
  }
}

/** Where a page goes, and how much is told about it. */
export interface PageTarget {
  readonly out?: string | undefined;
  readonly quiet: boolean;
}

/** True when the page goes to stdout: asked for by `-`, or nothing was named and nobody would have to read the HTML. */
function isForStdout(ctx: Context, out: string | undefined): boolean {
  return out === '-' || (out === undefined && !ctx.io.stdoutIsTerminal);
}

/** Rejects with an EnvironmentError (E_FILE) when the page cannot be written: better told before a server is asked. */
export async function checkTarget(ctx: Context, out: string | undefined): Promise<void> {
  if (isForStdout(ctx, out)) {
    return;
  }
  const path = resolve(out ?? 'phs-report.html');
  if (out !== undefined) {
    await isThere(path);
  }
  await probeFile(path);
}

/**
 * Writes a page to stdout, or into a file: as a whole, and saying so when there was one. Without a name a terminal is
 * spared the HTML. Rejects with an EnvironmentError (E_FILE).
 */
export async function writePage(ctx: Context, { out, quiet }: PageTarget, report: Report, text: string): Promise<void> {
  if (isForStdout(ctx, out)) {
    ctx.io.stdout(text);
    return;
  }
  const path = out === undefined ? await freeName(report) : resolve(out);
  const replaced = await isThere(path);
  await replaceFile(path, text);
  const size = Math.ceil(Buffer.byteLength(text, 'utf8') / 1024);
  const tail = replaced ? ', in place of the file that was there' : '';
  ctx.io.stderr(`The report is in ${escapeForTerminal(path)} (${size} KB)${tail}.\n`);
  if (!quiet) {
    const verdict = marked(report.source, verdictOf(report, ' (see the report)'));
    ctx.io.stderr(`${escapeForTerminal(verdict)}\n`);
  }
}
