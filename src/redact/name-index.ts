import { foldName, type NameKind, type Pseudonyms, type Replacement } from './pseudonyms.js';
import { isCommonWord } from './vocabulary.js';

/** A piece of a text: letters, digits, blanks or one other sign. Names begin and end where such a piece does. */
export interface Token {
  readonly from: number;
  readonly to: number;
  /** In lower case; blanks of any number and kind are one blank. */
  readonly folded: string;
  readonly isWord: boolean;
}

const tokenPattern = /[\p{L}\p{M}]{1,256}|\p{N}{1,256}|[\s\u00a0]{1,256}|[^]/gu;
const wordPattern = /^[\p{L}\p{M}\p{N}]/u;

/** The tokens of a text in composed form. */
export function tokenizeText(text: string): readonly Token[] {
  return Array.from(text.matchAll(tokenPattern), ({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    folded: /^[\s\u00a0]/.test(found) ? ' ' : foldName(found),
    isWord: wordPattern.test(found),
  }));
}

/** Stands in the index for what divides the words of a person's name: blanks, commas, dots, dashes, underlines. */
const divider = '\0';
const dividers: ReadonlySet<string> = new Set([' ', ',', '.', '-', '_', '+']);
const longestDivider = 3;

interface Node {
  readonly next: Map<string, Node>;
  name?: { readonly kind: NameKind; readonly name: string };
}

/** A known name in a text. */
export interface FoundName {
  readonly kind: NameKind;
  readonly name: string;
  /** Number of tokens. */
  readonly length: number;
}

/** Kinds of names that stand in texts as words; all others have a form of their own. */
const spoken: ReadonlySet<NameKind> = new Set([
  'domain',
  'tenant',
  'host',
  'user',
  'directory-name',
  'connector',
  'value',
]);
/** A capital letter inside a word is of codes and not of people: those stay. */
const personalWord = /^(?:\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+)$/u;
/** Names of people and what they are called after, which are written in more than one way. */
const personal: ReadonlySet<NameKind> = new Set(['user', 'directory-name']);

/**
 * All names that have a pseudonym, to be found in texts wherever they stand: whole, as a part of another word
 * (`name-dc01`, `MSOL_name01`), and names of people in either order and with any divider ("Last, First", `last_first`).
 * Finding takes time in proportion to the words of the longest name, however many names there are.
 */
export class NameIndex {
  private readonly root: Node = { next: new Map() };
  private indexed = 0;

  constructor(private readonly pseudonyms: Pseudonyms) {}

  /** The longest known name that begins at a token; undefined when none does. */
  find(tokens: readonly Token[], at: number): FoundName | undefined {
    this.takeNewNames();
    const end = this.walk(this.root, tokens, at);
    if (end?.node.name === undefined) {
      return undefined;
    }
    const found = { ...end.node.name, length: end.at - at };
    return isAlone(tokens, at, found) ? found : undefined;
  }

  private walk(node: Node, tokens: readonly Token[], at: number): { node: Node; at: number } | undefined {
    const token = tokens[at];
    const here = node.name === undefined ? undefined : { node, at };
    if (token === undefined) {
      return here;
    }
    const exact = node.next.get(token.folded);
    const further = exact === undefined ? undefined : this.walk(exact, tokens, at + 1);
    if (further !== undefined) {
      return further;
    }
    const divided = node.next.get(divider);
    let after = at;
    while (after < at + longestDivider && dividers.has(tokens[after]?.folded ?? '')) {
      after += 1;
    }
    return (divided !== undefined && after > at ? this.walk(divided, tokens, after) : undefined) ?? here;
  }

  private takeNewNames(): void {
    for (const replacement of this.pseudonyms.since(this.indexed)) {
      this.indexed += 1;
      if (spoken.has(replacement.kind)) {
        this.add(replacement);
      }
    }
  }

  private add({ kind, name }: Replacement): void {
    const tokens = tokenizeText(foldName(name.trim()));
    const words = tokens.filter(({ isWord }) => isWord).map(({ folded }) => folded);
    if (!isWorthFinding(words, name)) {
      return;
    }
    this.insert(
      tokens.slice(tokens.findIndex(({ isWord }) => isWord)).map(({ folded }) => folded),
      { kind, name },
    );
    const isPersonal = personal.has(kind) && tokens.every(({ isWord, folded }) => isWord || dividers.has(folded));
    if (isPersonal && words.length >= 2 && words.length <= 3 && words.every((word) => /^\D{2,}$/.test(word))) {
      this.addPerson(words, { kind, name });
    }
  }

  private addPerson(words: readonly string[], name: { readonly kind: NameKind; readonly name: string }): void {
    const [first = '', last = ''] = [words[0], words.at(-1)];
    const others = words.slice(1);
    const orders = [words, [...others, first], [last, ...words.slice(0, -1)], [first, last], [last, first]];
    if (words.every(isCommonWord)) {
      return;
    }
    for (const order of orders.flatMap(spellings)) {
      this.insert(
        order.flatMap((word, index) => (index === 0 ? [word] : [divider, word])),
        name,
      );
      this.insert([order.join('')], name);
    }
    for (const word of name.name.normalize('NFC').match(/[\p{L}\p{M}]{4,}/gu) ?? []) {
      if (personalWord.test(word) && !isCommonWord(word)) {
        for (const [spelling = word] of spellings([foldName(word)])) {
          this.insert([spelling], { kind: 'value', name: word });
        }
      }
    }
  }

  /** The first name of a form keeps it. */
  private insert(path: readonly string[], name: { readonly kind: NameKind; readonly name: string }): void {
    let node = this.root;
    for (const step of path) {
      const next = node.next.get(step) ?? { next: new Map<string, Node>() };
      node.next.set(step, next);
      node = next;
    }
    node.name ??= name;
  }
}

const twoLetters: Readonly<Record<string, string>> = {
  '\u00e4': 'ae',
  '\u00f6': 'oe',
  '\u00fc': 'ue',
  '\u00df': 'ss',
  '\u00e6': 'ae',
  '\u00f8': 'oe',
  '\u00e5': 'aa',
};

/** Words as they are, with two letters for one as names of accounts have them, and without the signs above letters. */
function spellings(words: readonly string[]): readonly (readonly string[])[] {
  const spelt = words.map((word) => word.replace(/[^\0-\x7f]/gu, (letter) => twoLetters[letter] ?? letter));
  const bare = words.map((word) => word.replaceAll('\u00df', 'ss').normalize('NFD').replace(/\p{M}/gu, ''));
  return /^[\0-\x7f]*$/.test(words.join('')) ? [words] : [words, spelt, bare];
}

/** Numbers, single words of Microsoft's texts and names of one or two letters would be found everywhere. */
function isWorthFinding(words: readonly string[], name: string): boolean {
  const [only = ''] = words;
  return words.length === 1
    ? only.length > 2 && !isCommonWord(only) && !/^\p{N}+$/u.test(only)
    : name.length > 2 && words.some((word) => /\p{L}/u.test(word)) && !isCommonWord(name);
}

/** Three letters between digits are more often a part of a number in hexadecimal digits than a name. */
function isAlone(tokens: readonly Token[], at: number, { length }: FoundName): boolean {
  const [first, last] = [tokens[at], tokens[at + length - 1]];
  const isShort = first !== undefined && last !== undefined && last.to - first.from < 4;
  const besideWord = (token: Token | undefined): boolean => token?.isWord === true;
  return !isShort || !(besideWord(tokens[at - 1]) || besideWord(tokens[at + length]));
}
