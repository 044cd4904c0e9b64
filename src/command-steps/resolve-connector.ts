import { EnvironmentError, UsageError } from '../base/errors.js';
import { isAdConnector } from '../model/connector-kind.js';
import type { Facts } from '../model/facts.js';
import { didYouMean } from '../base/suggest.js';

/** The exact name of the connector that was typed; a different case is accepted if it is clear. Raises a UsageError. */
export function resolveConnector(typed: string | undefined, facts: Pick<Facts, 'connectors'>): string | undefined {
  if (typed === undefined || !facts.connectors.known) {
    return typed;
  }
  const names = facts.connectors.value.filter(isAdConnector).map(({ name }) => name);
  const sameLetters = names.filter((name) => name.toLowerCase() === typed.toLowerCase());
  const [only, another] = names.includes(typed) ? [typed] : sameLetters;
  if (only !== undefined && another === undefined) {
    return only;
  }
  const list = names.length === 0 ? 'There is none on this server.' : `There is: ${names.join(', ')}.`;
  throw new UsageError(`There is no AD connector named "${typed}".${didYouMean(typed, names)}`, { hint: list });
}

/** The same for a command that also works without the connectors. Rejects a name that cannot be looked up (E_CONNECTORS). */
export function nameConnector(typed: string | undefined, connectors: Facts['connectors']): string | undefined {
  if (typed !== undefined && !connectors.known) {
    throw new EnvironmentError('E_CONNECTORS', `--connector needs the connectors. ${connectors.reason.message}`, {
      hint: 'Leave out --connector; events name their connector by its id.',
      cause: connectors.reason,
    });
  }
  return resolveConnector(typed, { connectors });
}
