import { counted } from '../base/text.js';
import type { Finding } from '../model/finding.js';

/** How many different checks have a result. */
export function countChecks(findings: readonly Pick<Finding, 'check'>[]): number {
  return new Set(findings.map(({ check }) => check)).size;
}

/** `28 checks with 42 results`: a check can have a result for each connector, and the numbers on a screen must add up. */
export function checksText(findings: readonly Pick<Finding, 'check'>[]): string {
  const checks = countChecks(findings);
  const text = counted(checks, 'check');
  return findings.length === checks ? text : `${text} with ${findings.length} results`;
}
