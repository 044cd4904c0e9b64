import { Parser } from 'yargs/helpers';
import { commandToCopy, quoteIfNeeded } from '../base/command-to-copy.js';
import { UsageError } from '../base/errors.js';
import type { Command } from './command.js';
import { describeOptions, type OptionDescription } from './describe-options.js';
import { hintForUser } from './suggest-user-option.js';
import { refuseSwitchValues, refuseWordOfSwitch } from './refuse-switch-values.js';

/** What the operator typed, by option key; not checked yet. */
export type RawOptions = Readonly<Record<string, unknown>>;

function findOptionKey(flag: string, options: readonly OptionDescription[]): string {
  return options.find((option) => option.flag === `--${flag}` || option.alias === flag)?.key ?? flag;
}

/** An option that takes one value and is given twice: the last one counts, so that an alias can be overridden. */
function lastGiven(value: unknown, option: OptionDescription | undefined): unknown {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return option?.kind === 'list' ? values : values.at(-1);
}

function wordText(word: unknown): string {
  return typeof word === 'string' ? word : JSON.stringify(word);
}

function positionalValues(words: readonly unknown[], command: Command, typed: readonly string[] = []): RawOptions {
  const { positionals, name } = command;
  const extra = words[positionals.length];
  if (extra !== undefined) {
    const options = describeOptions(command.options, positionals);
    const flags = options.map(({ flag }) => flag);
    refuseWordOfSwitch(wordText(extra), typed, options, name);
    const place =
      positionals.length === 0 ? 'takes no argument' : `takes ${positionals.map((key) => `<${key}>`).join(' ')}`;
    throw new UsageError(`"${name}" ${place}, but got "${wordText(extra)}".`, {
      hint: hintForUser(wordText(extra), typed, flags, name) ?? `See phs-tool ${name} --help.`,
    });
  }
  return Object.fromEntries(words.map((word, index) => [positionals[index] ?? '', word]));
}

/** yargs keeps options in plain objects, so names that every object has would confuse it. */
function refuseObjectNames(words: readonly string[], command: string): void {
  for (const word of words) {
    const name = /^--?([^=]*)/.exec(word)?.[1] ?? '';
    if (name in Object.prototype) {
      throw new UsageError(`Unknown option --${name}.`, { hint: `See phs-tool ${command} --help.` });
    }
  }
}

/** `-` after an option that takes a value is its value (stdin); yargs would take it for a word of its own. */
function withDashValues(words: readonly string[], flags: readonly OptionDescription[]): readonly string[] {
  const takesValue = (word: string | undefined): boolean =>
    flags.some(
      ({ flag, alias, kind }) => kind !== 'boolean' && (word === flag || (alias !== undefined && word === `-${alias}`)),
    );
  const end = words.indexOf('--');
  const isValue = words.map(
    (word, index) => word === '-' && (end === -1 || index < end) && takesValue(words[index - 1]),
  );
  return words.flatMap((word, index) =>
    isValue[index] === true ? [] : isValue[index + 1] === true ? [`${word}=-`] : [word],
  );
}

/**
 * The one place where yargs is used: its parser tokenizes the words after the command's name, the schema judges them.
 * The rest of yargs is not loaded: PowerShell starts after this, and every millisecond before it is waited for.
 */
function tokenize(
  words: readonly string[],
  flags: readonly OptionDescription[],
  command: string,
): Record<string, unknown> {
  const end = words.indexOf('--');
  refuseObjectNames(words, command);
  refuseSwitchValues(end === -1 ? words : words.slice(0, end), flags, command);
  const named = (...kinds: readonly OptionDescription['kind'][]): string[] =>
    flags.filter(({ kind }) => kinds.includes(kind)).map(({ flag }) => flag.slice(2));
  const aliased = flags.flatMap(({ flag, alias }) => (alias === undefined ? [] : [[flag.slice(2), [alias]] as const]));
  const { _: rest, ...given } = Parser([...withDashValues(words, flags)], {
    boolean: named('boolean'),
    string: named('text', 'list'),
    array: named('list'),
    alias: Object.fromEntries(aliased.map(([name, short]) => [name, [...short]])),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    },
  });
  return { ...given, _: rest };
}

/** Reads options, and the words that no option takes. */
function readOptions(command: Command, words: readonly string[]): { given: RawOptions; rest: readonly unknown[] } {
  const options = describeOptions(command.options, command.positionals);
  const flags = options.filter(({ flag }) => flag.startsWith('--'));
  const { _: rest, ...given } = tokenize(words, flags, command.name);
  const byKey = Object.entries(given)
    .filter(([flag, value]) => flag !== '$0' && value !== undefined)
    .map(([flag, value]) => {
      const key = findOptionKey(flag, flags);
      const option = flags.find((candidate) => candidate.key === key);
      return [key, lastGiven(value, option)] as const;
    });
  return { given: Object.fromEntries(byKey), rest: Array.isArray(rest) ? rest : [] };
}

/**
 * A command that hands words on takes those of its own from the front, and reads none of the others; without a word to hand
 * on, the options are its own.
 */
function splitHandedOnWords(words: readonly string[], command: Command, rest: string): RawOptions {
  const own = command.positionals.filter((key) => key !== rest);
  const given = words.slice(0, own.length);
  const flag = given.find((word) => word.startsWith('-'));
  if (flag !== undefined) {
    const places = own.map((key) => `<${key}>`).join(' ');
    throw new UsageError(`"${command.name}" needs ${places} first, but got "${flag}".`, {
      hint: `See phs-tool ${command.name} --help.`,
    });
  }
  const others = words.slice(own.length);
  if (others[0]?.startsWith('-') === true) {
    const { given: options, rest: extra } = readOptions(command, others);
    if (extra.length > 0) {
      const word = wordText(extra[0]);
      const line = `phs-tool ${command.name} <${own.join('> <')}>`;
      throw new UsageError(`The options come before "${word}", but they belong after it.`, {
        hint: `For example: ${commandToCopy(line, [{ operand: word }, { operand: others[0] }], quoteIfNeeded)}`,
      });
    }
    return { ...options, ...positionalValues(given, command) };
  }
  return { ...positionalValues(given, command), ...(others.length === 0 ? {} : { [rest]: others }) };
}

/** Reads the words after a command's name. Raises a UsageError for what cannot be read at all. */
export function parseArguments(command: Command, words: readonly string[]): RawOptions {
  if (command.rest !== undefined) {
    return splitHandedOnWords(words, command, command.rest);
  }
  const { given, rest } = readOptions(command, words);
  return { ...given, ...positionalValues(rest, command, words) };
}
