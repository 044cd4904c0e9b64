import { classifyCycle } from '../model/cycle-status.js';
import { findAuditState } from '../checks/changes/change.js';
import type { CheckContext } from '../checks/check.js';
import { entraConnectors, selectedAdConnectors, statesOfConnector } from '../checks/connectors.js';
import { findFullSyncState } from '../checks/phs304-full-sync-progress.js';
import { findProblems } from '../checks/problems/problem-events.js';
import {
  findHeartbeat,
  findLastSign,
  findNewestSign,
  heartbeatEventId,
  signsOfLife,
} from '../checks/problems/signs-of-life.js';
import { readStaging } from '../checks/staging.js';
import { signEvents } from '../model/event-catalog.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { ChangeCount, Connector, EventSummary, EventTally, Facts, PartitionState } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import type { ConnectorOverview, Overview } from '../model/report.js';
import { reportedBuild, reportedCertificate } from './overview-deadlines.js';
import { reportedProblems } from './overview-problems.js';

/** A fact with its value mapped to the form that the report shows. */
function mapped<From, To>(fact: Fact<From>, map: (value: From) => To): Fact<To> {
  return fact.known ? known(map(fact.value)) : unknown(fact.reason);
}

function ageMs(instant: string, now: Date): number {
  return now.getTime() - Date.parse(instant);
}

function readChannel(connector: Connector, facts: Facts): ConnectorOverview['channel'] {
  if (!facts.channels.known) {
    return unknown(facts.channels.reason);
  }
  const channel = facts.channels.value.find(({ connectorName }) => connectorName === connector.name);
  return (
    channel?.configuration ?? unknown({ code: 'not-collected', message: 'No configuration was collected for it.' })
  );
}

function heartbeat(
  connector: Connector,
  events: EventSummary,
  context: CheckContext,
): (ConnectorOverview['heartbeat'] & { known: true })['value'] {
  const tally = findHeartbeat(connector, events, context.windowStartsAt);
  return tally === undefined ? null : { ...shownLatest(tally, context), count: tally.count };
}

function otherSigns(
  connector: Connector,
  events: EventSummary,
  { now, windowStartsAt }: CheckContext,
): { eventId: number; meaning: string; count: number; latestAt: string; ageMs: number }[] {
  return signsOfLife(connector, events, windowStartsAt)
    .filter(({ eventId }) => eventId !== heartbeatEventId)
    .map(({ eventId, count, latestAt }) => {
      const meaning = signEvents.get(eventId) ?? 'event';
      return { eventId, meaning, count, latestAt, ageMs: ageMs(latestAt, now) };
    })
    .sort((a, b) => a.ageMs - b.ageMs || a.eventId - b.eventId);
}

/** The newest sign of life in the window, else what the log holds from before it. */
function lastSignOfLife(
  connector: Connector,
  facts: Facts,
  context: CheckContext,
): ConnectorOverview['lastSignOfLife'] {
  if (!facts.events.known) {
    return unknown(facts.events.reason);
  }
  const newest = findNewestSign(connector, facts.events.value, context.windowStartsAt);
  if (newest !== undefined) {
    return known(shownLatest(newest, context));
  }
  return mapped(facts.lastSigns, (signs) => {
    const last = findLastSign(connector, signs);
    return last === undefined ? null : shownEvent(last.eventId, last.recordId, last.generatedAt, context);
  });
}

function shownEvent(eventId: number, recordId: number, at: string, { now }: CheckContext) {
  return { eventId, recordId, at, ageMs: ageMs(at, now) };
}

/** The latest event of a tally. */
function shownLatest(
  { eventId, latestRecordId, latestAt }: Pick<EventTally, 'eventId' | 'latestRecordId' | 'latestAt'>,
  context: CheckContext,
) {
  return shownEvent(eventId, latestRecordId, latestAt, context);
}

function lastCycles(
  connector: Connector,
  states: readonly PartitionState[],
  { now }: CheckContext,
): (ConnectorOverview['lastCycles'] & { known: true })['value'] {
  return statesOfConnector(connector, states).map(({ state, name }) => {
    // Monitors want the age of the last cycle that ended, also while one is running.
    const isRunning = classifyCycle(state) === 'in-progress';
    const latestEnd = state.lastCycleEndedAt ?? (isRunning ? state.lastSuccessEndedAt : null);
    return {
      partition: name,
      dn: state.dn,
      status: state.lastCycleStatus,
      startedAt: state.lastCycleStartedAt,
      endedAt: state.lastCycleEndedAt,
      ageMs: latestEnd === null ? null : ageMs(latestEnd, now),
      lastSuccessEndedAt: state.lastSuccessEndedAt,
    };
  });
}

