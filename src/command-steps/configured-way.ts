import { UsageError } from '../base/errors.js';
import { without } from '../base/without.js';
import type { Command } from '../command-line/command.js';
import { flagName } from '../command-line/describe-options.js';
import type { Context } from '../command-line/context.js';
import type { RawOptions } from '../command-line/parse-arguments.js';
import { chooseRemote } from './choose-remote.js';
import { pickConfigured } from './fleet-servers.js';

/** Options that would name another server, or another way to it. */
const otherWays = ['simulate', 'computer', 'ssh', 'port', 'useSsl', 'configuration'] as const;

/**
 * The options of a command that asks one server, as if the way to the server that `--server` names in the configured list had been
 * typed, and the role that it has there. Raises a UsageError for a name that is not in the list, and beside another way.
 */
export function withConfiguredWay(
  { options: schema }: Pick<Command, 'options'>,
  options: RawOptions,
  name: string,
  { isReplay, servers = [] }: Pick<Context, 'isReplay' | 'servers'>,
): RawOptions {
  if (name.includes(',')) {
    throw new UsageError('--server names one server here, but several are named.', {
      hint: 'status, diagnose, report and events take several.',
    });
  }
  const other = otherWays.find((key) => options[key] !== undefined && options[key] !== false);
  if (other !== undefined || isReplay === true) {
    const named = other === undefined ? 'a recording' : flagName(other);
    throw new UsageError(`--server cannot be used with ${named}: the configured list says how the server is reached.`);
  }
  const { request, expect } = pickConfigured(name, servers);
  chooseRemote(request, {});
  const isJudged = 'expect' in schema.shape && options['expect'] === undefined && expect !== undefined;
  return { ...without(options, ['server']), ...(isJudged ? { expect } : {}), ...request };
}
