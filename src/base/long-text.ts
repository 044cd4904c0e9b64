/**
 * The place of the first text that is longer than allowed, as `rows.3.message`; undefined when there is none. Looks at every
 * text of a value as JSON or CLIXML make it, however deep: it needs no stack.
 */
export function longTextIn(value: unknown, longest: number): string | undefined {
  const open: { readonly value: unknown; readonly place: () => string }[] = [{ value, place: () => '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, place } = next;
    if (typeof current === 'string' && current.length > longest) {
      return place();
    }
    if (typeof current === 'object' && current !== null) {
      for (const [name, inner] of Object.entries(current) as [string, unknown][]) {
        if (typeof inner === 'object' || (typeof inner === 'string' && inner.length > longest)) {
          open.push({ value: inner, place: () => (place() === '' ? name : `${place()}.${name}`) });
        }
      }
    }
  }
  return undefined;
}
