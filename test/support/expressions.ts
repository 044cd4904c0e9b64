import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** A regular expression of the source, and where it is written. */
export interface SourceExpression {
  /** `src/parsers/event.ts:28`, or `src/redact/secrets.ts` for one that is made of parts. */
  readonly place: string;
  readonly expression: RegExp;
}

/** The expressions of one file: the literals, and how many `new RegExp(…)` it makes when it is loaded. */
export interface FileExpressions {
  readonly file: string;
  readonly literals: readonly SourceExpression[];
  readonly made: number;
  /** Lines with a `new RegExp(…)` inside a function, which loading the file does not make. */
  readonly hidden: readonly string[];
}

export const sourceRoot = join(import.meta.dirname, '..', '..');

function isInFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionLike) !== undefined;
}

function literalOf(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

function expressionsOf(path: string): FileExpressions {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const file = relative(sourceRoot, path).split(sep).join('/');
  const literals: SourceExpression[] = [];
  const hidden: string[] = [];
  let made = 0;
  const visit = (node: ts.Node): void => {
    const place = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      literals.push({ place, expression: literalOf(node.text) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText(source) === 'RegExp') {
      made += isInFunction(node) ? 0 : 1;
      hidden.push(...(isInFunction(node) ? [place] : []));
    }
    node.forEachChild(visit);
  };
  visit(source);
  return { file, literals, made, hidden };
}

/** All regular expressions of `src/`, from its syntax trees. */
export function sourceFiles(): readonly FileExpressions[] {
  return readdirSync(join(sourceRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => expressionsOf(join(sourceRoot, 'src', file)));
}
