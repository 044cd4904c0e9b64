import { z } from 'zod';
import { EnvironmentError } from '../base/errors.js';
import type { RecordingHeader, RecordingLine } from '../ps/recording-format.js';
import { parseHeader, parseRecordingLine, placedLines } from '../ps/recording-lines.js';
import type { RecordingBytes } from '../ps/recording-bytes.js';
import type { NewFile } from '../files/new-file.js';
import type { Redactor, RedactLevel, ReplacedKind } from './redactor.js';
import { findSecret } from './secrets.js';

const sealedSchema = z.object({
  fields: z.union([z.object({ bytes: z.string().min(1) }), z.object({ plan: z.string().min(1) })]),
});

/** A line of a bundle, and the operation that it belongs to; empty when it belongs to none. */
interface BundleLine {
  readonly line: RecordingHeader | RecordingLine;
  readonly operation: string;
}

/** True for rows with the guard's own records: they are hashed byte for byte, so no name in them can be replaced. */
function holdsSealed(line: RecordingLine): boolean {
  return line.type === 'rows' && line.rows.some((row) => sealedSchema.safeParse(row).success);
}

/**
 * The operation of each request that goes into the bundle: rows come before the line that names it. Left out are requests
 * that were never answered, and, if names are replaced, answers that hold sealed records: a replay says that they are missing.
 */
function* operationsIn(source: RecordingBytes, level: RedactLevel): Generator<undefined, ReadonlyMap<number, string>> {
  const operations = new Map<number, string>();
  const sealed = new Set<number>();
  for (const placed of placedLines(source)) {
    const line = placed.number === 1 ? undefined : parseRecordingLine(placed);
    if (line?.type === 'rows' && level !== 'none' && holdsSealed(line)) {
      sealed.add(line.request);
    }
    if ((line?.type === 'answer' || line?.type === 'failure') && !sealed.has(line.request)) {
      operations.set(line.request, line.operation);
    }
    yield;
  }
  return operations;
}

/** The lines in their order, of those requests only. */
function* linesOf(source: RecordingBytes, operations: ReadonlyMap<number, string>): Generator<BundleLine> {
  for (const placed of placedLines(source)) {
    if (placed.number === 1) {
      yield { line: parseHeader(placed), operation: '' };
      continue;
    }
    const line = parseRecordingLine(placed);
    const operation = 'request' in line ? operations.get(line.request) : '';
    if (operation !== undefined) {
      yield { line, operation };
    }
  }
}

/** The lines as they may leave: redacted, with what was replaced before the end, and the end counted anew. */
function* redactedLines(
  lines: Iterable<BundleLine>,
  redactor: Redactor,
  level: RedactLevel,
): Generator<RecordingHeader | RecordingLine> {
  let count = 0;
  let ended = false;
  const summary = (): RecordingLine => ({ type: 'redaction', level, replaced: [...redactor.replaced()] });
  for (const { line, operation } of lines) {
    if (line.type === 'end') {
      ended = true;
      yield summary();
      yield { ...line, lines: count + 1 };
    } else {
      count += 1;
      yield line.type === 'header' ? { ...line, redact: level } : redactor.redact(line, operation);
    }
  }
  if (!ended) {
    yield summary();
  }
}

function refuseSecret(
  line: RecordingHeader | RecordingLine,
  number: number,
  operation: string,
  redactor: Redactor,
): void {
  const secret = findSecret(line, (guid) => redactor.knowsIdentifier(guid));
  if (secret !== undefined) {
    const where = operation === '' ? '' : ` (${operation})`;
    throw new EnvironmentError(
      'E_SECRET',
      `Line ${number} of the bundle${where} would hold ${secret.kind} at ${secret.place}. Nothing was written.`,
      {
        hint: 'Remove it at its source, for example an event whose text holds a password, or choose a shorter --since. If it is not a secret, please report it without the text.',
      },
    );
  }
}

/**
 * Writes a recording into `file`, redacted. It is read several times: for its names, for secrets before and after
 * redacting, and only when there is none for writing; each line is one step. It is closed in the end. Raises E_SECRET with the place and before the first byte is written.
 */
export function* writeBundle(
  source: RecordingBytes,
  file: NewFile,
  redactor: Redactor,
  level: RedactLevel,
): Generator<undefined, readonly ReplacedKind[]> {
  try {
    const operations = yield* operationsIn(source, level);
    let number = 0;
    for (const { line, operation } of linesOf(source, operations)) {
      if (line.type !== 'header') {
        redactor.learn(line, operation);
      }
      yield;
    }
    // Only now is known which words of hexadecimal digits are identifiers.
    for (const { line, operation } of linesOf(source, operations)) {
      number += 1;
      refuseSecret(line, number, operation, redactor);
      yield;
    }
    number = 0;
    for (const line of redactedLines(linesOf(source, operations), redactor, level)) {
      number += 1;
      refuseSecret(line, number, 'request' in line ? (operations.get(line.request) ?? '') : '', redactor);
      yield;
    }
    const replaced = redactor.replaced();
    for (const line of redactedLines(linesOf(source, operations), redactor, level)) {
      file.write(`${JSON.stringify(line.type === 'redaction' ? { ...line, replaced } : line)}\n`);
      yield;
    }
    return replaced;
  } finally {
    source.close();
  }
}
