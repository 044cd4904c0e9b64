import { RegExpParser, type AST } from '@eslint-community/regexpp';

/** Characters that expressions of the tool are about, beside those that an expression itself names. */
const commonCharacters = [
  ...Array.from('aAfFxzZ05_ \t\r\n.,;:=-+*/\\"\'`<>(){}[]|?!@#$%&~^'),
  'é',
  'ß',
  '名',
  '\u0301',
  '\u2028',
  '\0',
];

type Leaf = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass;

function isLeaf(node: AST.Node): node is Leaf {
  return ['Character', 'CharacterSet', 'CharacterClass', 'ExpressionCharacterClass'].includes(node.type);
}

/** A part of an expression that can repeat often, with the parts before it, the outermost first. */
interface Repeat {
  readonly quantifier: AST.Quantifier;
  readonly before: readonly AST.Element[];
}

/** The tree of one expression with its own alphabet. */
class Tree {
  readonly alphabet: readonly string[];
  readonly repeats: Repeat[] = [];
  readonly pattern: AST.Pattern;
  private readonly pool: readonly string[];
  private readonly accepted = new Map<string, readonly string[]>();
  private readonly flags: string;

  constructor({ source, flags }: RegExp) {
    this.flags = flags.replace(/[gy]/g, '');
    const unicode = flags.includes('u');
    this.pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode });
    const named = new Set<string>();
    const leaves: Leaf[] = [];
    this.walk(this.pattern, [], (node) => {
      if (node.type === 'Character') {
        named.add(String.fromCodePoint(node.value));
      }
      if (node.type === 'CharacterClassRange') {
        [node.min, node.max].forEach(({ value }) => named.add(String.fromCodePoint(value)));
      }
      if (isLeaf(node) && node.parent.type !== 'CharacterClass') {
        leaves.push(node);
      }
    });
    this.pool = [...new Set([...named, ...commonCharacters])];
    this.alphabet = [...new Set(leaves.flatMap((leaf) => this.charactersOf(leaf).slice(0, 6)))];
  }

  /** Characters that one place of the expression takes. */
  charactersOf(leaf: Leaf): readonly string[] {
    if (leaf.type === 'Character') {
      return [String.fromCodePoint(leaf.value)];
    }
    const known = this.accepted.get(leaf.raw);
    if (known !== undefined) {
      return known;
    }
    const one = new RegExp(`^(?:${leaf.raw})$`, this.flags);
    const fits = this.pool.filter((character) => one.test(character));
    this.accepted.set(leaf.raw, fits);
    return fits;
  }

  /** A text that a part takes; `pick` chooses among characters and alternatives, and whether what is optional is there. */
  sample(node: AST.Element | AST.Alternative, pick: number): string {
    if (isLeaf(node)) {
      const fits = this.charactersOf(node);
      return fits[pick % Math.max(fits.length, 1)] ?? '';
    }
    switch (node.type) {
      case 'Alternative':
        return node.elements.map((element) => this.sample(element, pick)).join('');
      case 'Group':
      case 'CapturingGroup': {
        const chosen = node.alternatives[pick % node.alternatives.length];
        return chosen === undefined ? '' : this.sample(chosen, pick);
      }
      case 'Quantifier':
        return this.sample(node.element, pick).repeat(Math.max(node.min, Math.min(node.max, pick % 2)));
      default:
        return '';
    }
  }

  private walk(node: AST.Node, before: readonly AST.Element[], see: (node: AST.Node) => void): void {
    see(node);
    switch (node.type) {
      case 'Pattern':
      case 'Group':
      case 'CapturingGroup':
        node.alternatives.forEach((alternative) => {
          this.walk(alternative, before, see);
        });
        break;
      case 'Assertion':
        if (node.kind === 'lookahead' || node.kind === 'lookbehind') {
          node.alternatives.forEach((alternative) => {
            this.walk(alternative, before, see);
          });
        }
        break;
      case 'Alternative':
        node.elements.forEach((element, index) => {
          this.walk(element, [...before, ...node.elements.slice(0, index)], see);
        });
        break;
      case 'Quantifier':
        if (node.max >= 8) {
          this.repeats.push({ quantifier: node, before });
        }
        this.walk(node.element, before, see);
        break;
      case 'CharacterClass':
        node.elements.forEach((element) => {
          if (element.type === 'Character' || element.type === 'CharacterClassRange') {
            see(element);
          }
        });
        break;
      default:
    }
  }
}

function filled(pump: string, length: number): string {
  return pump === '' ? '' : pump.repeat(Math.ceil(length / pump.length)).slice(0, length);
}

/** Where an expression is driven to go back: after the pump comes something that it does not take. */
const endings = ['', '\u0007', '\n'];

/**
 * Texts of about `length` characters that make an expression slow if anything does: every character of its alphabet and
 * every part that can repeat, again and again, alone, behind what the expression wants before it, and together with it. Each has
 * a place that is the same for every length; those whose places are given are left out.
 */
export function* adversarialTexts(
  expression: RegExp,
  length: number,
  without: ReadonlySet<number> = new Set(),
): Generator<{ readonly text: string; readonly place: number }> {
  const tree = new Tree(expression);
  const picks = [0, 1, 2, 3];
  const pumps = new Set<string>(tree.alphabet);
  for (const alternative of tree.pattern.alternatives) {
    for (const pick of picks) {
      const whole = tree.sample(alternative, pick);
      pumps.add(whole).add(whole.slice(0, -1));
    }
  }
  const texts = new Map<string, { readonly head: string; readonly pump: string; readonly rejected: string }>();
  const add = (head: string, pump: string, rejected: string): void => {
    texts.set(JSON.stringify([head, pump]), { head, pump, rejected });
  };
  for (const { quantifier, before } of tree.repeats) {
    const { element } = quantifier;
    for (const pick of picks) {
      const head = before.map((part) => tree.sample(part, pick)).join('');
      const body = tree.sample(element, pick);
      [body, head, head + body, head + body.repeat(3)].forEach((pump) => pumps.add(pump));
      const fits = isLeaf(element) ? tree.charactersOf(element) : undefined;
      const bodies = fits === undefined ? [body] : [body, ...tree.alphabet.filter((one) => fits.includes(one))];
      for (const one of bodies) {
        add(head, one, fits === undefined ? '' : (commonCharacters.find((other) => !fits.includes(other)) ?? ''));
      }
    }
  }
  for (const pump of pumps) {
    add('', pump, '');
  }
  let place = 0;
  for (const { head, pump, rejected } of texts.values()) {
    for (const ending of pump === '' ? [] : new Set([...endings, rejected.repeat(2)])) {
      place += 1;
      if (!without.has(place)) {
        yield { text: head + filled(pump, length) + ending, place };
      }
    }
  }
}
