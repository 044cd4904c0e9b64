import { counted } from '../base/text.js';
import { createHash } from 'node:crypto';
import type { RecordedEnding, RecordingHeader, RecordingLine, RecordingOutcome } from './recording-format.js';
import { recordingError, recordingLimits, type RecordingBytes, type RecordingLimits } from './recording-bytes.js';
import { isHalf, parseHeader, parseRecordingLine, placedLines, type PlacedLine } from './recording-lines.js';

/** A run of lines: offsets from and to, and the number of the first one. */
export interface Extent {
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

/** Where the answer to one request is in the recording. */
export interface HeldAnswer {
  readonly ending: Extent;
  /** The lines with its rows; absent when there are none. */
  readonly rows?: Extent;
}

/** The answers to one question, in the order in which they were given. */
export type HeldQuestion = readonly HeldAnswer[];

/** How the run ended, as far as the recording shows. */
export interface RecordedEnd {
  readonly outcome: RecordingOutcome | 'cut-off';
  readonly finishedAt: string;
  /** Number of whole lines. */
  readonly lines: number;
  /** True if the file ends in the middle of the line after them. */
  readonly endsInLine: boolean;
  /** Number of answers that are whole. */
  readonly answers: number;
}

/** What a recording holds, without its rows: those are read when they are asked for. */
export interface RecordingIndex {
  readonly header: RecordingHeader;
  readonly session: Extract<RecordingLine, { type: 'session' | 'no-session' }> | undefined;
  readonly redaction: Extract<RecordingLine, { type: 'redaction' }> | undefined;
  /** By operation, then by {@link questionKey}. */
  readonly questions: ReadonlyMap<string, ReadonlyMap<string, HeldQuestion>>;
  readonly end: RecordedEnd;
}

/** Arguments as a short text that is equal for equal ones, in whatever order they are named. */
export function questionKey(args: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(args).sort(([left], [right]) => (left < right ? -1 : 1));
  const text = JSON.stringify(sorted);
  return text.length < 60 ? text : createHash('sha256').update(text).digest('base64').slice(0, 32);
}

interface OpenRows {
  readonly request: number;
  readonly from: number;
  readonly line: number;
  to: number;
  count: number;
}

/** Reads every line once and keeps the place of each. */
class Indexer {
  private readonly questions = new Map<string, Map<string, HeldAnswer[]>>();
  private header: RecordingHeader | undefined;
  private session: RecordingIndex['session'];
  private redaction: RecordingIndex['redaction'];
  private rows: OpenRows | undefined;
  private end: Pick<RecordedEnd, 'outcome' | 'finishedAt'> | undefined;
  private lines = 0;
  private answers = 0;

  constructor(private readonly limits: RecordingLimits) {}

  take(line: PlacedLine): void {
    this.read(line);
    this.lines = line.number;
  }

  private read(line: PlacedLine): void {
    if (this.header === undefined) {
      this.header = parseHeader(line);
      return;
    }
    if (this.end !== undefined) {
      throw recordingError(`Line ${line.number} of the recording comes after its end.`);
    }
    const entry = parseRecordingLine(line, this.limits);
    switch (entry.type) {
      case 'session':
      case 'no-session':
        this.session ??= entry;
        break;
      case 'rows':
        this.takeRows(entry, line);
        break;
      case 'redaction':
        this.redaction = entry;
        break;
      case 'end':
        this.takeEnd(entry, line);
        break;
      default:
        this.takeEnding(entry, line);
    }
  }

  /** What was read; `endsInLine`: another line begins after it and does not end. */
  index(endsInLine: boolean): RecordingIndex {
    const { header, session, redaction, questions, lines, answers } = this;
    if (header === undefined) {
      throw recordingError('Line 1 of the recording is not there: the file is empty.');
    }
    if (this.end !== undefined && endsInLine) {
      throw recordingError(`Line ${lines + 1} of the recording comes after its end.`);
    }
    const end = this.end ?? { outcome: 'cut-off', finishedAt: header.recordedAt };
    return { header, session, redaction, questions, end: { ...end, lines, endsInLine, answers } };
  }

  private takeRows(entry: Extract<RecordingLine, { type: 'rows' }>, { offset, end, number }: PlacedLine): void {
    if (this.rows?.request !== entry.request) {
      this.rows = { request: entry.request, from: offset, line: number, to: end, count: 0 };
    }
    this.rows.to = end;
    this.rows.count += entry.rows.length;
  }

  private takeEnding(entry: RecordedEnding, { offset, end, number }: PlacedLine): void {
    const rows = this.rows?.request === entry.request ? this.rows : undefined;
    this.rows = undefined;
    if ((rows?.count ?? 0) !== entry.rowCount) {
      throw recordingError(
        `Line ${number} of the recording ends an answer of ${counted(entry.rowCount, 'row')}, but ${rows?.count ?? 0} are there.`,
        'Lines are missing: copy the file again, or record again.',
      );
    }
    this.answers += 1;
    const byKey = this.questions.get(entry.operation) ?? new Map<string, HeldAnswer[]>();
    this.questions.set(entry.operation, byKey);
    const key = questionKey(entry.arguments);
    const question = byKey.get(key) ?? [];
    byKey.set(key, question);
    question.push({
      ending: { from: offset, to: end, line: number },
      ...(rows === undefined ? {} : { rows: { from: rows.from, to: rows.to, line: rows.line } }),
    });
  }

  private takeEnd(
    { outcome, finishedAt, lines }: Extract<RecordingLine, { type: 'end' }>,
    { number }: PlacedLine,
  ): void {
    if (lines !== number - 1) {
      throw recordingError(
        `Line ${number} of the recording ends ${lines} lines, but ${number - 1} are there.`,
        'Lines are missing or were added: copy the file again, or record again.',
      );
    }
    this.end = { outcome, finishedAt };
  }
}

/**
 * Reads a recording once, a line with each step, and answers what is where. Raises E_RECORDING with the number of the line that
 * is damaged. A recording without an end is whole as far as its whole lines go: its outcome is `cut-off`. Its last line may be
 * a half one, also if it got a line end later, as editors and copies add one.
 */
export function* indexRecording(
  source: RecordingBytes,
  limits: RecordingLimits = recordingLimits,
): Generator<undefined, RecordingIndex> {
  const indexer = new Indexer(limits);
  const lines = placedLines(source, { limits });
  let half: { readonly cause: unknown } | undefined;
  for (;;) {
    const step = lines.next();
    if (step.done === true && (half === undefined || !step.value.endsInLine)) {
      return indexer.index(step.value.endsInLine || half !== undefined);
    }
    if (half !== undefined || step.done === true) {
      // A line follows, so what is damaged is not the end.
      throw half?.cause;
    }
    try {
      indexer.take(step.value);
    } catch (cause) {
      if (step.value.number === 1 || !isHalf(step.value.text)) {
        throw cause;
      }
      half = { cause };
    }
    yield;
  }
}
