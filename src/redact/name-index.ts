import { foldName, type NameKind, type Pseudonyms, type Replacement } from './pseudonyms.js';
import { nameInside } from './compound-words.js';
import { accountNames, casesOf, spellings, withoutBrackets } from './person-names.js';
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

/** Stands in the index for what divides the words of a person's name: blanks, commas, dots, dashes, underlines, apostrophes. */
const divider = '\0';
const dividers: ReadonlySet<string> = new Set([' ', ',', '.', '-', '_', '+', "'", '`', '\u00b4', '\u2018', '\u2019']);
const longestDivider = 3;
/** Shorter names are found by chance inside other words. */
const shortestInside = 4;

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
  /** Names of one word of letters, which are found inside other words, too. */
  private readonly single = new Map<string, { readonly kind: NameKind; readonly name: string }>();
  private readonly lengths = new Set<number>();

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

  /** A known name inside a word of letters: `contosodc`, `MSOLcontoso`; where it stands in the word. */
  findInside(word: string): (Omit<FoundName, 'length'> & { readonly from: number; readonly to: number }) | undefined {
    this.takeNewNames();
    const place = word.length < shortestInside || isCommonWord(word) ? undefined : this.placeInside(word);
    const found = place && this.single.get(foldName(word).slice(place.from, place.to));
    return place && found && { ...found, ...place };
  }

  private placeInside(word: string): { readonly from: number; readonly to: number } | undefined {
    return nameInside(word, this.lengths, (folded) => this.single.has(folded));
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
    if (personal.has(kind)) {
      this.addPerson(tokenizeText(foldName(withoutBrackets(name))), { kind, name });
    }
  }

  private addPerson(tokens: readonly Token[], name: { readonly kind: NameKind; readonly name: string }): void {
    const words = tokens.filter(({ isWord }) => isWord).map(({ folded }) => folded);
    const isDivided = tokens.every(({ isWord, folded }) => isWord || dividers.has(folded));
    const isPerson = words.filter((word) => word.length > 1).length >= 2 && words.every((word) => /^\D+$/.test(word));
    if (isDivided && isPerson && words.length <= 4 && !words.every(isCommonWord)) {
      this.addOrders(words, name);
      this.addWords(name.name);
    }
  }

  private addOrders(words: readonly string[], name: { readonly kind: NameKind; readonly name: string }): void {
    const [first = '', last = ''] = [words[0], words.at(-1)];
    const others = words.slice(1);
    const orders = [words, [...others, first], [last, ...words.slice(0, -1)], [first, last], [last, first]];
    for (const order of orders.flatMap(spellings)) {
      this.insert(
        order.flatMap((word, index) => (index === 0 ? [word] : [divider, word])),
        name,
      );
      this.insert([order.join('')], name);
    }
    for (const account of spellings(words).flatMap(accountNames)) {
      this.insert([account], name);
    }
  }

  /** The words of a person's name each by itself. */
  private addWords(name: string): void {
    for (const word of withoutBrackets(name)
      .normalize('NFC')
      .match(/[\p{L}\p{M}]{4,}/gu) ?? []) {
      if (personalWord.test(word) && !isCommonWord(word)) {
        for (const [spelling = word] of [
          ...spellings([foldName(word)]),
          ...casesOf(foldName(word)).map((form) => [form]),
        ]) {
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
    const [word = ''] = path;
    if (path.length === 1 && word.length >= shortestInside && /^\p{L}+$/u.test(word) && !this.single.has(word)) {
      this.single.set(word, name);
      this.lengths.add(word.length);
    }
  }
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
