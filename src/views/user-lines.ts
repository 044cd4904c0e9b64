import type { AffectedUser } from '../model/affected-user.js';
import type { AnswerSource } from '../model/source.js';
import { csvLine } from './csv.js';
import { jsonLine } from './json.js';

type Origin = AnswerSource['kind'];

const columns = [
  'dn',
  'connector',
  'outcome',
  'cause',
  'saidBy',
  'at',
  'eventId',
  'recordId',
  'result',
  'attempts',
  'requestedAt',
  'problems',
  'log',
  'origin',
] as const;

/** The first line of the CSV form; `diagnose --dn-file` reads its first column. */
export function userCsvHeader(): string {
  return csvLine(columns);
}

/** `FilteredByTarget, 2026-11-22T10:03:00Z`; null without --verify. */
function logText({ log }: AffectedUser): string | null {
  if (log === undefined) {
    return null;
  }
  return log.known ? [log.newest?.status ?? 'empty', log.newest?.at].filter(Boolean).join(', ') : log.message;
}

/** One user as a line of CSV. */
export function userCsvLine(user: AffectedUser, origin: Origin): string {
  const row = { ...user, log: logText(user), origin };
  return csvLine(columns.map((column) => row[column]));
}

/**
 * One user as a line of NDJSON in ASCII alone, so that every name gets through the pipe of Windows PowerShell, which reads and
 * writes other encodings than UTF-8.
 */
export function userJsonLine(user: AffectedUser, origin: Origin): string {
  return jsonLine({ ...user, origin }).replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
