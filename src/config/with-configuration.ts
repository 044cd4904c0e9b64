import type { Command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { flagName } from '../command-line/describe-options.js';
import type { ConfiguredServer } from '../command-line/configured-server.js';
import { ConfigurationError } from '../base/errors.js';
import { escapeForTerminal } from '../base/escape.js';
import { isConfigurable, variableName, type ConfigurableKey } from './configurable.js';
import { applyConfiguration, readConfiguration } from './configuration.js';

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

/**
 * What was typed with what is configured for this command; what is not used of the configuration is reported on stderr.
 * `onServers` gets the list of servers that it holds. Readers of `silentForms` take stdout and stderr for one text and get no notes. `doctor` goes on without one that is wrong, because it is the command that shows it. Raises a ConfigurationError.
 */
export async function withConfiguration(
  command: Command,
  typed: Readonly<Record<string, unknown>>,
  ctx: Pick<Context, 'env' | 'io'>,
  silentForms: readonly string[] = [],
  onServers: (servers: readonly ConfiguredServer[]) => void = () => undefined,
): Promise<Readonly<Record<string, unknown>>> {
  if (!isConfigurable(command.name)) {
    ctx.io.stderr(noteUnusedVariables(command, typed, ctx.env));
    return typed;
  }
  const isDoctor = command.name === 'doctor';
  const option = typed['config'];
  try {
    const configuration = await readConfiguration(ctx.env, typeof option === 'string' ? option : undefined);
    if (configuration.file.state === 'read') {
      onServers(configuration.file.content.servers ?? []);
    }
    const merged = applyConfiguration(command, typed, configuration);
    const isSilent = merged['quiet'] === true || silentForms.some((form) => form === merged['output']);
    if (!isDoctor && !isSilent) {
      for (const note of configuration.notes) {
        ctx.io.stderr(`${escapeForTerminal(note)}\n`);
      }
    }
    return merged;
  } catch (error) {
    if (isDoctor && error instanceof ConfigurationError) {
      return typed;
    }
    throw error;
  }
}
