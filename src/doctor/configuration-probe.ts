import { configurableKeys } from '../config/configurable.js';
import { readConfiguration, type Configuration, type Setting } from '../config/configuration.js';
import type { FileWorld } from '../config/read-file.js';
import { ConfigurationError } from '../base/errors.js';
import type { ConfiguredValue, Probe } from '../model/doctor.js';

/** What doctor reports of the configuration: its line, and every value with its origin, the strongest first. */
export interface ConfigurationAnswer {
  readonly probe: Probe;
  readonly values: readonly ConfiguredValue[];
}

const common = { id: 'configuration', title: 'Configuration' } as const;
const help = ['phs-tool help configuration'];

function nameSetting({ key, command }: Setting): string {
  return command === undefined ? key : `${command}.${key}`;
}

function fileText({ file }: Configuration): string {
  return file.state === 'read'
    ? `read ${file.path}`
    : file.state === 'none'
      ? `no file ${file.path}`
      : `not used: ${file.path}`;
}

/** The variable that takes precedence over a value of the file; undefined when the value is used. */
function findOverride({ key, origin }: Setting, settings: readonly Setting[]): string | undefined {
  return origin === 'file'
    ? settings.find((other) => other.key === key && other.origin === 'environment')?.source
    : undefined;
}

/** A value that is used, with its origin, and with what is not used because of it. */
function settingText(setting: Setting, settings: readonly Setting[]): string {
  const weaker =
    setting.origin === 'environment'
      ? settings.filter(({ key, origin }) => key === setting.key && origin === 'file')
      : [];
  const notUsed = weaker.map(
    ({ command, key, value, source }) =>
      `${command === undefined ? '' : `${command}.${key}=`}${String(value)} in ${source}`,
  );
  const verb = notUsed.length > 1 ? 'are' : 'is';
  const tail = notUsed.length === 0 ? '' : `; ${notUsed.join(' and ')} ${verb} not used`;
  return `${String(setting.value)} (${setting.source}${tail})`;
}

function buildProbe(configuration: Configuration): Probe {
  const { settings, file, notes } = configuration;
  const used = settings.filter((setting) => findOverride(setting, settings) === undefined);
  const details = [
    { label: 'File', value: fileText(configuration) },
    ...used.map((setting) => ({ label: nameSetting(setting), value: settingText(setting, settings) })),
    {
      label: 'Defaults hold for',
      value: configurableKeys.filter((key) => !settings.some((setting) => setting.key === key)).join(', '),
    },
  ];
  if (notes.length > 0) {
    const text = file.state === 'ignored' ? file.cure : 'Correct the name, or remove the variable.';
    return { ...common, status: 'warn', message: notes.join(' '), details, cure: { text, commands: help } };
  }
  const shown = used.map((setting) => `${nameSetting(setting)}=${settingText(setting, settings)}`);
  const message = shown.length === 0 ? `Defaults; ${fileText(configuration)}.` : `${shown.join(', ')}.`;
  return { ...common, status: 'pass', message, details };
}

function listValues({ settings }: Configuration): readonly ConfiguredValue[] {
  const set = settings.map((setting) => {
    const { key, command, value, origin, source } = setting;
    const stronger = findOverride(setting, settings);
    return {
      key,
      ...(command === undefined ? {} : { command }),
      value: String(value),
      origin,
      source,
      ...(stronger === undefined ? {} : { overriddenBy: stronger }),
    };
  });
  const defaults = configurableKeys
    .filter((key) => !settings.some((setting) => setting.key === key))
    .map((key) => ({ key, value: null, origin: 'default' as const }));
  return [...set, ...defaults];
}

/** Reads the configuration as every command does; what is wrong with it becomes the line of doctor instead of an error. */
export async function askConfiguration(
  env: Readonly<Record<string, string | undefined>>,
  option: string | undefined,
  world?: FileWorld,
): Promise<ConfigurationAnswer> {
  try {
    const configuration = await readConfiguration(env, option, world);
    return { probe: buildProbe(configuration), values: listValues(configuration) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    const text = error.hint ?? 'Correct it; until then the commands that it is for do not run.';
    const cure = { text, commands: help };
    return { probe: { ...common, status: 'fail', message: error.message, details: [], cure }, values: [] };
  }
}
