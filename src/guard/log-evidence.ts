import type { GuardEvidence } from './evidence.js';
import { readGuardEvent, type GuardEvent } from './guard-events.js';
import type { Inspection } from '../model/guard-inspection.js';
import { countedEpochs, readPairJournal, recordIn, recordOfKind, runOf, type Epoch } from './journal.js';
import { recordSchemas, type RecordKind } from './slots.js';

/** The events of the tool, oldest first, and how many could not be understood. */
export function guardEventsOf(inspection: Inspection): {
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
const toldOn: ReadonlySet<string> = new Set([
  'ON_SEEN',
  'TURNED_ON',
  'AGAIN',
  'VERIFIED',
  'REPAIRED',
  'UNKNOWN_OUTCOME',
]);

/** Without its claim nobody knows the run any more: what turned it on then names none. */
function isToldOn(permission: GuardEvent, events: readonly GuardEvent[]): boolean {
  return events.some(
    ({ kind, epoch, run }) =>
      toldOn.has(kind) && epoch === permission.epoch && (run === null || run === permission.run),
  );
}

function eventSays(
  event: GuardEvent,
  events: readonly GuardEvent[],
  epochs: readonly Epoch[],
): GuardEvidence['logSays'] {
  const { kind, run, record } = event;
  if (!isRecordKind(kind)) {
    return 'agrees';
  }
  const missing = kind !== 'OFF_INTENT' ? 'more' : isToldOn(event, events) ? 'on-again' : 'off-intent';
  const epoch = epochs.find(({ number }) => number === event.epoch);
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

/** What the events of one pair say beside its journal; the worst first, for that a run may have left it off. */
export function logSaysOf(events: readonly GuardEvent[], epochs: readonly Epoch[]): GuardEvidence['logSays'] {
  const said = new Set(countedEvents(events, epochs).map((event) => eventSays(event, events, epochs)));
  return (['off-intent', 'disagrees', 'on-again', 'more'] as const).find((worst) => said.has(worst)) ?? 'agrees';
}

function eventsOfPair(inspection: Inspection, pair: string): readonly GuardEvent[] {
  return guardEventsOf(inspection).events.filter((event) => event.pair === pair);
}

/**
 * The newest run of a pair that only events know: its journal is gone, or never reached the disk. Undefined where the journal
 * knows the newest one, or a supersede set it aside.
 */
export function runOnlyInEvents(inspection: Inspection, pair: string): string | undefined {
  const { epochs } = readPairJournal(inspection, pair);
  const known = epochs.findLast((epoch) => runOf(epoch) !== null)?.number ?? 0;
  const events = countedEvents(eventsOfPair(inspection, pair), epochs).filter(({ epoch }) => epoch > known);
  const highest = Math.max(0, ...events.map(({ epoch }) => epoch));
  return events.findLast(({ epoch, run }) => epoch === highest && run !== null)?.run ?? undefined;
}

/**
 * The epoch that `guard recover` is about: the newest one that may have switched off and has no end, by its journal or by an
 * event of switching off (4105) alone; else the newest of the journal, else of such an event. Undefined: nothing was begun.
 */
export function epochToRecover(inspection: Inspection, pair: string): number | undefined {
  const { epochs } = readPairJournal(inspection, pair);
  const events = eventsOfPair(inspection, pair);
  const permissions = events.filter(({ kind }) => kind === 'OFF_INTENT');
  const logged = countedEvents(permissions, epochs).filter(
    (event) => eventSays(event, events, epochs) === 'off-intent',
  );
  const unfinished = epochs.filter(
    (epoch) => recordIn(epoch, '50-off')?.kind === 'OFF_INTENT' && !epoch.slots.has('90-end'),
  );
  const open = [...logged.map(({ epoch }) => epoch), ...unfinished.map(({ number }) => number)];
  if (open.length > 0) {
    return Math.max(...open);
  }
  return (
    epochs.at(-1)?.number ??
    permissions
      .map(({ epoch }) => epoch)
      .sort((one, other) => one - other)
      .at(-1)
  );
}
