import { describe, expect, test } from '@jest/globals';
import { decide, isLeftOff, leftOffBy } from '../../src/guard/decide.js';
import { judgePair } from '../../src/guard/judge-pair.js';
import { epochToRecover } from '../../src/guard/log-evidence.js';
import { readPairJournal } from '../../src/guard/journal.js';
import { showGuard } from '../../src/guard/show-guard.js';
import { readPair } from '../../src/guard/read-pair.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { guardShowText } from '../../src/views/guard-show-text.js';
import { plainTheme } from '../../src/views/theme.js';
import { evidenceOf, toGo, toOff } from '../support/guard-evidence.js';
import {
  eventRow,
  inspectionOf,
  journalRows,
  livePair,
  otherRun,
  pair,
  run,
  taskRow,
} from '../support/guard-records.js';

const off = { channel: 'off' } as const;
const forged = (kind: string, more: Parameters<typeof eventRow>[1] = {}): GuardRow =>
  eventRow(kind, { authentic: 'no', ...more });
const garbage: GuardRow = {
  kind: 'event',
  fields: {
    recordId: '90000',
    at: '2026-11-20T10:02:00Z',
    id: '4105',
    entryType: 'Warning',
    message: 'x',
    authentic: 'no',
  },
};
const task = taskRow();
const said = (rows: readonly GuardRow[]): string => {
  const { headline, safe, now, next } = judgePair(inspectionOf(rows), livePair(off)).explanation;
  return [headline, safe, now, ...next].join(' ');
};

