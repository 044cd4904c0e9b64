import type { GuardEvidence } from './evidence.js';
import { readGuardEvent, type GuardEvent } from './guard-events.js';
import { hasSystemTask } from './guardian-task.js';
import type { Inspection } from '../model/guard-inspection.js';
import { countedEpochs, isOver, isPermitted, recordOfKind, runOf, type Epoch } from './journal.js';
import { recordSchemas, type RecordKind } from './slots.js';
import type { PairReading } from './read-pair.js';

/** The events of the tool that could be understood, authentic or not, oldest first, and how many could not. */
export function readGuardEvents(inspection: Inspection): {
  readonly events: readonly GuardEvent[];
  readonly unreadable: number;
} {
  const read = inspection.events.map(readGuardEvent);
  const events = read.filter((event) => event !== undefined).sort((one, other) => one.recordId - other.recordId);
  return { events, unreadable: read.length - events.length };
}

function isRecordKind(kind: string): kind is RecordKind {
  return kind !== 'TICK' && Object.hasOwn(recordSchemas, kind);
}

/** Kinds of events that are written only after it was read as on, or stayed on. */
const kindsWrittenWhenOn: ReadonlySet<string> = new Set([
  'ON_SEEN',
  'TURNED_ON',
  'AGAIN',
  'VERIFIED',
  'REPAIRED',
  'UNKNOWN_OUTCOME',
]);

/** Without its claim nobody knows the run any more: what turned it on then names none. */
function wasReportedOn(permission: GuardEvent, events: readonly GuardEvent[]): boolean {
  return events.some(
    ({ kind, epoch, run }) =>
      kindsWrittenWhenOn.has(kind) && epoch === permission.epoch && (run === null || run === permission.run),
  );
}

/** What an event is judged beside. */
interface EventContext {
  readonly events: readonly GuardEvent[];
  readonly epochs: readonly Epoch[];
  /** Whether the guardian of an epoch is registered, by an administrator. */
  readonly hasTask: (epoch: number) => boolean;
}

function eventSays(event: GuardEvent, { events, epochs, hasTask }: EventContext): GuardEvidence['logSays'] {
  const { kind, run, record } = event;
  if (!isRecordKind(kind)) {
    return 'agrees';
  }
  const epoch = epochs.find(({ number }) => number === event.epoch);
  const order = epoch !== undefined || hasTask(event.epoch) ? 'off-intent' : 'off-alone';
  const missing = kind !== 'OFF_INTENT' ? 'more' : wasReportedOn(event, events) ? 'on-again' : order;
  if (epoch === undefined) {
    return missing;
  }
  const journalRun = runOf(epoch);
  if (run !== null && journalRun !== null && run !== journalRun) {
    return 'disagrees';
  }
  const found = [...epoch.slots.values()].filter(
    (reading) => reading.state === 'verified' && reading.record.kind === kind,
  );
  if (found.length === 0) {
    return missing;
  }
  return record === null || found.some((reading) => reading.sha256 === record) ? 'agrees' : 'disagrees';
}

/** The events that a later `00-supersede` did not set aside: those of its epoch and after it, not of the run that it names. */
function countedEvents(events: readonly GuardEvent[], epochs: readonly Epoch[]): readonly GuardEvent[] {
  const [opened] = countedEpochs(epochs);
  const supersede = opened === undefined ? undefined : recordOfKind(opened, 'SUPERSEDE');
  const first = opened?.slots.has('00-supersede') === true ? opened.number : 0;
  const isSetAside = (run: string | null): boolean => run !== null && run === supersede?.supersedes;
  return events.filter(({ epoch, run }) => epoch >= first && !isSetAside(run));
}

/** What the authentic events of one pair say beside its journal; the worst first, for that a run may have left it off. */
export function logSaysOf(reading: PairReading): GuardEvidence['logSays'] {
  const beside = readEventContext(reading);
  const counted = countedEvents(beside.events, beside.epochs);
  const said = new Set(counted.map((event) => eventSays(event, beside)));
  return (
    (['off-intent', 'off-alone', 'disagrees', 'on-again', 'more'] as const).find((worst) => said.has(worst)) ?? 'agrees'
  );
}

function readEventContext({ inspection, live: { pair }, epochs }: PairReading): EventContext {
  return {
    events: readAuthenticEvents(inspection, pair),
    epochs,
    hasTask: (epoch) => hasSystemTask(inspection, pair, epoch),
  };
}

/** The authentic events of a pair, oldest first: a set of facts, in which nothing depends on order or number. */
export function readAuthenticEvents(inspection: Inspection, pair: string): readonly GuardEvent[] {
  return readGuardEvents(inspection).events.filter((event) => event.isAuthentic && event.pair === pair);
}

