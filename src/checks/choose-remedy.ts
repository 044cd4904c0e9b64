import type { Remedy } from '../model/finding.js';
import { adviseFirst } from './advise-first.js';
import type { CheckId, JudgedDraft } from './check.js';

/** `not-recorded`: nothing else stands in the way than a recording that does not hold all that the checks need. */
export type Readiness = 'ready' | 'not-recorded' | 'not-ready';

/** What a remedy depends on beside its check. */
export interface RunOfChecks {
  readonly isRun: (id: CheckId) => boolean;
  /** How far the checks that were run and come before a last resort are in order. */
  readonly readinessForLastResort: () => Readiness;
}

/** Only if it was run is the connectivity known; checks that judge events alone do not show it. */
const reachabilityCheck: CheckId = 'PHS401';

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
  if (readiness !== 'ready') {
    return readiness === 'not-recorded' ? lastResort.whenNotRecorded : lastResort.otherwise;
  }
  return isRun(reachabilityCheck) ? lastResort.whenAllHolds : lastResort.whenDomainsAreUnasked;
}
