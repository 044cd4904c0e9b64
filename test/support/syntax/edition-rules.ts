import { elsewhereTypes } from './allowed.js';
import { judgeCall, type MemberFact } from './calls.js';
import { judgeCommand } from './command-table.js';
import { isOwn, same, scriptName, type Rule, type RuleContext } from './rule.js';
import type { FileFacts } from './syntax-facts.js';

/** Automatic variables that Windows PowerShell 5.1 has not, in lower case. */
const newVariables: ReadonlySet<string> = new Set(
  ['IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'EnabledExperimentalFeatures', 'PSStyle'].map((name) =>
    name.toLowerCase(),
  ),
);

/** Methods of texts that compare as the culture says unless they are told how. */
const cultural: ReadonlySet<string> = new Set(['startswith', 'endswith', 'indexof', 'lastindexof', 'compareto']);

const comparison = 'System.StringComparison';

/** Whether a text holds one character that every culture takes for itself. */
function isPlainCharacter(text: string): boolean {
  return /^'[ -~]'$|^"`?[ -~]"$/.test(text);
}

/** The first argument of a call as it is written, if it is the only one or followed by a number. */
function firstArgument({ text }: MemberFact): string {
  return /\((?<first>'[^']*'|"[^"]*")(?:, [^,]+)?\)$/s.exec(text)?.groups?.['first'] ?? '';
}

/** Whether a type is for other systems than Windows in this file, behind a question for the platform. */
function isElsewhere(facts: FileFacts, types: readonly string[]): boolean {
  const listed = elsewhereTypes[scriptName(facts)] ?? [];
  return types.some((type) => listed.includes(type));
}

function isOwnType(name: string, { ownTypes }: RuleContext): boolean {
  return ownTypes.some((own) => same(own, name));
}

/** Uses of members of types that are neither ours nor for elsewhere. */
function foreignUses(facts: FileFacts, context: RuleContext): readonly MemberFact[] {
  return facts.members.filter(
    ({ receivers, arguments: given }) =>
      !receivers.some((type) => isOwnType(type, context)) && !isElsewhere(facts, [...receivers, ...given]),
  );
}

function describeUse({ receivers, isStatic, member, isMethod, arguments: given }: MemberFact): string {
  const on = isStatic ? `[${receivers.join()}]::` : `[${receivers.join('] or [')}].`;
  return `${on}${member}${isMethod ? `(${given.map((type) => (type === '' ? '?' : type)).join(', ')})` : ''} is not in 5.1`;
}

/** Rules about what Windows PowerShell 5.1 has, from data of it; every PowerShell file of the package keeps them. */
export const editionRules = {
  'new-syntax': (facts) => facts.newSyntax.map(({ what, line }) => ({ line, detail: what })),
  types: (facts, context) =>
    facts.types
      .filter(({ name }) => context.table.types[name] === undefined)
      .filter(({ name }) => !isOwnType(name, context) && !isElsewhere(facts, [name]))
      .map(({ line, name }) => ({ line, detail: `${name} is not in 5.1` })),
  'static-members': (facts, context) =>
    foreignUses(facts, context)
      .filter((use) => use.isStatic && use.receivers.length > 0 && judgeCall(use, context.table).known === false)
      .map((use) => ({ line: use.line, detail: describeUse(use) })),
  'instance-members': (facts, context) =>
    foreignUses(facts, context)
      .filter((use) => !use.isStatic && judgeCall(use, context.table).known === false)
      .map((use) => ({ line: use.line, detail: describeUse(use) })),
  'commands-5.1': (facts, context) =>
    facts.commands
      .filter(({ name }) => name !== '' && !isOwn(name, facts, context) && !/-ADSync/i.test(name))
      .flatMap(({ name, parameters, line }) =>
        judgeCommand(name, parameters, context.commands).map((detail) => ({ line, detail })),
      ),
  variables: (facts) =>
    facts.variables
      .filter(({ name }) => newVariables.has(name.toLowerCase()))
      .map(({ name, line }) => ({ line, detail: `$${name} is not in 5.1` })),
  redirections: (facts) => facts.redirections.map((line) => ({ line, detail: 'writes UTF-16 in 5.1 and UTF-8 in 7' })),
  'text-comparison': (facts) =>
    facts.members
      .filter(({ receivers, member }) => receivers.includes('System.String') && cultural.has(member.toLowerCase()))
      .filter(({ arguments: given }) => given[0] === 'System.String' && !given.includes(comparison))
      .filter((use) => !isPlainCharacter(firstArgument(use)))
      .map(({ line, text }) => ({ line, detail: `${text} compares as the culture says, which .NET does otherwise` })),
  'text-split': (facts) =>
    facts.members
      .filter(({ receivers, member }) => receivers.includes('System.String') && same(member, 'Split'))
      .filter((use) => use.arguments[0] === 'System.String' && !isPlainCharacter(firstArgument(use)))
      .map(({ line, text }) => ({
        line,
        detail: `${text} splits at each character in 5.1 and at the whole text in 7`,
      })),
} as const satisfies Readonly<Record<string, Rule>>;
