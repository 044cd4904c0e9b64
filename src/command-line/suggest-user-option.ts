import { commandToCopy, quoteIfNeeded } from '../base/command-to-copy.js';
import { UsageError } from '../base/errors.js';

/** Options by which people name a user, here or in other tools; `user` is an option of none of the commands. */
const userOptions: ReadonlySet<string> = new Set(['dn', 'dn-file', 'upn', 'sam', 'user']);

const partOfDn = /(?:^|,)\s*(?:CN|OU|DC)=/i;

/** A whole DN ends in a domain; one whose quotes were forgotten ends at its first space. */
const wholeDn = /^CN=.*,\s*DC=/is;

/** The option that takes a name of this form: a DN, a UPN (it has an at sign) or an account name. */
function optionFor(name: string): 'dn' | 'upn' | 'sam' {
  return partOfDn.test(name) ? 'dn' : name.includes('@') ? 'upn' : 'sam';
}

/** The option and its value, as it was typed or as the name looks; without a name, its place. */
function optionToType(option: string, value: unknown): readonly [flag: string, name: string] {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  const name = typeof last === 'string' ? last : '';
  return [option !== 'user' ? option : optionFor(name), name === '' ? 'NAME' : name];
}

/** The error for an option that names a user, on a command that has no such option; undefined for any other option. */
export function refuseUserOption(
  option: string,
  value: unknown,
  flags: readonly string[],
  command: string,
): UsageError | undefined {
  if (!userOptions.has(option)) {
    return undefined;
  }
  const [flag, name] = optionToType(option, value);
  return flags.includes('--sam')
    ? new UsageError(`Unknown option --${option}. Did you mean --${flag} ${quoteIfNeeded(name)}?`, {
        hint: `See phs-tool ${command} --help.`,
      })
    : new UsageError(`Unknown option --${option}: "${command}" does not trace a user.`, {
        hint: `To trace one: ${commandToCopy('phs-tool diagnose', [[flag, name]], quoteIfNeeded)}`,
      });
}

/** The hint for a word that a command has no place for, if it can be the name of a user; undefined otherwise. */
export function hintForUser(
  word: string,
  typed: readonly string[],
  flags: readonly string[],
  command: string,
): string | undefined {
  const namesDn = typed.some((other) => /^--dn(?:=|$)/.test(other));
  if (partOfDn.test(word) && (namesDn || !wholeDn.test(word))) {
    return 'Put the DN in quotes: it has spaces.';
  }
  const option = [optionFor(word), word] as const;
  if (flags.includes('--sam')) {
    return `If it is a user: ${commandToCopy(`phs-tool ${command}`, [option], quoteIfNeeded)}`;
  }
  return option[0] === 'sam'
    ? undefined
    : `To trace a user: ${commandToCopy('phs-tool diagnose', [option], quoteIfNeeded)}`;
}
