import { unescapeText } from './clixml-text.js';
import type {
  ClixmlEntry,
  ClixmlMember,
  ClixmlObject,
  ClixmlProgress,
  ClixmlPropertySet,
  ClixmlRecord,
  ClixmlValue,
} from './clixml-tree.js';

/** The attributes of an element, as far as they mean something. */
export interface Attributes {
  readonly N?: string | undefined;
  readonly RefId?: string | undefined;
  readonly S?: string | undefined;
  readonly Version?: string | undefined;
  readonly xmlns?: string | undefined;
}

/** A `ClixmlObject` while its children are still being read. */
export type ObjectDraft = { -readonly [Key in keyof ClixmlObject]: ClixmlObject[Key] };

/** A `ClixmlProgress` while its fields are still being read. */
export type ProgressDraft = { -readonly [Key in keyof ClixmlProgress]: ClixmlProgress[Key] };

/** An open `<Obj>`. */
export interface ObjectFrame {
  readonly kind: 'object';
  readonly object: ObjectDraft;
}

/** An open `<Props>` or `<MS>`; `set` is an `<MS>` inside another. */
export interface MembersFrame {
  readonly kind: 'members';
  readonly members: ClixmlMember[];
  readonly element: 'Props' | 'MS' | 'set';
}

/** An open `<En>`; what it adds to the dictionary once both sides are there. */
export interface EntryFrame {
  readonly kind: 'entry';
  readonly entries: ClixmlEntry[];
  key: ClixmlValue | undefined;
  value: ClixmlValue | undefined;
}

/** An element that is open and can have child elements, with the part of the tree that it fills. */
export type Frame =
  | { readonly kind: 'root'; readonly records: ClixmlRecord[] }
  | ObjectFrame
  | { readonly kind: 'types'; readonly types: string[] }
  | MembersFrame
  | { readonly kind: 'list'; readonly items: ClixmlValue[] }
  | { readonly kind: 'dictionary'; readonly entries: ClixmlEntry[] }
  | EntryFrame
  | { readonly kind: 'progress'; readonly record: ProgressDraft };

/** Adds a member or a property set; answers false if its element has no name. */
export function attachMember(
  members: ClixmlMember[],
  value: ClixmlValue | ClixmlPropertySet,
  name: string | undefined,
): boolean {
  if (name === undefined) return false;
  members.push({ name, value });
  return true;
}

function attachSide(frame: EntryFrame, value: ClixmlValue, name: string | undefined): boolean {
  if (name === 'Key' && frame.key === undefined) frame.key = value;
  else if (name === 'Value' && frame.value === undefined) frame.value = value;
  else return false;
  return true;
}

/**
 * Puts a value where the open element wants it; `name` is its decoded attribute `N`.
 * Answers false if it has no place there: a member without a name, or a child of an entry that is neither key nor
 * value, or is so for the second time.
 */
export function attach(frame: Frame, value: ClixmlValue, name: string | undefined, attributes: Attributes): boolean {
  switch (frame.kind) {
    case 'members':
      return attachMember(frame.members, value, name);
    case 'list':
      frame.items.push(value);
      return true;
    case 'entry':
      return attachSide(frame, value, name);
    case 'object':
      frame.object.content = value;
      return true;
    case 'root':
      frame.records.push({ stream: unescapeText(attributes.S ?? 'output'), value });
      return true;
    case 'types':
    case 'dictionary':
    case 'progress':
      return false;
  }
}

/** Reads one field of a progress record; answers false if its text is not a number and should be. */
type FieldReader = (record: ProgressDraft, text: string) => boolean;

function textField(key: 'activity' | 'currentOperation' | 'recordType' | 'statusDescription'): FieldReader {
  return (record, text) => {
    record[key] = unescapeText(text);
    return true;
  };
}

function numberField(key: 'activityId' | 'parentActivityId' | 'percentComplete' | 'secondsRemaining'): FieldReader {
  return (record, text) => {
    const digits = text.trim();
    record[key] = digits === '' ? null : Number(digits);
    return /^-?\d{0,10}$/.test(digits);
  };
}

/** The child elements of `<PR>` (facts 10.3); an operation that is null is an unnamed `<Nil/>`. */
export const progressFields: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
  ['AV', textField('activity')],
  ['AI', numberField('activityId')],
  ['S', textField('currentOperation')],
  [
    'Nil',
    (record) => {
      record.currentOperation = null;
      return true;
    },
  ],
  ['PI', numberField('parentActivityId')],
  ['PC', numberField('percentComplete')],
  ['T', textField('recordType')],
  ['SR', numberField('secondsRemaining')],
  ['SD', textField('statusDescription')],
]);
