import { EnvironmentError } from '../base/errors.js';
import { AUDIT_SOURCE, auditText } from './audit-texts.js';
import { eventText } from './event-texts.js';
import type { EventSeries, Scenario } from './scenario.js';
import { stableGuid } from './stable-guid.js';

/** One event of a simulated Application log. */
export interface SimulatedEvent {
  readonly at: Date;
  /** The 32-bit number of which the event id is the lower half. */
  readonly instanceId: number;
  readonly entryType: string;
  readonly source: string;
  readonly category: number;
  readonly message: string;
}

const MS_PER_MINUTE = 60_000;
const MS_PER_SECOND = 1000;
/** Ticks (100 ns since the year 1) at 1970-01-01. */
const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;
const TICKS_PER_MS = 10_000n;

/** Events of a server that have nothing to do with PHS, one of them with an id that looks like a heartbeat. */
const UNRELATED: readonly Omit<SimulatedEvent, 'at'>[] = [
  {
    instanceId: 1_073_758_208,
    entryType: 'Information',
    source: 'Microsoft-Windows-Security-SPP',
    category: 0,
    message: 'Successfully scheduled Software Protection service for re-start.',
  },
  {
    instanceId: 326,
    entryType: 'Information',
    source: 'ESENT',
    category: 1,
    message:
      'svchost (1784) The database engine attached a database (1, C:\\Windows\\system32\\LogFiles\\Sum\\Current.mdb).',
  },
  {
    instanceId: 1000,
    entryType: 'Error',
    source: 'Application Error',
    category: 100,
    message: 'Faulting application name: backup.exe, version: 4.1.0.0\r\nException code: 0xc0000005',
  },
  {
    instanceId: 1033,
    entryType: 'Information',
    source: 'MsiInstaller',
    category: 0,
    message: 'Windows Installer installed the product. Product Name: Contoso Agent.',
  },
  { instanceId: 654, entryType: 'Information', source: 'BackupAgent', category: 0, message: 'Volume snapshot end.' },
];

/** The instants of a series, oldest first, on whole seconds as the log keeps them. */
function instants(series: EventSeries, now: Date): Date[] {
  const times: Date[] = [];
  const step = series.every ?? Number.POSITIVE_INFINITY;
  for (let ago = series.from; ago >= series.to; ago -= step) {
    times.push(new Date(Math.floor((now.getTime() - ago * MS_PER_MINUTE) / MS_PER_SECOND) * MS_PER_SECOND));
  }
  return times;
}

function expandSeries(scenario: Scenario, series: EventSeries, now: Date): SimulatedEvent[] {
  const forest = scenario.forests.find(({ name }) => name === series.connector);
  const domain = forest?.domains.find(({ name }) => name === series.domain) ?? forest?.domains[0];
  return instants(series, now).map((at, ordinal) => {
    const text = eventText(series.eventId, {
      connectorId: forest?.identifier,
      domain: domain?.name ?? '',
      domainController: domain?.lastDomainController ?? `dc1.${domain?.name ?? ''}`,
      variant: series.variant,
      user: series.user,
      trackingId: stableGuid(`${scenario.name}|${series.eventId}|${series.connector ?? ''}|${ordinal}`),
      ordinal,
      at,
    });
    const message = series.message ?? (series.audit === undefined ? text?.message : auditText(series.audit, at));
    if (message === undefined) {
      const reason = `The scenario "${scenario.name}" has event ${series.eventId}, for which there is no text: give one in "message".`;
      throw new EnvironmentError('E_SIMULATED_SERVER', reason);
    }
    return {
      at,
      instanceId: series.eventId,
      entryType: series.entryType ?? text?.entryType ?? 'Information',
      source:
        series.source ?? (series.audit === undefined ? text?.source : AUDIT_SOURCE) ?? 'Directory Synchronization',
      category: 0,
      message,
    };
  });
}

function unrelatedEvents({ log }: Scenario, now: Date): SimulatedEvent[] {
  if (log.unrelatedEvery === null) return [];
  const series = { eventId: 0, from: log.beginsMinutesAgo, to: 0, every: log.unrelatedEvery };
  return instants(series, now).flatMap((at, index) => {
    const event = UNRELATED[index % UNRELATED.length];
    return event === undefined ? [] : [{ ...event, at }];
  });
}

/** All events of a scenario's Application log at `now`, oldest first. The same input gives the same log. */
export function scenarioEvents(scenario: Scenario, now: Date): SimulatedEvent[] {
  const events = [
    ...unrelatedEvents(scenario, now),
    ...scenario.log.series.flatMap((series) => expandSeries(scenario, series, now)),
  ];
  return events.sort((left, right) => left.at.getTime() - right.at.getTime());
}

function escapeField(text: string): string {
  return text.replace(/[\\\n\r\t]/g, (mark) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[mark] ?? mark);
}

/** The file `events.tsv` of a simulated server: index, UTC ticks, instance id, entry type, source, category, message. */
export function formatEventFile(events: readonly SimulatedEvent[]): string {
  const lines = events.map((event, index) => {
    const ticks = BigInt(event.at.getTime()) * TICKS_PER_MS + UNIX_EPOCH_TICKS;
    return [
      index + 1,
      ticks,
      event.instanceId,
      event.entryType,
      escapeField(event.source),
      event.category,
      escapeField(event.message),
    ].join('\t');
  });
  return lines.map((line) => `${line}\n`).join('');
}