describe('an event that cannot be verified', () => {
  test.each<[string, readonly GuardRow[], string]>([
    ['of a claim', [forged('CLAIM')], 'some'],
    ['of a permission', [forged('OFF_INTENT')], 'off-intent'],
    ['that tells on again', [forged('ON_SEEN')], 'some'],
    ['without any facts', [garbage], 'some'],
    ['where there is no key', [eventRow('OFF_INTENT', { authentic: 'unknown' })], 'off-intent'],
    [
      'of another pair',
      [
        {
          ...garbage,
          fields: {
            ...forged('OFF_INTENT').fields,
            message: `x\nphs-guard/1 OFF_INTENT pair ${'a'.repeat(64)} epoch 1 run - record -`,
          },
        },
      ],
      'none',
    ],
  ])('%s: the doubts are %#', (_, rows, doubts) => {
    expect(evidenceOf(rows).doubts).toBe(doubts);
    expect(decide(evidenceOf(rows))).toBe(doubts === 'none' ? 'MAY_RUN' : 'REFUSE_EVIDENCE_UNREADABLE');
  });

  test('is no doubt where it says what its slot says, also of a version that sealed no events', () => {
    const rows = journalRows([{ slots: toOff }]);
    const unsealed = rows.map((row) =>
      row.kind === 'event' ? { ...row, fields: { ...row.fields, authentic: 'no' } } : row,
    );

    expect(evidenceOf(rows).doubts).toBe('none');
    expect(evidenceOf(unsealed).doubts).toBe('none');
    expect(evidenceOf([...unsealed, forged('GO')]).doubts).toBe('some');
  });

  test('is a doubt about every pair where it was only counted, until a decision after it', () => {
    const leftOut = (newest: number, newestPermission: number): GuardRow => ({
      kind: 'events-left-out',
      fields: { count: '19900', newest: String(newest), newestPermission: String(newestPermission) },
    });
    const decided = journalRows([{ slots: [{ kind: 'SUPERSEDE', values: { supersedes: null, evidence: 'events' } }] }]);
    const decision = Number(decided.find(({ kind }) => kind === 'event')?.fields['recordId']);

    expect(evidenceOf([leftOut(9, 0)]).doubts).toBe('some');
    expect(evidenceOf([leftOut(9, 8)]).doubts).toBe('off-intent');
    expect(isLeftOff(evidenceOf([leftOut(9, 8)], off))).toBe(true);
    expect(evidenceOf([...decided, leftOut(decision - 1, decision - 2)]).doubts).toBe('none');
    expect(evidenceOf([...decided, leftOut(decision + 1, decision - 2)]).doubts).toBe('some');
    expect(evidenceOf([...decided, leftOut(decision + 2, decision + 1)]).doubts).toBe('off-intent');
    expect(said([leftOut(9, 8)])).toMatch(/cannot be verified/);
    expect(judgePair(inspectionOf([leftOut(9, 8)]), livePair()).explanation.found).toContain(
      'Application log: 19900 more events of phs-tool that cannot be verified.',
    );
  });

  test('is marked in the list of "guard show", beside the authentic one of its id, with how many more there are', () => {
    const leftOut: GuardRow = {
      kind: 'events-left-out',
      fields: { count: '19900', newest: '9', newestPermission: '8' },
    };
    const inspection = inspectionOf([eventRow('GO'), forged('GO'), leftOut]);
    const shown = showGuard({
      ...{
        toolVersion: '0.0.0',
        at: new Date(0),
        simulated: false,
        source: { kind: 'live' },
        inspection,
        connectorsRead: true,
      },
      pairs: [judgePair(inspection, livePair())],
    });
    const text = guardShowText(shown, { theme: plainTheme });

    expect(shown.pairs[0]?.events.map(({ verified }) => verified)).toEqual([true, false]);
    expect(text.match(/^ *Event 4100.*/gm)?.map((line) => line.includes('NOT VERIFIED'))).toEqual([false, true]);
    expect(text).toContain('and 19900 more events that cannot be verified');
  });

  test('never becomes a smaller doubt because there are more of them', () => {
    const weight = { none: 0, some: 1, 'off-intent': 2 };
    const flood = (count: number): GuardRow[] =>
      Array.from({ length: count }, (_, index) => ({
        ...garbage,
        fields: { ...garbage.fields, recordId: String(100_000 + index) },
      }));
    for (const first of [[garbage], [forged('CLAIM')], [forged('OFF_INTENT')], []]) {
      for (const count of [1, 99, 100, 101, 500]) {
        const before = weight[evidenceOf(first).doubts];
        expect(weight[evidenceOf([...first, ...flood(count)]).doubts]).toBeGreaterThanOrEqual(before);
      }
    }
  });

  test('alarms while it is off, in words of its own, and calls nothing safe', () => {
    const evidence = evidenceOf([forged('OFF_INTENT')], off);

    expect({ left: isLeftOff(evidence), by: leftOffBy(evidence), verdict: decide(evidence) }).toEqual({
      left: true,
      by: 'doubt',
      verdict: 'REFUSE_PHS_OFF',
    });
    expect(said([forged('OFF_INTENT')])).toMatch(/cannot be verified.*Every user who is signed in/);
    expect(said([forged('OFF_INTENT')])).not.toMatch(/is safe|guard recover/);
    expect(isLeftOff(evidenceOf([], off))).toBe(false);
  });

  test('does not tell that it was on again, and an authentic one does', () => {
    const permitted = eventRow('OFF_INTENT');

    expect(isLeftOff(evidenceOf([permitted, forged('ON_SEEN')], off))).toBe(true);
    expect(isLeftOff(evidenceOf([permitted, eventRow('ON_SEEN')], off))).toBe(false);
  });

  test('does not make a run that was begun one that is repaired, and an authentic one does', () => {
    const rows = journalRows([{ slots: toGo }]);

    expect(decide(evidenceOf([...rows, forged('OFF_INTENT')], off))).toBe('REFUSE_PHS_OFF');
    expect(decide(evidenceOf([...rows, garbage], off))).toBe('REFUSE_PHS_OFF');
    expect(decide(evidenceOf([...rows, eventRow('OFF_INTENT')], off))).toBe('REPAIR_NOW');
  });

  test('counts for nothing with an epoch that no run can have', () => {
    expect(evidenceOf([forged('CLAIM', { epoch: 999_999_999 })])).toMatchObject({ doubts: 'some', logSays: 'agrees' });
    expect(evidenceOf([eventRow('CLAIM', { epoch: 10_000 })]).logSays).toBe('agrees');
    expect(evidenceOf([eventRow('CLAIM', { epoch: 9_999 })]).logSays).toBe('more');
  });

  test('is set aside by the event of a supersede before which it was written, and by no copy of that event', () => {
    const aside = { kind: 'SUPERSEDE', values: { supersedes: null, evidence: 'events', parameter: null } } as const;
    const opened = journalRows([{ epoch: 1, slots: [aside] }], false);
    const decision = (recordId: number): GuardRow => eventRow('SUPERSEDE', { run: null, recordId });
    const doubt = (recordId: number): GuardRow => forged('OFF_INTENT', { recordId });
    const doubtsOf = (...rows: readonly GuardRow[]): string => evidenceOf([...opened, ...rows]).doubts;

    expect(doubtsOf(doubt(100), decision(101))).toBe('none');
    expect(doubtsOf(doubt(102), decision(101))).toBe('off-intent');
    expect(doubtsOf(doubt(102), decision(101), decision(103))).toBe('off-intent');
    expect(doubtsOf(doubt(100), forged('SUPERSEDE', { run: null, recordId: 101 }))).toBe('off-intent');
    expect(doubtsOf(doubt(100))).toBe('off-intent');
  });
});