function latestError(
  connector: Connector,
  events: EventSummary,
  context: CheckContext,
): (ConnectorOverview['latestError'] & { known: true })['value'] {
  const isMine = (id: string | null): boolean => id?.toLowerCase() === connector.identifier.toLowerCase();
  const [latest] = [...findProblems(events, isMine, context.windowStartsAt)].sort(
    (a, b) => Date.parse(b.latestAt) - Date.parse(a.latestAt),
  );
  return latest === undefined
    ? null
    : {
        ...shownLatest(latest, context),
        meaning: latest.meaning,
        count: latest.count,
        message: latest.sample?.message ?? null,
      };
}

/** The verdict on a connector follows its findings; it is not a second judgement. */
function judgeConnector(connector: Connector, findings: readonly Finding[]): ConnectorOverview['verdict'] {
  const of = (check: string): Finding | undefined =>
    findings.find((finding) => finding.check === check && finding.subject === connector.name) ??
    findings.find((finding) => finding.check === check && finding.subject === undefined);
  const [channel, life, collected] = [of('PHS205'), of('PHS301'), of('PHS303')];
  const problems = collected?.blockedBy === undefined ? collected : of(collected.blockedBy);
  const off = channel?.blockedBy === 'PHS211' ? of('PHS211') : channel;
  if (off?.status === 'fail') {
    return { status: 'off', text: off.message };
  }
  if (problems?.status === 'fail') {
    return { status: 'failing', text: problems.message };
  }
  if (life?.status === 'fail') {
    return { status: 'silent', text: life.message };
  }
  if (life?.status === 'skip') {
    return { status: 'explained', text: life.message };
  }
  return life?.status === 'pass'
    ? { status: 'alive', text: life.message }
    : { status: 'unknown', text: life?.message ?? 'Its liveness was not evaluated.' };
}

function countedChanges({ identifier }: Connector, { events }: Facts): Fact<ChangeCount> {
  if (!events.known) {
    return unknown(events.reason);
  }
  const { changes } = events.value;
  return changes === undefined
    ? unknown({ code: 'not-collected', message: 'The changes of passwords were not counted.' })
    : known(changes.get(identifier.toLowerCase()) ?? { requested: 0, succeeded: 0, failed: 0 });
}

function connectorOverview(
  connector: Connector,
  facts: Facts,
  context: CheckContext,
  findings: readonly Finding[],
): ConnectorOverview {
  return {
    name: connector.name,
    identifier: connector.identifier,
    channel: readChannel(connector, facts),
    heartbeat: mapped(facts.events, (events) => heartbeat(connector, events, context)),
    lastSignOfLife: lastSignOfLife(connector, facts, context),
    otherSignsOfLife: mapped(facts.events, (events) => otherSigns(connector, events, context)),
    lastCycles: mapped(facts.partitionStates, (states) => lastCycles(connector, states, context)),
    latestError: mapped(facts.events, (events) => latestError(connector, events, context)),
    changes: countedChanges(connector, facts),
    fullSync: mapped(facts.events, (events) => findFullSyncState(connector, events, context)),
    verdict: judgeConnector(connector, findings),
  };
}

/** The overview of a report: the facts that Microsoft's status script prints, each with its value or its reason. */
export function buildOverview(facts: Facts, context: CheckContext, findings: readonly Finding[]): Overview {
  const staging = readStaging(facts);
  return {
    entraConnectors: mapped(facts.connectors, () =>
      entraConnectors(facts).map(({ name, identifier }) => ({ name, identifier })),
    ),
    passwordHashSyncInTenant: mapped(facts.companyFeature, ({ passwordHashSync }) => passwordHashSync),
    audit: findAuditState(facts),
    stagingMode: staging.reason === undefined ? known(staging.enabled === true) : unknown(staging.reason),
    scheduler: mapped(facts.scheduler, (scheduler) => ({
      enabled: scheduler.syncCycleEnabled,
      suspended: scheduler.schedulerSuspended,
      syncCycleInProgress: scheduler.syncCycleInProgress,
      intervalMs: scheduler.effectiveIntervalMs,
      nextCycleStartsAt: scheduler.nextCycleStartsAt,
    })),
    problems: reportedProblems(facts, context),
    build: reportedBuild(facts, context),
    certificate: reportedCertificate(facts),
    connectors: mapped(facts.connectors, () =>
      selectedAdConnectors(facts, context).map((connector) => connectorOverview(connector, facts, context, findings)),
    ),
  };
}
