import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  countedEpochs,
  isNewer,
  pairsOf,
  readPairJournal,
  recordOfKind,
  runOf,
  tornSlots,
  type Epoch,
} from '../../src/guard/journal.js';
import { readRecord } from '../../src/guard/read-record.js';
import type { RecordKind, SlotName } from '../../src/guard/slots.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { closedGo, toGo, toOff, toOn } from '../support/guard-evidence.js';
import {
  encodeRecord,
  inspectionOf,
  journalRows,
  otherRun,
  pair,
  run,
  withHash,
  type EpochGiven,
  type SlotGiven,
} from '../support/guard-records.js';

const otherPair = 'f'.repeat(64);

function epochsOf(rows: readonly GuardRow[], of = pair): readonly Epoch[] {
  return readPairJournal(inspectionOf(rows), of).epochs;
}

/** The one epoch that these slots make. */
function epochOf(slots: readonly SlotGiven[], given: Omit<EpochGiven, 'slots'> = {}): Epoch {
  const [epoch] = epochsOf(journalRows([{ ...given, slots }]));
  if (epoch === undefined) throw new Error('There is no epoch.');
  return epoch;
}

function inPair(rows: readonly GuardRow[], of: string): GuardRow[] {
  return rows.map(({ kind, fields }) => ({ kind, fields: { ...fields, pair: of } }));
}

const without = (kinds: readonly RecordKind[], gone: RecordKind): RecordKind[] => kinds.filter((kind) => kind !== gone);

