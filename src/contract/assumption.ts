/** How sure an assumption is (docs/facts.md): read in a source, inferred from what was read, or found nowhere. */
export type Certainty = 'V' | 'I' | 'U';

/** Where an assumption stands in docs/facts.md, what it rests on, and how sure it is. */
export interface Basis {
  readonly section: string;
  /** Marks of the sources in the page, separated by blanks; empty for what was found nowhere. */
  readonly sources: string;
  readonly certainty: Certainty;
}

/** What a value can be: the words of {@link kindOf}. `time` takes every kind of time, `any` takes everything. */
export type Kind =
  | 'text'
  | 'guid'
  | 'int'
  | 'bool'
  | 'span'
  | 'enum'
  | 'list'
  | 'table'
  | 'time'
  | 'unspecified time'
  | 'local time'
  | 'switch'
  | 'object'
  | 'any';

/** Names by kind; several names are separated by blanks. */
export type NamesByKind = Readonly<Partial<Record<Kind, string>>>;

/** A command of which the code calls the parameters that are named. */
export interface CommandAssumption extends Basis {
  readonly command: string;
  readonly parameters: NamesByKind;
  /** Parameters that are known and that nothing uses, or that only some builds have. */
  readonly others?: string;
  /** True for a command that some builds do not have: that it is missing is no difference. */
  readonly optional?: true;
}

/** A call of Get-PhsContractAnswer, and how it is expected to end. */
export interface CallAssumption extends Basis {
  readonly call: string;
  readonly command: string;
  /** Paths of members that are described as well. */
  readonly expand?: readonly string[];
  /** The call is made for its error: endings of the exception's type. */
  readonly fails?: readonly string[];
  /** What it shows, if that is more than an answer. */
  readonly shows?: string;
}

/** An object: which members its code reads. */
export interface ShapeAssumption extends Basis {
  /** The call that answers it. */
  readonly of: string;
  readonly path: string;
  /** The last part of its type's name; absent if nothing is known of that. */
  readonly typeName?: string;
  /** What the object itself is, if it has no members. */
  readonly is?: Kind;
  readonly members: NamesByKind;
  /** Members that are known and that nothing reads. */
  readonly others?: string;
}

/** An enumeration: its names with their numbers, or without if the numbers are not known. */
export interface EnumAssumption extends Basis {
  /** The last part of its type's name. */
  readonly type: string;
  readonly values: Readonly<Record<string, number | null>>;
}

/** The texts of an event: each has at least one of the marks. */
export interface TextAssumption extends Basis {
  readonly eventIds: readonly number[];
  readonly source: string;
  readonly marks: readonly string[];
}

const integers = /^(?:u?int(?:16|32|64)?|u?long|u?short|s?byte)$/;

/** The kind of a value by the name of its type as scripts/ConvertTo-PhsShape.ps1 writes it. */
export function kindOf(type: string): Kind {
  const [first = '', second = ''] = type.split(' ');
  if (first === 'datetime' && second !== '') {
    return second === 'Unspecified' ? 'unspecified time' : second === 'Local' ? 'local time' : 'time';
  }
  if (first === 'enum' || first === 'list' || first === 'table') {
    return first;
  }
  const plain = first.replace(/^System\.(?:Management\.Automation\.)?/, '').toLowerCase();
  const named: Readonly<Record<string, Kind>> = {
    string: 'text',
    guid: 'guid',
    bool: 'bool',
    boolean: 'bool',
    timespan: 'span',
    datetime: 'time',
    switch: 'switch',
    switchparameter: 'switch',
  };
  return named[plain] ?? (integers.test(plain) ? 'int' : plain.endsWith('[]') ? 'list' : 'object');
}

/** Whether a kind that was seen is one that is assumed. */
export function fits(assumed: Kind, seen: Kind): boolean {
  return assumed === 'any' || assumed === seen || (assumed === 'time' && seen.endsWith('time'));
}

/** The single names of {@link NamesByKind}, each with its kind. */
export function namesOf(names: NamesByKind): readonly (readonly [name: string, kind: Kind])[] {
  return (Object.entries(names) as [Kind, string][]).flatMap(([kind, list]) =>
    list.split(' ').map((name) => [name, kind] as const),
  );
}
