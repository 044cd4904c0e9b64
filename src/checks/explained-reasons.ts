import { isAtLeast } from '../base/version-number.js';
import type { UnknownCode } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { FindingStatus } from '../model/finding.js';
import { valueIfKnown, type CheckId } from './check.js';
import { findVersion } from './versions.js';

/** Checks that rest on a cmdlet which builds of 1.x lack. Any other missing command is not explained by an old build. */
const newerThanOldBuilds: readonly CheckId[] = ['PHS302', 'PHS401'];

/** A build of 2.x has the cmdlets, also if it is out of support. */
function isOldBuild(facts: Facts): boolean {
  const version = findVersion(valueIfKnown(facts.platform), valueIfKnown(facts.globalSetting));
  return version !== undefined && isAtLeast(version, '2.0.0.0') === false;
}

/** A reason that another check reports as its own finding, with the statuses of that finding that explain it. */
export const explainedReasons: Partial<
  Record<
    UnknownCode,
    {
      readonly by: CheckId;
      readonly when: readonly FindingStatus[];
      readonly only?: readonly CheckId[];
      readonly holds?: (facts: Facts) => boolean;
    }
  >
> = {
  'access-denied': { by: 'PHS102', when: ['fail'] },
  'service-stopped': { by: 'PHS104', when: ['fail'] },
  'module-missing': { by: 'PHS105', when: ['fail'] },
  'command-missing': { by: 'PHS106', when: ['warn', 'fail'], only: newerThanOldBuilds, holds: isOldBuild },
  'not-supported': { by: 'PHS106', when: ['warn', 'fail'], only: newerThanOldBuilds, holds: isOldBuild },
};