describe('the slots of an epoch', () => {
  test('agree when they follow each other as the protocol wants', () => {
    for (const slots of [
      toGo,
      toOff,
      toOn,
      [...toOn, 'AGAIN', 'REPAIRED'],
      ['SUPERSEDE', ...toOn, 'VERIFIED'],
    ] as const) {
      expect(epochOf([...slots]).gaps).toEqual([]);
    }
    expect(epochOf(['CLAIM', closedGo, 'ABANDONED']).gaps).toEqual([]);
    expect(epochOf([...toGo, 'PARAM_SET', 'CLOSED', 'PARAM_ONLY']).gaps).toEqual([]);
    expect(epochOf([...toOff, 'UNKNOWN_OUTCOME']).gaps).toEqual([]);
  });

  test.each<[string, readonly SlotGiven[], readonly string[]]>([
    ['ARMED without its claim', ['ARMED'], ['20-armed is there and 10-claim is not']],
    ['GO alone', ['GO'], ['30-go is there and 10-claim is not', '30-go is there and 20-armed is not']],
    ['the parameter without GO', ['CLAIM', 'ARMED', 'PARAM_SET'], ['40-param is there and 30-go is not']],
    ['permission without the parameter', without(toOff, 'PARAM_SET'), ['50-off is there and 40-param is not']],
    ['on without permission', [...without(toOn, 'OFF_INTENT')], ['70-on is there and 50-off is not']],
    ['a second time without the first', [...toOff, 'AGAIN'], ['80-again is there and 70-on is not']],
    ['verified without on', [...toOff, 'VERIFIED'], ['90-end is there and 70-on is not']],
    ['repaired without on', [...toOff, 'REPAIRED'], ['90-end is there and 70-on is not']],
    [
      'repaired without permission',
      ['CLAIM', 'REPAIRED'],
      ['90-end is there and 50-off is not', '90-end is there and 70-on is not'],
    ],
    ['an outcome without permission', ['CLAIM', 'UNKNOWN_OUTCOME'], ['90-end is there and 50-off is not']],
  ])('%s is a gap', (_, slots, gaps) => {
    expect(epochOf(slots).gaps).toEqual(gaps);
  });

  test('that is torn counts as there', () => {
    expect(
      epochOf(['CLAIM', { slot: '20-armed', bytes: new Uint8Array() }, { slot: '30-go', bytes: new Uint8Array() }])
        .gaps,
    ).toEqual([]);
  });

  test.each<[readonly SlotGiven[], string]>([
    [['CLAIM', 'ARMED', closedGo, 'PARAM_SET', 'OFF_INTENT'], '30-go says CLOSED and 50-off says OFF_INTENT'],
    [[...toOff, 'ABANDONED'], '50-off says OFF_INTENT and 90-end says ABANDONED'],
    [[...toOff, 'PARAM_ONLY'], '50-off says OFF_INTENT and 90-end says PARAM_ONLY'],
    [[...toGo, 'PARAM_SET', 'CLOSED', 'ON_SEEN', 'VERIFIED'], '50-off says CLOSED and 90-end says VERIFIED'],
    [[...toGo, 'PARAM_SET', 'CLOSED', 'ON_SEEN', 'REPAIRED'], '50-off says CLOSED and 90-end says REPAIRED'],
  ])('%j contradict each other', (slots, gap) => {
    expect(epochOf(slots).gaps).toEqual([gap]);
  });

  test('are chained: one that does not name the hash of the one before is a gap', () => {
    const broken = epochOf(['CLAIM', { kind: 'ARMED', values: { prev: 'a'.repeat(64) } }, 'GO']);

    expect(broken.gaps).toEqual(['20-armed does not follow the slot before it']);
  });

  test('are of one run and one plan', () => {
    const other = epochOf(['CLAIM', { kind: 'ARMED', values: { run: otherRun } }]);
    const plan = epochOf(['CLAIM', 'ARMED', { kind: 'GO', values: { planHash: 'a'.repeat(64) } }]);

    expect(other.gaps).toEqual(['records of 2 runs stand in one epoch']);
    expect(plan.gaps).toEqual(['30-go is for a plan other than that of 10-claim']);
  });

  test('cannot be compared with a plan that is not there or torn', () => {
    const other = { kind: 'GO', values: { planHash: 'a'.repeat(64) } } as const;

    expect(epochOf(['ARMED', other]).gaps).toEqual([
      '20-armed is there and 10-claim is not',
      '30-go is there and 10-claim is not',
    ]);
    expect(epochOf([{ slot: '10-claim', bytes: new Uint8Array() }, 'ARMED', other]).gaps).toEqual([]);
  });

  test('are files of these names; another one is told, and is not a slot', () => {
    const epoch = epochOf(['CLAIM', { slot: 'notes.txt', bytes: Buffer.from('x') }]);

    expect(epoch.gaps).toEqual(['notes.txt is not a slot']);
    expect([...epoch.slots.keys()]).toEqual(['10-claim']);
    expect(epoch.ticks).toEqual([]);
  });

  describe('files that are not slots', () => {
    const strange = (epoch: number, count: number, of = pair): GuardRow => ({
      kind: 'strange-files',
      fields: { pair: of, epoch: String(epoch), count: String(count) },
    });
    const gapsWith = (...rows: readonly GuardRow[]): readonly (readonly string[])[] =>
      epochsOf([...journalRows([{ slots: [...toOn, 'VERIFIED'] }, { slots: ['SUPERSEDE'] }]), ...rows]).map(
        ({ gaps }) => gaps,
      );

    test('are a gap of their epoch, with how many there are', () => {
      expect(gapsWith()).toEqual([[], []]);
      expect(gapsWith(strange(1, 1))).toEqual([['1 file is not a slot'], []]);
      expect(gapsWith(strange(2, 3))).toEqual([[], ['3 files are not slots']]);
      expect(gapsWith(strange(1, 2), strange(2, 1))).toEqual([['2 files are not slots'], ['1 file is not a slot']]);
    });

    test('of another pair are none of this one', () => {
      expect(gapsWith(strange(1, 2, otherPair))).toEqual([[], []]);
      expect(gapsWith(strange(1, 2, otherPair), strange(1, 1))).toEqual([['1 file is not a slot'], []]);
    });
  });

  test('hold ticks beside them', () => {
    const bytes = encodeRecord('TICK');
    const epoch = epochOf(['CLAIM', { slot: 'ticks/000001', bytes }], { ticks: 7 });

    expect(epoch).toMatchObject({ tickCount: 7, gaps: [] });
    expect(epoch.ticks).toEqual([readRecord(bytes, { pair, epoch: 1, slot: 'ticks/000001' })]);
    expect([...epoch.slots.keys()]).toEqual(['10-claim']);
  });
});

