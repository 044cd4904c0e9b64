import { PsError } from '../base/errors.js';
import type { ClixmlInput } from '../parsers/clixml.js';
import type { ArgumentValue, Operation } from '../scripts/operation.js';
import type { PsFailure } from '../model/ps-failure.js';
import type { Answer } from './session.js';
import type { Envelope } from './wire.js';

/** The arguments of an operation as they go over the wire, checked against its schema. */
export function toInput(operation: Operation, args: object): Record<string, ClixmlInput> {
  const checked: Record<string, unknown> = operation.arguments.parse(args);
  return Object.fromEntries(Object.entries(checked).map(([name, value]) => [name, argumentInput(name, value)]));
}

function argumentInput(name: string, value: unknown): ArgumentValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (value instanceof Date) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => argumentInput(name, item));
  }
  throw new TypeError(`The argument ${name} cannot be sent to PowerShell.`);
}

/**
 * The answer of an operation from its end frame. Raises E_COMMAND when the request could not be bound to the operation and
 * E_SCHEMA when it wrote something else than rows.
 */
export function toAnswer<Row>(operation: Operation, envelope: Envelope, rows: readonly Row[]): Answer<Row> {
  const { state, errors, warnings, information, durationMs } = envelope;
  const [first] = errors;
  if (state === 'unknown-operation' || (first !== undefined && isBindingFailure(operation, first))) {
    throw new PsError('E_COMMAND', `PowerShell could not bind the request to ${operation.name}.`, {
      hint: 'The scripts folder does not belong to this version of phs-tool: install it again.',
      fields: { operation: operation.name, errorId: first?.errorId ?? '', message: first?.message ?? '' },
    });
  }
  if (envelope.stray > 0) {
    throw new PsError('E_SCHEMA', `${operation.name} wrote ${envelope.stray} objects that are not rows.`, {
      fields: { operation: operation.name },
    });
  }
  if (state === 'lost') {
    throw new PsError('E_REMOTE_LOST', 'The connection to the server was lost.');
  }
  return { state, rows, errors, warnings, information, durationMs };
}

/** The operation's own parameters did not fit, as opposed to those of a cmdlet inside it. */
function isBindingFailure(operation: Operation, failure: PsFailure): boolean {
  return (
    failure.exceptionTypes.some((name) => name.endsWith('ParameterBindingException')) &&
    failure.errorId.endsWith(`,${operation.name}`)
  );
}
