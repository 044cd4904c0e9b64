import { groupBy } from '../base/group-by.js';
import type { Finding } from '../model/finding.js';

/** What one check says of one subject in two documents; undefined: nothing there. */
export interface FindingPair {
  readonly was: Finding | undefined;
  readonly is: Finding | undefined;
}

/** The worst first. */
export const ranks: Readonly<Record<Finding['status'], number>> = { fail: 4, warn: 3, unknown: 2, skip: 1, pass: 0 };

/** A name that a bundle made: `d-h4q67dk9.com`, `connector-` and eight more. */
const pseudonym = /\b(?:d|t|h|u|n|v|connector)-[0-9a-z]{8}(?:\.[\w-]+)*/gi;
const guid = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi;

/** A sentence in small letters without its names, to be compared: those of connectors, pseudonyms and GUIDs. */
export function withoutNames(message: string, names: readonly string[]): string {
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  return longestFirst
    .reduce((text, name) => (name === '' ? text : text.replaceAll(name.toLowerCase(), '*')), message.toLowerCase())
    .replace(pseudonym, '*')
    .replace(guid, '*');
}

/** Takes out of `rest` the first finding for which something holds. */
function takeOut(rest: Finding[], holds: (finding: Finding) => boolean): Finding | undefined {
  const index = rest.findIndex(holds);
  return index === -1 ? undefined : rest.splice(index, 1)[0];
}

/** Pairs of one check: those that say the same, then those of one status, then the worst with the worst. */
function pairOfCheck(before: readonly Finding[], after: readonly Finding[], same: IsSame): readonly FindingPair[] {
  const worstFirst = (list: readonly Finding[]): Finding[] =>
    [...list].sort((one, other) => ranks[other.status] - ranks[one.status]);
  let open = worstFirst(before);
  const rest = worstFirst(after);
  const rounds: readonly ((was: Finding, is: Finding) => boolean)[] = [
    (was, is) => was.status === is.status && same(was, is),
    (was, is) => was.status === is.status,
    () => true,
  ];
  const pairs: FindingPair[] = [];
  for (const fits of rounds) {
    open = open.filter((was) => {
      const is = takeOut(rest, (one) => fits(was, one));
      if (is !== undefined) {
        pairs.push({ was, is });
      }
      return is === undefined;
    });
  }
  return [...pairs, ...open.map((was) => ({ was, is: undefined })), ...rest.map((is) => ({ was: undefined, is }))];
}

/** Whether two findings say the same, whatever their names. */
export type IsSame = (was: Finding, is: Finding) => boolean;

/** Findings of documents whose names are not the same, by check: whom each is about is a pseudonym, which says nothing there. */
export function pairWithoutNames(
  before: readonly Finding[],
  after: readonly Finding[],
  same: IsSame,
): readonly FindingPair[] {
  const byCheck = (list: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> =>
    groupBy(list, ({ check }) => check);
  const [old, now] = [byCheck(before), byCheck(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .flatMap((check) => pairOfCheck(old.get(check) ?? [], now.get(check) ?? [], same));
}
