import type { Attributes } from './clixml-frames.js';
import { excerpt, Refusal } from './clixml-refusal.js';

/**
 * What has been seen, by RefId: a record without a prototype, because the ids are nearly always 0, 1, 2, ..., for which
 * a record is an array and several times as fast as a Map; it was an eighth of all decoding time.
 */
export type References<T> = Record<string, T>;

/** Nothing seen yet. */
export function noReferences<T>(): References<T> {
  return Object.create(null) as References<T>;
}

/** What an element refers to; refused when nothing with this RefId came before. */
export function resolveReference<T>(known: References<T>, tag: string, attributes: Attributes): T {
  const refId = attributes.RefId ?? '';
  const target = known[refId];
  if (target === undefined) throw new Refusal('unknown-reference', `<${tag}> to ${excerpt(refId)}, which is not there`);
  return target;
}
