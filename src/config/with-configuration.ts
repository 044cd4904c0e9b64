import type { Command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { flagName } from '../command-line/describe-options.js';
import type { ConfiguredServer } from '../command-line/configured-server.js';
import { ConfigurationError } from '../base/errors.js';
import { escapeForTerminal } from '../base/escape.js';
import { asksConfigured, isConfigurable, variableName, type ConfigurableKey } from './configurable.js';
import { applyConfiguration, readConfiguration } from './configuration.js';
import { findConfigurationFile, type FoundFile } from './read-file.js';

/** Which server a command asks, and with what: whoever sets their variables expects every command to use them. */
const serverKeys: readonly ConfigurableKey[] = ['powershell', 'modulePath'];

/** Lines on the variables that a command with flags alone does not use, although it has their option. */
function noteUnusedVariables(command: Command, typed: Readonly<Record<string, unknown>>, env: Context['env']): string {
  const lines = serverKeys.flatMap((key) => {
    const variable = variableName(key);
    const isUnused = key in command.options.shape && (env[variable] ?? '') !== '' && typed[key] === undefined;
    return isUnused ? [`"phs-tool ${command.name}" does not use ${variable}: give ${flagName(key)}.\n`] : [];
  });
  return lines.join('');
}

function serversOf(file: FoundFile | undefined): readonly ConfiguredServer[] {
  return file?.state === 'read' ? (file.content.servers ?? []) : [];
}

/** What a command runs with. */
export interface ConfiguredCall {
  readonly options: Readonly<Record<string, unknown>>;
  /** The list of servers of the configuration file. */
  readonly servers: readonly ConfiguredServer[];
  /** Lines for stderr on what of the configuration is not used; empty if all of it is. */
  readonly notes: string;
}

/**
 * What was typed with what is configured for this command. `doctor` goes on without a configuration that is wrong, because it is
 * the command that shows it, unless its list names the server. Raises a ConfigurationError.
 */
export async function withConfiguration(
  command: Command,
  typed: Readonly<Record<string, unknown>>,
  env: Context['env'],
): Promise<ConfiguredCall> {
  const namesServer = typed['server'] !== undefined;
  if (!isConfigurable(command.name)) {
    const file = namesServer && asksConfigured(command.name) ? await findConfigurationFile(env, undefined) : undefined;
    const ignored = file?.state === 'ignored' ? `The configuration ${file.path} is not used: ${file.reason}.` : '';
    const notes = `${noteUnusedVariables(command, typed, env)}${ignored === '' ? '' : `${escapeForTerminal(ignored)}\n`}`;
    return { options: typed, servers: serversOf(file), notes };
  }
  const isDoctor = command.name === 'doctor';
  const option = typed['config'];
  try {
    const configuration = await readConfiguration(env, typeof option === 'string' ? option : undefined);
    return {
      options: applyConfiguration(command, typed, configuration),
      servers: serversOf(configuration.file),
      notes: isDoctor ? '' : configuration.notes.map((note) => `${escapeForTerminal(note)}\n`).join(''),
    };
  } catch (error) {
    if (isDoctor && !namesServer && error instanceof ConfigurationError) {
      return { options: typed, servers: [], notes: '' };
    }
    throw error;
  }
}
