import { isAdConnector } from '../model/connector-kind.js';
import { findEventDomain, isDomainEvent } from '../model/domain-events.js';
import { known, type Fact } from '../model/fact.js';
import type { Connector, EventSummary, EventTally, Facts, NarrowedFacts, Partition } from '../model/facts.js';
import { readDnsName, parseDn } from '../parsers/dn.js';
import { valueIfKnown } from './check.js';

const fullSyncOfForest: readonly number[] = [617, 623];
const fullSyncOfDomain = 618;

function mapFact<Value>(fact: Fact<Value>, map: (value: Value) => Value): Fact<Value> {
  return fact.known ? known(map(fact.value)) : fact;
}

/** Every name that texts have for the domain of a partition, in lower case. */
function listNames({ name, dn, netBiosName }: Partition): readonly string[] {
  const parsed = parseDn(dn);
  const dnsName = parsed.ok ? readDnsName(parsed.dn) : null;
  return [name, dn, dnsName, netBiosName].flatMap((text) => (text == null || text === '' ? [] : text.toLowerCase()));
}

/** Distinguishes the domain of one partition from all others by the names that texts have for them. */
class DomainNames {
  private readonly mine: ReadonlySet<string>;
  private readonly others: ReadonlySet<string>;

  constructor(partition: Partition, all: readonly Connector[]) {
    this.mine = new Set(listNames(partition));
    const others = all.flatMap(({ partitions }) => partitions).filter(({ dn }) => !this.mine.has(dn.toLowerCase()));
    this.others = new Set(others.flatMap(listNames).filter((name) => !this.mine.has(name)));
  }

  /** False only for the name of another domain: one of a known partition, or a name in full that is not this domain's. */
  mayBeMine(domain: string | null): boolean {
    const name = domain?.toLowerCase() ?? '';
    if (name === '' || this.mine.has(name)) {
      return true;
    }
    return !this.others.has(name) && !/[.=]/.test(name);
  }
}

/** The tallies of several domains as one for each id. */
function addTallies(lists: readonly (readonly EventTally[])[]): readonly EventTally[] {
  const byId = new Map<number, EventTally>();
  for (const tally of lists.flat()) {
    const other = byId.get(tally.eventId);
    if (other === undefined) {
      byId.set(tally.eventId, tally);
      continue;
    }
    const [first, latest] = [other, tally].sort((a, b) => Date.parse(a.latestAt) - Date.parse(b.latestAt));
    byId.set(tally.eventId, {
      eventId: tally.eventId,
      count: other.count + tally.count,
      firstAt: Date.parse(other.firstAt) < Date.parse(tally.firstAt) ? other.firstAt : tally.firstAt,
      latestAt: (latest ?? first ?? tally).latestAt,
      latestRecordId: (latest ?? first ?? tally).latestRecordId,
    });
  }
  return [...byId.values()];
}

/** Once the full sync of a forest has begun with this domain, how far the other domains are does not matter to it. */
function dropOtherDomains(tallies: readonly EventTally[]): readonly EventTally[] {
  const latestMs = (id: number): number =>
    Math.max(-Infinity, ...tallies.filter(({ eventId }) => eventId === id).map(({ latestAt }) => Date.parse(latestAt)));
  const [forestId = 0] = fullSyncOfForest;
  return latestMs(fullSyncOfDomain) >= latestMs(forestId)
    ? tallies.filter(({ eventId }) => !fullSyncOfForest.includes(eventId))
    : tallies;
}

function narrowEvents(events: EventSummary, names: DomainNames): EventSummary {
  const { tallies, domainTallies, errors } = events;
  const mine = errors.filter(({ eventId, message, domain }) =>
    names.mayBeMine(findEventDomain(eventId, message, domain)),
  );
  if (domainTallies === undefined) {
    return { ...events, errors: mine };
  }
  const narrowed = [...tallies].map(([connectorId, list]) => {
    const ofDomains = [...(domainTallies.get(connectorId) ?? [])].filter(([domain]) => names.mayBeMine(domain));
    const all = [
      ...list.filter(({ eventId }) => !isDomainEvent(eventId)),
      ...addTallies(ofDomains.map(([, ofDomain]) => ofDomain)),
    ];
    return [connectorId, dropOtherDomains(all)] as const;
  });
  return {
    ...events,
    tallies: new Map(narrowed),
    errors: mine,
    errorCount: events.errorCount - (errors.length - mine.length),
  };
}

/**
 * The facts as far as they are about the domain of one partition: everything of the server and of the connector, and of
 * domains only this one. So every check that is run over them speaks about users of this domain, and no trouble of another
 * domain, or of another connector if the checks look at this one only, is among their findings.
 */
export function narrowFacts(facts: Facts, connectorName: string, partition: Partition): Facts | NarrowedFacts {
  const connectors = (valueIfKnown(facts.connectors) ?? []).filter(isAdConnector);
  const connector = connectors.find(({ name }) => name === connectorName);
  if (connector === undefined) {
    return facts;
  }
  const names = new DomainNames(partition, connectors);
  const others = connector.partitions.filter(({ dn }) => dn !== partition.dn);
  const otherDns = new Set(others.map(({ dn }) => dn.toLowerCase()));
  const isOther = (dn: string): boolean => otherDns.has(dn.toLowerCase());
  return {
    ...facts,
    hasOtherDomains: others.some(({ selected, isDomain }) => selected === true && isDomain === true),
    connectors: mapFact(facts.connectors, (all) =>
      all.map((each) => (each === connector ? { ...connector, partitions: [partition] } : each)),
    ),
    partitionStates: mapFact(facts.partitionStates, (states) =>
      states.filter(
        ({ connectorId, dn }) => connectorId.toLowerCase() !== connector.identifier.toLowerCase() || !isOther(dn),
      ),
    ),
    events: mapFact(facts.events, (events) => narrowEvents(events, names)),
    domains: mapFact(facts.domains, (rows) =>
      rows.filter((row) => row.connectorName !== connectorName || names.mayBeMine(row.domain)),
    ),
    replicationRights: mapFact(facts.replicationRights, (rows) =>
      rows.filter((row) => row.connectorName !== connectorName || !isOther(row.domainDn)),
    ),
  };
}
