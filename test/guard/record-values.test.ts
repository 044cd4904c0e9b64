import { describe, expect, test } from '@jest/globals';
import { readRecord } from '../../src/guard/read-record.js';
import { isSlotName, kindsAllowedIn, slotNames, tickNumber, type RecordKind } from '../../src/guard/slots.js';
import { bodyOf, encodeRecord, pair, slotOf, withHash } from '../support/guard-records.js';

/** What a record says in a line when the line has this value, with the hash made anew. */
function readWith(kind: RecordKind, line: string, value: string): unknown {
  const body = bodyOf(encodeRecord(kind)).replace(new RegExp(`^${line} .*$`, 'm'), `${line} ${value}`);
  const reading = readRecord(withHash(body), { pair, epoch: 1, slot: slotOf[kind] });
  const field = line.replace('64', '');
  return reading.state === 'verified' ? Object.entries(reading.record).find(([name]) => name === field)?.[1] : 'torn';
}

const guid = '7f3c0a52-1111-4222-8333-944455556666';
const hash = 'ab'.repeat(32);
const machine = 'a'.repeat(100);

const lines: readonly {
  readonly what: string;
  readonly kind: RecordKind;
  readonly line: string;
  /** Value in the record, and what it is read as. */
  readonly good: readonly (readonly [string, unknown])[];
  readonly bad: readonly string[];
}[] = [
  {
    what: 'a count',
    kind: 'ON_SEEN',
    line: 'attempts',
    good: [
      ['0', 0],
      ['10', 10],
      ['999999999999999', 999_999_999_999_999],
    ],
    bad: ['', '-', '-1', '01', '1.5', '1e3', 'x1', '1x', '1000000000000000'],
  },
  {
    what: 'a count or none',
    kind: 'ON_SEEN',
    line: 'offMs',
    good: [
      ['-', null],
      ['0', 0],
      ['1800', 1800],
    ],
    bad: ['', '--', '-1', '01', 'x1', '1x', '1000000000000000'],
  },
  {
    what: 'a number that JavaScript cannot hold',
    kind: 'OFF_INTENT',
    line: 'start',
    good: [
      ['0', '0'],
      ['639150121200000000', '639150121200000000'],
      ['9'.repeat(20), '9'.repeat(20)],
    ],
    bad: ['', '-', '01', 'x1', '1x', '9'.repeat(21)],
  },
  {
    what: 'an identifier',
    kind: 'CLAIM',
    line: 'adConnectorId',
    good: [[guid, guid]],
    bad: ['', '-', guid.toUpperCase(), `x${guid}`, `${guid}x`, `{${guid}}`, guid.replaceAll('-', '')],
  },
  {
    what: 'an identifier or none',
    kind: 'SUPERSEDE',
    line: 'supersedes',
    good: [
      ['-', null],
      [guid, guid],
    ],
    bad: ['', '--', `-${guid}`, guid.toUpperCase(), `x${guid}`, `${guid}x`],
  },
  {
    what: 'a hash',
    kind: 'CLAIM',
    line: 'script',
    good: [[hash, hash]],
    bad: ['', '-', hash.toUpperCase(), `x${hash}`, `${hash}x`, hash.slice(1)],
  },
  {
    what: 'a hash or none',
    kind: 'OFF_INTENT',
    line: 'prev',
    good: [
      ['-', null],
      [hash, hash],
    ],
    bad: ['', '--', hash.toUpperCase(), `x${hash}`, `${hash}x`, hash.slice(1)],
  },
  {
    what: 'an instant',
    kind: 'OFF_INTENT',
    line: 'utc',
    good: [
      ['2026-11-20T10:02:00Z', '2026-11-20T10:02:00Z'],
      ['2026-11-20T10:02:00.1Z', '2026-11-20T10:02:00.1Z'],
      ['2026-11-20T10:02:00.1234567Z', '2026-11-20T10:02:00.1234567Z'],
    ],
    bad: [
      '',
      '-',
      'x2026-11-20T10:02:00Z',
      '2026-11-20T10:02:00Zx',
      '2026-11-20T10:02:00.Z',
      '2026-11-20T10:02:00.12345678Z',
      '2026-11-20T10:02:00+01:00',
      '2026-11-20 10:02:00Z',
    ],
  },
  {
    what: 'the identifier of a machine',
    kind: 'OFF_INTENT',
    line: 'machineId',
    good: [
      ['S-1.5_21{a}', 'S-1.5_21{a}'],
      [machine, machine],
    ],
    bad: ['', ' a', 'a b', 'a\\b', `${machine}a`],
  },
  {
    what: 'yes, no or unknown',
    kind: 'ARMED',
    line: 'enabled',
    good: [
      ['yes', 'yes'],
      ['no', 'no'],
      ['unknown', 'unknown'],
    ],
    bad: ['', '-', 'Yes', 'true'],
  },
  {
    what: 'who turned it on',
    kind: 'ON_SEEN',
    line: 'by',
    good: [
      ['run', 'run'],
      ['guard', 'guard'],
      ['recover', 'recover'],
    ],
    bad: ['', '-', 'Run', 'somebody'],
  },
  {
    what: 'what a supersede sets aside',
    kind: 'SUPERSEDE',
    line: 'evidence',
    good: [
      ['run', 'run'],
      ['parameter', 'parameter'],
    ],
    bad: ['', '-', 'event'],
  },
  {
    what: 'the lock',
    kind: 'TICK',
    line: 'lock',
    good: [
      ['free', 'free'],
      ['busy', 'busy'],
    ],
    bad: ['', '-', 'unknown'],
  },
  {
    what: 'a text',
    kind: 'PARAM_SET',
    line: 'value64',
    good: [
      ['-', null],
      ['', ''],
      ['MQ==', '1'],
      // A byte order mark is part of the text.
      ['77u/MQ==', '\ufeff1'],
    ],
    bad: ['--', 'MQ', 'MQ=', 'MR==', ' MQ==', 'MQ== ', '/w==', '_w=='],
  },
];

