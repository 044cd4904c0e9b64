import { z } from 'zod';
import { PsError } from '../base/errors.js';
import { longTextIn } from '../base/long-text.js';
import { textLimits } from '../base/text-limits.js';
import type { PlainValue } from '../parsers/clixml.js';
import type { Operation, RowOf } from '../scripts/operation.js';

const pageSchema = z.record(z.string(), z.array(z.unknown()));

/** The columns that an operation is asked for: the keys of its row schema. */
export function listColumns(operation: Operation): string[] {
  return Object.keys(operation.row.shape);
}

/** The widest operation asks for some thirty. */
const mostColumns = 1_000;

/** Something else than a page for one with too many columns: each that does not fit costs, and a frame has room for 100,000. */
function withFewColumns(page: PlainValue): PlainValue {
  const isWide = typeof page === 'object' && page !== null && Object.keys(page).length > mostColumns;
  return isWide ? null : page;
}

/**
 * Turns one page of columns into rows and checks each against the operation's schema.
 * Raises E_SCHEMA with the place of the first value that does not fit.
 */
export function readPage<Op extends Operation>(operation: Op, page: PlainValue): RowOf<Op>[] {
  const names = listColumns(operation);
  const columns = pageSchema.safeParse(withFewColumns(page));
  if (!columns.success) {
    throw schemaError(operation, columns.error);
  }
  const long = longTextIn(columns.data, textLimits.anyText);
  if (long !== undefined) {
    throw new PsError(
      'E_TOO_LARGE',
      `${operation.name} answered with a text of more than ${textLimits.anyText} characters.`,
      {
        fields: { operation: operation.name, place: long },
      },
    );
  }
  const length = columns.data[names[0] ?? '']?.length ?? 0;
  const rows: Record<string, unknown>[] = [];
  for (let index = 0; index < length; index += 1) {
    const row: Record<string, unknown> = {};
    for (const name of names) {
      row[name] = columns.data[name]?.[index];
    }
    rows.push(row);
  }
  return checkRows(operation, rows);
}

/** Checks rows against the operation's schema; raises E_SCHEMA. */
export function checkRows<Op extends Operation>(operation: Op, rows: readonly unknown[]): RowOf<Op>[] {
  return rows.map((row) => {
    const checked = z.safeParse<Op['row']>(operation.row, row);
    if (!checked.success) {
      throw schemaError(operation, checked.error);
    }
    return checked.data;
  });
}

function schemaError(operation: Operation, error: z.ZodError): PsError {
  const [issue] = error.issues;
  const place = issue === undefined ? '' : issue.path.join('.');
  return new PsError('E_SCHEMA', `${operation.name} answered with data of an unexpected form at "${place}".`, {
    hint: 'This build of Entra Connect may differ from those that are known. Run again with --debug --log-file FILE and report the log.',
    cause: error,
    fields: { operation: operation.name, place, problem: issue?.message ?? '' },
  });
}
