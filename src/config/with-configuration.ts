import type { Command } from '../command-line/command.js';
import type { Context } from '../command-line/context.js';
import { ConfigurationError } from '../base/errors.js';
import { escapeForTerminal } from '../base/escape.js';
import { isConfigurable } from './configurable.js';
import { applyConfiguration, readConfiguration } from './configuration.js';

/**
 * What was typed with what is configured for this command; what is not used of the configuration is reported on stderr.
 * Readers of `silentForms` take stdout and stderr for one text and get no notes. `doctor` goes on without one that is wrong, because it is the command that shows it. Raises a ConfigurationError.
 */
export async function withConfiguration(
  command: Command,
  typed: Readonly<Record<string, unknown>>,
  ctx: Pick<Context, 'env' | 'io'>,
  silentForms: readonly string[] = [],
): Promise<Readonly<Record<string, unknown>>> {
  if (!isConfigurable(command.name)) {
    return typed;
  }
  const isDoctor = command.name === 'doctor';
  const option = typed['config'];
  try {
    const configuration = await readConfiguration(ctx.env, typeof option === 'string' ? option : undefined);
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
