import { groupBy } from '../../base/group-by.js';
import type { Finding } from '../../model/finding.js';
import { brief } from '../brief.js';
import { messageOf, reasonKey } from '../told-once.js';
import { statusOrder } from './parts.js';

/** Findings that have one place on the page: what they share is shown once. */
export interface FindingGroup {
  readonly first: Finding;
  readonly findings: readonly Finding[];
}

function groupsOf(findings: readonly Finding[], keyOf: (finding: Finding) => string): readonly FindingGroup[] {
  return [...groupBy(findings, keyOf).values()].map((group) => ({ first: group[0], findings: group }));
}

/** A heading is shorter than a verdict. */
const longestHeading = 500;

const checkKey = ({ check, status }: Finding): string => `${check} ${status}`;

/** The reason that all of them have in common why they could not be checked. */
function sharedReason({ findings }: FindingGroup): string | undefined {
  const [reason, ...others] = new Set(findings.map(reasonKey));
  return others.length === 0 ? reason : undefined;
}

/**
 * The findings by check and status, the worst first. Checks that could not be evaluated for one and the same reason, or because
 * a recording lacks what they need, are one group.
 */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const reasons = new Map(
    groupsOf(findings, checkKey).map((group) => [checkKey(group.first), sharedReason(group) ?? checkKey(group.first)]),
  );
  const rank = ({ first }: FindingGroup): number => statusOrder.indexOf(first.status);
  return [...groupsOf(findings, (finding) => reasons.get(checkKey(finding)) ?? checkKey(finding))].sort(
    (a, b) => rank(a) - rank(b) || a.first.check.localeCompare(b.first.check),
  );
}

/**
 * What stands at the head of a group: what was found, if it is not in order, because the title of a check says how it should be.
 */
export function headingOf({ first, findings }: FindingGroup): string {
  if (first.status === 'pass' || first.status === 'skip') {
    return first.title;
  }
  const shared = messageOf({ finding: first, same: findings });
  const isOne = shared !== first.message || findings.every(({ message }) => message === first.message);
  return `${isOne ? '' : 'For example: '}${brief(shared, '', longestHeading)}`;
}
