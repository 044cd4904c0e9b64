import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { EnvironmentError, PsError, type PsErrorCode } from '../errors.js';
import type { ArgumentsOf, Operation, ReadingOperation, RowOf } from '../scripts/operation.js';
import { checkRows } from './pages.js';
import { refuseChange } from './recording.js';
import {
  recordedArguments,
  recordingHeaderSchema,
  recordingLineSchema,
  type RecordingHeader,
  type RecordingLine,
} from './recording-format.js';
import type { Answer, PsSession, RunOptions, SessionInfo } from './session.js';

type Ending = Exclude<RecordingLine, { type: 'rows' }>;

interface Recorded {
  readonly ending: Ending;
  readonly rows: readonly unknown[];
}

const replayable: ReadonlySet<string> = new Set<PsErrorCode>([
  'E_HOST_EXIT',
  'E_TIMEOUT_HARD',
  'E_COMMAND',
  'E_FRAME',
  'E_DECODE',
  'E_SCHEMA',
  'E_TOO_LARGE',
]);

/**
 * Answers from a recording, with no PowerShell. A request is found by its operation and its arguments, without the
 * argument that only widens the window; the same request asked again gets the next recorded answer, then the last one.
 * An operation that can change a server is refused with E_REPLAY_MUTATES, whatever the recording holds.
 */
export class ReplaySession implements PsSession {
  /** The recording's first line. */
  readonly header: RecordingHeader;
  private readonly answers = new Map<string, Recorded[]>();
  private closed = false;

  constructor(text: string) {
    const lines = text.split('\n').filter((line) => line !== '');
    this.header = parseLine(recordingHeaderSchema, lines[0] ?? '', 1);
    const rows = new Map<number, unknown[]>();
    for (const [index, line] of lines.slice(1).entries()) {
      const entry = parseLine(recordingLineSchema, line, index + 2);
      if (entry.type === 'rows') {
        rows.set(entry.request, [...(rows.get(entry.request) ?? []), ...entry.rows]);
      } else {
        const known = this.answers.get(entry.operation) ?? [];
        this.answers.set(entry.operation, [...known, { ending: entry, rows: rows.get(entry.request) ?? [] }]);
      }
    }
  }

  /** Opens the recording in a file; raises E_FILE when it cannot be read or is no recording. */
  static open(path: string): ReplaySession {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      throw new EnvironmentError('E_FILE', `The recording ${path} cannot be read.`, { cause });
    }
    return new ReplaySession(text);
  }

  info(): Promise<SessionInfo> {
    return Promise.resolve(this.header.info);
  }

  run<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: RunOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    return new Promise((resolve) => {
      resolve(this.answer(operation, args, options));
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  private answer<Op extends Operation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: RunOptions<RowOf<Op>>,
  ): Answer<RowOf<Op>> {
    refuseChange(operation);
    if (this.closed) {
      throw new PsError('E_CLOSED', 'The PowerShell session is closed.');
    }
    const { ending, rows } = this.find(operation, recordedArguments(args));
    if (ending.type === 'failure') {
      const code = [...replayable].find((candidate) => candidate === ending.code);
      throw new PsError(isReplayable(code) ? code : 'E_HOST_EXIT', ending.message, {
        ...(ending.hint === null ? {} : { hint: ending.hint }),
        fields: { operation: operation.name },
      });
    }
    const checked = checkRows(operation, rows);
    const { state, errors, warnings, information, durationMs } = ending;
    if (options.onRows !== undefined && checked.length > 0) {
      options.onRows(checked);
    }
    return {
      state,
      rows: options.onRows === undefined ? checked : [],
      errors,
      warnings,
      information,
      durationMs,
    };
  }

  private find(operation: Operation, args: Record<string, unknown>): Recorded {
    const window = operation.windowArgument;
    const key = argumentKey(args, window);
    const matching = (this.answers.get(operation.name) ?? []).filter(
      ({ ending }) => argumentKey(ending.arguments, window) === key,
    );
    const found = matching.find(({ ending }) => reachesBack(ending.arguments, args, window));
    if (found === undefined) {
      throw new PsError('E_REPLAY_MISSING', `The recording holds no answer of ${operation.name} to this question.`, {
        hint:
          matching.length === 0
            ? 'It was recorded with other options.'
            : 'It does not reach back that far: ask for a shorter --since.',
        fields: { operation: operation.name },
      });
    }
    this.retire(operation.name, found, matching.length);
    return found;
  }

  /** The answer given once makes room for the next one to the same question, unless it is the last. */
  private retire(name: string, used: Recorded, left: number): void {
    if (left > 1) {
      this.answers.set(
        name,
        (this.answers.get(name) ?? []).filter((entry) => entry !== used),
      );
    }
  }
}

function isReplayable(code: string | undefined): code is PsErrorCode {
  return code !== undefined;
}

function argumentKey(args: Readonly<Record<string, unknown>>, window: string | undefined): string {
  const kept = Object.entries(args).filter(([name, value]) => name !== window && value !== undefined);
  return JSON.stringify(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** True when the recorded window begins no later than the one asked for (instants as ISO text compare as text). */
function reachesBack(
  recorded: Readonly<Record<string, unknown>>,
  asked: Readonly<Record<string, unknown>>,
  window: string | undefined,
): boolean {
  if (window === undefined) {
    return true;
  }
  const [from, to] = [recorded[window], asked[window]];
  return typeof from !== 'string' || typeof to !== 'string' || from <= to;
}

function parseLine<Schema extends z.ZodType>(schema: Schema, line: string, number: number): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new EnvironmentError('E_FILE', `Line ${number} of the recording is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new EnvironmentError('E_FILE', `Line ${number} of the recording has an unexpected form.`, {
      hint: 'It may come from another version of phs-tool.',
      cause: parsed.error,
    });
  }
  return parsed.data;
}
