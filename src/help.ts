import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

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
  'Exit codes: 0 in order, 2 usage, 3 findings, 4 something unknown, 5 could not run, 130 interrupted (docs/exit-codes.md)';

/** The file is our own and a test compares it with its source, so its outline is enough. */
function isHelpData(data: unknown): data is HelpData {
  return typeof data === 'object' && data !== null && 'commands' in data && Array.isArray(data.commands);
}

/** Reads the help data of this installation. */
export function readHelp(): HelpData {
  const data: unknown = JSON.parse(readFileSync(join(packageRoot(), 'schema', 'help.json'), 'utf8'));
  return isHelpData(data) ? data : { commands: [] };
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...table(rows)];
}

/** What bare `phs-tool` prints: what it is and what to try first. */
export function shortHelp({ commands }: HelpData): string {
  const lines = [
    intro,
    ...section(
      'Commands',
      commands.map(({ usage, describe }) => [usage, describe]),
    ),
    '',
    'On the Entra Connect server try:   phs-tool status',
    'Anywhere else try:                 phs-tool status --simulate healthy',
    'More:                              phs-tool <command> --help',
  ];
  return `${lines.join('\n')}\n`;
}

/** `phs-tool --help`: examples first, then commands. */
export function fullHelp({ commands }: HelpData): string {
  const lines = [
    intro,
    ...section(
      'Examples',
      commands.flatMap(({ examples }) =>
        examples.slice(0, 2).map(({ line, description }): [string, string] => [line, description]),
      ),
    ),
    ...section(
      'Commands',
      commands.map(({ usage, describe }) => [usage, describe]),
    ),
    ...section('Options', [
      ['--help', 'Help, also after a command'],
      ['--version', 'Version of phs-tool'],
    ]),
    '',
    codes,
  ];
  return `${lines.join('\n')}\n`;
}

/** `phs-tool <command> --help`. */
export function commandHelp(command: HelpCommand): string {
  const lines = [
    `phs-tool ${command.name}: ${command.describe}`,
    ...section(
      'Examples',
      command.examples.map(({ line, description }) => [line, description]),
    ),
    '',
    'Usage',
    `  phs-tool ${command.usage}`,
    ...section(
      'Options',
      command.options.map(({ flag, description }) => [flag, description]),
    ),
    '',
    codes,
  ];
  return `${lines.join('\n')}\n`;
}