const good = lines.flatMap(({ what, kind, line, good: values }) =>
  values.map(([value, read]) => [what, value, kind, line, read] as const),
);
const bad = lines.flatMap(({ what, kind, line, bad: values }) =>
  values.map((value) => [what, value, kind, line] as const),
);

describe('the value of a line', () => {
  test.each(good)('%s may be "%s" (%s, %s)', (_, value, kind, line, read) => {
    expect(readWith(kind, line, value)).toBe(read);
  });

  test.each(bad)('%s may not be "%s" (%s, %s)', (_, value, kind, line) => {
    expect(readWith(kind, line, value)).toBe('torn');
  });
});

describe('the name of a slot', () => {
  test.each(slotNames)('%s holds something, and no other case or part of it does', (slot) => {
    expect(isSlotName(slot)).toBe(true);
    expect(kindsAllowedIn(slot).length).toBeGreaterThan(0);
    expect(kindsAllowedIn(slot.toUpperCase())).toEqual([]);
    expect(kindsAllowedIn(slot.slice(1))).toEqual([]);
    expect(kindsAllowedIn(`${slot}x`)).toEqual([]);
  });

  test('of a tick has six digits', () => {
    expect(tickNumber('ticks/000012')).toBe(12);
    expect(kindsAllowedIn('ticks/000012')).toEqual(['TICK']);
  });

  test.each(['ticks/12', 'ticks/0000012', 'ticks/00001x', 'xticks/000012', 'ticks/000012x', 'ticks\\000012', 'ticks'])(
    '"%s" is no tick',
    (slot) => {
      expect(tickNumber(slot)).toBeUndefined();
      expect(kindsAllowedIn(slot)).toEqual([]);
    },
  );
});
