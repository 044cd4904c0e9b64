import { checkIds, helpTopics } from '../command-line/help-pages.js';
import type { HelpData } from '../command-line/help.js';

/** One option as completion needs it. */
export interface CompletionOption {
  readonly flag: string;
  /** `-o`, if there is one. */
  readonly alias: string | undefined;
  /** What may follow: words to offer, none known (a file, a text), or nothing follows at all. */
  readonly value: 'none' | 'any' | readonly string[];
  readonly description: string;
}

/** One command as completion needs it. */
export interface CompletionCommand {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly CompletionOption[];
  /** Words that may stand without a flag. */
  readonly places: readonly string[];
}

/** Shells that a script can be printed for. */
export const shells = ['powershell', 'bash'] as const;

function listChoices(flag: string, value: string, scenarios: readonly string[]): 'any' | readonly string[] {
  if (flag === '--simulate') {
    return scenarios;
  }
  return /^[a-z\d-]+(\|[a-z\d-]+)+$/.test(value) ? value.split('|') : 'any';
}

function readOption(
  { flag: text, description }: HelpData['commands'][number]['options'][number],
  scenarios: readonly string[],
): CompletionOption[] {
  const [, alias, flag, value] = /^(?:(-\w), )?(--[a-z-]+)(?: (.+))?$/.exec(text) ?? [];
  return flag === undefined
    ? []
    : [{ flag, alias, value: value === undefined ? 'none' : listChoices(flag, value, scenarios), description }];
}

/** Bash gets the first only: there a colon ends a word. */
const comparedWords = ['this-server', 'computer:', 'ssh:', 'server:', 'simulate:'];

function listPositionals(name: string, scenarios: readonly string[]): readonly string[] {
  switch (name) {
    case 'simulate create':
      return scenarios;
    case 'completion':
      return shells;
    case 'compare':
      return comparedWords;
    default:
      return [];
  }
}

/** Every command with its words, from the data of help and the names of the scenarios, and `help` itself with its topics. */
export function completionWords({ commands }: HelpData, scenarios: readonly string[]): readonly CompletionCommand[] {
  const own = commands.map(({ name, describe, options }) => ({
    name,
    describe,
    options: [
      ...options.flatMap((option) => readOption(option, scenarios)),
      { flag: '--help', alias: undefined, value: 'none' as const, description: 'Help on this command' },
    ],
    places: listPositionals(name, scenarios),
  }));
  const topics = [...helpTopics.map(({ name }) => name), ...commands.map(({ name }) => name.split(' ')[0] ?? name)];
  const help = { name: 'help', describe: 'Help on a command, a topic or a check', options: [] };
  return [...own, { ...help, places: [...new Set([...topics, ...checkIds()])] }];
}
