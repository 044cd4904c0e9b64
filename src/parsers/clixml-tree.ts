/**
 * The tree that a CLIXML document decodes to: one discriminated union, `tag` being the element name of the format
 * (facts 10.3), so that nothing that CLIXML tells apart is merged: a 64-bit integer is not a double, an
 * array of one is not its element, and null is not an absent member.
 */

/** `<Nil/>`: PowerShell's `$null`. A member that is absent has no node at all. */
export interface ClixmlNull {
  readonly tag: 'Nil';
}

/**
 * A primitive whose exact text is its value. `S`, `URI`, `XD` and `SBK` are decoded from `_xHHHH_` and otherwise
 * untouched; `D` keeps its scale; `DT` and `TS` keep all seven digits, see `dateTimeParts` and `timeSpanTicks`.
 */
export interface ClixmlText {
  readonly tag: 'S' | 'URI' | 'XD' | 'SBK' | 'D' | 'DT' | 'TS' | 'G' | 'Version' | 'SemanticVersion';
  readonly value: string;
}

/** `<B>`. */
export interface ClixmlBoolean {
  readonly tag: 'B';
  readonly value: boolean;
}

/** A number that a JavaScript number holds exactly. `C` is the UTF-16 code unit of a Char. */
export interface ClixmlNumber {
  readonly tag: 'By' | 'SB' | 'I16' | 'U16' | 'I32' | 'U32' | 'Sg' | 'Db' | 'C';
  readonly value: number;
}

/** A 64-bit integer, always as bigint, so that the type of a value does not depend on its size. */
export interface ClixmlLong {
  readonly tag: 'I64' | 'U64';
  readonly value: bigint;
}

/** `<BA>`: byte[]. */
export interface ClixmlBytes {
  readonly tag: 'BA';
  readonly value: Uint8Array;
}

/** `<SS>`: a SecureString's protected text, behind a function so that no log or JSON shows it by accident. */
export interface ClixmlSecret {
  readonly tag: 'SS';
  readonly reveal: () => string;
}

/** `<PR>`: a progress record, with those of its fields that the document has. */
export interface ClixmlProgress {
  readonly tag: 'PR';
  readonly activity?: string;
  readonly activityId?: number | null;
  readonly currentOperation?: string | null;
  readonly parentActivityId?: number | null;
  readonly percentComplete?: number | null;
  readonly recordType?: string;
  readonly secondsRemaining?: number | null;
  readonly statusDescription?: string;
}

/** A sequence: list or array, other enumerable, stack (top first), queue (head first). */
export interface ClixmlList {
  readonly tag: 'LST' | 'IE' | 'STK' | 'QUE';
  readonly items: readonly ClixmlValue[];
}

/** One entry of a dictionary; keys are values of any kind. */
export interface ClixmlEntry {
  readonly key: ClixmlValue;
  readonly value: ClixmlValue;
}

/** A dictionary as the list of its entries in document order: keys may repeat, or differ only by case. */
export interface ClixmlDictionary {
  readonly tag: 'DCT';
  readonly entries: readonly ClixmlEntry[];
}

/** A named member. Only an extended member can be a property set, a group of further members. */
export interface ClixmlMember {
  readonly name: string;
  readonly value: ClixmlValue | ClixmlPropertySet;
}

/** A nested `<MS N="…">`. */
export interface ClixmlPropertySet {
  readonly tag: 'MS';
  readonly members: readonly ClixmlMember[];
}

/**
 * `<Obj>`. Every `<Ref>` to it is this same instance, so a tree can share nodes and contain itself.
 * `types` is most derived first with `<TNRef>` resolved, empty without type names. `text` is what `ToString()` gave.
 * `content` is the wrapped primitive or container; of several the last, as PowerShell does.
 * `properties` (`Props`) and `extended` (`MS`) are undefined if the element is absent.
 */
export interface ClixmlObject {
  readonly tag: 'Obj';
  readonly refId: string | undefined;
  readonly types: readonly string[];
  readonly text: string | undefined;
  readonly content: ClixmlValue | ClixmlList | ClixmlDictionary | undefined;
  readonly properties: readonly ClixmlMember[] | undefined;
  readonly extended: readonly ClixmlMember[] | undefined;
}

/** Any value of a CLIXML document. */
export type ClixmlValue =
  | ClixmlNull
  | ClixmlText
  | ClixmlBoolean
  | ClixmlNumber
  | ClixmlLong
  | ClixmlBytes
  | ClixmlSecret
  | ClixmlProgress
  | ClixmlObject;

/** One top-level element: the stream it belongs to (attribute `S`, `output` if absent) and its value. */
export interface ClixmlRecord {
  readonly stream: string;
  readonly value: ClixmlValue;
}

/** Why a document was refused. */
export type ClixmlReason =
  | 'not-xml'
  | 'doctype'
  | 'no-root'
  | 'bad-root'
  | 'bad-version'
  | 'unknown-element'
  | 'unexpected-element'
  | 'unexpected-text'
  | 'missing-name'
  | 'missing-key'
  | 'missing-value'
  | 'unknown-reference'
  | 'bad-number'
  | 'bad-boolean'
  | 'bad-date'
  | 'bad-duration'
  | 'bad-guid'
  | 'bad-base64'
  | 'bad-text'
  | 'too-deep'
  | 'too-large';

/** A document that is not CLIXML. `line` and `column` count from 1; the column counts UTF-16 units. */
export class ClixmlError extends Error {
  override readonly name = 'ClixmlError';

  constructor(
    readonly reason: ClixmlReason,
    readonly line: number,
    readonly column: number,
    detail: string,
  ) {
    super(`${detail} (line ${line}, column ${column})`);
  }
}

/** Why a value has no plain form, or no CLIXML form. */
export type ClixmlValueReason = 'cycle' | 'too-deep' | 'too-large' | 'duplicate-key' | 'out-of-range' | 'unsupported';

/** A value that `toPlain` or `encodeClixml` cannot express. */
export class ClixmlValueError extends Error {
  override readonly name = 'ClixmlValueError';

  constructor(
    readonly reason: ClixmlValueReason,
    detail: string,
  ) {
    super(detail);
  }
}
