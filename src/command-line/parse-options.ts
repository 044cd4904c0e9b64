import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { didYouMean } from '../base/suggest.js';
import { optionsElsewhere, otherForms, sameOptions } from './other-names.js';
import { refuseUserOption } from './suggest-user-option.js';
import { describeOptions, flagName } from './describe-options.js';

/** A command's options, and what it is called. */
interface OptionsOfCommand {
  readonly schema: z.ZodObject;
  readonly positionals: readonly string[];
  readonly command: string;
}

/** ` Did you mean X?` of an option that the command has: under its other name, or spelled like it. */
function meantOption(key: string, flags: readonly string[]): string {
  const form = otherForms.get(key);
  const same = sameOptions.get(key);
  if (form !== undefined && flags.includes('--output')) {
    return ` Did you mean ${form}?`;
  }
  return same !== undefined && flags.includes(same) ? ` Did you mean ${same}?` : didYouMean(flagName(key), flags);
}

function unknownOption(
  keys: readonly string[],
  { schema, positionals, command }: OptionsOfCommand,
  raw: Readonly<Record<string, unknown>>,
): UsageError {
  const flags = describeOptions(schema, positionals).map(({ flag }) => flag);
  const named = keys.map(flagName);
  const [first = ''] = keys;
  const ofUser = refuseUserOption(first, raw[first], flags, command);
  if (ofUser !== undefined) {
    return ofUser;
  }
  const meant = keys.length > 1 ? '' : meantOption(first, flags);
  const elsewhere = optionsElsewhere.get(first);
  return new UsageError(`Unknown option ${named.join(', ')}.${meant}`, {
    hint:
      meant === '' && keys.length === 1 && elsewhere !== undefined
        ? `Another command has it: ${elsewhere}`
        : `See phs-tool ${command} --help.`,
  });
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

function describeIssue(issue: z.core.$ZodIssue, name: string, value: unknown): string {
  switch (issue.code) {
    case 'invalid_value':
      return value === undefined
        ? `${name} is missing: one of ${issue.values.map(String).join(', ')}.`
        : `${name} must be one of ${issue.values.map(String).join(', ')}, but got ${shown(value)}.`;
    case 'invalid_type':
      return value === undefined ? `${name} is missing.` : `${name} cannot be given as ${shown(value)}.`;
    default:
      return issue.path.length === 0 ? issue.message : `${name}: ${issue.message}`;
  }
}

/** Nothing, or a list with nothing in it: the flag stood there without a value. */
function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && (value.length === 0 || value.includes('')));
}

/** Asked of a command that has no such form; those that have it do not come to this. */
function asksForPage(key: string, raw: Readonly<Record<string, unknown>>): boolean {
  return key === 'output' && raw[key] === 'html';
}

/** Checks options that came from a command line. Raises a UsageError with one clear sentence for the first mistake. */
export function parseOptions<Schema extends z.ZodObject>(
  schema: Schema,
  positionals: readonly string[],
  raw: Readonly<Record<string, unknown>>,
  command: string,
): z.output<Schema> {
  const empty = Object.keys(raw).find((key) => isEmpty(raw[key]));
  if (empty !== undefined && Object.hasOwn(schema.shape, empty)) {
    throw new UsageError(`${positionals.includes(empty) ? `<${empty}>` : flagName(empty)} needs a value.`);
  }
  const result = schema.safeParse(raw);
  if (result.success) {
    return result.data;
  }
  const unrecognized = result.error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unrecognized !== undefined) {
    throw unknownOption(unrecognized.keys, { schema, positionals, command }, raw);
  }
  const issue = result.error.issues[0];
  const key = String(issue?.path[0] ?? '');
  const name = positionals.includes(key) ? `<${key}>` : flagName(key);
  throw new UsageError(
    issue === undefined ? 'The options were not understood.' : describeIssue(issue, name, raw[key]),
    {
      hint: asksForPage(key, raw) ? 'phs-tool report writes an HTML page.' : `See phs-tool ${command} --help.`,
      cause: result.error,
    },
  );
}
