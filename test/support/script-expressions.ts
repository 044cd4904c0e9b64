import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceRoot } from './expressions.js';

/** Regular expressions of .NET go back as those of JavaScript do; all of the scripts are spelled alike in both. */
export interface ScriptExpression {
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

/** The regular expressions of all scripts, each where it is used. */
export function scriptExpressions(): readonly ScriptExpression[] {
  return readdirSync(join(sourceRoot, 'scripts'))
    .filter((file) => file.endsWith('.ps1'))
    .sort()
    .flatMap(expressionsOf);
}
