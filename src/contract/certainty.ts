import { assumptions, type Assumption } from './assumptions.js';
import type { Certainty } from './assumption.js';
import { contractLineSchema, type ContractLine } from './document.js';

/** What contracts of real servers say of one assumption: the numbers of servers that share it and that contradict it. */
export interface Seen {
  readonly shared: number;
  readonly contradicted: number;
}

/** Reads the lines of a contract. Raises a ZodError, or a SyntaxError for what is not JSON. */
export function parseContract(text: string): readonly ContractLine[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => contractLineSchema.parse(JSON.parse(line)));
}

function isOfServer([header]: readonly ContractLine[]): boolean {
  return header?.type === 'contract' && !header.simulated;
}

/** What the contracts say of an assumption. Those of simulated servers say nothing. */
export function seenOn(
  { what, item }: Pick<Assumption, 'what' | 'item'>,
  contracts: readonly (readonly ContractLine[])[],
): Seen {
  const verdicts = contracts
    .filter(isOfServer)
    .flat()
    .flatMap((line) =>
      line.type === 'compared' && line.what === what && line.items.includes(item) ? [line.verdict] : [],
    );
  return {
    shared: verdicts.filter((verdict) => verdict === 'as assumed').length,
    contradicted: verdicts.filter((verdict) => verdict === 'different').length,
  };
}

/** How sure an assumption is: what a real server showed is verified, whatever it rested on before. */
export function certaintyOf(
  assumption: Pick<Assumption, 'what' | 'item' | 'certainty'>,
  contracts: readonly (readonly ContractLine[])[],
): Certainty {
  const { shared, contradicted } = seenOn(assumption, contracts);
  return shared > 0 && contradicted === 0 ? 'V' : assumption.certainty;
}

/** Section 11 of docs/facts.md: every assumption with its mark, by section, those alike in one line. */
export function factsChapter(contracts: readonly (readonly ContractLine[])[]): string {
  const lines = new Map<string, string[]>();
  for (const assumption of assumptions) {
    const { section, what, item, sources } = assumption;
    const { shared } = seenOn(assumption, contracts);
    const marked = [
      certaintyOf(assumption, contracts),
      ...(sources === '' ? [] : sources.split(' ').map((source) => `[${source}]`)),
      ...(shared === 0 ? [] : [`[C] (${shared})`]),
    ].join(' ');
    const key = JSON.stringify([section, what, marked]);
    lines.set(key, [...(lines.get(key) ?? []), `\`${item}\``]);
  }
  const servers = contracts.filter(isOfServer).length;
  const text = [...lines].map(([key, items]) => {
    const [section, what, marked] = JSON.parse(key) as [string, string, string];
    return `- ${section} ${what}: ${items.join(', ')}. ${marked}`;
  });
  return [
    `\`phs-tool contract\` compares a server with these ${assumptions.length} assumptions. Seen so far: ${servers === 0 ? 'no real server' : `${servers} real servers`}. An`,
    'assumption that a real server shares is V and carries [C] with the number of servers; the section in front says what it is about.',
    '',
    ...text,
    '',
  ].join('\n');
}

const marker = '<!-- From here to the next heading';
const nextHeading = '## Sources';

/** The page of facts with its section 11 written anew. Raises an Error if it has no place for it. */
export function withFactsChapter(page: string, contracts: readonly (readonly ContractLine[])[]): string {
  const at = page.indexOf(marker);
  const begin = page.indexOf('\n\n', at);
  const end = page.indexOf(nextHeading, begin);
  if (at === -1 || begin === -1 || end === -1) {
    throw new Error('docs/facts.md has no place for its section 11.');
  }
  return `${page.slice(0, begin)}\n\n${factsChapter(contracts)}\n${page.slice(end)}`;
}
