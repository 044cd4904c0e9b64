/** Deepest nesting of values that the tool itself writes is about ten. */
const deepest = 100;
/** Most values in one line or page; real ones have some ten thousand. */
const mostValues = 1_000_000;

/** A value inside another one. */
interface NestedValue {
  readonly value: object;
  readonly name: string;
  readonly outer: NestedValue | undefined;
  readonly depth: number;
}

function formatPath({ name, outer }: NestedValue, last: string): string {
  const names = [last];
  for (let current: NestedValue | undefined = { value: {}, name, outer, depth: 0 }; current !== undefined;) {
    names.push(current.name);
    current = current.outer;
  }
  return names
    .reverse()
    .filter((part) => part !== '')
    .slice(0, 10)
    .join('.');
}

/**
 * The place of the first text that is longer than allowed, or of values that are nested deeper, or are more, than anything real, as
 * `rows.3.message`; undefined when there is none. Looks at every text of a value as JSON or CLIXML make it; needs no stack.
 */
export function longTextIn(value: unknown, longest: number, most = mostValues): string | undefined {
  const open: NestedValue[] =
    typeof value === 'object' && value !== null ? [{ value, name: '', outer: undefined, depth: 0 }] : [];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += Array.isArray(next.value) ? next.value.length : Object.keys(next.value).length;
    if (seen > most) {
      return formatPath(next, '*');
    }
    for (const [name, inner] of Object.entries(next.value) as [string, unknown][]) {
      if ((typeof inner === 'string' && inner.length > longest) || next.depth > deepest) {
        return formatPath(next, name);
      }
      if (typeof inner === 'object' && inner !== null) {
        open.push({ value: inner, name, outer: next, depth: next.depth + 1 });
      }
    }
  }
  return undefined;
}
