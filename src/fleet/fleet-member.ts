import type { ExpectedRole } from '../checks/check.js';
import type { FleetServerResult } from '../model/fleet-document.js';
import type { Report } from '../model/report.js';
import type { ServerProfile } from './server-profile.js';

/** One server of several as the checks of a fleet see it. */
export interface FleetMember {
  /** As the operator named it. */
  readonly name: string;
  /** Undefined: it may have either role. */
  readonly expect: ExpectedRole | undefined;
  /** As the operator named it; undefined: he did not. */
  readonly tenant: string | undefined;
  readonly report: Report;
  /** Undefined: it did not answer. */
  readonly profile: ServerProfile | undefined;
}

/** All that a server's tenant is called: the one that it reports, and the word of the operator, which can be another spelling. */
export function tenantNames({ tenant, profile }: FleetMember): readonly string[] {
  return [profile?.identity.tenant, tenant].flatMap((name) => name?.toLowerCase() ?? []);
}

/** The tenant of a server: the one that it reports, else as the operator named it; undefined: not known. */
export function tenantOf(member: FleetMember): string | undefined {
  return tenantNames(member)[0];
}

/** What a server is; undefined: not known. */
export function roleOf({ profile }: Pick<FleetMember, 'profile'>): ExpectedRole | undefined {
  return profile?.isStaging === undefined ? undefined : profile.isStaging ? 'staging' : 'active';
}

/** When the connector that is silent longest was last alive; null: not known, or it is not meant to be. */
function lastSign({ report, profile }: FleetMember): string | null {
  const { overview } = report;
  if (profile?.isStaging === true || overview?.connectors.known !== true) {
    return null;
  }
  const signs = overview.connectors.value.map(({ lastSignOfLife }) =>
    lastSignOfLife.known ? (lastSignOfLife.value?.at ?? null) : null,
  );
  return signs.includes(null) ? null : (signs.flatMap((at) => at ?? []).sort()[0] ?? null);
}

/** What is said of a server beside its report. */
export function describeMember(member: FleetMember): FleetServerResult {
  const { name, expect, report, profile } = member;
  return {
    name,
    expect: expect ?? null,
    tenant: tenantOf(member) ?? null,
    role: roleOf(member) ?? null,
    build: profile?.build ?? null,
    lastSignOfLifeAt: lastSign(member),
    report,
  };
}
