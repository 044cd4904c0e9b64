import { setImmediate as nextTurn } from 'node:timers/promises';
import { CancelledError, PsError } from '../base/errors.js';
import { atOnce, inTurns } from '../base/turns.js';
import type { ArgumentsOf, Operation, ReadingOperation, RowOf } from '../scripts/operation.js';
import type { DirectoryObject } from '../model/object-trace.js';
import { searchPhsDirectoryObject } from '../scripts/search-phs-directory-object.js';
import {
  boundKey,
  findNearestQuestion,
  hintOnMissing,
  missing,
  refuseWays,
  type AskedQuestion,
} from './find-recorded-question.js';
import { RecordedObjects, type RecordedSearch } from './recorded-objects.js';
import { checkRecorded, recordedError, refuseSize } from './recorded-answer.js';
import { refuseChange } from './recording.js';
import {
  recordedArguments,
  type RecordedEnding,
  type RecordingHeader,
  type RedactionLevel,
} from './recording-format.js';
import {
  indexRecording,
  questionKey,
  type HeldAnswer,
  type HeldQuestion,
  type RecordedEnd,
  type RecordingIndex,
} from './recording-index.js';
import {
  openRecordingBytes,
  recordingError,
  recordingLimits,
  textBytes,
  type RecordingBytes,
  type RecordingLimits,
} from './recording-bytes.js';
import { parseRecordingLine, placedLines } from './recording-lines.js';
import type { Answer, PsSession, RunOptions, SessionInfo } from './session.js';
import { rowTaker } from './take-rows.js';

/**
 * Answers from a recording, with no PowerShell. A question is found by its operation and its arguments; the argument that
 * only widens the window may ask for less than was recorded, never for more, and one that says only where to look
 * (`looseArguments`) does not matter. The same question asked again gets the next recorded answer, then the last one. Rows
 * are read from the file when they are asked for, page by page. An operation that can change a server is refused with
 * E_REPLAY_MUTATES, whatever the recording holds.
 */
export class ReplaySession implements PsSession {
  private readonly used = new Map<HeldQuestion, number>();
  private readonly objects = new RecordedObjects(() => this.searches());
  private closed = false;

  private constructor(
    private readonly source: RecordingBytes,
    private readonly index: RecordingIndex,
    private readonly limits: RecordingLimits,
  ) {}

  /** Opens the recording in a file, plain or packed with gzip. Raises E_FILE or, with the number of the line, E_RECORDING. */
  static open(path: string, limits = recordingLimits): ReplaySession {
    return atOnce(ReplaySession.opening(path, limits));
  }

  /** As {@link open}, with turns for signals between: a recording can have gigabytes. Rejects with a CancelledError, too. */
  static openInTurns(path: string, signal?: AbortSignal, limits = recordingLimits): Promise<ReplaySession> {
    return inTurns(ReplaySession.opening(path, limits), signal);
  }

