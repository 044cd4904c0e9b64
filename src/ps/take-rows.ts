import type { OnRows, RunOptions } from './session.js';

/** Where the pages of one answer go: to who takes them, or, when nobody does, into the answer. */
export interface RowTaker<Row> {
  readonly take: OnRows<Row>;
  /** The rows for the answer; empty when somebody takes the pages. */
  readonly kept: readonly Row[];
}

/** Makes a {@link RowTaker} for one request. */
export function rowTaker<Row>({ onRows }: RunOptions<Row>): RowTaker<Row> {
  const kept: Row[] = [];
  const keep = (rows: readonly Row[]): void => {
    // Not spread over the arguments of one call: a page of a recording can have more rows than the stack has room.
    for (const row of rows) kept.push(row);
  };
  return { take: onRows ?? keep, kept };
}
