import type { CheckId } from '../checks/check.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { tenantNames, type FleetMember } from './fleet-member.js';

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

/** The names that are one tenant's, those of each tenant together: a server that has two of them says that they are the same. */
function groupNames(members: readonly FleetMember[]): readonly ReadonlySet<string>[] {
  return members.map(tenantNames).reduce<readonly ReadonlySet<string>[]>((groups, names) => {
    if (names.length === 0) {
      return groups;
    }
    const isSame = (group: ReadonlySet<string>): boolean => names.some((name) => group.has(name));
    const merged = new Set([...groups.filter(isSame).flatMap((group) => [...group]), ...names]);
    return [...groups.filter((group) => !isSame(group)), merged];
  }, []);
}

/**
 * Servers by tenant, those whose tenant is not known last. Servers that have one name in common, reported or given by the operator,
 * are of one tenant, so that another spelling does not hide a second writer. If all that is known is one tenant, they are taken as
 * its servers: then nobody has to name it.
 */
export function groupByTenant(members: readonly FleetMember[]): readonly Tenant[] {
  const groups = groupNames(members);
  const reported = new Set(members.flatMap(({ profile }) => profile?.identity.tenant ?? []));
  const nameOf = (group: ReadonlySet<string>): string | undefined =>
    [...group].find((name) => reported.has(name)) ?? [...group][0];
  const [only] = groups;
  if (groups.length <= 1) {
    return [{ name: only === undefined ? undefined : nameOf(only), members }];
  }
  const isIn = (group: ReadonlySet<string>, member: FleetMember): boolean =>
    tenantNames(member).some((name) => group.has(name));
  const strays = members.filter((member) => tenantNames(member).length === 0);
  return [
    ...groups.map((group) => ({ name: nameOf(group), members: members.filter((member) => isIn(group, member)) })),
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