describe('a slot that is no record', () => {
  test.each([
    ['too-large', 'The file is larger than a record can be.'],
    ['reparse-point', 'It is a link to somewhere else, not a file.'],
    ['not-a-file', 'It is not a file.'],
  ])('because it is %s is torn', (problem, detail) => {
    const epoch = epochOf(['CLAIM', { slot: '20-armed', bytes: null, problem }]);

    expect(epoch.slots.get('20-armed')).toEqual({ state: 'torn', reason: 'not-a-file', detail, sha256: null });
    expect(tornSlots(epoch)).toEqual([{ slot: '20-armed', detail }]);
    expect(epoch.unreadable).toEqual([]);
  });

  test('because it could not be read is neither there nor not there', () => {
    for (const problem of [{ problem: 'unreadable' }, {}]) {
      const epoch = epochOf(['CLAIM', { slot: '20-armed', bytes: null, ...problem }]);

      expect(epoch.unreadable).toEqual(['20-armed']);
      expect([...epoch.slots.keys()]).toEqual(['10-claim']);
      expect(tornSlots(epoch)).toEqual([]);
    }
  });

  test('of a newer version makes the epoch newer; no other torn slot does', () => {
    expect(isNewer(epochOf(['CLAIM', { slot: '20-armed', bytes: withHash('phs-guard 2\n') }]))).toBe(true);
    expect(isNewer(epochOf(['CLAIM', { slot: '20-armed', bytes: new Uint8Array() }]))).toBe(false);
    expect(isNewer(epochOf(['CLAIM']))).toBe(false);
  });
});

describe('the run of an epoch', () => {
  test('is that of its claim, whatever came first', () => {
    const rows = journalRows([{ slots: ['CLAIM', { kind: 'ARMED', values: { run: otherRun } }] }], false).reverse();
    const [epoch] = epochsOf(rows);

    expect(epoch === undefined ? undefined : runOf(epoch)).toBe(run);
  });

  test('is that of any other record where the claim cannot be read, and none where no record tells it', () => {
    const torn: SlotGiven = { slot: '10-claim', bytes: new Uint8Array() };

    expect(runOf(epochOf([torn, 'ARMED']))).toBe(run);
    expect(runOf(epochOf([torn, { kind: 'ARMED', values: { run: null } }]))).toBeNull();
    expect(runOf(epochOf(['SUPERSEDE']))).toBeNull();
  });

  test('has a record of each kind at most once', () => {
    const epoch = epochOf(toOn);

    expect(recordOfKind(epoch, 'ON_SEEN')).toMatchObject({ kind: 'ON_SEEN', slot: '70-on' });
    expect(recordOfKind(epoch, 'VERIFIED')).toBeUndefined();
  });
});

