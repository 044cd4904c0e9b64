import { describe, expect, test } from '@jest/globals';
import { readRecord, sha256, type SlotPlace, type TornReason } from '../../src/guard/read-record.js';
import { largestRecord, recordSchemas, type RecordKind } from '../../src/guard/slots.js';
import { bodyOf, encodeRecord, pair, run, slotOf, withHash } from '../support/guard-records.js';

const place = (slot: string): SlotPlace => ({ pair, epoch: 1, slot });
const inClaim = place('10-claim');
const inOff = place('50-off');

/** A switching-off permission with its text changed and the hash made anew. */
function changedOff(change: (body: string) => string): Uint8Array {
  return withHash(change(bodyOf(encodeRecord('OFF_INTENT'))));
}

const notToItsEnd = 'The last line is not a "sha256" line: the record was not written completely.';
const noVersion = 'The first line is not "phs-guard 1".';

const torn: readonly (readonly [string, Uint8Array, SlotPlace, TornReason, string])[] = [
  ['nothing', new Uint8Array(), inClaim, 'empty', 'The file is empty.'],
  [
    'more bytes than a record has',
    Buffer.alloc(largestRecord + 1, 'a'),
    inClaim,
    'too-large',
    'The file has 16385 bytes; a record has at most 16384.',
  ],
  ['as many bytes as a record can have', Buffer.alloc(largestRecord, 'a'), inClaim, 'no-end', notToItsEnd],
  [
    'a null byte at its begin',
    Buffer.from('\0a\n'),
    inClaim,
    'not-ascii',
    'Byte 0 is not a printable ASCII character.',
  ],
  ['a tab', Buffer.from('a\t\n'), inClaim, 'not-ascii', 'Byte 1 is not a printable ASCII character.'],
  ['a delete character', Buffer.from('ab\x7f\n'), inClaim, 'not-ascii', 'Byte 2 is not a printable ASCII character.'],
  ['something before the only line', Buffer.from(`a sha256 ${sha256('')}\n`), inClaim, 'no-end', notToItsEnd],
  ['no lines but the hash', withHash(''), inClaim, 'version', noVersion],
  [
    'the hash of something else',
    Buffer.from(`phs-guard 1\nsha256 ${'0'.repeat(64)}\n`),
    inClaim,
    'hash',
    'The hash in the last line is not the hash of the lines before it.',
  ],
  ['a word before the version', withHash('x phs-guard 1\n'), inClaim, 'version', noVersion],
  ['a word behind the version', withHash('phs-guard 1 x\n'), inClaim, 'version', noVersion],
  ['version 0', withHash('phs-guard 0\n'), inClaim, 'version', noVersion],
  ['version 01', withHash('phs-guard 01\n'), inClaim, 'version', noVersion],
  ['a version of ten digits', withHash('phs-guard 1234567890\n'), inClaim, 'version', noVersion],
  [
    'a version of nine digits',
    withHash('phs-guard 123456789\n'),
    inClaim,
    'newer-version',
    'The record has version 123456789: it was written by a newer phs-tool.',
  ],
  [
    'no second line',
    withHash('phs-guard 1\n'),
    inClaim,
    'kind',
    'The second line is not a kind that can stand in 10-claim.',
  ],
  [
    'a printable character at the end of ASCII',
    withHash('phs-guard 1\nkind ~\n'),
    inClaim,
    'kind',
    'The second line is not a kind that can stand in 10-claim.',
  ],
  [
    'a second line of another name',
    changedOff((body) => body.replace('kind ', 'King ')),
    inOff,
    'kind',
    'The second line is not a kind that can stand in 50-off.',
  ],
  [
    'a line of another name',
    changedOff((body) => body.replace('machine64 ', 'machine65 ')),
    inOff,
    'lines',
    'The lines are not those of OFF_INTENT, in their order.',
  ],
  [
    'a line without a blank behind its name',
    changedOff((body) => body.replace(/^machine64 .*$/m, 'machine64')),
    inOff,
    'lines',
    'The lines are not those of OFF_INTENT, in their order.',
  ],
  [
    'a line too many',
    changedOff((body) => `${body}value64 MQ==\n`),
    inOff,
    'lines',
    'The lines are not those of OFF_INTENT, in their order.',
  ],
  [
    'an invalid value',
    changedOff((body) => body.replace(/^pid .*$/m, 'pid x')),
    inOff,
    'fields',
    'The line "pid" has an invalid value.',
  ],
  [
    'the slot of another place',
    encodeRecord('OFF_INTENT', { slot: '30-go', epoch: 3 }),
    inOff,
    'place',
    `The record belongs to 30-go of epoch 3 of ${pair}.`,
  ],
  [
    'the number of another tick',
    encodeRecord('TICK', { n: 2 }),
    place('ticks/000001'),
    'place',
    `The record belongs to ticks/000001 of epoch 1 of ${pair}.`,
  ],
  [
    'another plan than its hash says',
    encodeRecord('CLAIM', { planHash: sha256('another') }),
    inClaim,
    'plan',
    'The hash of the plan is not the hash of the plan that stands beside it.',
  ],
  [
    'no plan, and the hash of nothing',
    encodeRecord('CLAIM', { plan: null, planHash: sha256('') }),
    inClaim,
    'plan',
    'The hash of the plan is not the hash of the plan that stands beside it.',
  ],
];

