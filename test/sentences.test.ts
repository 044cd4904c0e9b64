import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/package-root.js';
import { sentencesOf } from '../tools/sentences.mjs';

describe('the list of sentences', () => {
  test('has texts and templates, by the names of what is filled in', () => {
    const source = 'const a = `The file ${path} is missing.`; throw new Error("There is no server.");';
    expect(sentencesOf('a.ts', source)).toEqual(['The file {path} is missing.', 'There is no server.']);
  });

  test('has the texts inside of what is filled in', () => {
    const source = "const a = `${isKnown ? 'It is known.' : 'It is not known, and never was.'} See ${page}.`;";
    expect(sentencesOf('a.ts', source)).toEqual(['{…} See {page}.', 'It is known.', 'It is not known, and never was.']);
  });

  test('leaves out names, types, imports and comments', () => {
    const source =
      "import a from 'a b'; type T = 'one word'; // A comment, in words.\nconst b = 'name'; const c = 'a/b';";
    expect(sentencesOf('a.ts', source)).toEqual([]);
  });

  test('has the texts of a script, and none of its comments', () => {
    const source = "<# It is ''help''. #>\n# 'a comment here'\nthrow 'It''s not there.'";
    expect(sentencesOf('a.ps1', source)).toEqual(["It's not there."]);
  });
});

/** What a reader of English stumbles over, and what to write instead. */
const avoided: readonly (readonly [RegExp, string])[] = [
  [/(?<![Tt]here) is no (?!longer|more)/, 'is not a'],
  [/does not tell|is told|tells it/, 'does not report, is reported'],
  [/come(s)? to its end/, 'finishes'],
  [/exclude each other/, 'cannot be used together'],
  [/[a-z] a \w+ of its own\b|at hand/, 'its own, available'],
  [/\bNot (judged|asked)\b|not judged/, 'not evaluated, not queried'],
  [/\bmay not (read|write|run|change|replicate|use|see)\b/, 'is not allowed to, cannot'],
  [/passwords go again|carry over/, 'resumes'],
  [/AD DS account/, 'AD DS connector account'],
  [/again and again/, 'repeatedly'],
  [/told to know|is told from|are told from/, 'names, is distinguished from'],
  [/(?:It|phs-tool|that) carries out /, 'runs, automates'],
  [/\b(?:ADSync\w+`?|SYSTEM|account|group) may (?:read|switch|replicate|write)\b/, 'has the right to'],
];

function sources(folder: string): readonly string[] {
  const names: readonly string[] = readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`).filter((path) => /\.(ts|ps1)$/.test(path));
}

const sentences = ['src', 'scripts']
  .flatMap(sources)
  .flatMap((path) =>
    sentencesOf(path, readFileSync(join(packageRoot(), path), 'utf8')).map((sentence) => ({ path, sentence })),
  );

test('there are sentences to read', () => {
  expect(sentences.length).toBeGreaterThan(2_000);
});

test.each(avoided)('no sentence has %s: write "%s"', (pattern) => {
  expect(sentences.filter(({ sentence }) => pattern.test(sentence))).toEqual([]);
});
