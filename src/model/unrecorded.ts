import type { Finding } from './finding.js';
import { notRecorded } from './quote-finding.js';

/** True if a recording does not hold what the check needs. */
export function isNotRecorded({ status, message }: Finding): boolean {
  return status === 'unknown' && message.endsWith(notRecorded);
}

/** The findings that a recording leaves open: those whose answer it does not hold, and those that rest on one of them. */
export function findUnrecorded(findings: readonly Finding[]): readonly Finding[] {
  const lacking = findings.filter(isNotRecorded);
  const isBlocked = ({ status, blockedBy, subject }: Finding): boolean =>
    status === 'skip' &&
    lacking.some((each) => each.check === blockedBy && (each.subject === undefined || each.subject === subject));
  return findings.filter((finding) => isNotRecorded(finding) || isBlocked(finding));
}
