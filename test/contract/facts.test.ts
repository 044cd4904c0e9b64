import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { assumptions } from '../../src/contract/assumptions.js';
import { certaintyOf, markOf, parseContract, seenOn, withContracts } from '../../src/contract/certainty.js';
import { commandAssumptions } from '../../src/contract/commands.js';
import { contractSchemaVersion, type ContractLine } from '../../src/contract/document.js';
import { factsBeyondContracts, tiedFacts, type AssumptionId } from '../../src/contract/tied-facts.js';
import { readContracts } from '../../tools/read-contracts.mjs';

const root = packageRoot();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/facts.md');
const contracts = readContracts(join(root, 'fixtures', 'contracts')).map(parseContract);

/** The text of one section of the page, without those below its chapter. */
function sectionText(number: string): string {
  const [, after = ''] = page.split(`\n### ${number} `);
  return after.split(/\n##/)[0] ?? '';
}

const unverified = { what: 'entra-credential', item: 'UserName', certainty: 'U' } as const;

/** A contract with one line of comparison. */
function contract(
  simulated: boolean,
  verdict: 'as assumed' | 'different' | 'not seen',
  { what, item }: AssumptionId = unverified,
): readonly ContractLine[] {
  return [
    {
      type: 'contract',
      schemaVersion: contractSchemaVersion,
      tool: { name: 'phs-tool', version: '1.0.0' },
      day: '2026-11-29',
      simulated,
      build: null,
      module: null,
      powershell: { version: '5.1', edition: 'Desktop', clr: '4', is64Bit: true },
    },
    { type: 'compared', verdict, what, items: [item] },
  ];
}

describe('the assumptions', () => {
  test('have an id each', () => {
    const ids = assumptions.map(({ what, item }) => `${what}: ${item}`);

    expect(ids.length).toBeGreaterThan(200);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('name a section of docs/facts.md that names their sources and has their mark', () => {
    const wrong = assumptions
      // That an answer is read on a server follows from how it is read, which is no fact about the product.
      .filter(({ what, certainty }) => !what.startsWith('operation ') && certainty !== 'U')
      .filter(({ section, sources, certainty }) => {
        const text = sectionText(section);
        const named =
          sources === '' || sources.split(' ').every((source) => new RegExp(`\\[${source}[a-c]?\\]`).test(text));
        return !named || !new RegExp(`(?:^|[\\s:.])${certainty}(?:2)?(?:[\\s(.]|$)`, 'm').test(text);
      })
      .map(({ section, what, sources, certainty }) => `${section} ${what}: ${certainty} ${sources}`);

    expect([...new Set(wrong)]).toEqual([]);
  });

  test('that were found in no source have a fact in their section whose mark is tied to them', () => {
    const names = Object.entries(tiedFacts);
    const wrong = assumptions
      .filter(({ certainty }) => certainty === 'U')
      .filter(({ section, what, item }) => {
        const tied = names.filter(([, ids]) => ids.some((id) => id.what === what && id.item === item));
        return !tied.some(([name]) => sectionText(section).includes(` <!-- contract: ${name} -->`));
      })
      .map(({ section, what, item }) => `${section} ${what}: ${item}`);

    expect(assumptions.filter(({ certainty }) => certainty === 'U').length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  test('cover every cmdlet of the product that a script calls', () => {
    const scripts = readdirSync(join(root, 'scripts'))
      .filter((name) => name.endsWith('.ps1'))
      .map((name) =>
        read(`scripts/${name}`)
          .replace(/<#[^]*?#>/g, '')
          .replace(/^\s*#.*$/gm, ''),
      );
    const called = new Set(
      scripts.flatMap((text) =>
        [...text.matchAll(/\b(?!Test-|Find-|Select-)[A-Z][a-z]+-ADSync\w+/g)].map(([name]) => name),
      ),
    );
    const known = new Set(commandAssumptions.map(({ command }) => command));

    expect(called.size).toBeGreaterThan(15);
    expect([...called].filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('section 11 of docs/facts.md', () => {
  test('is what "npm run schema" writes of the assumptions and of the contracts of real servers', () => {
    expect(withContracts(page, contracts)).toBe(page);
  });

  test('has V in the place of U once a real server shares the assumption', () => {
    expect(certaintyOf(unverified, [])).toBe('U');
    expect(certaintyOf(unverified, [contract(false, 'as assumed')])).toBe('V');
    expect(withContracts(page, [contract(false, 'as assumed')])).toContain(
      '- 1.13 entra-credential: `UserName`. V [C] (1)',
    );
  });

  test('stays as it is for a simulated server, for one that did not show it, and for one that contradicts another', () => {
    expect(certaintyOf(unverified, [contract(true, 'as assumed')])).toBe('U');
    expect(certaintyOf(unverified, [contract(false, 'not seen')])).toBe('U');
    expect(certaintyOf(unverified, [contract(false, 'as assumed'), contract(false, 'different')])).toBe('U');
    expect(() => withContracts('a page without it', [])).toThrow('section 11');
  });

  test('is contradicted by no contract of a real server', () => {
    const contradicted = assumptions.filter((one) => seenOn(one, contracts).contradicted > 0);

    expect(contradicted.map(({ what, item }) => `${what}: ${item}`)).toEqual([]);
    expect(contracts.every(([header]) => header?.type === 'contract' && !header.simulated)).toBe(true);
    expect(seenOn(unverified, [contract(false, 'different')]).contradicted).toBe(1);
  });
});

describe('a mark in the chapters of docs/facts.md', () => {
  const [chapters = ''] = page.split('\n## 11. ');
  const named = (kind: string): readonly string[] =>
    [...chapters.matchAll(/ <!-- ((?:no )?contract): ([\w-]+) -->/g)]
      .filter(([, word]) => word === kind)
      .map(([, , name = '']) => name)
      .sort();
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'phs-contracts-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page as it is with contracts that are files of a folder. */
  function pageWith(...planted: readonly (readonly ContractLine[])[]): string {
    planted.forEach((lines, index) => {
      writeFileSync(join(folder, `${index}.ndjson`), lines.map((line) => JSON.stringify(line)).join('\r\n'));
    });
    return withContracts(page, readContracts(folder).map(parseContract));
  }
  const marks = (text: string, name: string): readonly string[] =>
    [...text.matchAll(new RegExp(`(\\S.{0,30}?) <!-- contract: ${name} -->`, 'g'))].map(([, mark = '']) =>
      mark.replace(/^.*: (?=[UV])/, ''),
    );

  test('that is U is tied to assumptions, or no contract can settle it', () => {
    const bare = [
      ...(chapters.split('\n## 0.')[1] ?? '').matchAll(
        /(?<![\w`*])U(?![\w`*]| <!-- (?:no )?contract: |, different \[C\])/g,
      ),
    ];

    expect(bare.map(({ index, input }) => input.slice(Math.max(0, index - 40), index + 10))).toEqual([]);
    expect(named('contract')).toEqual(Object.keys(tiedFacts).sort());
    expect(named('no contract')).toEqual(Object.keys(factsBeyondContracts).sort());
  });

  test('is tied to assumptions that there are', () => {
    const ids = new Set(assumptions.map(({ what, item }) => `${what}: ${item}`));
    const tied = Object.values(tiedFacts).flat();

    expect(tied.filter(({ what, item }) => !ids.has(`${what}: ${item}`))).toEqual([]);
  });

  test.each(Object.entries(tiedFacts))('turns from U to V with a contract of a real server: %s', (name, ids) => {
    const shared = ids.map((id) => contract(false, 'as assumed', id));

    expect(marks(pageWith(), name)).toEqual(['U']);
    expect(marks(pageWith(...shared), name)).toEqual(['V [C] (1)']);
    expect(marks(withContracts(pageWith(...shared), []), name)).toEqual(['U']);
  });

  test.each(Object.entries(tiedFacts))('says that a real server shows something else: %s', (name, ids) => {
    const shared = ids.map((id) => contract(false, 'as assumed', id));
    const [first = unverified] = ids;
    const contradicted = pageWith(...shared, contract(false, 'different', first));

    expect(marks(contradicted, name)).toEqual(['U, different [C] (1)']);
    expect(contradicted.split('\n').find((line) => line.includes(`\`${first.item}\`. U`))).toMatch(
      / \[C\] \(1\) different \[C\] \(1\)$/,
    );
  });

  test('stays U for a simulated server, and for one that did not show it', () => {
    const text = pageWith(contract(true, 'as assumed'), contract(false, 'not seen'));

    expect(marks(text, 'user-name')).toEqual(['U']);
  });

  test('that is tied to several assumptions needs all of them', () => {
    const [, second = unverified] = Object.values(tiedFacts).flat();

    expect(markOf([unverified, second], [contract(false, 'as assumed')])).toBe('U');
    expect(markOf([unverified, second], [contract(false, 'as assumed'), contract(false, 'as assumed', second)])).toBe(
      'V [C] (1)',
    );
  });

  test('of a name that is not known is an error', () => {
    expect(() => withContracts(page.replace('contract: user-name', 'contract: another'), [])).toThrow('another');
    expect(() => withContracts(page.replace('no contract: audit-values', 'no contract: another'), [])).toThrow(
      'another',
    );
  });
});
