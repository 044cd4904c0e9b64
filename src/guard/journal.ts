import type { Inspection, SlotRow } from '../model/guard-inspection.js';
import { readRecord, type SlotReading } from './read-record.js';
import { isSlotName, slotNames, tickNumber, type RecordKind, type SlotName, type SlotRecord } from './slots.js';

/** One epoch of a pair: what stands in its slots, and what is wrong with them together. */
export interface Epoch {
  readonly number: number;
  /** The slots that are there. */
  readonly slots: ReadonlyMap<SlotName, SlotReading>;
  /** The newest ticks, oldest first. */
  readonly ticks: readonly SlotReading[];
  /** Highest number of a tick; 0: none. */
  readonly tickCount: number;
  /** What contradicts the protocol: gaps, broken chain, another run's record, files that are not slots. */
  readonly gaps: readonly string[];
  /** Slots that could not be read at all: neither there nor not there. */
  readonly unreadable: readonly string[];
}

/** What the journal holds of one pair of connectors. */
export interface PairJournal {
  /** 64 hexadecimal digits. */
  readonly pair: string;
  /** In order, the newest last. */
  readonly epochs: readonly Epoch[];
}

/** The verified record of a slot, undefined when it is not there or torn. */
export function recordIn(epoch: Epoch, slot: SlotName): SlotRecord | undefined {
  const reading = epoch.slots.get(slot);
  return reading?.state === 'verified' ? reading.record : undefined;
}

/** The verified record of one kind in an epoch (ticks apart). */
export function recordOfKind<Kind extends RecordKind>(
  epoch: Epoch,
  kind: Kind,
): Extract<SlotRecord, { kind: Kind }> | undefined {
  const isOfKind = (record: SlotRecord): record is Extract<SlotRecord, { kind: Kind }> => record.kind === kind;
  for (const slot of slotNames) {
    const record = recordIn(epoch, slot);
    if (record !== undefined && isOfKind(record)) {
      return record;
    }
  }
  return undefined;
}

/** The account that the guardian of an epoch was claimed for; empty: the machine, or nobody claimed it. */
export function guardianAccountOf(epoch: Epoch | undefined): string {
  return (epoch === undefined ? undefined : recordOfKind(epoch, 'CLAIM')?.guardian) ?? '';
}

/** Slots of an epoch that are there and do not verify. */
export function tornSlots(epoch: Epoch): readonly { readonly slot: SlotName; readonly detail: string }[] {
  return [...epoch.slots].flatMap(([slot, reading]) =>
    reading.state === 'torn' ? [{ slot, detail: reading.detail }] : [],
  );
}

/** True when a slot was written by a newer version of the tool. */
export function isNewer(epoch: Epoch): boolean {
  return [...epoch.slots.values()].some((reading) => reading.state === 'torn' && reading.reason === 'newer-version');
}

/** The journal permits switching off, or may do so in a record that cannot be read. */
export function isPermitted(epoch: Epoch): boolean {
  return epoch.slots.has('50-off') && recordIn(epoch, '50-off')?.kind !== 'CLOSED';
}

/** A run has ended; if switching off was permitted, not before "on" was seen. */
export function isOver(epoch: Epoch): boolean {
  return epoch.slots.has('90-end') && (epoch.slots.has('70-on') || !isPermitted(epoch));
}

/** The run of an epoch, null when no record names it. */
export function runOf(epoch: Epoch): string | null {
  return recordOfKind(epoch, 'CLAIM')?.run ?? [...epoch.slots.values()].flatMap(runsOf)[0] ?? null;
}

function runsOf(reading: SlotReading): string[] {
  return reading.state === 'verified' && reading.record.run !== null ? [reading.record.run] : [];
}

const problems: Readonly<Record<'too-large' | 'reparse-point' | 'not-a-file', string>> = {
  'too-large': 'The file is larger than a record can be.',
  'reparse-point': 'It is a link to somewhere else, not a file.',
  'not-a-file': 'It is not a file.',
};

function readingOf(row: SlotRow): SlotReading | undefined {
  if (row.problem === 'unreadable' || (row.problem === null && row.bytes === null)) {
    return undefined;
  }
  if (row.problem !== null) {
    return { state: 'torn', reason: 'not-a-file', detail: problems[row.problem], sha256: null };
  }
  return readRecord(Buffer.from(row.bytes ?? '', 'base64'), row);
}

/** What must be there before each kind may be; a torn slot counts as there. */
const requires: Partial<Record<RecordKind, readonly SlotName[]>> = {
  ARMED: ['10-claim'],
  GO: ['10-claim', '20-armed'],
  PARAM_SET: ['30-go'],
  OFF_INTENT: ['30-go', '40-param'],
  ON_SEEN: ['50-off'],
  AGAIN: ['70-on'],
  VERIFIED: ['50-off', '70-on'],
  REPAIRED: ['50-off', '70-on'],
  UNKNOWN_OUTCOME: ['50-off'],
};

function missingBefore(slots: Epoch['slots'], slot: SlotName): readonly string[] {
  const reading = slots.get(slot);
  const needed = reading?.state === 'verified' ? (requires[reading.record.kind] ?? []) : [];
  return needed.filter((name) => !slots.has(name)).map((name) => `${slot} is there and ${name} is not`);
}

/** Kinds that cannot stand in one epoch together. */
const exclusions: readonly (readonly [SlotName, RecordKind, SlotName, RecordKind])[] = [
  ['30-go', 'CLOSED', '50-off', 'OFF_INTENT'],
  ['50-off', 'OFF_INTENT', '90-end', 'ABANDONED'],
  ['50-off', 'OFF_INTENT', '90-end', 'PARAM_ONLY'],
  ['50-off', 'CLOSED', '90-end', 'VERIFIED'],
  ['50-off', 'CLOSED', '90-end', 'REPAIRED'],
];

