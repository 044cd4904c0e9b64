import type { Finding } from './finding.js';

/**
 * Fails only when a run of the tool may have left synchronization off: whatever else is wrong, this is done first. PHS205,
 * which it explains, is skipped then.
 */
export const leftOffCheck = 'PHS211';

/** Fails if what was given names no user: a mistake of who asks, which no user suffers from. */
const nameCheck = 'PHS501';

/** True for a name that is misspelt, or that nobody has. */
export function isWrongName({ check, status }: Pick<Finding, 'check'> & { readonly status: string }): boolean {
  return check === nameCheck && status === 'fail';
}

/** The failed finding that the operator should look at first: one that goes with exit code 7, else the first of all. */
export function firstFailure(findings: readonly Finding[]): Finding | undefined {
  const failed = findings.filter(({ status }) => status === 'fail');
  return failed.find(({ check }) => check === leftOffCheck) ?? failed[0];
}
