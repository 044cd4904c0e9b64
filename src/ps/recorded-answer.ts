import { PsError, type PsErrorCode } from '../base/errors.js';
import type { Operation, RowOf } from '../scripts/operation.js';
import { checkRows } from './pages.js';
import type { RecordingLimits } from './recording-bytes.js';
import type { HeldAnswer } from './recording-index.js';

/** Codes of failures that a recording can hold; any other is reported as a lost host. */
const replayable: readonly PsErrorCode[] = [
  'E_NO_POWERSHELL',
  'E_START',
  'E_POLICY',
  'E_LANGMODE',
  'E_HOST_EXIT',
  'E_TIMEOUT',
  'E_TIMEOUT_HARD',
  'E_COMMAND',
  'E_FRAME',
  'E_DECODE',
  'E_SCHEMA',
  'E_TOO_LARGE',
  // Of a bundle that was made from a recording: no server ever said it.
  'E_REPLAY_MISSING',
];

/** Raises E_TOO_LARGE for an answer that would not fit into memory. */
export function refuseSize({ rows }: HeldAnswer, { answerBytes }: RecordingLimits): void {
  if (rows !== undefined && rows.to - rows.from > answerBytes) {
    throw new PsError(
      'E_TOO_LARGE',
      `The answer that begins in line ${rows.line} of the recording is larger than ${answerBytes / 1024 / 1024} MiB.`,
      { hint: 'No server answers with so much: the file was changed.' },
    );
  }
}

/** The rows of a line, checked. Raises E_SCHEMA with the number of the line. */
export function checkRecorded<Op extends Operation>(
  operation: Op,
  rows: readonly unknown[],
  line: number,
): RowOf<Op>[] {
  try {
    return checkRows(operation, rows);
  } catch (cause) {
    if (!(cause instanceof PsError)) {
      throw cause;
    }
    const { place = '' } = cause.fields;
    throw new PsError('E_SCHEMA', `Line ${line} of the recording has a row of an unexpected form at "${place}".`, {
      hint: 'It is damaged, or comes from another version of phs-tool.',
      cause,
      fields: cause.fields,
    });
  }
}

/** A failure as it was recorded. */
export function recordedError(
  { code, message, hint }: { readonly code: string; readonly message: string; readonly hint: string | null },
  fields: Readonly<Record<string, string>>,
): PsError {
  const known = replayable.find((candidate) => candidate === code) ?? 'E_HOST_EXIT';
  return new PsError(known, message, { ...(hint === null ? {} : { hint }), fields });
}
