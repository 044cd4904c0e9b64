import { assumptions } from './assumptions.js';
import { commandAssumptions } from './commands.js';
import type { ContractLine } from './document.js';
import { shapeAssumptions } from './shapes.js';
import { sourceWords } from './enums-and-texts.js';

/** Words of the assumptions themselves: a server that is called like one of them cannot be told from it. */
const ownWords: ReadonlySet<string> = new Set(
  assumptions
    .map(({ what, item }) => `${what} ${item}`)
    .concat([...commandAssumptions, ...shapeAssumptions].map(({ others = '' }) => others))
    .flatMap((words) => words.split(/[^A-Za-z0-9]+/))
    .concat(
      sourceWords,
      'PSCustomObject ParameterKeyedCollection AttributeKeyedCollection Culture neutral PublicKeyToken'.split(' '),
      ['default', 'local', 'onmicrosoft', 'system', 'administrator', 'compared', 'answered'],
    )
    .map((word) => word.toLowerCase()),
);

/** The names of a server and the parts of them by which it would be known: `contoso` of `contoso.com`. */
export function nameParts(names: readonly (string | null)[]): readonly string[] {
  const parts = names.flatMap((name) => (name === null ? [] : [name, ...name.split(/[.@\\,=\s-]+/)]));
  return [...new Set(parts.map((part) => part.toLowerCase()))].filter(
    (part) => part.length >= 4 && !ownWords.has(part),
  );
}

/** Of types and of ids that are put together of types, what Microsoft did not name. */
function foreignTypes(types: readonly string[]): readonly string[] {
  return types
    .flatMap((type) => type.split(/[,[\] ]+/))
    .filter((type) => !/^(?:(?:Microsoft|System)\.|[a-z]+$)/.test(type));
}

/**
 * What of a line a server can have put in: the words of the tool itself stand there on every server, and a comparison says only
 * what an earlier line holds as well.
 */
function foreignTexts(line: ContractLine): readonly string[] {
  switch (line.type) {
    case 'command':
      return [line.module ?? '', ...Object.values(line.parameters)];
    case 'operation':
    case 'call':
      return foreignTypes([line.error?.id ?? '', ...(line.error?.types ?? [])]);
    case 'shape':
      return [
        ...foreignTypes([line.is, line.name, ...Object.keys(line.members)]),
        ...Object.values(line.members),
        ...(line.constructors ?? []),
      ];
    case 'enum':
      return [...foreignTypes([line.name]), ...Object.keys(line.values)];
    case 'events':
      return [line.source];
    case 'contract':
    case 'compared':
    case 'end':
      return [];
  }
}

/** Whether a name stands anywhere in a text as a word of its own. */
function standsAlone(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[a-z0-9]/.test(`${text[at - 1] ?? ''}${text[at + name.length] ?? ''}`)) {
      return true;
    }
  }
  return false;
}

/** The number of the first line that holds one of the names; undefined when none does, as it should be. */
export function lineWithName(lines: readonly ContractLine[], names: readonly string[]): number | undefined {
  const index = lines.findIndex((line) => {
    const text = foreignTexts(line).join('\n').toLowerCase();
    return names.some((name) => standsAlone(text, name));
  });
  return index < 0 ? undefined : index + 1;
}
