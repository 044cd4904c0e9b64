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
  [/(?:come|comes|came|brings it|run) to (?:its|an) end/, 'finishes'],
  [/exclude each other/, 'cannot be used together'],
  [/[a-z] a \w+ of its own\b|at hand/, 'its own, available'],
  [/\bNot (judged|asked)\b|not judged/, 'not evaluated, not queried'],
  [/\bmay not (read|write|run|change|replicate|use|see)\b/, 'is not allowed to, cannot'],
  [/passwords go again|carry over/, 'resumes'],
  [/AD DS account/, 'AD DS connector account'],
  [/again and again/, 'repeatedly'],
  [/told to know|is told from|are told from/, 'names, is distinguished from'],
  [/(?:It|phs-tool|that) carries out /, 'runs, automates'],
  [/\b(?:ADSync\w+`?|SYSTEM|account|group|who) may (?:read|switch|replicate|write|connect)\b/, 'has the right to'],
  [/\b(?:forbid|forbids|allow|allows) to \w/, 'forbids reading, lets it read'],
  [/\b(?:[Cc]arry|carries) it out\b/, 'runs it'],
  [/\btells (?:whether|which|how)\b|\b[Tt]old by\b/, 'reports whether, reported by'],
  [/\ba (?:decision|filter) of yours\b|\bof its own[.,;]/, 'your decision, its own'],
  [/\b(?:is|was|may have|are) left off\b|what (?:it|a run|its own run) (?:may have )?left off/, 'left switched off'],
  [/\b[Ww]hen there (?:is|are) no|\b[Ww]hen in doubt\b/, 'if there are none, if in doubt'],
  [/\w anew[.,;]|\bfor ever\b|\bin the place of\b|\bamong others\b/, 'again, forever, instead of'],
  [/\bputs? \w+ \w+ right\b|\b[Ss]et the [\w ]+ right\b/, 'corrects'],
  [/\bis a link, or no /, 'or not a'],
  [/\bThe 1 \b|\b[Aa]ll 1 \b|\bnone of the \$\{?counted/i, 'a sentence for one'],
];

/** The same, of every sentence but those of the pinned script of the guard: a change of that is a change of what was proved. */
const avoidedElsewhere: typeof avoided = [
  [/\b[Oo]thers than\b|\banother [\w-]+ than\b/, 'accounts other than, an account other than'],
];
const isPinned = (path: string): boolean => /^scripts\/(?:guard\/|Invoke-PhsGuardedSync)/.test(path);

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

test.each(avoidedElsewhere)('no sentence outside of the pinned script has %s: write "%s"', (pattern) => {
  expect(sentences.filter(({ path, sentence }) => !isPinned(path) && pattern.test(sentence))).toEqual([]);
});
