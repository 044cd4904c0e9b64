/** Why a fact could not be read. The list is closed: views and checks can rely on it. */
export type UnknownCode =
  | 'access-denied'
  | 'service-stopped'
  | 'command-missing'
  | 'module-missing'
  | 'not-supported'
  | 'not-found'
  | 'timeout'
  | 'session-lost'
  | 'failed'
  | 'not-collected'
  /** A configuration export does not hold it: the checks that need it are skipped. */
  | 'not-exported';

/** Why a fact is not known, for people. */
export interface UnknownReason {
  readonly code: UnknownCode;
  /** One sentence that names what was tried. May hold text from the server: views escape it. */
  readonly message: string;
  /** What would make it readable, if that is known. */
  readonly hint?: string;
}

/** One thing collected from a server: its value, or why there is none. An empty value is never used for "could not read". */
export type Fact<Value> =
  { readonly known: true; readonly value: Value } | { readonly known: false; readonly reason: UnknownReason };

/** A fact that was read. */
export function known<Value>(value: Value): Fact<Value> {
  return { known: true, value };
}

/** A fact that could not be read. */
export function unknown(reason: UnknownReason): { readonly known: false; readonly reason: UnknownReason } {
  return { known: false, reason };
}