describe('the epochs of a pair', () => {
  const aside: EpochGiven = { slots: ['SUPERSEDE'] };
  const abandoned: EpochGiven = { slots: ['CLAIM', closedGo, 'ABANDONED'] };

  test('are those of this pair, with the number of ticks of each', () => {
    const own = journalRows(
      [
        { slots: ['CLAIM'], ticks: 3 },
        { slots: [{ kind: 'CLAIM', values: { run: otherRun } }], ticks: 5 },
      ],
      false,
    );
    const other = inPair(journalRows([{ epoch: 1, slots: ['CLAIM', 'ARMED'], ticks: 9 }], false), otherPair);
    const epochs = epochsOf([...other, ...own]);

    expect(epochs.map(({ number, tickCount }) => [number, tickCount])).toEqual([
      [1, 3],
      [2, 5],
    ]);
    expect(epochs[0]?.slots.size).toBe(1);
  });

  test('have no ticks where none were counted', () => {
    const rows = journalRows([{ slots: ['CLAIM'] }], false).filter(({ kind }) => kind !== 'tick-count');

    expect(epochsOf(rows)[0]?.tickCount).toBe(0);
  });

  test('are in the order of their numbers, not of their rows or digits', () => {
    const rows = [10, 9, 11].flatMap((epoch) => journalRows([{ epoch, slots: ['CLAIM'] }], false));

    expect(epochsOf(rows).map(({ number }) => number)).toEqual([9, 10, 11]);
  });

  test('follow any slot of the one before them, or nothing when that has none', () => {
    const hashOf = (slot: SlotName): string => {
      const [first] = epochsOf(journalRows([abandoned]));
      return first?.slots.get(slot)?.sha256 ?? '';
    };
    const second = (prev: string | null): readonly string[] =>
      epochsOf(journalRows([abandoned, { run: otherRun, slots: [{ kind: 'CLAIM', values: { prev } }] }]))[1]?.gaps ??
      [];

    expect(second(hashOf('90-end'))).toEqual([]);
    expect(second(hashOf('10-claim'))).toEqual([]);
    expect(second(null)).toEqual(['10-claim does not follow the slot before it']);
    expect(epochsOf(journalRows([{ slots: [] }, { slots: ['CLAIM'] }])).map(({ gaps }) => gaps)).toEqual([[]]);
  });

  test('follow nothing where the one before them is missing', () => {
    const rows = journalRows([abandoned, { epoch: 3, run: otherRun, slots: ['CLAIM'] }]);

    expect(epochsOf(rows)[1]?.gaps).toEqual(['10-claim does not follow the slot before it']);
  });

  test('are none where a directory holds nothing, and one where it holds what cannot be read', () => {
    expect(epochsOf(journalRows([{ slots: [] }]))).toEqual([]);
    expect(epochsOf(journalRows([{ slots: [{ slot: '10-claim', bytes: null }] }]))).toHaveLength(1);
  });

  test('count from the newest one that was opened by hand', () => {
    const of = (...epochs: EpochGiven[]): readonly number[] =>
      countedEpochs(epochsOf(journalRows(epochs))).map(({ number }) => number);

    expect(of(abandoned, abandoned)).toEqual([1, 2]);
    expect(of(abandoned, aside, abandoned)).toEqual([2, 3]);
    expect(of(aside, aside, abandoned)).toEqual([2, 3]);
    expect(of(aside, abandoned)).toEqual([1, 2]);
  });
});

describe('the pairs that are known', () => {
  test('are all that slots, counts of ticks, locks and events name, once each and in order', () => {
    const slots = journalRows([{ slots: ['CLAIM'] }], false).filter(({ kind }) => kind === 'slot');
    const counts = journalRows([{ slots: [], ticks: 1 }]);
    const lock: GuardRow = { kind: 'lock', fields: { pair: 'c'.repeat(64), state: 'free', detail: null } };
    const rows = [...inPair(slots, 'e'.repeat(64)), ...inPair(counts, 'd'.repeat(64)), lock];
    const found = pairsOf(inspectionOf(rows), ['b'.repeat(64), 'e'.repeat(64)]);

    expect(found.map(([letter]) => letter)).toEqual(['b', 'c', 'd', 'e']);
    expect(pairsOf(inspectionOf([]), [])).toEqual([]);
  });
});

test('the hash that a slot is chained by is that of its bytes', () => {
  const bytes = encodeRecord('CLAIM', { epoch: 1 });
  const epoch = epochOf([{ slot: '10-claim', bytes }]);

  expect(epoch.slots.get('10-claim')?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});
