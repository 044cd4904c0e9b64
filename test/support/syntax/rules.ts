import {
  allowedCommands,
  allowedInstanceMethods,
  invokedVariables,
  newObjectType,
  windowsOnlyTypes,
} from './allowed.js';
import { editionRules } from './edition-rules.js';
import { isOwn, onFile, same, scriptName, type Rule, type RuleContext } from './rule.js';
import type { FileFacts } from './syntax-facts.js';

/** One thing in one file that product scripts must not have. */
export interface Violation {
  readonly rule: string;
  readonly file: string;
  /** 0 when it is about the whole file. */
  readonly line: number;
  readonly detail: string;
}

function isInvokable(command: FileFacts['commands'][number], facts: FileFacts): boolean {
  if (command.operator === 'Unknown') {
    return command.first === 'StringConstantExpressionAst';
  }
  const variables = invokedVariables[scriptName(facts)] ?? [];
  return command.first === 'ScriptBlockExpressionAst' || variables.includes(command.text);
}

function verbOf(name: string): string {
  return name.split('-')[0] ?? '';
}

/** Lines are shorter than this. */
const lineLimit = 140;

const layoutRules = {
  'line-length': (facts) =>
    facts.lengths
      .map((length, index) => ({ line: index + 1, length }))
      .filter(({ length }) => length >= lineLimit)
      .map(({ line, length }) => ({ line, detail: `${length} characters` })),
  indentation: (facts) =>
    facts.indents
      .filter(({ indent, base, continues }) => !(continues && indent === base + 4))
      .map(({ line, indent, base }) => ({ line, detail: `${indent} blanks instead of ${base}` })),
  blanks: (facts) => [
    ...facts.tabs.map((line) => ({ line, detail: 'a tab' })),
    ...facts.trailing.map((line) => ({ line, detail: 'a blank at the end' })),
  ],
} as const satisfies Readonly<Record<string, Rule>>;

const rules: Readonly<Record<string, Rule>> = {
  ...layoutRules,
  ...editionRules,
  parses: (facts) => facts.parseErrors.map((detail) => ({ line: 0, detail })),
  ascii: (facts) => onFile(facts.nonAscii > 0, `${facts.nonAscii} bytes outside ASCII`),
  help: (facts) => [
    ...onFile(facts.synopsis === '', 'no comment-based help with a synopsis'),
    ...facts.parameters
      .filter((name) => !facts.documented.some((documented) => same(documented, name)))
      .map((name) => ({ line: 0, detail: `the help does not describe -${name}` })),
  ],
  'cmdlet-binding': (facts) => onFile(!facts.binding, 'no [CmdletBinding()] with param()'),
  'strict-mode': (facts) => onFile(!facts.strict, 'no Set-StrictMode -Version 2.0'),
  definitions: (facts) => facts.definitions.map((line) => ({ line, detail: 'class, enum or using' })),
  input: (facts) =>
    facts.variables.filter(({ name }) => same(name, 'input')).map(({ line }) => ({ line, detail: '$input' })),
  verbs: (facts, { table: { verbs } }) =>
    [scriptName(facts), ...facts.functions]
      .filter((name) => !verbs.includes(verbOf(name)) || !/^[A-Z][a-z]+(To)?-Phs[A-Z]\w*$/.test(name))
      .map((name) => ({
        line: 0,
        detail: `${name} is not an approved verb, a hyphen and a noun that begins with Phs`,
      })),
  invocation: (facts) =>
    facts.commands
      .filter((command) => !isInvokable(command, facts))
      .map(({ line, operator, text }) => ({ line, detail: `invokes ${text} (${operator})` })),
  'module-qualified': (facts) =>
    facts.commands.filter(({ name }) => name.includes('\\')).map(({ line, name }) => ({ line, detail: name })),
  commands: (facts, context) =>
    facts.commands
      .filter(({ name }) => name !== '' && !isOwn(name, facts, context) && !allowedCommands.has(name.toLowerCase()))
      .map(({ line, name }) => ({ line, detail: `calls ${name}` })),
  parameters: (facts) =>
    facts.commands.flatMap(({ name, parameters, line }) => {
      const allowed = allowedCommands.get(name.toLowerCase());
      return allowed === undefined
        ? []
        : parameters
            .filter((parameter) => !allowed.has(parameter.toLowerCase()))
            .map((parameter) => ({ line, detail: `${name} -${parameter}` }));
    }),
  'new-object': (facts) =>
    facts.commands
      .filter(({ name, whole }) => same(name, 'New-Object') && !whole.includes(newObjectType))
      .map(({ line, whole }) => ({ line, detail: whole })),
  'windows-only': (facts) =>
    scriptName(facts).startsWith('Get-PhsPlatform')
      ? []
      : facts.types
          .filter(({ name, resolved }) => !resolved || windowsOnlyTypes.some((start) => name.startsWith(start)))
          .map(({ line, name }) => ({ line, detail: name })),
  'computed-members': (facts) =>
    facts.members
      .filter(({ isStatic, receivers, member }) => isStatic && (receivers.length === 0 || member === '<computed>'))
      .map(({ line, text }) => ({ line, detail: text })),
  'instance-methods': (facts) =>
    facts.members
      .filter(
        ({ isStatic, isMethod, member }) => !isStatic && isMethod && !allowedInstanceMethods.has(member.toLowerCase()),
      )
      .map(({ line, member }) => ({ line, detail: `calls the method ${member}` })),
};

/** Names of all rules. */
export const ruleNames = Object.keys(rules);

function broken(kept: Readonly<Record<string, Rule>>, facts: FileFacts, context: RuleContext): readonly Violation[] {
  return Object.entries(kept).flatMap(([name, rule]) =>
    rule(facts, context).map((found) => ({ rule: name, file: scriptName(facts), ...found })),
  );
}

/** Everything in a file that breaks a rule. */
export function violations(facts: FileFacts, context: RuleContext): readonly Violation[] {
  return broken(rules, facts, context);
}

/** Everything in a file that breaks a rule about its layout: line length, indentation, tabs and blanks at the end. */
export function layoutViolations(facts: FileFacts, context: RuleContext): readonly Violation[] {
  return broken(layoutRules, facts, { ...context, ownNames: [] });
}

/** Everything in a file that Windows PowerShell 5.1 does not know: for files that keep other rules of their own. */
export function editionViolations(facts: FileFacts, context: RuleContext): readonly Violation[] {
  return broken(editionRules, facts, context);
}
