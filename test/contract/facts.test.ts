import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { assumptions } from '../../src/contract/assumptions.js';
import { certaintyOf, parseContract, seenOn, withFactsChapter } from '../../src/contract/certainty.js';
import { commandAssumptions } from '../../src/contract/commands.js';
import { contractSchemaVersion, type ContractLine } from '../../src/contract/document.js';

const root = packageRoot();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/facts.md');
const folder = join(root, 'fixtures', 'contracts');
const contracts = readdirSync(folder)
  .filter((name) => name.endsWith('.ndjson'))
  .sort()
  .map((name) => parseContract(readFileSync(join(folder, name), 'utf8')));

/** The text of one section of the page, without those below its chapter. */
function sectionText(number: string): string {
  const [, after = ''] = page.split(`\n### ${number} `);
  return after.split(/\n##/)[0] ?? '';
}

/** A contract with one line of comparison. */
function contract(simulated: boolean, verdict: 'as assumed' | 'different' | 'not seen'): readonly ContractLine[] {
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
    { type: 'compared', verdict, what: 'entra-credential', items: ['UserName'] },
  ];
}

const unverified = { what: 'entra-credential', item: 'UserName', certainty: 'U' } as const;

describe('the assumptions', () => {
  test('have an id each', () => {
    const ids = assumptions.map(({ what, item }) => `${what}: ${item}`);

    expect(ids.length).toBeGreaterThan(200);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('name a section of docs/facts.md that names their sources and has their mark', () => {
    const wrong = assumptions
      // That an answer is read on a server follows from how it is read, which is no fact about the product.
      .filter(({ what }) => !what.startsWith('operation '))
      .filter(({ section, sources, certainty }) => {
        const text = sectionText(section);
        const named =
          sources === '' || sources.split(' ').every((source) => new RegExp(`\\[${source}[a-c]?\\]`).test(text));
        return !named || !new RegExp(`(?:^|[\\s:.])${certainty}(?:2)?(?:[\\s(.]|$)`, 'm').test(text);
      })
      .map(({ section, what, sources, certainty }) => `${section} ${what}: ${certainty} ${sources}`);

    expect([...new Set(wrong)]).toEqual([]);
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
    expect(withFactsChapter(page, contracts)).toBe(page);
  });

  test('has V in the place of U once a real server shares the assumption', () => {
    expect(certaintyOf(unverified, [])).toBe('U');
    expect(certaintyOf(unverified, [contract(false, 'as assumed')])).toBe('V');
    expect(withFactsChapter(page, [contract(false, 'as assumed')])).toContain(
      '- 1.13 entra-credential: `UserName`. V [C] (1)',
    );
  });

  test('stays as it is for a simulated server, for one that did not show it, and for one that contradicts another', () => {
    expect(certaintyOf(unverified, [contract(true, 'as assumed')])).toBe('U');
    expect(certaintyOf(unverified, [contract(false, 'not seen')])).toBe('U');
    expect(certaintyOf(unverified, [contract(false, 'as assumed'), contract(false, 'different')])).toBe('U');
    expect(() => withFactsChapter('a page without it', [])).toThrow('section 11');
  });

  test('is contradicted by no contract of a real server', () => {
    const contradicted = assumptions.filter((one) => seenOn(one, contracts).contradicted > 0);

    expect(contradicted.map(({ what, item }) => `${what}: ${item}`)).toEqual([]);
    expect(contracts.every(([header]) => header?.type === 'contract' && !header.simulated)).toBe(true);
    expect(seenOn(unverified, [contract(false, 'different')]).contradicted).toBe(1);
  });
});
