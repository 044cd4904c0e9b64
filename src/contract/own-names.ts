import { assumptions } from './assumptions.js';
import { sourceWords } from './enums-and-texts.js';

/** Words of the assumptions themselves: a server that is called like one of them cannot be told from it. */
const ownWords: ReadonlySet<string> = new Set(
  assumptions
    .flatMap(({ what, item }) => `${what} ${item}`.split(/[^A-Za-z0-9]+/))
    .concat(sourceWords, ['default', 'local', 'onmicrosoft', 'system', 'administrator', 'compared', 'answered'])
    .map((word) => word.toLowerCase()),
);

/** The names of a server and the parts of them by which it would be known: `contoso` of `contoso.com`. */
export function nameParts(names: readonly (string | null)[]): readonly string[] {
  const parts = names.flatMap((name) => (name === null ? [] : [name, ...name.split(/[.@\\,=\s-]+/)]));
  return [...new Set(parts.map((part) => part.toLowerCase()))].filter(
    (part) => part.length >= 4 && !ownWords.has(part),
  );
}

/** The number of the first line that holds one of the names; undefined when none does, as it should be. */
export function lineWithName(lines: readonly unknown[], names: readonly string[]): number | undefined {
  const index = lines.findIndex((line) => {
    const text = JSON.stringify(line).toLowerCase();
    return names.some((name) => {
      const at = text.indexOf(name);
      return at >= 0 && !/[a-z0-9]/.test(`${text[at - 1] ?? ''}${text[at + name.length] ?? ''}`);
    });
  });
  return index < 0 ? undefined : index + 1;
}
