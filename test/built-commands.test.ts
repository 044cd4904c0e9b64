import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/package-root.js';
import { builtCommands, commandConstants } from './support/built-commands.js';

/** What may be put into a command line without being quoted, everywhere: nothing of it comes from outside. */
const ownWords: Readonly<Record<string, string>> = {
  command: 'the name of a command of the tool',
  'command.name': 'the name of a command of the tool',
  'command.usage': 'the usage of a command of the tool',
  group: 'the first word of commands of the tool',
  check: 'the id of a check',
  'finding.check': 'the id of a check',
  page: 'the name of a page of the tool',
  eventId: 'a number',
  'problem.eventId': 'a number',
  version: 'a version of the tool, in a sentence or a heading',
  'tool.version': 'a version of the tool, in a heading',
  'document.tool.version': 'a version of the tool, in a heading',
  'report.tool.version': 'a version of the tool, in a heading',
  'recording.toolVersion': 'a version of the tool, in a sentence',
};

/** The same for one place each: file, expression, reason. */
const exceptions: readonly (readonly [file: string, put: string, why: string])[] = [
  ['cli.ts', "form === '--output json' ? ` ${form}` : ''", 'an option of the tool'],
  ['command-line/parse-arguments.ts', 'name', 'the name of a command of the tool'],
  ['command-line/parse-arguments.ts', "own.join('> <')", 'the names of the places of a command'],
  ['contract/certainty.ts', 'assumptions.length', 'a number, in a sentence'],
  ['guard/describe-run.ts', "record.tool ?? '?'", 'a version of the tool, in a sentence'],
  ['guard/describe-run.ts', "claim.tool ?? '?'", 'a version of the tool, in a sentence'],
  ['guard/explanation.ts', 'what', 'an option with the GUID of a run, which is read as nothing else'],
  ['library/library-words.ts', 'found', 'an option of the tool'],
  ['ps/recording-lines.ts', 'recordingFormat', 'a version of the form, in a sentence'],
  ['views/contract-text.ts', 'theme.separator', 'behind the version, in a heading'],
  ['views/contract-text.ts', 'on', 'behind the version, in a heading'],
  ['views/doctor-text.ts', 'theme.separator', 'behind the version, in a heading'],
  ['views/doctor-text.ts', 'simulated', 'behind the version, in a heading'],
  ['views/doctor-text.ts', "reached.join('')", 'behind the version, in a heading'],
  ['views/text.ts', "checks.join(',')", 'ids of checks'],
  ['views/watch-text.ts', "left === 0 ? '' : others", 'the rest of a sentence'],
];

const source = join(packageRoot(), 'src');
const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(source, name), 'utf8')] as const);
const exported = new Map(texts.flatMap(([, text]) => [...commandConstants(text, { exported: true })]));
const found = texts.flatMap(([file, text]) => builtCommands(text, exported).map((built) => ({ file, ...built })));

describe('a command to copy', () => {
  test('gets what comes from a server, a file or the operator from commandToCopy', () => {
    const wrong = found.filter(
      ({ file, put }) => ownWords[put] === undefined && !exceptions.some(([of, what]) => of === file && what === put),
    );

    expect(texts.length).toBeGreaterThan(300);
    expect(wrong.map(({ file, line, before, put }) => `${file}:${line}: ${before}\${${put}}`)).toEqual([]);
  });

  test('has no exception that is not needed any more', () => {
    const unused = exceptions.filter(([of, what]) => !found.some(({ file, put }) => file === of && put === what));

    expect(unused).toEqual([]);
    expect(Object.keys(ownWords).filter((word) => !found.some(({ put }) => put === word))).toEqual([]);
  });
});

test.each([
  ['an option', 'const line = `phs-tool diagnose --dn ${name}`;', 'name'],
  ['a file', 'const line = `phs-tool replay ${quoteForPowerShell(file)} status`;', 'quoteForPowerShell(file)'],
  ['a second value', 'const line = `phs-tool ${command} --dn ${name}`;', 'name'],
  ['a hint', 'const hint = `Try "phs-tool doctor --computer ${computer}" first.`;', 'computer'],
  ['the end of a sentence', 'const hint = `Try it. Then: phs-tool status --simulate ${simulate}.`;', 'simulate'],
  ['markup', 'const html = markup`<code>phs-tool events --id ${id}</code>`;', 'id'],
  ['a constant', "const first = 'phs-tool sync-user --dn';\nconst line = `${first} ${name}`;", 'name'],
  ['a sum', "const line = 'phs-tool diagnose --dn ' + name;", 'name'],
])('a value in %s of a command is found', (_, text, put) => {
  expect(builtCommands(text).map((built) => built.put)).toContain(put);
});

test.each([
  ['behind a sentence about a command', 'const text = `See phs-tool status. It names ${name}.`;'],
  ['behind a command in quotes', 'const text = `Run "phs-tool status" on ${name}`;'],
  ['before a command', 'const text = `${name}: phs-tool status`;'],
  ['of a constant that is no command', "const first = 'Get-ADUser';\nconst line = `${first} ${name}`;"],
  ['beside one from the function', "const line = commandToCopy('phs-tool diagnose', [['dn', name]]);"],
])('a value %s is none', (_, text) => {
  expect(builtCommands(text)).toEqual([]);
});