describe('one authentic event', () => {
  test('without a slot and a task alarms, orders nothing, and asks for a decision', () => {
    const evidence = evidenceOf([eventRow('OFF_INTENT')], off);

    expect({ by: leftOffBy(evidence), left: isLeftOff(evidence), verdict: decide(evidence) }).toEqual({
      by: 'events',
      left: true,
      verdict: 'REFUSE_PHS_OFF',
    });
    expect(said([eventRow('OFF_INTENT')])).toContain(`guard recover --connector 'contoso.com' --run ${run}`);
    expect(said([eventRow('OFF_INTENT')])).not.toMatch(/is safe/);
  });

  test.each<[string, readonly GuardRow[]]>([
    ['a slot of its epoch', [...journalRows([{ slots: toGo }]), eventRow('OFF_INTENT')]],
    ["the guardian's task of its epoch", [task, eventRow('OFF_INTENT')]],
  ])('orders together with %s', (_, rows) => {
    expect(evidenceOf(rows, off).logSays).toBe('off-intent');
    expect(leftOffBy(evidenceOf(rows, off))).toBe('journal');
  });

  test('is the same however often it was written, and in any order', () => {
    const events = [eventRow('OFF_INTENT'), eventRow('ON_SEEN'), eventRow('OFF_INTENT', { recordId: 99_000 })];

    expect(evidenceOf(events, off)).toEqual(evidenceOf(events.slice(0, 2), off));
    expect(evidenceOf([...events].reverse(), off)).toEqual(evidenceOf(events, off));
  });
});

test('a recovery is about what the journal says, before events that cannot be verified', () => {
  const open = journalRows([{ slots: toOff }]);
  const doubt = forged('OFF_INTENT', { epoch: 7, run: otherRun });

  expect(epochToRecover(readPair(inspectionOf([...open, doubt]), livePair({ channel: 'off' })))).toBe(1);
  expect(epochToRecover(readPair(inspectionOf([doubt]), livePair({ channel: 'off' })))).toBe(7);
  expect(epochToRecover(readPair(inspectionOf([]), livePair({ channel: 'off' })))).toBeUndefined();
});

test('files that are not slots are counted, not named', () => {
  const strange: GuardRow = { kind: 'strange-files', fields: { pair, epoch: '1', count: '2' } };
  const { epochs } = readPairJournal(inspectionOf([...journalRows([{ slots: ['CLAIM'] }]), strange]), pair);

  expect(epochs[0]?.gaps).toEqual(['2 files are not slots']);
});

test('a folder of the pair that others can write to makes its journal unbelievable, and that of another pair not', () => {
  const place = (of: string): GuardRow => ({
    kind: 'directory',
    fields: {
      role: 'pair',
      path: `C:\\x\\${of}`,
      state: 'wrong-access',
      detail: 'S-1-1-0 has rights to it.',
      pair: of,
    },
  });

  expect(evidenceOf([place(pair)]).journal).toBe('untrusted');
  expect(decide(evidenceOf([place(pair)]))).toBe('HUMAN');
  expect(judgePair(inspectionOf([place(pair)]), livePair()).explanation.safe).toContain('move it aside');
  expect(evidenceOf([place('b'.repeat(64))]).journal).toBe('read');
});
