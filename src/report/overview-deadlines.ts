import { valueIfKnown, type CheckContext } from '../checks/check.js';
import { usesApplication } from '../checks/entra-identity.js';
import { certificateRecord } from '../checks/sign-in-problems.js';
import { known, unknown } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import { judgeBuild, type BuildConcern } from '../model/judge-build.js';
import type { Overview } from '../model/report.js';

function startOfDay(day: string): string {
  return `${day}T00:00:00.000Z`;
}

function cutDays(concerns: readonly BuildConcern[]): readonly string[] {
  return concerns.flatMap((concern) => ('cut' in concern ? [concern.cut.day] : [])).sort();
}

/** The build with its days in UTC (facts 9.1); the version as PHS106 finds it. */
export function reportedBuild(facts: Facts, { now }: CheckContext): Overview['build'] {
  const version =
    valueIfKnown(facts.platform)?.productVersion ??
    valueIfKnown(facts.globalSetting)?.serverConfigurationVersion ??
    null;
  if (version === null) {
    return null;
  }
  const verdict = judgeBuild(version, now, usesApplication(facts));
  const ends = verdict?.row?.supportEnds ?? null;
  const [stops] = cutDays(verdict?.concerns ?? []);
  return {
    version,
    supportEndsAt: ends === null ? null : startOfDay(ends.day),
    stopsAt: stops === undefined ? null : startOfDay(stops),
  };
}

/** What the log says of the application's certificate that no renewal answered since (facts 9.2). */
export function reportedCertificate(facts: Facts): Overview['certificate'] {
  return facts.signInEvents.known
    ? known({
        renewalDueAt: certificateRecord(facts, 'renewalDue')?.generatedAt ?? null,
        expiredAt: certificateRecord(facts, 'expired')?.generatedAt ?? null,
      })
    : unknown(facts.signInEvents.reason);
}
