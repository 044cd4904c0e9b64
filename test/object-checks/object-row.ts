import type { ObjectContext, ObjectSubject } from '../../src/object-checks/object-check.js';
import { runObjectChecks } from '../../src/object-checks/run-object-checks.js';
import { known } from '../../src/model/fact.js';
import type { Finding, FindingStatus } from '../../src/model/finding.js';
import type { Facts } from '../../src/model/facts.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import type { UserEvents } from '../../src/parsers/user-events.js';
import { adConnector, entraConnector, minutesAgo, now, partition, platform } from '../support/facts.js';
import { directoryObject, healthyTrace, serverFacts, userEvents } from '../support/trace.js';

/** A case of a check of one object: what differs from a user whose password is synchronized, and what is found. */
export interface ObjectRow {
  readonly check: string;
  readonly name: string;
  readonly trace?: Partial<ObjectTrace>;
  readonly server?: Partial<Facts>;
  readonly events?: UserEvents;
  readonly context?: Partial<ObjectContext>;
  readonly status: FindingStatus;
  readonly blockedBy?: string;
  readonly says?: RegExp;
  readonly advises?: RegExp;
}

/** What the checks are given. */
export function subjectOf({ trace = {}, server = {}, events = userEvents() }: Partial<ObjectRow>): ObjectSubject {
  return { trace: healthyTrace(trace), server: serverFacts(server), userEvents: known(events) };
}

/** What the checks find. */
export function findingsOf(row: Partial<ObjectRow>): readonly Finding[] {
  return runObjectChecks(subjectOf(row), { now, ...row.context });
}

/** The finding of one check; an error when there is none. */
export function find(findings: readonly Finding[], check: string): Finding {
  const found = findings.find((finding) => finding.check === check);
  if (found === undefined) {
    throw new Error(`no finding ${check}`);
  }
  return found;
}

/** A user who is nowhere. */
export const notThere = { source: known(null), metaverse: known(null), target: known(null), directory: known(null) };
/** A server whose one partition differs. */
export const withPartition = (changes: Parameters<typeof partition>[1]): Partial<Facts> => ({
  connectors: known([
    entraConnector(),
    adConnector('contoso.com', { partitions: [partition('contoso.com', changes)] }),
  ]),
});
/** A server with a second connector. */
export const withSecondForest = (dn: string): Partial<Facts> => ({
  connectors: known([
    entraConnector(),
    adConnector(),
    adConnector('contoso-old', { partitions: [partition('contoso-old', { dn })] }),
  ]),
});
/** A server with the feature for temporary passwords on or off. */
export const forTheFeature = (on: boolean | null, productVersion = '2.6.92.0'): Partial<Facts> => ({
  companyFeature: known({ passwordHashSync: true, forcePasswordChangeOnLogOn: on }),
  platform: known(platform({ productVersion })),
});
/** A user with a temporary password. */
export const temporary = { directory: known(directoryObject({ mustChangePassword: true, passwordLastSetAt: null })) };
/** A log without an attempt. */
export const empty = { log: known([]) };
/** A user whose password was set so many minutes ago. */
export const passwordSet = (ageMinutes: number): Pick<ObjectTrace, 'directory'> => ({
  directory: known(directoryObject({ passwordLastSetAt: minutesAgo(ageMinutes) })),
});
