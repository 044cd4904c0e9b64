/** One value of a server: what it is called there, and what it says. */
export interface NamedValue {
  readonly area: string;
  /** The connector that it belongs to; null: the server. */
  readonly subject: string | null;
  readonly name: string;
  readonly value: string;
}

/** A value of two servers, or of one server at two times, that is not the same. */
export interface ValuePair<Value extends NamedValue> {
  /** The value of the second one, if it has one: it says what is compared. */
  readonly some: Value;
  /** Undefined: not there. */
  readonly first: Value | undefined;
  readonly second: Value | undefined;
}

/** Names are told apart as Active Directory does: without regard to case. */
function keyOf({ area, subject, name }: NamedValue): string {
  return JSON.stringify([area, subject, name.toLowerCase()]);
}

/** Values by area, subject and name; several of one name (two rules) stand together, as `join` says. */
function indexValues<Value extends NamedValue>(
  values: readonly Value[],
  join: (value: Value, other: Value) => Value,
): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>();
  for (const value of values) {
    const key = keyOf(value);
    const other = map.get(key);
    const all = [...new Set([...(other?.value.split('; ') ?? []), value.value])].sort();
    map.set(key, { ...(other === undefined ? value : join(value, other)), value: all.join('; ') });
  }
  return map;
}

/** The values that two lists say differently, in the order of the first list, then of the second. */
export function pairValues<Value extends NamedValue>(
  first: readonly Value[],
  second: readonly Value[],
  join: (value: Value, other: Value) => Value = (value) => value,
): readonly ValuePair<Value>[] {
  const [old, now] = [indexValues(first, join), indexValues(second, join)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): ValuePair<Value>[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const some = is ?? was;
    return some === undefined || was?.value === is?.value ? [] : [{ some, first: was, second: is }];
  });
}

/** A value that holds no name. */
const plain = /^(?:true|false|on|off|not there|enabled|disabled|\d[\w. ]*)$/i;

/** True if both values are there and neither holds a name: then they can be compared although names are pseudonyms. */
export function arePlain({ first, second }: ValuePair<NamedValue>): boolean {
  return first !== undefined && second !== undefined && plain.test(first.value) && plain.test(second.value);
}

/** Pseudonyms are made anew for every bundle: then no connector has the same name on both sides. */
export function haveOtherNames(first: readonly string[], second: readonly string[], anyIsRedacted: boolean): boolean {
  const known = new Set(first);
  return anyIsRedacted && !second.some((name) => known.has(name));
}

/** Names of the connectors on the second side by those on the first: one on each side belongs to the one on the other. */
export function pairNames(first: readonly string[], second: readonly string[]): (name: string) => string {
  const [only] = first;
  const isClear = only !== undefined && first.length === 1 && second.length === 1;
  return (name) => (isClear && name === second[0] ? only : name);
}
