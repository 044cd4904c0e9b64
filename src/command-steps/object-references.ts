import { createReadStream } from 'node:fs';
import { abortable } from '../base/async.js';
import { CancelledError, EnvironmentError, UsageError } from '../base/errors.js';
import type { Context } from '../command-line/context.js';
import { openInput } from '../files/open-input.js';
import type { ObjectReference } from '../model/object-trace.js';
import { parseGuid, parseGuidDn } from '../parsers/dn.js';
import type { NameKind } from '../parsers/name-columns.js';
import type { NameLine } from '../parsers/name-lines.js';
import { readNames } from './read-names.js';
import type { OpenedSession } from '../ps/opened-session.js';
import type { NamedObjects } from '../command-line/diagnose-options.js';

/** One object to follow, or a line that names none. */
export interface GivenObject {
  readonly reference: ObjectReference;
  /** Line of the file; null when it was given as an option. */
  readonly line: number | null;
  /** What is wrong with the line; then there is nothing to look up. */
  readonly problem?: string;
}

/** The reference that a DN argument or line makes: `<GUID=…>` names an object by its GUID. */
export function parseReference(text: string): ObjectReference {
  const guid = parseGuidDn(text);
  return guid === null ? { kind: 'dn', text } : { kind: 'guid', text: guid };
}

function toReference(kind: NameKind, text: string): ObjectReference {
  switch (kind) {
    case 'dn':
      return parseReference(text);
    case 'guid':
      return { kind, text: parseGuid(text) ?? text };
    default:
      return { kind, text };
  }
}

/** What the names are read from: stdin, and the signal that ends the waiting for it. */
interface NameSource {
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

function openBytes(file: string, stdin: () => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (file === '-') {
    return stdin();
  }
  const { descriptor } = openInput(file, 'The file of names', 'Give what a program writes on stdin: --dn-file -');
  return createReadStream(file, { fd: descriptor });
}

const whatToGive =
  'Give one DN per line, or CSV with a column DN, objectGUID, UPN or sAMAccountName; lines that begin with # are comments.';

/** A file of names that are no DNs, and no column says what they are. */
function noColumn(file: string, first: string): UsageError {
  const shown = first.slice(0, 200);
  return new UsageError(`${file} has no column of names, and its first line is not a DN: ${shown}`, {
    hint: whatToGive,
  });
}

/** A JSON document of several lines, such as `users --output json` prints: its lines are no objects. */
function oneDocument(file: string): UsageError {
  return new UsageError(`${file} is one JSON document; names are read from one JSON object per line.`, {
    hint: 'Give NDJSON or CSV, as phs-tool users --output ndjson or --output csv prints it.',
  });
}

/** A record in which every column of names is empty: whom it means is not known, and nobody may be missing unseen. */
function nobodyNamed(what: string, { line, problem }: { readonly line: number; readonly problem: string }): UsageError {
  return new UsageError(`${what} names no user in line ${line}. ${problem}`, {
    hint: 'Fill in one of the columns, or remove the line. The first filled column of a record counts: DN, then objectGUID, UPN, sAMAccountName.',
  });
}

/** Raised for options that name a file without names. */
export function noNames(file: string): UsageError {
  const what = file === '-' ? 'The input' : `The file ${file}`;
  return new UsageError(`${what} contains no names to look up.`, { hint: whatToGive });
}

/**
 * Raises a UsageError for a DN that is none, and for a file that cannot be read, or in which nothing or a record names nobody: better
 * said before PowerShell is started.
 */
export async function requireNames(
  { dn = [], dnFile }: Pick<NamedObjects, 'dn' | 'dnFile'>,
  { io: { stdin }, signal }: Pick<Context, 'io' | 'signal'>,
): Promise<void> {
  const noDn = dn.find((text) => !text.includes('='));
  if (noDn !== undefined) {
    throw new UsageError(`"${noDn.slice(0, 200)}" is not a distinguished name.`, {
      hint: "Give a DN in quotes, as in 'CN=Ann Lee,OU=Staff,DC=contoso,DC=com', or name the user with --upn or --sam.",
    });
  }
  if (dnFile === undefined || dnFile === '-') {
    return;
  }
  try {
    const names = fromFile(dnFile, { stdin, signal });
    let next = await names.next();
    if (next.done === true) {
      throw noNames(dnFile);
    }
    while (next.done !== true) {
      next = await names.next();
    }
  } catch (error) {
    throw error instanceof EnvironmentError ? new UsageError(error.message, { hint: error.hint, cause: error }) : error;
  }
}

async function* fromFile(file: string, source: NameSource): AsyncGenerator<GivenObject> {
  const names = readNames(openBytes(file, source.stdin));
  try {
    yield* listObjects(names, file, source.signal);
  } finally {
    // Not awaited: stdin can keep a read waiting for ever.
    names.return(undefined).catch(() => undefined);
  }
}

async function* listObjects(
  names: AsyncGenerator<NameLine>,
  file: string,
  signal: AbortSignal,
): AsyncGenerator<GivenObject> {
  for (let isFirst = true; ; isFirst = false) {
    let next: IteratorResult<NameLine, void>;
    try {
      next = await abortable(names.next(), signal);
    } catch (cause) {
      if (cause instanceof CancelledError || cause instanceof UsageError) {
        throw cause;
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new EnvironmentError('E_FILE', `The names could not be read from ${file}: ${reason}`, { cause });
    }
    if (next.done === true) {
      return;
    }
    const { line, text } = next.value;
    const what = file === '-' ? 'The input' : `The file ${file}`;
    if (isFirst && 'problem' in next.value && /^\s*[[{]\s*$/.test(text)) {
      throw oneDocument(what);
    }
    if ('problem' in next.value) {
      if (next.value.namesNobody === true) {
        throw nobodyNamed(what, next.value);
      }
      yield { reference: parseReference(text), line, problem: next.value.problem };
      continue;
    }
    const { kind = 'dn' } = next.value;
    if (isFirst && next.value.kind === undefined && !text.includes('=')) {
      throw noColumn(what, text);
    }
    yield { reference: toReference(kind, text), line };
  }
}

/**
 * Every object that the options name, in order: DNs, UPNs, sAMAccountNames, the file, then those that the recording followed.
 * Rejects with E_FILE, and with a CancelledError when the signal fires, also while nothing comes.
 */
export async function* givenObjects(
  given: NamedObjects,
  { io: { stdin }, signal }: Pick<Context, 'io' | 'signal'>,
  recorded?: OpenedSession['recorded'],
): AsyncGenerator<GivenObject> {
  for (const text of given.dn ?? []) {
    yield { reference: parseReference(text), line: null };
  }
  for (const kind of ['upn', 'sam'] as const) {
    for (const text of given[kind] ?? []) {
      yield { reference: { kind, text }, line: null };
    }
  }
  if (given.dnFile !== undefined) {
    yield* fromFile(given.dnFile, { stdin, signal });
  }
  if (given.allUsers === true) {
    for (const reference of (await recorded?.listFollowed(signal)) ?? []) {
      yield { reference, line: null };
    }
  }
}
