// Writes test/support/syntax/tables/commands-5.1.json: the commands of Windows PowerShell 5.1 that our scripts and tests name, with the
// parameters of each of their sets. Run by hand when a script uses another command:
//   node tools/write-commands-5.1.mjs FILE [--check]
// FILE holds PSScriptAnalyzer's Engine/Settings/desktop-5.1.14393.206-windows.json (MIT License, Copyright (c) Microsoft Corporation),
// reduced to {modules: [{name, commands: [{name, parameterSets}]}]}, where parameterSets is the text that the shell prints. With --check
// nothing is written, and a table that differs is an error.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const table = join(root, 'test', 'support', 'syntax', 'tables', 'commands-5.1.json');
const source =
  'PowerShell/PSScriptAnalyzer, Engine/Settings/desktop-5.1.14393.206-windows.json at 4b0117c, MIT License, Copyright (c) Microsoft ' +
  'Corporation: the commands that our scripts and tests name, values unchanged. Windows PowerShell 5.1.14393.206 (Windows Server 2016).';

/** Words in the form of a command's name in our PowerShell, and in the tests of the rules, which plant others. */
function namedCommands() {
  const folders = ['scripts', 'simulator', 'test', 'bench'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(root, folder, name))
      .filter((path) => /\.ps[dm]?1$/.test(path) || /syntax-rules\.test\.ts$/.test(path)),
  );
  files.push(join(root, 'src', 'completion', 'powershell.ts'));
  return new Set(files.flatMap((path) => readFileSync(path, 'utf8').match(/\b[A-Z][A-Za-z]+-[A-Z]\w+\b/g) ?? []));
}

/** Names of the parameters of each set: "[-Path] <string[]> [-Force] [<CommonParameters>] -LiteralPath ..." */
function setsOf(text) {
  const sets = text
    .split('[<CommonParameters>]')
    .map((set) => [...set.matchAll(/(?<![\w<>])-(\w+)/g)].map(([, name]) => name))
    .filter((names) => names.length > 0);
  return sets.length === 0 ? [[]] : sets;
}

const [file] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (file === undefined) {
  process.stderr.write('Name the file with the data: node tools/write-commands-5.1.mjs FILE [--check]\n');
  process.exit(2);
}
const named = namedCommands();
const rows = JSON.parse(readFileSync(file, 'utf8'))
  .modules.flatMap(({ name: module, commands }) => commands.map((command) => ({ ...command, module })))
  .filter(({ name }) => named.has(name))
  .sort((left, right) => (left.name < right.name ? -1 : 1))
  .map(
    ({ name, module, parameterSets }) =>
      `${JSON.stringify(name)}: ${JSON.stringify({ module, sets: setsOf(parameterSets) })}`,
  );
const text = `{\n"source": ${JSON.stringify(source)},\n"commands": {\n${rows.join(',\n')}\n}\n}\n`;
if (!process.argv.includes('--check')) writeFileSync(table, text);
else if (readFileSync(table, 'utf8') !== text) {
  process.stderr.write(`${table} is not what the data make: run this without --check.\n`);
  process.exitCode = 1;
}
process.stdout.write(`${rows.length} commands\n`);
