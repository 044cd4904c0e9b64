// The sentences of a source file that users may read.
import ts from 'typescript';

/** Two words, one after the other: a name, a path, a pattern or a class of a page has none. */
const prose = /[\p{L}\p{N}…'")\]}]\s+[\p{L}{(<"'-]/u;

const isCode = (text) => /^\s*(import|function|\$|<[a-z]+[ >]|M[\d.]|[.#][\w-]+\s*\{)/.test(text);

/** A text on one line, with what is filled in as {…}. */
function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim();
}

/** What is filled in, by its name; a longer piece of code as {…}: its own texts are listed beside it. */
function placeOf(expression) {
  const code = oneLine(expression.getText());
  return code.length > 40 ? '{…}' : `{${code}}`;
}

function templateText(node) {
  const filled = node.templateSpans.map(({ expression, literal }) => placeOf(expression) + literal.text);
  return node.head.text + filled.join('');
}

function ofTypeScript(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) found.push(templateText(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Texts between quotes outside comments; a script has few, and each on its line. */
function ofScript(source) {
  const code = source.replace(/<#[\s\S]*?#>/g, '').replace(/^\s*#.*$/gm, '');
  return [...code.matchAll(/'((?:[^'\n]|'')*)'|"((?:[^"`\n]|`.)*)"/g)].map(([, single, double]) =>
    single === undefined ? double : single.replaceAll("''", "'"),
  );
}

/** The sentences of a TypeScript file or a PowerShell script, each on one line, in the order of the source. */
export function sentencesOf(path, source) {
  const texts = path.endsWith('.ps1') ? ofScript(source) : ofTypeScript(path, source);
  return texts.map(oneLine).filter((text) => prose.test(text) && !isCode(text));
}
