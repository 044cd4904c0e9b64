import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { adversarialTexts } from '../support/adversarial-texts.js';
import { sourceRoot } from '../support/expressions.js';

/** Regular expressions of .NET go back as those of JavaScript do; all of the scripts are spelled alike in both. */
interface ScriptExpression {
  readonly place: string;
  readonly pattern: string;
}

const operator =
  /(?:-[ci]?(?:not)?(?:match|replace|split)|\[regex\]::(?:Match|Matches|Replace|Split|IsMatch)\([^,]{1,80},) *(?:'((?:[^']|'')*)'|"([^"]*)")?/gi;

function expressionsOf(file: string): readonly ScriptExpression[] {
  return readFileSync(join(sourceRoot, 'scripts', file), 'utf8')
    .split(/\r?\n/)
    .flatMap((line, index) =>
      [...line.matchAll(operator)].map(([, single, double]) => ({
        place: `${file}:${index + 1}`,
        pattern: (single ?? double ?? '').replaceAll("''", "'").replaceAll('$Pair', 'a'.repeat(64)),
      })),
    );
}

const expressions = readdirSync(join(sourceRoot, 'scripts'))
  .filter((file) => file.endsWith('.ps1'))
  .sort()
  .flatMap(expressionsOf);

describe('regular expressions of the scripts', () => {
  test('are found, and written where they are used', () => {
    expect(expressions.length).toBeGreaterThan(8);
  });

  test.each(expressions.filter(({ pattern }) => pattern !== '').map(({ place, pattern }) => [place, pattern] as const))(
    '%s reads 100,000 characters in less than a second: %s',
    (_, pattern) => {
      const expression = new RegExp(pattern, pattern.includes('\\p{') ? 'giu' : 'gi');
      const slow = [...adversarialTexts(expression, 100_000)].filter(({ text }) => {
        const before = process.cpuUsage();
        text.replace(expression, '');
        return process.cpuUsage(before).user > 1_000_000;
      });

      expect(slow.map(({ text }) => text.slice(0, 40))).toEqual([]);
    },
  );
});
