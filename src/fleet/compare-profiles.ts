import { profileAreas, type Difference, type ProfileArea, type UnreadPart } from '../model/comparison-document.js';
import { arePlain, haveOtherNames, pairNames, pairValues, type ValuePair } from '../model/named-values.js';
import type { ProfileGap, ProfileValue, ServerProfile } from './server-profile.js';

/** What differs between two servers, and what could not be compared. */
export interface Comparison {
  readonly namesDiffer: boolean;
  readonly differences: readonly Difference[];
  readonly notCompared: readonly UnreadPart[];
}

/** Areas whose values hold names. */
const namedAreas: readonly ProfileArea[] = ['connector', 'partition', 'scope', 'rule', 'domain-controller'];

function isInGap({ area, subject }: Pick<ProfileValue, 'area' | 'subject'>, gaps: readonly ProfileGap[]): boolean {
  return gaps.some((gap) => gap.area === area && (gap.subject === null || gap.subject === subject));
}

/** Connectors that one of the two does not have: then nothing else of them is worth a line. */
function findLoneConnectors(pairs: readonly ValuePair<ProfileValue>[]): ReadonlySet<string> {
  const lone = pairs.filter(({ some, first, second }) => some.area === 'connector' && (first ?? second) !== undefined);
  return new Set(
    lone.filter(({ first, second }) => first === undefined || second === undefined).map(({ some }) => some.name),
  );
}

function withSubjects(
  { values, gaps }: ServerProfile,
  nameOf: (name: string) => string,
): Pick<ServerProfile, 'values' | 'gaps'> {
  const of = (subject: string | null): string | null => (subject === null ? null : nameOf(subject));
  return {
    values: values.map((value) => ({ ...value, subject: of(value.subject) })),
    gaps: gaps.map((gap) => ({ ...gap, subject: of(gap.subject) })),
  };
}

function toDifference({ some, first, second }: ValuePair<ProfileValue>): Difference {
  const { area, subject, name } = some;
  return {
    ...{ area, subject, name, first: first?.value ?? null, second: second?.value ?? null },
    keepsFromTakeover: first?.needed === true || second?.needed === true,
  };
}

/** Said once of what neither says. */
function listUnread(first: readonly ProfileGap[], second: readonly ProfileGap[]): readonly UnreadPart[] {
  const isSame = (left: ProfileGap, right: ProfileGap): boolean =>
    left.area === right.area && left.subject === right.subject && left.reason === right.reason;
  const part = ({ area, subject, reason, needed }: ProfileGap, side: UnreadPart['side']): UnreadPart => ({
    ...{ area, subject, side, reason, matters: needed },
  });
  return [
    ...first.map((gap) => part(gap, second.some((other) => isSame(gap, other)) ? 'both' : 'first')),
    ...second.filter((gap) => !first.some((other) => isSame(gap, other))).map((gap) => part(gap, 'second')),
  ];
}

const pseudonyms = 'Names of one are pseudonyms that the other does not have.';

function byArea(left: { readonly area: ProfileArea }, right: { readonly area: ProfileArea }): number {
  return profileAreas.indexOf(left.area) - profileAreas.indexOf(right.area);
}

/**
 * Compares two servers by their profiles. What one of them could not say is not taken for a difference. `anyIsRedacted`: the
 * names of one of them may be pseudonyms; then only values that hold no name are compared.
 */
export function compareProfiles(first: ServerProfile, second: ServerProfile, anyIsRedacted = false): Comparison {
  const namesDiffer = haveOtherNames(first.adConnectors, second.adConnectors, anyIsRedacted);
  const nameOf = namesDiffer ? pairNames(first.adConnectors, second.adConnectors) : (name: string): string => name;
  const [one, other] = [withSubjects(first, (name) => name), withSubjects(second, nameOf)];
  const pairs = pairValues(one.values, other.values);
  const lone = findLoneConnectors(pairs);
  const counts = (pair: ValuePair<ProfileValue>): boolean => {
    if (namesDiffer) {
      return arePlain(pair);
    }
    const { some } = pair;
    const isUnread =
      pair.first === undefined ? isInGap(some, one.gaps) : pair.second === undefined && isInGap(some, other.gaps);
    return !isUnread && !(some.subject !== null && lone.has(some.subject));
  };
  const hidden = namesDiffer
    ? namedAreas.map((area): UnreadPart => ({
        area,
        subject: null,
        side: 'both',
        reason: pseudonyms,
        matters: area !== 'domain-controller',
      }))
    : [];
  return {
    namesDiffer,
    differences: pairs.filter(counts).map(toDifference).sort(byArea),
    notCompared: [...hidden, ...listUnread(one.gaps, other.gaps)].sort(byArea),
  };
}