/** It says of a record what the slot of that record says itself. */
function isCovered({ kind, epoch: number, record }: GuardEvent, epochs: readonly Epoch[]): boolean {
  const epoch = epochs.find((one) => one.number === number);
  return [...(epoch?.slots.values() ?? [])].some(
    (reading) => reading.state === 'verified' && reading.record.kind === kind && reading.sha256 === record,
  );
}

/** The record number of the event by which a person opened the epoch that counts; a copy of it comes later. */
function setAsideBefore({ inspection, live: { pair }, epochs }: PairReading): number {
  const [opened] = countedEpochs(epochs);
  const decision = readAuthenticEvents(inspection, pair).find(
    ({ kind, epoch }) => kind === 'SUPERSEDE' && epoch === opened?.number,
  );
  return opened?.slots.has('00-supersede') === true ? (decision?.recordId ?? 0) : 0;
}

/**
 * Events that are not authentic, and that neither the journal covers nor a supersede set aside; newest last. What the script has
 * only counted (`leftOut`; `leftOutPermits`: one of them permits switching off) may be about any pair, so it is about each.
 */
export function findDoubtfulEvents(reading: PairReading): {
  readonly events: readonly GuardEvent[];
  readonly unreadable: number;
  readonly leftOut: boolean;
  readonly leftOutPermits: boolean;
} {
  const { inspection, live, epochs } = reading;
  const first = setAsideBefore(reading);
  const read = inspection.events.filter(({ recordId }) => recordId >= first).map(readGuardEvent);
  const events = read.filter((event) => event !== undefined).sort((one, other) => one.recordId - other.recordId);
  const isDoubt = (event: GuardEvent): boolean =>
    !event.isAuthentic && event.pair === live.pair && !isCovered(event, epochs);
  const { count, newest, newestPermission } = inspection.eventsLeftOut;
  return {
    events: events.filter(isDoubt),
    unreadable: read.length - events.length,
    leftOut: count > 0 && newest >= first,
    leftOutPermits: newestPermission > 0 && newestPermission >= first,
  };
}

/** What the events that cannot be verified claim; see evidence.ts. */
export function doubtsOf(reading: PairReading): GuardEvidence['doubts'] {
  const { events, unreadable, leftOut, leftOutPermits } = findDoubtfulEvents(reading);
  const claimsOff = leftOutPermits || events.some(({ kind }) => kind === 'OFF_INTENT');
  return claimsOff ? 'off-intent' : leftOut || events.length + unreadable > 0 ? 'some' : 'none';
}

/**
 * The newest run of a pair that only events know: its journal is gone, or never reached the disk. Undefined if the journal
 * knows the newest one, or a supersede set it aside.
 */
export function runOnlyInEvents({ inspection, live, epochs }: PairReading): string | undefined {
  const known = epochs.findLast((epoch) => runOf(epoch) !== null)?.number ?? 0;
  const events = countedEvents(readAuthenticEvents(inspection, live.pair), epochs).filter(({ epoch }) => epoch > known);
  const highest = Math.max(0, ...events.map(({ epoch }) => epoch));
  return events.findLast(({ epoch, run }) => epoch === highest && run !== null)?.run ?? undefined;
}

/**
 * The epoch that `guard recover` is about: the newest one that may have switched off and has no end, by its journal or by an
 * authentic event of switching off (4105) alone; else if it is off that of such an event that cannot be verified, which the
 * script refuses with a reason; else the newest of the journal, else of an event. Undefined: nothing was begun.
 */
export function epochToRecover(reading: PairReading): number | undefined {
  const beside = readEventContext(reading);
  const { events, epochs } = beside;
  const permissions = events.filter(({ kind }) => kind === 'OFF_INTENT');
  const logged = countedEvents(permissions, epochs).filter((event) =>
    ['off-intent', 'off-alone'].includes(eventSays(event, beside)),
  );
  const unfinished = epochs.filter((epoch) => isPermitted(epoch) && !isOver(epoch));
  const open = [...logged.map(({ epoch }) => epoch), ...unfinished.map(({ number }) => number)];
  if (open.length > 0) {
    return Math.max(...open);
  }
  const doubtful = findDoubtfulEvents(reading).events.filter(({ kind }) => kind === 'OFF_INTENT');
  const newest = (given: readonly GuardEvent[]): number | undefined =>
    given.length === 0 ? undefined : Math.max(...given.map(({ epoch }) => epoch));
  const claimed = reading.live.channel === 'on' ? undefined : newest(doubtful);
  return claimed ?? epochs.at(-1)?.number ?? newest(permissions) ?? newest(doubtful);
}
