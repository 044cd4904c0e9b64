import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { packageRoot } from '../../src/base/package-root.js';
import { isComment } from '../../src/model/command-comments.js';
import { entraCodes } from '../../src/model/entra-codes.js';
import { eventCatalog } from '../../src/model/event-catalog.js';
import { logStatuses } from '../../src/model/log-statuses.js';
import { allowTemporaryPasswords } from '../../src/model/remedies.js';
import { rpcCodes } from '../../src/model/rpc-codes.js';
import { signInCodes } from '../../src/model/sign-in-codes.js';
import { describeWithEngine } from '../support/engine.js';
import { goldenObjects } from '../support/object-results.js';
import { goldenDiagnoses, goldenServers, reportOf } from '../support/reports.js';
import { readSyntaxFacts } from '../support/syntax/syntax-facts.js';

/** The text of a literal; what is put into a template is quoted there, or an id. One that begins with a value is made elsewhere. */
function textOf(node: ts.Node): readonly string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return [node.text];
  }
  return ts.isTemplateExpression(node) && node.head.text !== ''
    ? [node.head.text + node.templateSpans.map(({ literal }) => `0${literal.text}`).join('')]
    : [];
}

/** The literals in every list of commands that a file of the source writes down. */
function commandsIn(path: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
      /^commands$/i.test(node.name.getText()) &&
      node.initializer !== undefined &&
      ts.isArrayLiteralExpression(node.initializer)
    ) {
      found.push(...node.initializer.elements.flatMap(textOf));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

const source = readdirSync(join(packageRoot(), 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('commands'))
  .flatMap((name) => commandsIn(join(packageRoot(), 'src', name)));

const findings = [
  ...Object.values(goldenServers).flatMap((facts) => reportOf(facts).findings),
  ...Object.values(goldenDiagnoses).flatMap((make) => make().findings),
  ...Object.values(goldenObjects).flatMap((results) => results.flatMap((result) => result.findings)),
];
const lists = [
  ...[...eventCatalog, ...rpcCodes.values(), ...entraCodes.values(), ...logStatuses.values(), ...signInCodes.values()],
  ...findings,
].flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy.commands]));
const tenant = [true, false, undefined].map(allowTemporaryPasswords);
const commands = [...new Set([...source, ...lists.flat(), ...tenant.flat()])].sort();

/** A command without what is quoted in it. */
function unquoted(command: string): string {
  return command.replace(/'(?:[^']|'')*'|"[^"]*"/g, "''");
}

test('there are many commands to copy', () => {
  expect(commands.length).toBeGreaterThan(80);
});

test('no command that the source writes down holds an invented name: it has a place to fill in', () => {
  const isInvented = (command: string): boolean => /contoso|fabrikam|MSOL_|\b(?:CN|OU|DC)=[A-Z]/i.test(command);

  expect(source.length).toBeGreaterThan(40);
  expect(source.filter(isInvented)).toEqual([]);
  expect(source.some((command) => command.includes("'<"))).toBe(true);
  expect(isInvented("phs-tool diagnose --dn 'CN=Test User,DC=contoso,DC=com'")).toBe(true);
});

test('no command has a place to fill in that PowerShell would take for a redirection', () => {
  expect(commands.filter((command) => !isComment(command) && /[<>]/.test(unquoted(command)))).toEqual([]);
  expect(unquoted("Test-NetConnection <domain controller> -Port 135 -Name 'it''s'")).toContain('<domain controller>');
});

test('a cmdlet of the module ActiveDirectory says which domain it asks, and what it needs', () => {
  const asking = (command: string): boolean => /^(?:Get|Set|Enable|Unlock)-AD(?:User|Object|Account)\b/.test(command);

  expect(commands.filter(asking).length).toBeGreaterThan(2);
  expect(commands.filter((command) => asking(command) && !/ -Server '[^']+'|-Identity 00/.test(command))).toEqual([]);
  for (const list of lists.filter((each) => each.some(asking))) {
    expect(list.findIndex((line) => line.includes('RSAT'))).toBeGreaterThanOrEqual(0);
    expect(list.findIndex((line) => line.includes('RSAT'))).toBeLessThan(list.findIndex(asking));
  }
});

test('a cmdlet of Microsoft Graph comes after the sign-in and the name of the module', () => {
  const asking = (command: string): boolean => /\b(?:Get|Update)-Mg[A-Z]/.test(command) && !isComment(command);
  const asked = [...lists, ...tenant].filter((list) => list.some(asking));

  expect(asked.length).toBeGreaterThan(3);
  for (const list of asked) {
    expect(list.slice(0, list.findIndex(asking)).join('\n')).toMatch(/Microsoft\.Graph:\nConnect-MgGraph -Scopes '/);
  }
});

test('what shows a policy of the domain controllers is marked as to be run there', () => {
  const hardening = rpcCodes.get(5)?.remedy.commands ?? [];

  expect(hardening.findIndex((line) => line.startsWith('# On the domain controller'))).toBe(0);
  expect(hardening.findIndex((line) => line.startsWith('gpresult'))).toBe(1);
});

test('whoever pastes all commands for temporary passwords changes the tenant once', () => {
  for (const list of tenant) {
    expect(list.filter((line) => /^(?:Update|Set)-/.test(line))).toHaveLength(1);
  }
});

describeWithEngine('the parser of PowerShell', () => {
  test('takes every command to copy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'phs-commands-'));
    try {
      const paths = [...commands, 'Get-ADUser <account>'].map((command, index) => {
        const path = join(folder, `${String(index).padStart(4, '0')}.ps1`);
        writeFileSync(path, command);
        return path;
      });
      const facts = readSyntaxFacts(paths, { types: false });

      expect(facts.slice(0, -1).flatMap(({ parseErrors }, index) => parseErrors.map(() => commands[index]))).toEqual(
        [],
      );
      expect(facts.at(-1)?.parseErrors).not.toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
