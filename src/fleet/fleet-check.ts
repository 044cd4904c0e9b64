import type { CheckId } from '../checks/check.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { tenantOf, type FleetMember } from './fleet-member.js';

/** A verdict of a check on several servers. */
export interface FleetDraft {
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';
  /** A tenant, or a server; absent: all servers. */
  readonly subject?: string | undefined;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly remedy?: Remedy | undefined;
  /** The check that says why this one does not apply; only with `skip`. */
  readonly blockedBy?: CheckId | undefined;
}

/** One check of several servers: a pure function of their reports and of what they are compared by. */
export interface FleetCheck {
  readonly id: CheckId;
  /** A true statement in the present tense when the status is `pass`. */
  readonly title: string;
  /** True: it needs what only `diagnose` and `report` read. */
  readonly onlyDiagnose?: true;
  readonly run: (members: readonly FleetMember[]) => readonly FleetDraft[];
}

/** The servers of one tenant. */
export interface Tenant {
  /** Undefined: not known. */
  readonly name: string | undefined;
  readonly members: readonly FleetMember[];
}

/**
 * Servers by tenant, those whose tenant is not known last. If all that is known is one tenant, they are taken as its servers:
 * then nobody has to name it.
 */
export function groupByTenant(members: readonly FleetMember[]): readonly Tenant[] {
  const names = [...new Set(members.flatMap((member) => tenantOf(member) ?? []))];
  const [only] = names;
  if (names.length <= 1) {
    return [{ name: only, members }];
  }
  const strays = members.filter((member) => tenantOf(member) === undefined);
  return [
    ...names.map((name) => ({ name, members: members.filter((member) => tenantOf(member) === name) })),
    ...(strays.length === 0 ? [] : [{ name: undefined, members: strays }]),
  ];
}

/** `SYNC01`, `SYNC01 and SYNC02`, `SYNC01, SYNC02 and SYNC03`. */
export function listNames(members: readonly Pick<FleetMember, 'name'>[]): string {
  const names = members.map(({ name }) => name);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `does` for one, `do` for several. */
export function verb(members: readonly unknown[], one: string, several: string): string {
  return members.length === 1 ? one : several;
}
