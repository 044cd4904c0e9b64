import { UsageError } from '../base/errors.js';
import type { OptionDescription } from './describe-options.js';
import { valueOptions } from './other-names.js';

/** A switch that was given a value. */
interface ValuedSwitch {
  readonly option: OptionDescription;
  readonly value: string;
}

/** `--quiet=yes`, `-q=yes` or `-vq5`; undefined for a word that gives no switch a value. */
function findValue(word: string, switches: readonly OptionDescription[]): ValuedSwitch | undefined {
  const long = /^(?<flag>--[^=]+)=(?<value>.*)$/s.exec(word)?.groups;
  if (long !== undefined) {
    const option = switches.find(({ flag }) => flag === long['flag']);
    return option === undefined ? undefined : { option, value: long['value'] ?? '' };
  }
  const short = /^-(?<letters>[A-Za-z]+)(?<rest>[^A-Za-z].*)$/s.exec(word)?.groups;
  const option = switches.find(({ alias }) => alias !== undefined && alias === short?.['letters']?.at(-1));
  return option === undefined ? undefined : { option, value: (short?.['rest'] ?? '').replace(/^=/, '') };
}

function refusal({ option, value }: ValuedSwitch, flags: readonly OptionDescription[], command: string): UsageError {
  const other = flags.find(({ flag }) => flag === valueOptions.get(option.flag));
  return new UsageError(`${option.flag} takes no value, but got "${value}".`, {
    hint:
      other === undefined
        ? `Give ${option.flag} alone, or leave it out; see phs-tool ${command} --help.`
        : `${other.flag} takes one: ${option.flag} ${other.flag} ${value === '' ? (other.value ?? '') : value}`,
  });
}

/**
 * yargs takes a switch with any value other than `true` for switched off: `--watch=30s` would not watch, and
 * `--use-ssl=yes` would be plain HTTP. Raises a UsageError for a value other than `true` and `false`.
 */
export function refuseSwitchValues(
  words: readonly string[],
  flags: readonly OptionDescription[],
  command: string,
): void {
  const switches = flags.filter(({ kind }) => kind === 'boolean');
  const valued = words.map((word) => findValue(word, switches)).find(isNotBoolean);
  if (valued !== undefined) {
    throw refusal(valued, flags, command);
  }
}

function isNotBoolean(valued: ValuedSwitch | undefined): valued is ValuedSwitch {
  return valued !== undefined && valued.value !== 'true' && valued.value !== 'false';
}

/** A word that the command has no place for and that stands behind a switch was meant as its value: `--watch 30s`. */
export function refuseWordOfSwitch(
  extra: string,
  words: readonly string[],
  flags: readonly OptionDescription[],
  command: string,
): void {
  const before = words[words.indexOf(extra) - 1] ?? '';
  const option = flags.find(
    ({ flag, alias, kind }) => kind === 'boolean' && (before === flag || before === `-${alias ?? ''}`),
  );
  if (option !== undefined) {
    throw refusal({ option, value: extra }, flags, command);
  }
}
