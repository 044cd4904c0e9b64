import { catalog } from '../../src/checks/catalog.js';
import { ActivityCollector } from '../../src/collect/collect-activity.js';
import { adConnectors } from '../../src/collect/collect-channels.js';
import type { ReportInput } from '../../src/report/build-report.js';
import { known } from '../../src/model/fact.js';
import type { Connector, EventRecord, Facts } from '../../src/model/facts.js';
import type { ObjectResult } from '../../src/model/object-report.js';
import type { ReportPage } from '../../src/report/report-page.js';
import { markupInputs, terminalInputs } from './bad-input.js';
import {
  adConnector,
  channel,
  diagnosedFacts,
  entraConnector,
  errorEvent,
  eventSummary,
  minutesAgo,
  now,
  partition,
  reachableDomain,
  replicationRight,
  state,
  tally,
} from './facts.js';
import { resultOf, tailOf } from './object-results.js';
import { reportOf } from './reports.js';
import { sourceObject } from './trace.js';

/** The window of the timelines in these pages: a day. */
export const dayWindow = { startsAt: new Date(now.getTime() - 24 * 3_600_000), endsAt: now };

/** A record of the log that names its connector as Entra Connect does. */
export function eventOf(
  eventId: number,
  agoMinutes: number,
  connectorId: string,
  text = 'Something happened.',
): EventRecord {
  return {
    recordId: 100_000 - Math.round(agoMinutes * 10) - (eventId % 10),
    eventId,
    source: 'Directory Synchronization',
    entryType: [611, 652, 655].includes(eventId) ? 'Error' : 'Information',
    generatedAt: minutesAgo(agoMinutes),
    message: `${text}\r\n\r\n<forest-info>\r\n  <partition-name>CONTOSO.COM</partition-name>\r\n  <connector-id>${connectorId}</connector-id>\r\n</forest-info>`,
  };
}

/** A heartbeat every 30 minutes between two ages in minutes. */
export function heartbeats(connectorId: string, fromMinutes: number, toMinutes = 0): EventRecord[] {
  const count = Math.floor((fromMinutes - toMinutes) / 30);
  return Array.from({ length: count }, (_, index) => eventOf(654, toMinutes + 30 * index + 5, connectorId));
}

/** A page over facts, the records of the day and users. */
export function pageOf(
  facts: Facts,
  records: readonly EventRecord[] = [],
  { results, ...changes }: Partial<ReportInput> & { readonly results?: readonly ObjectResult[] } = {},
): ReportPage {
  const log = new ActivityCollector(dayWindow);
  log.add(records, adConnectors(facts.connectors));
  return {
    report: reportOf(facts, { command: 'report', checks: catalog, ...changes }),
    activity: log.activity(facts, changes.connectorFilter),
    ...(results === undefined ? {} : { objects: { results, tail: tailOf(results) } }),
  };
}

function guidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

function connectorOf(name: string, number: number): Connector {
  return adConnector(name, {
    identifier: guidOf(number),
    partitions: [partition(name), partition(`emea.${name}`)],
  });
}

/** Facts of a server with a connector for each name; every third one is silent, every fourth one fails. */
export function factsWithConnectors(names: readonly string[], text = 'Failed for contoso.com.'): Facts {
  const connectors = names.map(connectorOf);
  const failing = connectors.filter((_, index) => index % 4 === 1);
  const alive = connectors.filter((_, index) => index % 3 !== 0);
  return diagnosedFacts({
    connectors: known([entraConnector(), ...connectors]),
    channels: known(names.map((name) => channel(name))),
    partitionStates: known(
      connectors.flatMap(({ identifier, partitions }) =>
        partitions.map(({ dn }) =>
          state(identifier, {
            dn,
            ...(failing.some((each) => each.identifier === identifier) ? { lastCycleStatus: 'Failed' } : {}),
          }),
        ),
      ),
    ),
    domains: known(names.map((name) => reachableDomain(name))),
    replicationRights: known(names.map((name) => replicationRight(name))),
    events: known(
      eventSummary(
        Object.fromEntries(alive.map(({ identifier }) => [identifier, [tally(654, 12, 6), tally(653, 12, 6)]])),
        failing.map(({ identifier, name }, index) =>
          errorEvent(611, 5 + index / 10, {
            connectorId: identifier,
            domain: name,
            message: `${text} RPC Error 8453 : Replication access was denied.`,
          }),
        ),
      ),
    ),
  });
}

/** The day of those connectors: heartbeats for all, errors for every fourth, a full sync for the first. */
export function recordsFor({ connectors }: Facts, text = 'Failed for contoso.com.'): EventRecord[] {
  const ids = adConnectors(connectors).map(({ identifier }) => identifier);
  return ids.flatMap((id, index) => [
    ...heartbeats(id, 24 * 60, index % 3 === 0 ? 200 : 0),
    ...Array.from({ length: 12 }, (_, batch) => eventOf(651, batch * 100 + 7, id, 'Count: 3')),
    ...(index % 4 === 1
      ? Array.from({ length: 5 }, (_, error) =>
          eventOf(611, 5 + error, id, `${text} RPC Error 8453 : Replication access was denied.`),
        )
      : []),
    ...(index === 0 ? [eventOf(617, 900, id), eventOf(623, 700, id)] : []),
  ]);
}

/** Every string of corpora E and F as one thing that a server can name. */
export const hostileTexts: readonly string[] = [...markupInputs, ...terminalInputs];

/** A page in which every string of corpora E and F is a connector, a text of an event, evidence and a user. */
export function hostilePage(): ReportPage {
  const facts = factsWithConnectors(hostileTexts, hostileTexts.join(' '));
  const results = hostileTexts.map((text, index) =>
    resultOf(
      {
        reference: { kind: 'upn', text },
        distinguishedName: `CN=${text},DC=contoso,DC=com`,
        connectorNames: [text],
        source: known(sourceObject({ connectorName: text, objectType: text })),
      },
      { index: index + 1 },
    ),
  );
  return pageOf(facts, recordsFor(facts, hostileTexts.join('\n')), { results });
}
