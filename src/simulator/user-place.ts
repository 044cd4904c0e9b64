import { ruleStates, type RuleState } from './rule-state.js';
import type { Domain, Forest, Scenario } from './scenario.js';
import { stableGuid } from './stable-guid.js';
import type { SimulatedUser } from './user-schema.js';

/** A user with everything that the records about it are made of. */
export interface PlacedUser {
  readonly user: SimulatedUser;
  readonly forest: Forest;
  readonly domain: Domain;
  readonly entra: Scenario['entraConnectors'][number] | undefined;
  readonly rules: readonly RuleState[];
  readonly now: Date;
  readonly objectGuid: string;
  readonly sourceId: string;
  readonly metaverseId: string;
  readonly targetId: string;
  readonly anchor: string;
  readonly targetDn: string;
}

/** base64 of a GUID as Windows lays it out in memory: the source anchor of a user. */
function sourceAnchor(id: string): string {
  const [first = '', second = '', third = '', ...rest] = id.split('-');
  const swap = (part: string): Buffer => Buffer.from(part, 'hex').reverse();
  return Buffer.concat([swap(first), swap(second), swap(third), Buffer.from(rest.join(''), 'hex')]).toString('base64');
}

function contains(partition: string, dn: string): boolean {
  return dn.toLowerCase() === partition.toLowerCase() || dn.toLowerCase().endsWith(`,${partition.toLowerCase()}`);
}

/** The longest partition of the forest that contains the DN; its first one when none does. */
function findDomain(forest: Forest, user: SimulatedUser): Domain | undefined {
  if (user.domain !== undefined) return forest.domains.find(({ name }) => name === user.domain);
  const holding = forest.domains.filter(({ dn }) => contains(dn, user.dn));
  return holding.sort((left, right) => right.dn.length - left.dn.length)[0] ?? forest.domains[0];
}

/** Where a user is; nothing when the scenario has no such forest or domain. */
export function placeUser(scenario: Scenario, user: SimulatedUser, now: Date): PlacedUser[] {
  const forest =
    user.connector === undefined ? scenario.forests[0] : scenario.forests.find(({ name }) => name === user.connector);
  if (forest === undefined) return [];
  const domain = findDomain(forest, user);
  if (domain === undefined) return [];
  const seed = `${forest.name}|${user.dn}`;
  const objectGuid = stableGuid(`object|${seed}`);
  const anchor = sourceAnchor(objectGuid);
  return [
    {
      user,
      forest,
      domain,
      entra: scenario.entraConnectors[0],
      rules: ruleStates(scenario),
      now,
      objectGuid,
      sourceId: stableGuid(`source|${seed}`),
      metaverseId: stableGuid(`metaverse|${seed}`),
      targetId: stableGuid(`target|${seed}`),
      anchor,
      targetDn: `CN={${Buffer.from(anchor, 'ascii').toString('hex').toUpperCase()}}`,
    },
  ];
}
