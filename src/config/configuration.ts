import type { Command } from '../command-line/command.js';
import { describeOptions, type OptionDescription } from '../command-line/describe-options.js';
import { ConfigurationError } from '../base/errors.js';
import { didYouMean } from '../base/suggest.js';
import {
  configurableKeys,
  configurableOptions,
  isConfigurable,
  variableName,
  type ConfigurableCommand,
  type ConfigurableKey,
} from './configurable.js';
import { findConfigurationFile, type FoundFile, type FileWorld } from './read-file.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** One value, checked, with the place that it comes from. */
export interface Setting {
  readonly key: ConfigurableKey;
  /** The command that it is for; absent: all that have the option. */
  readonly command?: ConfigurableCommand;
  readonly value: string | boolean;
  readonly origin: 'environment' | 'file';
  /** Name of the variable, or path of the file. */
  readonly source: string;
}

/** Everything that is configured, the strongest first. */
export interface Configuration {
  readonly settings: readonly Setting[];
  readonly file: FoundFile;
  /** Sentences for the operator about what is not used. */
  readonly notes: readonly string[];
}

/** Variables with our prefix that are not options. */
const otherVariables = /^PHS_TOOL_(CONFIG|HOST|JUDGED_FILE|TEST_.*|BENCH_.*)$/;

function readBoolean(text: string): boolean | undefined {
  return /^(1|true|yes|on)$/i.test(text) ? true : /^(0|false|no|off)$/i.test(text) ? false : undefined;
}

function variableSetting(key: ConfigurableKey, text: string): Setting {
  const source = variableName(key);
  const schema = configurableOptions[key];
  const boolean = readBoolean(text);
  const candidate = schema.safeParse(text).success || boolean === undefined ? text : boolean;
  const parsed = schema.safeParse(candidate);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const said =
      issue?.code === 'invalid_value'
        ? `must be one of ${issue.values.map(String).join(', ')}`
        : issue?.code === 'invalid_type'
          ? 'must be true or false'
          : (issue?.message ?? 'was not understood');
    throw new ConfigurationError(`${source} ${said}, but got "${text}".`, { hint: 'See phs-tool help environment.' });
  }
  return { key, value: parsed.data, origin: 'environment', source };
}

function fromEnvironment(env: Environment): readonly Setting[] {
  return configurableKeys.flatMap((key) => {
    const text = env[variableName(key)];
    return text === undefined || text === '' ? [] : [variableSetting(key, text)];
  });
}

function fromFile(file: FoundFile): readonly Setting[] {
  if (file.state !== 'read') {
    return [];
  }
  const { path, content } = file;
  const readSettings = (section: object, command?: ConfigurableCommand): readonly Setting[] =>
    Object.entries(section).flatMap(([name, value]: [string, unknown]) => {
      const key = configurableKeys.find((candidate) => candidate === name);
      return key === undefined || (typeof value !== 'string' && typeof value !== 'boolean')
        ? []
        : [{ key, value, origin: 'file' as const, source: path, ...(command === undefined ? {} : { command }) }];
    });
  const sections = Object.entries(content).flatMap(([name, section]) =>
    isConfigurable(name) && typeof section === 'object' ? readSettings(section, name) : [],
  );
  return [...sections, ...readSettings(content)];
}

function writeNotes(env: Environment, file: FoundFile): readonly string[] {
  const known = configurableKeys.map(variableName);
  const strays = Object.keys(env).filter(
    (name) =>
      name.startsWith('PHS_TOOL_') && !otherVariables.test(name) && !known.some((variable) => variable === name),
  );
  return [
    ...(file.state === 'ignored' ? [`The configuration ${file.path} is not used: ${file.reason}.`] : []),
    ...strays.map((name) => `The variable ${name} is not known.${didYouMean(name, known)}`),
  ];
}

/**
 * Reads what is configured: variables, then the file. `option` is the value of `--config`. Raises a ConfigurationError
 * that names the variable, or the file and the key.
 */
export async function readConfiguration(
  env: Environment,
  option: string | undefined,
  world?: FileWorld,
): Promise<Configuration> {
  const variables = fromEnvironment(env);
  const file = await findConfigurationFile(env, option, world);
  return { settings: [...variables, ...fromFile(file)], file, notes: writeNotes(env, file) };
}

/** Options of which the operator means one when he gives it, whatever is configured of the other. */
const opposites: Partial<Record<ConfigurableKey, ConfigurableKey>> = { quiet: 'verbose', verbose: 'quiet' };

function requireFitting({ key, value, source, command }: Setting, option: OptionDescription, name: string): void {
  if (option.choices !== undefined && !option.choices.includes(String(value))) {
    const place = command === undefined ? key : `${command}.${key}`;
    const said = source.startsWith('PHS_TOOL_') ? source : `${source}: "${place}"`;
    throw new ConfigurationError(
      `${said} must be one of ${option.choices.join(', ')} for "${name}", but got "${String(value)}".`,
      { hint: 'See phs-tool help configuration.' },
    );
  }
}

/** A setting for one command that does not have the option is a mistake; one for all commands is not meant for this one. */
function requireKnown(settings: readonly Setting[], options: readonly OptionDescription[], name: string): void {
  const stray = settings.find(({ key, command }) => command === name && !options.some((option) => option.key === key));
  if (stray !== undefined) {
    throw new ConfigurationError(`${stray.source}: "${name}" has no option for "${name}.${stray.key}".`);
  }
}

/**
 * Adds what is configured to what was typed: flags take precedence over variables, variables over the file, a command's section
 * before what is for all. Commands that are not configurable get back what was typed. Raises a ConfigurationError.
 */
export function applyConfiguration(
  command: Command,
  typed: Readonly<Record<string, unknown>>,
  { settings }: Configuration,
): Readonly<Record<string, unknown>> {
  if (!isConfigurable(command.name)) {
    return typed;
  }
  const options = describeOptions(command.options, command.positionals);
  requireKnown(settings, options, command.name);
  const merged: Record<string, unknown> = { ...typed };
  for (const setting of settings) {
    const { key } = setting;
    const option = options.find((candidate) => candidate.key === key);
    const opposite = opposites[key];
    const isFree = merged[key] === undefined && (opposite === undefined || merged[opposite] === undefined);
    if (option !== undefined && isFree && (setting.command ?? command.name) === command.name) {
      requireFitting(setting, option, command.name);
      merged[key] = setting.value;
    }
  }
  return merged;
}
