import { join } from 'node:path';
import { sourceRoot, type FileExpressions, type SourceExpression } from './expressions.js';

/** The expressions that a file makes of parts while it is loaded. */
async function madeIn(file: string): Promise<readonly SourceExpression[]> {
  const original = globalThis.RegExp;
  const made: RegExp[] = [];
  globalThis.RegExp = new Proxy(original, {
    construct: (target, args: [string, string?]) => {
      const expression = new target(...args);
      made.push(expression);
      return expression;
    },
  });
  try {
    await import(join(sourceRoot, file));
  } finally {
    globalThis.RegExp = original;
  }
  return made.map((expression) => ({ place: file, expression }));
}

/** The expressions that files make of parts while they are loaded. */
export async function madeExpressions(files: readonly FileExpressions[]): Promise<readonly SourceExpression[]> {
  const found: SourceExpression[] = [];
  for (const { file, made } of files) {
    if (made > 0) {
      found.push(...(await madeIn(file)));
    }
  }
  return found;
}