  private static *opening(path: string, limits: RecordingLimits): Generator<undefined, ReplaySession> {
    const source = openRecordingBytes(path, limits);
    try {
      return new ReplaySession(source, yield* indexRecording(source, limits), limits);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** Opens a recording that is in memory; raises E_RECORDING. */
  static fromText(text: string, limits = recordingLimits): ReplaySession {
    const source = textBytes(text);
    return new ReplaySession(source, atOnce(indexRecording(source, limits)), limits);
  }

  /** The recording's first line. */
  get header(): RecordingHeader {
    return this.index.header;
  }

  /** How the recorded run ended. */
  get end(): RecordedEnd {
    return this.index.end;
  }

  /** What was replaced by pseudonyms, as the line at the end of a bundle counts it; a cut bundle has lost that line. */
  get redaction(): RecordingIndex['redaction'] {
    return this.index.redaction;
  }

  /** How much was replaced by pseudonyms; `unknown`: the file is cut, and its first line does not say it. */
  get redactLevel(): RedactionLevel | 'unknown' {
    const { header, redaction, end } = this.index;
    return redaction?.level ?? header.redact ?? (end.outcome === 'cut-off' ? 'unknown' : 'none');
  }

  /** The questions of these operations with their arguments, in the order of the file; one with each step. */
  *asked(operations: readonly string[]): Generator<RecordedEnding> {
    const held = operations.flatMap((name) => [...(this.index.questions.get(name)?.values() ?? [])].flat());
    held.sort((left, right) => left.ending.line - right.ending.line);
    for (const answer of held) {
      yield this.ending(answer);
    }
  }

  info(): Promise<SessionInfo> {
    const { session } = this.index;
    if (session?.type === 'session') {
      return Promise.resolve(session.info);
    }
    return Promise.reject(
      session === undefined
        ? new PsError('E_REPLAY_MISSING', 'The recording ends before PowerShell was ready.', {
            hint: 'Record again and let the command finish.',
          })
        : recordedError(session, {}),
    );
  }

  async run<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: RunOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    refuseChange(operation);
    if (this.closed) {
      throw new PsError('E_CLOSED', 'The PowerShell session is closed.');
    }
    const held = await inTurns(this.find(operation, recordedArguments(args)), options.signal);
    if (options.onRows === undefined) {
      refuseSize(held, this.limits);
    }
    const { take, kept: rows } = rowTaker(options);
    for (const page of this.pages(operation, held)) {
      if (options.signal?.aborted === true) {
        throw new CancelledError('Interrupted.');
      }
      await take(page);
      await nextTurn();
    }
    const ending = this.ending(held);
    if (ending.type === 'failure') {
      throw recordedError(ending, { operation: operation.name });
    }
    const { state, errors, warnings, information, durationMs } = ending;
    return { state, rows, errors, warnings, information, durationMs };
  }

  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.source.close();
    }
    return Promise.resolve();
  }

  private *pages<Op extends Operation>(operation: Op, { rows }: HeldAnswer): Generator<RowOf<Op>[]> {
    if (rows === undefined) {
      return;
    }
    const { from, to, line } = rows;
    for (const placed of placedLines(this.source, { from, to, firstNumber: line })) {
      const entry = parseRecordingLine(placed, this.limits);
      if (entry.type !== 'rows') {
        throw recordingError(`Line ${placed.number} of the recording changed while it was replayed.`);
      }
      yield checkRecorded(operation, entry.rows, placed.number);
    }
  }

  private ending({ ending: { from, to, line } }: HeldAnswer): RecordedEnding {
    for (const placed of placedLines(this.source, { from, to, firstNumber: line })) {
      const entry = parseRecordingLine(placed, this.limits);
      if (entry.type === 'answer' || entry.type === 'failure') {
        return entry;
      }
    }
    throw recordingError(`Line ${line} of the recording changed while it was replayed.`);
  }

  /** In steps: where no question is the same, lines are read to find the one that fits, and each can have 16 MiB. */
  private *find(operation: Operation, args: RecordedEnding['arguments']): Generator<undefined, HeldAnswer> {
    const byKey = this.index.questions.get(operation.name);
    const question =
      byKey?.get(questionKey(args)) ??
      (yield* this.objects.find(operation.name, args)) ??
      findNearestQuestion(operation, args, yield* this.alike(operation, args), this.end);
    const index = this.used.get(question) ?? 0;
    const answer = question[index];
    if (answer === undefined) {
      throw missing(operation, hintOnMissing(this.end, operation));
    }
    this.used.set(question, Math.min(index + 1, question.length - 1));
    return answer;
  }

  /** The searches of the directory that were answered, with the first two objects that they found; undefined between them. */
  private *searches(): Generator<RecordedSearch | undefined> {
    for (const question of this.index.questions.get(searchPhsDirectoryObject.name)?.values() ?? []) {
      const [answer] = question;
      const ending = answer === undefined ? undefined : this.ending(answer);
      if (answer !== undefined && ending?.type === 'answer') {
        const objects: DirectoryObject[] = [];
        for (const page of this.pages(searchPhsDirectoryObject, answer)) {
          yield undefined;
          objects.push(...page.slice(0, 2));
          if (objects.length > 1) break;
        }
        yield { question, arguments: ending.arguments, objects };
      }
    }
  }

  /** The questions that differ in nothing but the window and what does not matter. */
  private *alike(
    operation: Operation,
    asked: RecordedEnding['arguments'],
  ): Generator<undefined, readonly AskedQuestion[]> {
    if (operation.windowArguments === undefined && operation.looseArguments === undefined) {
      return [];
    }
    const key = boundKey(operation, asked);
    const questions = this.index.questions.get(operation.name);
    refuseWays(operation, questions?.size ?? 0, this.limits);
    const alike: AskedQuestion[] = [];
    for (const question of questions?.values() ?? []) {
      const [answer] = question;
      const args = answer === undefined ? undefined : this.ending(answer).arguments;
      if (args !== undefined && boundKey(operation, args) === key) {
        alike.push({ question, arguments: args });
      }
      yield;
    }
    return alike;
  }
}
