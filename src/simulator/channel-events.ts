import type { ClixmlInput } from '../parsers/clixml.js';
import { eventText } from './event-texts.js';
import type { Domain, Forest, Scenario } from './scenario.js';
import { stableGuid } from './stable-guid.js';

/** An event as the simulated service will write it when the channel of a connector is switched. */
interface PreparedEvent extends Record<string, ClixmlInput> {
  readonly eventId: number;
  readonly entryType: string;
  readonly source: string;
  readonly message: string;
}

/** Passwords in one batch (facts 4.8: up to 50 a batch). */
const USERS_IN_BATCH = 2;

function prepare(forest: Forest, domain: Domain, now: Date): (eventId: number, ordinal?: number) => PreparedEvent {
  return (eventId, ordinal = 0) => {
    const text = eventText(eventId, {
      connectorId: forest.identifier,
      domain: domain.name,
      domainController: domain.lastDomainController ?? `dc1.${domain.name}`,
      variant: undefined,
      user: undefined,
      trackingId: stableGuid(`full-sync|${forest.name}|${domain.name}|${ordinal}`),
      ordinal,
      at: now,
    });
    if (text === undefined) throw new TypeError(`There is no text for event ${eventId}.`);
    return { eventId, ...text };
  };
}

function startOfDomain(forest: Forest, domain: Domain, now: Date): PreparedEvent[] {
  const event = prepare(forest, domain, now);
  return [event(618), event(619)];
}

function batch(forest: Forest, domain: Domain, now: Date): PreparedEvent[] {
  const event = prepare(forest, domain, now);
  const users = Array.from({ length: USERS_IN_BATCH }, (_, ordinal) => ordinal);
  return [
    event(650),
    ...users.map((ordinal) => event(656, ordinal)),
    ...users.map((ordinal) => event(657, ordinal)),
    event(651),
    event(622),
  ];
}

function connectorEvents(forest: Forest, domains: readonly Domain[], root: Domain, now: Date): ClixmlInput {
  const event = prepare(forest, root, now);
  const begin = [event(617), ...domains.flatMap((domain) => startOfDomain(forest, domain, now))];
  return {
    off: [event(602), event(609)],
    on: [event(601)],
    complete: [
      event(617),
      ...domains.flatMap((domain) => [...startOfDomain(forest, domain, now), ...batch(forest, domain, now)]),
      event(623),
      event(653),
      event(654),
    ],
    fail: [...begin, event(621)],
    never: begin,
  };
}

/**
 * What the service of a simulated server writes when a channel is switched, by the identifier of the AD connector: `off`,
 * `on`, and a full password sync that ends as `complete`, `fail` or `never` says (facts 4.8: ids verified, order
 * inferred). Written to `channel-events.clixml`, which simulator/Common/FullSync.ps1 reads.
 */
export function channelEvents(scenario: Scenario, now: Date): ClixmlInput {
  const events = new Map<string, ClixmlInput>();
  for (const forest of scenario.forests) {
    const domains = forest.domains.filter(({ selected }) => selected);
    const root = domains[0] ?? forest.domains[0];
    if (root !== undefined) events.set(forest.identifier.toLowerCase(), connectorEvents(forest, domains, root, now));
  }
  return Object.fromEntries(events);
}
