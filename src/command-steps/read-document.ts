import { readFileSync, statSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { CancelledError, EnvironmentError } from '../base/errors.js';
import { deepestValue, measureJson, tooMuch, type JsonSize } from '../base/json-size.js';
import { inTurns } from '../base/turns.js';
import { openInput } from '../files/open-input.js';
import { findingSchema, type Finding } from '../model/finding.js';
import { reportSchema, type Report } from '../model/report.js';
import { withRecording } from './with-recording.js';

/** A document of 500 connectors has a few megabytes. */
const mostBytes = 32 * 1024 * 1024;
/** One of 500 connectors has some 150,000 values. */
const mostOfDocument: JsonSize = { depth: deepestValue, values: 300_000 };
/** Of those some 25,000 outside its findings, and some hundred in one; each is checked in one go, and what does not fit costs. */
const mostAtOnce: JsonSize = { depth: deepestValue, values: 40_000 };
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

/** What a document has too much of. */
class TooMuch extends Error {}

function refuseMuch(text: string, limits: JsonSize): void {
  const much = tooMuch(measureJson(text, limits), limits);
  if (much !== undefined) {
    throw new TooMuch(much);
  }
}

const withFindings = z.looseObject({ findings: z.array(z.unknown()) });

/** In steps: a finding with each. Raises an error for what is not a document. */
function* parseReport(text: string): Generator<undefined, Report> {
  refuseMuch(text, mostOfDocument);
  const { findings, ...rest } = withFindings.parse(JSON.parse(text));
  refuseMuch(JSON.stringify(rest), mostAtOnce);
  const head = reportSchema.parse({ ...rest, findings: [] });
  const checked: Finding[] = [];
  for (const finding of findings) {
    yield;
    refuseMuch(JSON.stringify(finding), mostAtOnce);
    checked.push(findingSchema.parse(finding));
  }
  return { ...head, findings: checked };
}

async function parseDocument(text: string, path: string, signal: AbortSignal): Promise<Report> {
  try {
    return await inTurns(parseReport(text), signal);
  } catch (cause) {
    if (cause instanceof CancelledError) {
      throw cause;
    }
    const why = cause instanceof TooMuch ? `: it has ${cause.message}` : '';
    throw new EnvironmentError('E_FILE', `${path} is not a document of status or diagnose${why}.`, {
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
  const report = await parseDocument(text, path, ctx.signal);
  if (report.error !== undefined) {
    const { message, hint } = report.error;
    throw new EnvironmentError('E_RECORDING', `${path} cannot be compared: ${message}`, { hint: hint ?? whatToName });
  }
  return report;
}
