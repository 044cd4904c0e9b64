import type { z } from 'zod';

/** Values that can be bound to a parameter of an operation; they cross as CLIXML data, never as text of a command. */
export type ArgumentValue = string | number | boolean | null | Date | readonly ArgumentValue[];

/**
 * One operation: one `.ps1` file in `scripts/` of the same name, its parameters, the rows that it writes.
 * An operation writes each row as a hashtable; rows travel by column, so `row` must be an object schema and its keys
 * are the columns. Times are UTC and arrive as ISO 8601 text ending in `Z`.
 */
export interface Operation<Arguments extends z.ZodObject = z.ZodObject, Row extends z.ZodObject = z.ZodObject> {
  /** The name of the `.ps1` file without its ending, and of the function in the session. */
  readonly name: string;
  /** What the operation answers, in one sentence; shown by `--debug` and progress lines. */
  readonly summary: string;
  readonly arguments: Arguments;
  readonly row: Row;
  /** Time allowed inside PowerShell, in ms; Node ends the host a few seconds later. */
  readonly deadlineMs: number;
  /** True when the operation can change the server. A replay refuses such an operation. */
  readonly mutates: boolean;
  /**
   * Names of arguments that only widen the answer (instants to begin at): requests that differ in nothing else may be
   * answered by a recording with wider ones, because the caller filters again.
   */
  readonly windowArguments?: readonly string[];
  /** Names of arguments that say where to look and not what is asked: a recording answers whatever they are. */
  readonly looseArguments?: readonly string[];
}

/** An operation that leaves the server as it is: the only kind that `PsSession.run` and a recording take. */
export type ReadingOperation = Operation & { readonly mutates: false };

/** An operation that can change the server: taken by `ChangingSession.runChange` of `src/ps/session.ts` only. */
export type ChangingOperation = Operation & { readonly mutates: true };

/** The rows of an operation. */
export type RowOf<Op extends Operation> = z.output<Op['row']>;

/** The arguments of an operation. */
export type ArgumentsOf<Op extends Operation> = z.input<Op['arguments']>;
