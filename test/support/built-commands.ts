import ts from 'typescript';

/** An expression that a text puts into a command line of phs-tool. */
export interface BuiltCommand {
  readonly line: number;
  /** The command as far as it goes before the expression. */
  readonly before: string;
  /** The expression as the source writes it. */
  readonly put: string;
}

const start = 'phs-tool ';
/** What ends a command in a sentence or in markup. */
const end = /[".,;:()|\n]/;

type Constants = ReadonlyMap<string, string>;

function spansOf(template: ts.TemplateExpression, source: ts.SourceFile, constants: Constants): BuiltCommand[] {
  const found: BuiltCommand[] = [];
  let before = template.head.text;
  for (const { expression, literal } of template.templateSpans) {
    const at = before.lastIndexOf(start);
    const command = at < 0 ? undefined : before.slice(at);
    if (command !== undefined && !end.test(command)) {
      const { line } = source.getLineAndCharacterOfPosition(expression.getStart(source));
      found.push({ line: line + 1, before: command, put: expression.getText(source) });
    }
    before = `${before}${constants.get(expression.getText(source)) ?? '…'}${literal.text}`;
  }
  return found;
}

function joinedText(node: ts.BinaryExpression): string | undefined {
  return ts.isStringLiteralLike(node.left) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? node.left.text
    : undefined;
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
}

/** The constants of a source text that are a command line or the beginning of one, by name. */
export function commandConstants(text: string, { exported } = { exported: false }): Constants {
  const found = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
    if (ts.isVariableDeclaration(node) && value !== undefined && ts.isStringLiteralLike(value)) {
      const isExported = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;
      if (value.text.startsWith(start) && (isExported || !exported)) {
        found.set(node.name.getText(), value.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(text));
  return found;
}

/**
 * Every expression of a source text that is put into a command line of phs-tool, in a template or by `+`. Constants of other
 * files that begin a command are given.
 */
export function builtCommands(text: string, others: Constants = new Map()): readonly BuiltCommand[] {
  const source = parse(text);
  const constants = new Map([...others, ...commandConstants(text)]);
  const found: BuiltCommand[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node)) {
      found.push(...spansOf(node, source, constants));
    }
    if (ts.isBinaryExpression(node)) {
      const joined = joinedText(node) ?? '';
      const command = joined.slice(joined.lastIndexOf(start));
      if (joined.includes(start) && !end.test(command)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.push({ line: line + 1, before: command, put: node.right.getText(source) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
