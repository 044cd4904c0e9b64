import { assumptions } from './assumptions.js';
import type { Certainty } from './assumption.js';
import { contractLineSchema, type ContractLine } from './document.js';
import type { Assumption } from './judgement.js';
import { factsBeyondContracts, tiedFacts, type AssumptionId } from './tied-facts.js';

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
export function seenOn({ what, item }: AssumptionId, contracts: readonly (readonly ContractLine[])[]): Seen {
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

/** The mark of a fact that was found in no source: what real servers show of all assumptions that it is tied to. */
export function markOf(ids: readonly AssumptionId[], contracts: readonly (readonly ContractLine[])[]): string {
  const seen = ids.map((id) => seenOn(id, contracts));
  const contradicted = Math.max(...seen.map((one) => one.contradicted));
  const shared = Math.min(...seen.map((one) => one.shared));
  return contradicted > 0 ? `U, different [C] (${contradicted})` : shared > 0 ? `V [C] (${shared})` : 'U';
}

const tiedMark = /(?:U|V \[C\] \(\d+\)|U, different \[C\] \(\d+\)) <!-- contract: ([\w-]+) -->/g;
const looseMark = /U <!-- no contract: ([\w-]+) -->/g;

/** The marks of the chapters that are tied to contracts, written anew. Raises an Error for a name that is not known. */
function withMarks(chapters: string, contracts: readonly (readonly ContractLine[])[]): string {
  return chapters.replace(tiedMark, (_, name: string) => {
    const ids = tiedFacts[name];
    if (ids === undefined) {
      throw new Error(`docs/facts.md ties a mark to ${name}, which src/contract/tied-facts.ts does not have.`);
    }
    return `${markOf(ids, contracts)} <!-- contract: ${name} -->`;
  });
}

/** The number of the section in which something of the page stands. */
function sectionOf(page: string, at: number): string {
  return [...page.slice(0, at).matchAll(/^#{2,3} ([\d.]+?)\.? /gm)].pop()?.[1] ?? '';
}

/** What no contract can settle, by section, each with the reason. */
function looseLines(chapters: string): readonly string[] {
  return [...chapters.matchAll(looseMark)].map(({ 1: name = '', index }) => {
    const why = factsBeyondContracts[name];
    if (why === undefined) {
      throw new Error(`docs/facts.md marks ${name}, which src/contract/tied-facts.ts does not have.`);
    }
    return `- ${sectionOf(chapters, index)} ${name}: ${why}`;
  });
}

/** Section 11 of docs/facts.md: every assumption with its mark, by section, those alike in one line. */
function factsChapter(contracts: readonly (readonly ContractLine[])[], loose: readonly string[]): string {
  const lines = new Map<string, string[]>();
  for (const assumption of assumptions) {
    const { section, what, item, sources } = assumption;
    const { shared, contradicted } = seenOn(assumption, contracts);
    const marked = [
      certaintyOf(assumption, contracts),
      ...(sources === '' ? [] : sources.split(' ').map((source) => `[${source}]`)),
      ...(shared === 0 ? [] : [`[C] (${shared})`]),
      ...(contradicted === 0 ? [] : [`different [C] (${contradicted})`]),
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
    'No contract can settle these, which are U in the chapters above:',
    '',
    ...loose,
    '',
  ].join('\n');
}

const marker = '<!-- From here to the next heading';
const nextHeading = '## Sources';

/** The page of facts with its section 11 and the tied marks of its chapters written anew. Raises an Error if it has no place for them. */
export function withContracts(page: string, contracts: readonly (readonly ContractLine[])[]): string {
  const at = page.indexOf(marker);
  const begin = page.indexOf('\n\n', at);
  const end = page.indexOf(nextHeading, begin);
  if (at === -1 || begin === -1 || end === -1) {
    throw new Error('docs/facts.md has no place for its section 11.');
  }
  const chapters = withMarks(page.slice(0, begin), contracts);
  return `${chapters}\n\n${factsChapter(contracts, looseLines(chapters))}\n${page.slice(end)}`;
}
