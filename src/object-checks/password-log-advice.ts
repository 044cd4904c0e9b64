import type { Remedy } from '../model/finding.js';

/** PHS runs every two minutes (facts 3.1); a change younger than a few cycles may simply not have been seen. */
export const freshMs = 10 * 60_000;

/** Clocks of the server and of the domain controllers, and the time between the change and the entry. */
export const toleranceMs = 2 * 60_000;

/** For a change that may not have been seen yet. */
export const lookAgain: Remedy = {
  text: 'Passwords are read every two minutes: check again in a few minutes.',
  commands: [],
};

/** For a change that was not read from Active Directory. */
export const connectivity: Remedy = {
  text: 'Go on with connectivity: reachability of the domain controllers, the credentials of the AD DS connector account and its rights "Replicating Directory Changes" and "Replicating Directory Changes All".',
  commands: ['phs-tool diagnose'],
};
