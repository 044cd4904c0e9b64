import type { Remedy } from '../model/finding.js';
import { adviseFirst } from './advise-first.js';
import type { CheckId, JudgedDraft } from './check.js';

/** `not-recorded`: nothing else stands in the way than a recording that does not hold all that the checks need. */
export type Readiness = 'ready' | 'not-recorded' | 'not-ready' | 'left-out';

/** What a remedy depends on beside its check. */
export interface RunOfChecks {
  readonly isRun: (id: CheckId) => boolean;
  /** How far the checks that were run and come before a last resort are in order. */
  readonly readinessForLastResort: () => Readiness;
}

/** Only if these were run is the connectivity known; checks that judge events alone do not show it. */
const domainChecks: readonly CheckId[] = ['PHS401', 'PHS403'];

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
  const readiness = readinessForLastResort();
  if (readiness === 'left-out') {
    return runAllFirst;
  }
  if (readiness !== 'ready') {
    return readiness === 'not-recorded' ? lastResort.whenNotRecorded : lastResort.otherwise;
  }
  return domainChecks.every(isRun) ? lastResort.whenAllHolds : lastResort.whenDomainsAreUnasked;
}