describe('a slot that does not verify', () => {
  test.each(torn)('with %s says so, and counts by the hash of its bytes', (_, bytes, at, reason, detail) => {
    expect(readRecord(bytes, at)).toEqual({ state: 'torn', reason, detail, sha256: sha256(bytes) });
  });
});

describe('a record that verifies', () => {
  test('counts by the hash of its bytes', () => {
    const bytes = encodeRecord('OFF_INTENT');

    expect(readRecord(bytes, inOff)).toMatchObject({ state: 'verified', sha256: sha256(bytes) });
  });

  test('may hold empty texts', () => {
    const reading = readRecord(encodeRecord('OFF_INTENT', { machine: '' }), inOff);

    expect(reading).toMatchObject({ state: 'verified', record: { machine: '' } });
  });

  test('may be as large as a record can be, and not larger', () => {
    // Base64 grows by four bytes, so that the rest comes from a text of plain characters.
    const sized = (size: number): Uint8Array => {
      const bytes = encodeRecord('OFF_INTENT', { image: 'x'.repeat(size), machineId: 'm' });
      const rest = largestRecord - bytes.length;
      return rest >= 4 || rest < 0
        ? sized(size + Math.sign(rest) * 3)
        : encodeRecord('OFF_INTENT', { image: 'x'.repeat(size), machineId: 'm'.repeat(1 + rest) });
    };
    const largest = sized(12_000);

    expect(largest).toHaveLength(largestRecord);
    expect(readRecord(largest, inOff).state).toBe('verified');
  });

  const doesNotFit = { state: 'torn', reason: 'fields', detail: 'The line "run" does not fit the kind.' };

  test.each(['CLAIM', 'GO', 'PARAM_SET', 'OFF_INTENT'] as const)(
    'names its run, where the run writes it: %s',
    (kind) => {
      expect(readRecord(encodeRecord(kind, { run: null }), place(slotOf[kind]))).toMatchObject(doesNotFit);
      expect(readRecord(encodeRecord(kind, { run }), place(slotOf[kind]))).toMatchObject({
        state: 'verified',
        record: { run },
      });
    },
  );

  const ofRun: ReadonlySet<string> = new Set(['CLAIM', 'GO', 'PARAM_SET', 'OFF_INTENT']);
  const others = (Object.keys(recordSchemas) as RecordKind[]).filter((kind) => !ofRun.has(kind));

  test.each(others)('need not name the run, where the guardian writes it: %s', (kind) => {
    expect(readRecord(encodeRecord(kind, { run: null }), place(slotOf[kind])).state).toBe('verified');
  });

  test('names no run where it opens an epoch', () => {
    expect(readRecord(encodeRecord('SUPERSEDE', { run }), place(slotOf.SUPERSEDE))).toMatchObject(doesNotFit);
  });
});
