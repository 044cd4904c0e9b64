import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { brokenCitations, citedSections, sectionsOf } from './support/citations.js';

const root = join(import.meta.dirname, '..');
const places = ['src', 'scripts', 'simulator', 'test', 'docs', 'tools', 'bench'];
const written = /\.(ts|mts|mjs|ps1|psm1|psd1|json|md|cs)$/;
const notCode = /(^|\/)(golden|node_modules|out|obj|bin)\//;

const files = places.flatMap((place) =>
  readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
    .map((name) => `${place}/${name.replaceAll('\\', '/')}`)
    .filter((name) => written.test(name) && !notCode.test(name) && name !== 'docs/facts.md'),
);
const page = readFileSync(join(root, 'docs', 'facts.md'), 'utf8');

describe('citations of facts', () => {
  test('all name a section of docs/facts.md', () => {
    const texts = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);

    expect(texts.flatMap(([, text]) => citedSections(text)).length).toBeGreaterThan(150);
    expect(texts.flatMap(([file, text]) => brokenCitations(text, page).map((cited) => `${file}: ${cited}`))).toEqual(
      [],
    );
  });

  test('of a section that is not there are found, in code, comments and data', () => {
    const absent = ['77', '5'].join('.');

    expect(brokenCitations(`/** The log (facts 4.6, ${absent}). */`, page)).toEqual([absent]);
    expect(brokenCitations(`"basis": "facts ${absent} (612)"`, page)).toEqual([absent]);
    expect(brokenCitations(` * its texts (facts\n * ${absent})`, page)).toEqual([absent]);
    expect(brokenCitations(`/** The log (facts 4.6, 4.8 and 10.3). */`, page)).toEqual([]);
  });

  test('name no document outside the repository', () => {
    const outside =
      /adsync-facts|adsync-shapes|entra-connect-2026|powershell-bridge|guard-and-security|(?<!docs\/)\bguard\.md (?:section )?\d|\barchitecture \d|\bissue \d+,? section/;

    expect(
      files.filter((file) => file !== 'test/facts.test.ts' && outside.test(readFileSync(join(root, file), 'utf8'))),
    ).toEqual([]);
  });

  test('of other pages name pages and headings that there are', () => {
    const cited = files.flatMap((file) =>
      [
        ...readFileSync(join(root, file), 'utf8').matchAll(/\b(docs\/[\w-]+\.md|DESIGN\.md)(?:, "([^"\n]{1,80})")?/g),
      ].map(([, path, heading]) => ({
        file,
        path: path ?? '',
        heading,
      })),
    );

    const missing = cited.filter(
      ({ path, heading }) =>
        !existsSync(join(root, path)) ||
        (heading !== undefined && !new RegExp(`^#+ ${heading}$`, 'm').test(readFileSync(join(root, path), 'utf8'))),
    );

    expect(missing).toEqual([]);
  });
});

describe('the page of facts', () => {
  test('numbers each section once, and each below its chapter', () => {
    const numbers = sectionsOf(page);

    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => number.includes('.') && !numbers.includes(number.split('.')[0] ?? ''))).toEqual(
      [],
    );
  });

  test('lists every source that it names', () => {
    const [facts = '', sources = ''] = page.split('\n## Sources\n');
    const named = new Set([...facts.matchAll(/\[([A-Z]\d{0,2})[a-c]?\]/g)].map(([, source]) => source));
    const listed = new Set([...sources.matchAll(/\*\*([A-Z]\d{0,2})\*\*/g)].map(([, source]) => source));

    expect(named.size).toBeGreaterThan(50);
    expect([...named].filter((source) => !listed.has(source))).toEqual([]);
  });
});
