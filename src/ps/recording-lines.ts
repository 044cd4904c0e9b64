import { TextDecoder } from 'node:util';
import { z } from 'zod';
import { deepestValue, endsInside, measureJson, tooMuch } from '../base/json-size.js';
import { longTextIn } from '../base/long-text.js';
import { textLimits } from '../base/text-limits.js';
import {
  lineFeed,
  recordingError,
  recordingLimits,
  type RecordingBytes,
  type RecordingLimits,
} from './recording-bytes.js';
import { recordingFormat, recordingHeaderSchema, recordingLineSchema } from './recording-format.js';
import type { RecordingHeader, RecordingLine } from './recording-format.js';

const chunkBytes = 1024 * 1024;

/** One line, and its place. */
export interface PlacedLine {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  readonly offset: number;
  /** Offset of the next line. */
  readonly end: number;
}

function notText(number: number, cause: unknown): Error {
  return recordingError(`Line ${number} of the recording is not UTF-8 text.`, 'Was it saved by an editor?', cause);
}

/** `isLast`: a character that is cut off at its end is left out; {@link isHalf} tells that the line is not whole. */
function decode(bytes: Buffer, number: number, isLast: () => boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const text = isLast() ? withoutHalfCharacter(bytes) : undefined;
    if (text === undefined || !isHalf(text)) {
      throw notText(number, cause);
    }
    return text;
  }
}

const carriageReturn = 0x0d;

/** The text without a last character that is cut off; undefined if the bytes are no text for another reason. */
function withoutHalfCharacter(bytes: Buffer): string | undefined {
  const own = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(own, { stream: true });
  } catch {
    return undefined;
  }
}

/** True if a text begins a JSON object and ends before the object does, in a string or with a bracket open; or if it is blank. */
export function isHalf(text: string): boolean {
  return (text.startsWith('{') && endsInside(text)) || text.trim() === '';
}

/**
 * The lines between two offsets, one after the other; only one is held at a time. `firstNumber`: number of the first one.
 * At their end it answers whether a line follows that is cut off. Raises E_RECORDING for a line that is too long or not a
 * text, for too many, and if not even the first one is whole.
 */
export function* placedLines(
  source: RecordingBytes,
  { from = 0, to = Infinity, firstNumber = 1, limits = recordingLimits } = {},
): Generator<PlacedLine, { readonly endsInLine: boolean }> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let start = from;
  let number = firstNumber;
  for (let at = from; at < to;) {
    const chunk = source.read(at, Math.min(chunkBytes, to - at));
    if (chunk.length === 0) {
      break;
    }
    at += chunk.length;
    let used = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, used)) {
      const bytes = Buffer.concat([...rest, chunk.subarray(used, end)]);
      used = end + 1;
      rest = [];
      restBytes = 0;
      refuseSize(number, bytes.length, limits);
      const next = start + bytes.length + 1;
      const isLast = (): boolean => source.read(next, 1).length === 0;
      yield { text: decode(bytes, number, isLast), number, offset: start, end: next };
      start = next;
      number += 1;
    }
    rest.push(chunk.subarray(used));
    restBytes += chunk.length - used;
    refuseSize(number, restBytes, limits);
  }
  if (restBytes > 0 && number === 1) {
    throw recordingError('Line 1 of the recording is cut off.', 'Copy the file again, or record again.');
  }
  return { endsInLine: restBytes > 0 };
}

function refuseSize(number: number, bytes: number, limits: RecordingLimits): void {
  if (bytes > limits.lineBytes) {
    throw recordingError(`Line ${number} of the recording is longer than ${limits.lineBytes / 1024 / 1024} MiB.`);
  }
  if (number > limits.lines) {
    throw recordingError(`Line ${number} of the recording is one too many.`, 'No run of phs-tool writes so many.');
  }
}

function refuseMuch(much: string | undefined, number: number): void {
  if (much !== undefined) {
    throw recordingError(
      `Line ${number} of the recording has ${much}.`,
      'No run of phs-tool writes one: the file was changed.',
    );
  }
}

