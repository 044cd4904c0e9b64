import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Context } from '../context.js';
import { EnvironmentError } from '../errors.js';
import type { Report } from '../model/report.js';
import { escapeForTerminal } from '../views/escape.js';
import { verdictOf } from '../views/verdict.js';
import { replaceFile } from './replace-file.js';

/** What is at a path: nothing, a file that can be replaced, or something else (then an EnvironmentError). */
async function isThere(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) {
      throw new EnvironmentError('E_FILE', `${path} is no file, so the report cannot be written there.`);
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

/** Rejects with an EnvironmentError (E_FILE) when the page cannot be written: better told before a server is asked. */
export async function checkTarget(out: string | undefined): Promise<void> {
  if (out === undefined || out === '-') {
    return;
  }
  const folder = dirname(resolve(out));
  await isThere(resolve(out));
  try {
    if (!(await stat(folder)).isDirectory()) {
      throw new Error('no folder');
    }
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new EnvironmentError('E_FILE', `The report cannot be written into ${folder}.`, {
      hint: 'The folder has to exist, and this account has to be allowed to write there.',
      cause,
    });
  }
}

/**
 * Writes a page to stdout, or into a file: as a whole, and saying so when there was one. Without a name a terminal is
 * spared the HTML. Rejects with an EnvironmentError (E_FILE).
 */
export async function writePage(ctx: Context, { out, quiet }: PageTarget, report: Report, text: string): Promise<void> {
  if (out === '-' || (out === undefined && !ctx.io.stdoutIsTerminal)) {
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
    ctx.io.stderr(`${escapeForTerminal(verdictOf(report, ' (see the report)'))}\n`);
  }
}
