import { readFileSync } from 'node:fs';
import { join, win32 } from 'node:path';
import { helpTopics } from './help-pages.js';
import { programFiles } from '../base/windows-places.js';
import { packageRoot } from '../base/package-root.js';
import { readPackedFile } from '../base/packed-file.js';
import { hanging, indented, wrap } from '../views/layout.js';

/** One option as help shows it. */
export interface HelpOption {
  /** `-o, --output text|json`. */
  readonly flag: string;
  readonly description: string;
}

/** One command as help shows it. */
export interface HelpCommand {
  readonly name: string;
  readonly usage: string;
  readonly describe: string;
  readonly examples: readonly { readonly line: string; readonly description: string }[];
  readonly options: readonly HelpOption[];
}

/** `schema/help.json`, generated from the commands' schemas, so that help need not load them. */
export interface HelpData {
  readonly commands: readonly HelpCommand[];
}

const intro = 'phs-tool: troubleshoot password hash synchronization on a Microsoft Entra Connect server';
const codes =
  'Exit codes: 0 in order, 2 usage, 3 findings, 4 something unknown, 5 could not run, 6 refused, 7 left OFF: act now, 130 interrupted (phs-tool help exit-codes)';

/** The file is our own and a test compares it with its source, so its outline is enough. */
function isHelpData(data: unknown): data is HelpData {
  return typeof data === 'object' && data !== null && 'commands' in data && Array.isArray(data.commands);
}

/** Reads the help data of this installation; in the package they are packed with Brotli. */
export function readHelp(): HelpData {
  const path = join(packageRoot(), 'schema', 'help.json');
  const data: unknown = JSON.parse(readPackedFile(`${path}.br`) ?? readFileSync(path, 'utf8'));
  return isHelpData(data) ? data : { commands: [] };
}

/** What the machine looks like before anything is asked. */
export interface MachineGlance {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

/** Whether Entra Connect lies in its usual folder here (facts 4.1); elsewhere than on Windows it never does. */
export function hasEntraConnect({ platform, env, exists }: MachineGlance): boolean {
  return (
    platform === 'win32' &&
    exists(win32.join(programFiles(env), 'Microsoft Azure AD Sync', 'Bin', 'ADSync', 'ADSync.psd1'))
  );
}

const onServer: readonly (readonly [string, string])[] = [
  ['phs-tool status', 'Check that password hash synchronization is configured and running'],
  ['phs-tool diagnose', 'Find out why passwords are not synchronized, for everyone or for one user'],
  ['phs-tool doctor', 'Check whether this machine has what phs-tool needs'],
];
const elsewhere: readonly (readonly [string, string])[] = [
  ['phs-tool status --simulate healthy', 'A server on which everything is in order'],
  ['phs-tool diagnose --simulate fips', 'A server with a fault'],
  ['phs-tool simulate list', 'All of them'],
];

/** A table of which no line is wider than `columns`: what does not fit beside the left column stands below it. */
function wrappedTable(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const indent = Math.min(Math.max(0, ...rows.map(([left]) => left.length)) + 4, Math.max(10, Math.floor(columns / 2)));
  return rows.flatMap(([left, right]) => {
    const fits = left.length + 4 <= indent;
    const lines = indented(right, indent, columns);
    return fits
      ? [`  ${left}`.padEnd(indent) + (lines[0] ?? '').slice(indent), ...lines.slice(1)]
      : [...hanging(left, 2, columns), ...lines];
  });
}

/** A title and a table below it, in lines no wider than `columns`; nothing for an empty table. */
function section(title: string, rows: readonly (readonly [string, string])[], columns: number): string[] {
  return rows.length === 0 ? [] : ['', ...wrap(title, columns), ...wrappedTable(rows, columns)];
}

/** What bare `phs-tool` prints: what it is and what to run first, on this kind of machine. */
export function shortHelp(machine: MachineGlance, columns: number): string {
  const isServer = hasEntraConnect(machine);
  const notHere =
    machine.platform === 'win32'
      ? 'Entra Connect is not in its usual folder here. Try a simulated server:'
      : 'This machine is not an Entra Connect server. Try a simulated one:';
  const lines = [
    ...wrap(intro, columns),
    ...(isServer ? [] : section(notHere, elsewhere, columns)),
    ...section(
      isServer ? 'Run first, in an elevated console:' : 'On the server, in an elevated console:',
      onServer,
      columns,
    ),
    '',
    ...wrap('More: phs-tool --help, phs-tool <command> --help, phs-tool help <topic>', columns),
  ];
  return `${lines.join('\n')}\n`;
}

/** Commands whose first example stands in the general help; every command shows its own examples. */
const shownFirst: readonly string[] = ['status', 'diagnose', 'force-full-sync', 'events', 'report', 'doctor'];

/** `phs-tool --help`, as wide as the terminal: examples first, then commands. */
export function fullHelp({ commands }: HelpData, columns: number): string {
  const part = (title: string, rows: readonly (readonly [string, string])[]): string[] => section(title, rows, columns);
  const examples = shownFirst.flatMap((name) => {
    const example = commands.find((command) => command.name === name)?.examples[0];
    return example === undefined ? [] : [[example.line, example.description] as const];
  });
  const lines = [
    ...wrap(intro, columns),
    ...part('Examples', examples),
    ...part(
      'Commands',
      commands.map(({ usage, describe }) => [usage, describe]),
    ),
    ...part('Topics', [
      ...helpTopics.map(({ name, describe }): [string, string] => [`help ${name}`, describe]),
      ['help PHS301', 'What a check means and what to do, from its page'],
    ]),
    ...part('Options', [
      ['--help', 'Help, also after a command, with its options and more examples'],
      ['--version', 'Version of phs-tool'],
    ]),
    '',
    ...wrap(codes, columns),
  ];
  return `${lines.join('\n')}\n`;
}

/** `phs-tool <command> --help`. */
export function commandHelp(command: HelpCommand, columns: number): string {
  const lines = [
    ...wrap(`phs-tool ${command.name}: ${command.describe}`, columns),
    ...section(
      'Examples',
      command.examples.map(({ line, description }) => [line, description]),
      columns,
    ),
    '',
    'Usage',
    ...hanging(`phs-tool ${command.usage}`, 2, columns),
    ...section(
      'Options',
      command.options.map(({ flag, description }) => [flag, description]),
      columns,
    ),
    '',
    ...wrap(codes, columns),
  ];
  return `${lines.join('\n')}\n`;
}

/** `phs-tool help <group>`: the commands that begin with one word. */
export function groupHelp(group: string, { commands }: HelpData, columns: number): string {
  const mine = commands.filter(({ name }) => name.startsWith(`${group} `));
  const examples = mine.flatMap((command) =>
    command.examples.map(({ line, description }) => [line, description] as const),
  );
  const lines = [
    `phs-tool ${group}`,
    ...section('Examples', examples, columns),
    ...section(
      'Commands',
      mine.map(({ usage, describe }) => [usage, describe]),
      columns,
    ),
    '',
    `More: phs-tool ${group} <command> --help`,
  ];
  return `${lines.join('\n')}\n`;
}