/** The value of a line, and about how many values are in it: counted first, because JSON.parse makes all of it in one go. */
function parsed(text: string, number: number, { rowValues }: RecordingLimits): { value: unknown; values: number } {
  const limits = { depth: deepestValue, values: rowValues };
  const size = measureJson(text, limits);
  refuseMuch(tooMuch(size, limits), number);
  try {
    return { value: JSON.parse(number === 1 ? text.replace(/^\uFEFF/, '') : text), values: size.values };
  } catch (cause) {
    throw recordingError(`Line ${number} of the recording is not JSON.`, undefined, cause);
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, number: number): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const place = result.error.issues[0]?.path.join('.') ?? '';
    const where = place === '' ? '' : ` at "${place}"`;
    throw recordingError(
      `Line ${number} of the recording has an unexpected form${where}.`,
      'It is damaged, or comes from another version of phs-tool.',
      result.error,
    );
  }
  return result.data;
}

/** Reads the first line. Raises E_RECORDING when it is not a recording, or one in another format. */
export function parseHeader({ text, number }: PlacedLine): RecordingHeader {
  const { value } = parsed(text, number, recordingLimits);
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format !== 'string' || !format.startsWith('phs-recording/')) {
    throw recordingError(`Line ${number} of the recording is not its header: this is not a recording of phs-tool.`);
  }
  if (format !== recordingFormat) {
    throw recordingError(
      `Line ${number} of the recording: its format is ${format.slice(0, 40)}, and this phs-tool reads ${recordingFormat}.`,
      'Replay it with the version of phs-tool that made it.',
    );
  }
  const header = checked(recordingHeaderSchema, value, number);
  const wrong = impossibleTime(header, Date.now());
  if (wrong !== undefined) {
    throw recordingError(
      `Line ${number} of the recording: its time, ${header.recordedAt}, is ${wrong}.`,
      'Its ages would all be wrong: correct the clock of the machine and record again.',
    );
  }
  return header;
}

const earliestMs = Date.UTC(2000, 0, 1);
/** Two machines, two clocks, two time zones of which one may be wrong: more than that is not a difference of clocks. */
const aheadMs = 2 * 86_400_000;

/** Why a recording cannot be of this time; undefined when it can. A simulated server has a clock of its own, which may stand. */
function impossibleTime({ recordedAt, startedAt, simulated }: RecordingHeader, nowMs: number): string | undefined {
  const at = Date.parse(recordedAt);
  return at < earliestMs
    ? 'before the year 2000'
    : at > nowMs + aheadMs
      ? 'in the future'
      : !simulated && at < Date.parse(startedAt)
        ? `before the start of its own run, ${startedAt}`
        : undefined;
}

/** A line of rows: what is in those is checked row by row, against the schema of their operation. */
const rowsSchema = z.object({ type: z.literal('rows'), rows: z.array(z.unknown()) });

/** Whatever is checked against a schema in one go, a row or a line without rows, has few values: each that does not fit costs. */
function refuseMany(value: unknown, values: number, number: number, { otherValues }: RecordingLimits): void {
  if (values <= otherValues) {
    return;
  }
  const page = rowsSchema.safeParse(value);
  const rows = page.success ? page.data.rows : [value];
  const most = otherValues.toLocaleString('en');
  const isOver = rows.some((row) => longTextIn(row, Infinity, otherValues) !== undefined);
  refuseMuch(isOver ? `${page.success ? 'a row of ' : ''}more than ${most} values` : undefined, number);
}

/** Reads any further line. Raises E_RECORDING. */
export function parseRecordingLine(
  { text, number }: Pick<PlacedLine, 'text' | 'number'>,
  limits: RecordingLimits = recordingLimits,
): RecordingLine {
  const { value, values } = parsed(text, number, limits);
  refuseMany(value, values, number, limits);
  const long = longTextIn(value, textLimits.anyText);
  refuseMuch(
    long === undefined ? undefined : `a text of more than ${textLimits.anyText} characters at "${long}"`,
    number,
  );
  return checked(recordingLineSchema, value, number);
}
