// Takes the indentation away from the lines of dist/, an eighth of its size, and nothing else: lines keep their numbers, and
// texts in backquotes, where a line's beginning means something, stay as they are. Run by "npm run build".
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const dist = new URL('../dist/', import.meta.url);

/** The offsets in a source at which a line begins inside a template literal. */
function beginningsInTemplates(source) {
  const starts = source.getLineStarts();
  const inside = new Set();
  const visit = (node) => {
    if (ts.isTemplateLiteralToken(node)) {
      const end = node.getEnd();
      for (const start of starts) {
        if (start > node.getStart(source) && start < end) inside.add(start);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return inside;
}

for (const name of readdirSync(dist, { recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const file = new URL(name.replaceAll('\\', '/'), dist);
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, false, ts.ScriptKind.JS);
  const kept = text.includes('`') ? beginningsInTemplates(source) : new Set();
  let at = 0;
  const lines = text.split('\n').map((line) => {
    const start = at;
    at += line.length + 1;
    return kept.has(start) ? line : line.trimStart();
  });
  writeFileSync(file, lines.join('\n'));
}
