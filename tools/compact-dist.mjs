// Takes the spaces out of dist/ that mean nothing, a sixth of its size, and nothing else: lines keep their numbers, and every
// token, also a text in backquotes or a comment that was kept, stays as it is. Run by "npm run build", and for the
// package by tools/pack.mjs, whoever has built.
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** Characters beside which a space means nothing; not + - / and ., of which two side by side can become another token. */
const separators = new Set('{}()[],;:=?');

/** What stands between two tokens, as short as it may be. */
function between(left, gap, right) {
  if (gap.trim() !== '') return gap;
  if (gap.includes('\n')) return gap.replace(/[^\n]/g, '');
  return separators.has(left.at(-1)) || separators.has(right[0]) ? '' : gap;
}

/** The tokens of a source, in order, with their places. */
function tokensOf(source) {
  const tokens = [];
  const visit = (node) => {
    const children = node.getChildren(source);
    if (children.length > 0) children.forEach(visit);
    else if (node.end > node.getStart(source)) tokens.push([node.getStart(source), node.end]);
  };
  visit(source);
  return tokens;
}

/** A module without the spaces that mean nothing; one that is compact already stays as it is. */
export function compactModule(text) {
  const source = ts.createSourceFile('module.js', text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS);
  let compact = '';
  let at = 0;
  for (const [start, end] of tokensOf(source)) {
    const gap = text.slice(at, start);
    compact += (at === 0 ? gap : between(compact, gap, text.slice(start, end))) + text.slice(start, end);
    at = end;
  }
  return compact + text.slice(at);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  const dist = new URL('../dist/', import.meta.url);
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const file = new URL(name.replaceAll('\\', '/'), dist);
    writeFileSync(file, compactModule(readFileSync(file, 'utf8')));
  }
}
