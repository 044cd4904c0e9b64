import type { ContractCommand, ContractEvent, ContractShape } from '../model/contract-rows.js';

/** An error without its text: what its id, its types and its number say. */
export interface ErrorForm {
  readonly id: string | null;
  readonly types: readonly string[];
  readonly hresult: string;
  readonly category: string;
}

/** How a request ended. `unreadable`: it answered in a form that the code does not read. */
export interface Outcome {
  readonly state: 'answered' | 'empty' | 'failed' | 'timeout' | 'unreadable' | 'lost';
  readonly rows: number;
  readonly ms: number;
  readonly error?: ErrorForm;
}

/** What a server showed. A part that could not be asked is empty. */
export interface Observed {
  /** State of the synchronization service; null if it could not be read. */
  readonly service: string | null;
  readonly commands: readonly ContractCommand[];
  /** By the name of the call. */
  readonly calls: ReadonlyMap<string, Outcome>;
  /** By the name of the call. */
  readonly shapes: ReadonlyMap<string, readonly ContractShape[]>;
  /** By the name of the operation. */
  readonly operations: ReadonlyMap<string, Outcome>;
  readonly events: readonly ContractEvent[];
}

/** Whether the synchronization service is known not to run: what fails then says nothing about the cmdlets. */
export function isServiceDown({ service }: Observed): boolean {
  return service !== null && service !== 'Running';
}

const refusals: Readonly<Record<string, string>> = {
  '80070005': 'access was denied',
  '8007203a': 'a domain could not be reached',
};

/** What of the server kept it from answering, undefined if nothing is known to: a failure for that says nothing about a cmdlet. */
export function keptFromAnswering(seen: Observed, { state, error }: Outcome): string | undefined {
  if (isServiceDown(seen)) {
    return state === 'answered' ? undefined : 'the service does not run';
  }
  return refusals[error?.hresult ?? ''];
}

/** The last part of a type's name. */
export function lastPart(type: string): string {
  return (type.split(' ').pop() ?? '').split(/[.+]/).pop() ?? '';
}

/** The name of the shape that a call answers at a path: `cs-object.Lineage`, or the call alone for the answer itself. */
export function shapeName({ of, path }: { readonly of: string; readonly path: string }): string {
  return path === '' ? of : `${of}.${path}`;
}

/** The shape that a call answered at a path. */
export function shapeAt({ shapes }: Observed, of: string, path: string): ContractShape | undefined {
  return shapes.get(of)?.find((shape) => shape.path === path);
}

/** Enumerations by the last part of their type's name, those of .NET itself left out. */
export function enumsOf({ shapes }: Observed): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const found = new Map<string, ReadonlyMap<string, number>>();
  for (const shape of [...shapes.values()].flat()) {
    for (const { type, names, numbers } of shape.enums) {
      if (!type.startsWith('System.')) {
        found.set(lastPart(type), new Map(names.map((name, index) => [name, numbers[index] ?? 0])));
      }
    }
  }
  return found;
}

const twoWords = /^(?:[A-Z][a-z0-9]{1,30}){2,8}$/;
const typeText = /^(?:Microsoft|System)(?:\.[A-Z]\w{0,60}){1,8}$/;
const ownCommand = /^[A-Z][a-z]{2,10}-(?:ADSync|Phs|EventLog)\w{0,60}$/;

/**
 * An error id without what can be text of the server: the first part of it may be the whole message (facts 4.4). Parts are kept
 * that are a name made of several words, a type of Microsoft's, or a command.
 */
export function errorIdForm(errorId: string): string | null {
  const parts = errorId
    .split(',')
    .filter((part) => twoWords.test(part) || typeText.test(part) || ownCommand.test(part));
  return parts.length === 0 ? null : parts.join(',');
}

/** A name of a type, without anything else. */
export function typeForm(type: string): string {
  return /^[A-Za-z_][\w.+`]{0,120}$/.test(type) ? type : 'another form';
}

const commonParameter = /^(?:Verbose|Debug|\w+Action|\w+Variable|OutBuffer|WhatIf|Confirm|UseTransaction)$/;

/** Whether every cmdlet, or every function, has a parameter of this name. */
export function isCommonParameter(name: string): boolean {
  return commonParameter.test(name);
}
