import { compareVersions, isAtLeast } from '../base/version-number.js';
import {
  productBuilds,
  type BuildCut,
  type ProductBuild,
  type ProductBuilds,
  type Vulnerability,
} from './product-builds.js';

/** One thing to say of a build at an instant. `days` are whole days until the day. */
export type BuildConcern =
  | { readonly kind: 'cut-off'; readonly cut: BuildCut }
  | { readonly kind: 'recalled'; readonly build: ProductBuild; readonly text: string }
  | { readonly kind: 'out-of-support'; readonly since: string | null }
  | { readonly kind: 'vulnerable'; readonly vulnerability: Vulnerability }
  | { readonly kind: 'deadline'; readonly cut: BuildCut; readonly days: number };

/** The day from which on the Entra connector must sign in with an application, in a sentence with who says so (V2; facts 9.1). */
export function applicationDeadline(at: Date, { cuts }: ProductBuilds = productBuilds): string {
  const cut = cuts.find(({ needsApplication }) => needsApplication);
  if (cut === undefined) {
    return '';
  }
  const isPast = parseDay(cut.day) <= at.getTime();
  return isPast
    ? `Since ${cut.day} synchronization stops without an application, according to ${cut.accordingTo}.`
    : `From ${cut.day} on synchronization stops without an application, according to ${cut.accordingTo}.`;
}

/** What the list says of a build at an instant. */
export interface BuildVerdict {
  /** The most serious one first; empty for a build that is in order. */
  readonly concerns: readonly BuildConcern[];
  /** `listed`: it has a row. `newer`: it is beyond the newest row. `between`: it has no row, but a newer one has. */
  readonly place: 'listed' | 'newer' | 'between';
  /** The row of the build; undefined if it has none. */
  readonly row: ProductBuild | undefined;
}

/** A deadline is announced this many days ahead. */
export const deadlineWarningDays = 180;

const dayMs = 86_400_000;

/** Days are days in UTC: a cut holds from the first instant of its day. */
function parseDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function cutConcerns(
  version: string,
  at: number,
  usesApplication: boolean | undefined,
  cuts: readonly BuildCut[],
): BuildConcern[] {
  return cuts.flatMap((cut): BuildConcern[] => {
    const fits = isAtLeast(version, cut.minimum) === true && (!cut.needsApplication || usesApplication !== false);
    const days = Math.ceil((parseDay(cut.day) - at) / dayMs);
    if (fits || days >= deadlineWarningDays) {
      return [];
    }
    return days <= 0 ? [{ kind: 'cut-off', cut }] : [{ kind: 'deadline', cut, days }];
  });
}

function supportConcerns(version: string, at: number, { builds }: ProductBuilds): BuildConcern[] {
  const row = builds.find(({ build }) => compareVersions(build, version) === 0);
  const [oldest] = builds;
  if (row?.recalled !== undefined && isReleased(row, at)) {
    return [{ kind: 'recalled', build: row, text: row.recalled.text }];
  }
  if (row?.supportEnds != null) {
    return parseDay(row.supportEnds.day) <= at ? [{ kind: 'out-of-support', since: row.supportEnds.day }] : [];
  }
  const isOlderThanList = oldest !== undefined && isAtLeast(version, oldest.build) === false;
  return row === undefined && isOlderThanList ? [{ kind: 'out-of-support', since: null }] : [];
}

function isReleased({ released }: ProductBuild, at: number): boolean {
  return released === null || parseDay(released.day) <= at;
}

const weights: Readonly<Record<BuildConcern['kind'], number>> = {
  'cut-off': 0,
  recalled: 1,
  'out-of-support': 2,
  vulnerable: 3,
  deadline: 4,
};

/**
 * Judges a build at an instant, so that a recording is judged as of its own day. `usesApplication` is undefined as long as
 * nobody knows how the Entra connector signs in. Undefined for a text that is not a version.
 */
export function judgeBuild(
  version: string,
  at: Date,
  usesApplication?: boolean,
  list: ProductBuilds = productBuilds,
): BuildVerdict | undefined {
  const newest = list.builds.at(-1);
  const beyond = newest === undefined ? undefined : compareVersions(version, newest.build);
  if (beyond === undefined) {
    return undefined;
  }
  const row = list.builds.find(({ build }) => compareVersions(build, version) === 0);
  const concerns = [
    ...cutConcerns(version, at.getTime(), usesApplication, list.cuts),
    ...supportConcerns(version, at.getTime(), list),
    ...list.vulnerabilities
      .filter(({ published, fixedIn }) => parseDay(published) <= at.getTime() && isAtLeast(version, fixedIn) === false)
      .map((vulnerability) => ({ kind: 'vulnerable' as const, vulnerability })),
  ].sort((left, right) => weights[left.kind] - weights[right.kind]);
  return { concerns, place: row !== undefined ? 'listed' : beyond > 0 ? 'newer' : 'between', row };
}
