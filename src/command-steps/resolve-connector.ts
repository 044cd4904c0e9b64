import { UsageError } from '../base/errors.js';
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
