import type { Remedy } from '../model/finding.js';
import { adviseFirst } from './advise-first.js';
import type { CheckId, JudgedDraft } from './check.js';

/**
 * How far what comes before a last resort is in order. `domains-unasked`: the domain controllers were not asked; `left-out`: another
 * check was not run; `not-recorded`: nothing else stands in the way than a recording that does not hold all that the checks need.
 */
export type Readiness = 'ready' | 'domains-unasked' | 'left-out' | 'not-recorded' | 'not-ready';

/** What a remedy depends on beside its check. */
export interface RunOfChecks {
  readonly isRun: (id: CheckId) => boolean;
  /** How far the checks that were run and come before a last resort are in order. */
  readonly readinessForLastResort: () => Readiness;
}

/** What was left out by --only or --skip can be the cause: it comes before a last resort. */
const runAllFirst: Remedy = {
  text: 'Checks were left out (--only, --skip): run phs-tool diagnose without them first. A full sync of all passwords comes last, and Microsoft says to run it only once.',
  commands: ['phs-tool diagnose'],
};

/** `diagnose` asks what was not asked, so it comes before all that can be done about the symptom. */
const diagnoseFirst = {
  text: 'phs-tool diagnose asks the domain controllers for the cause behind these events: run it first.',
  commands: ['phs-tool diagnose'],
};

/** What to advise about a finding of one run: it depends on what else was checked and found. */
export function chooseRemedy(
  { remedy, lastResort, behind = [] }: JudgedDraft,
  { isRun, readinessForLastResort }: RunOfChecks,
): Remedy | undefined {
  if (lastResort === undefined) {
    const isAsked = behind.every(isRun);
    return remedy === undefined || isAsked ? remedy : adviseFirst(remedy, diagnoseFirst);
  }
  const remedies: Readonly<Record<Readiness, Remedy>> = {
    ready: lastResort.whenAllHolds,
    'domains-unasked': lastResort.whenDomainsAreUnasked,
    'left-out': runAllFirst,
    'not-recorded': lastResort.whenNotRecorded,
    'not-ready': lastResort.otherwise,
  };
  return remedies[readinessForLastResort()];
}
