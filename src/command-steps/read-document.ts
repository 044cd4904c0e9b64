import { readFileSync, statSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import type { Context } from '../command-line/context.js';
import { EnvironmentError } from '../base/errors.js';
import { openInput } from '../files/open-input.js';
import { reportSchema, type Report } from '../model/report.js';
import { withRecording } from './with-recording.js';

/** A document of 500 connectors has a few megabytes. */
const mostBytes = 32 * 1024 * 1024;
const whatToName =
  'Name a recording, a bundle, a configuration export, or what "--output json" of status or diagnose wrote.';

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The text of a document that was saved; undefined for any other file. Windows PowerShell saves UTF-16. */
function readSaved(path: string): string | undefined {
  const { descriptor, size } = openInput(path, 'The file', whatToName);
  if (size > mostBytes) {
    return undefined;
  }
  const bytes = readFileSync(descriptor);
  const text = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
  return /^\s*\{\s*"schemaVersion"/.test(text) ? text : undefined;
}

function parseDocument(text: string, path: string): Report {
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new EnvironmentError('E_FILE', `${path} is not a document of status or diagnose.`, {
      hint: whatToName,
      cause,
    });
  }
}

/** Runs diagnose as anybody would, and takes its document. */
async function diagnose(ctx: Context, words: readonly string[]): Promise<string> {
  const written: string[] = [];
  const io: Context['io'] = {
    stdout: (text) => written.push(text),
    stderr: ctx.io.stderr,
    stdin: ctx.io.stdin,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: 80,
  };
  await ctx.runAgain(['diagnose', ...words, '--output', 'json'], { ...ctx, io });
  return written.join('');
}

/**
 * The document that `diagnose --output json` prints of a recording, a bundle or a configuration export, or one that was saved.
 * Rejects with an EnvironmentError for what is none of these, or could not be answered.
 */
export async function readDocument(ctx: Context, path: string): Promise<Report> {
  const text = isFolder(path)
    ? await diagnose(ctx, ['--config-export', path])
    : (readSaved(path) ?? (await diagnose(withRecording(ctx, path), [])));
  const report = parseDocument(text, path);
  if (report.error !== undefined) {
    const { message, hint } = report.error;
    throw new EnvironmentError('E_RECORDING', `${path} cannot be compared: ${message}`, { hint: hint ?? whatToName });
  }
  return report;
}