function contradictions(slots: Epoch['slots']): readonly string[] {
  const kindIn = (slot: SlotName): RecordKind | undefined => {
    const reading = slots.get(slot);
    return reading?.state === 'verified' ? reading.record.kind : undefined;
  };
  return exclusions
    .filter(([one, kind, other, otherKind]) => kindIn(one) === kind && kindIn(other) === otherKind)
    .map(([one, kind, other, otherKind]) => `${one} says ${kind} and ${other} says ${otherKind}`);
}

function brokenChain(slots: Epoch['slots'], before: Epoch | undefined): readonly string[] {
  const broken: string[] = [];
  let previous: string | null = null;
  let isFirst = true;
  for (const slot of slotNames) {
    const reading = slots.get(slot);
    if (reading === undefined) {
      continue;
    }
    const hashes: readonly (string | null)[] = isFirst && before !== undefined ? hashesOf(before) : [previous];
    if (reading.state === 'verified' && !hashes.includes(reading.record.prev)) {
      broken.push(`${slot} does not follow the slot before it`);
    }
    isFirst = false;
    previous = reading.sha256;
  }
  return broken;
}

/** A further epoch follows any slot of the one before: its guardian may have written another one afterwards. */
function hashesOf(epoch: Epoch): readonly (string | null)[] {
  const hashes = [...epoch.slots.values()].map((reading) => reading.sha256);
  return hashes.length === 0 ? [null] : hashes;
}

function runProblems(slots: Epoch['slots']): readonly string[] {
  const runs = new Set([...slots.values()].flatMap(runsOf));
  return runs.size > 1 ? [`records of ${runs.size} runs stand in one epoch`] : [];
}

function planProblems(slots: Epoch['slots']): readonly string[] {
  const claim = slots.get('10-claim');
  const go = slots.get('30-go');
  const differs =
    claim?.state === 'verified' &&
    claim.record.kind === 'CLAIM' &&
    go?.state === 'verified' &&
    go.record.kind === 'GO' &&
    go.record.planHash !== claim.record.planHash;
  return differs ? ['30-go is for a plan other than that of 10-claim'] : [];
}

interface EpochRows {
  readonly rows: readonly SlotRow[];
  readonly tickCount: number;
  /** Files that are not slots. */
  readonly strangeFiles: number;
}

function epochOf(number: number, { rows, tickCount, strangeFiles }: EpochRows, before: Epoch | undefined): Epoch {
  const slots = new Map<SlotName, SlotReading>();
  const ticks: SlotReading[] = [];
  const strange: string[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    const reading = readingOf(row);
    if (reading === undefined) {
      unreadable.push(row.slot);
    } else if (isSlotName(row.slot)) {
      slots.set(row.slot, reading);
    } else if (tickNumber(row.slot) !== undefined) {
      ticks.push(reading);
    } else {
      strange.push(`${row.slot} is not a slot`);
    }
  }
  const gaps = [
    ...strange,
    ...(strangeFiles === 0 ? [] : [`${strangeFiles} file${strangeFiles === 1 ? ' is not a slot' : 's are not slots'}`]),
    ...slotNames.flatMap((slot) => missingBefore(slots, slot)),
    ...contradictions(slots),
    ...brokenChain(slots, before),
    ...runProblems(slots),
    ...planProblems(slots),
  ];
  return { number, slots, ticks, tickCount, gaps, unreadable };
}

/** The epochs that count: from the newest one that was opened by hand, or all. */
export function countedEpochs(epochs: readonly Epoch[]): readonly Epoch[] {
  const index = epochs.findLastIndex(({ slots }) => slots.has('00-supersede'));
  return index < 0 ? epochs : epochs.slice(index);
}

/** Puts the slots of one pair together, epoch by epoch, and checks what they say together. */
export function readPairJournal(inspection: Inspection, pair: string): PairJournal {
  const rows = inspection.slots.filter((row) => row.pair === pair);
  const counts = inspection.tickCounts.filter((row) => row.pair === pair);
  const numbers = [...new Set([...rows, ...counts].map(({ epoch }) => epoch))].sort((a, b) => a - b);
  const epochs: Epoch[] = [];
  for (const number of numbers) {
    const tickCount = counts.find(({ epoch }) => epoch === number)?.count ?? 0;
    const strangeFiles = inspection.strangeFiles.find((row) => row.pair === pair && row.epoch === number)?.count ?? 0;
    const own = rows.filter(({ epoch }) => epoch === number);
    const before = epochs.at(-1);
    const given = { rows: own, tickCount, strangeFiles };
    epochs.push(epochOf(number, given, before?.number === number - 1 ? before : undefined));
  }
  // A directory without slots is an epoch that nobody opened: a crash before the first slot leaves one.
  return { pair, epochs: epochs.filter(({ slots, unreadable }) => slots.size > 0 || unreadable.length > 0) };
}

/** Every pair that the journal, its locks or the events name. */
export function pairsOf(inspection: Inspection, fromEvents: readonly string[]): readonly string[] {
  const named = [
    ...inspection.slots.map(({ pair }) => pair),
    ...inspection.tickCounts.map(({ pair }) => pair),
    ...inspection.locks.map(({ pair }) => pair),
    ...inspection.directories.flatMap(({ pair }) => pair ?? []),
    ...fromEvents,
  ];
  return [...new Set(named)].sort();
}
