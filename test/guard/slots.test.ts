import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRecord, type SlotPlace, type SlotReading } from '../../src/guard/read-record.js';
import { lineNamesOf, recordSchemas, type RecordKind } from '../../src/guard/slots.js';
import { encodeRecord, pair, planText, run, slotOf, withHash } from '../support/guard-records.js';

const kinds = Object.keys(recordSchemas) as RecordKind[];
const place = (slot: string): SlotPlace => ({ pair, epoch: 1, slot });
const claimPlace = place('10-claim');

function tornReason(reading: SlotReading): string {
  return reading.state === 'torn' ? reading.reason : 'verified';
}

/** A claim with one line changed and the hash made anew, as somebody with an editor and patience would. */
function rewritten(change: (lines: string[]) => string[]): Uint8Array {
  const lines = Buffer.from(encodeRecord('CLAIM')).toString('latin1').split('\n').slice(0, -2);
  return withHash(`${change(lines).join('\n')}\n`);
}

describe('a record', () => {
  test.each(kinds)('%s verifies in its place and gives its fields back', (kind) => {
    const slot = slotOf[kind];
    const reading = readRecord(encodeRecord(kind), place(slot));

    expect(reading).toMatchObject({ state: 'verified', record: { kind, pair, epoch: 1, slot, pid: 4312 } });
  });

  test('gives free text back as it was, whatever the language, and null as null', () => {
    const adName = 'contoso "Übung" 東京\u202e\n';

    expect(readRecord(encodeRecord('CLAIM', { adName }), claimPlace)).toMatchObject({
      record: { adName, guardian: null },
    });
  });

  test('does not verify after any change of any byte', () => {
    const bytes = encodeRecord('CLAIM');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Uint8Array.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ change;
        return readRecord(changed, claimPlace).state === 'torn';
      }),
      { numRuns: 2000 },
    );
  });

  test('does not verify when it is cut anywhere, or anything stands before or behind it', () => {
    const bytes = encodeRecord('GO');

    for (let length = 0; length < bytes.length; length += 1) {
      expect(readRecord(bytes.subarray(0, length), place('30-go')).state).toBe('torn');
    }
    expect(readRecord(Buffer.concat([bytes, Buffer.from('\n')]), place('30-go')).state).toBe('torn');
    expect(readRecord(Buffer.concat([Buffer.from('\n'), bytes]), place('30-go')).state).toBe('torn');
    expect(readRecord(Buffer.concat([bytes, bytes]), place('30-go')).state).toBe('torn');
  });

  test('is never made from arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => readRecord(bytes, claimPlace).state === 'torn'),
    );
  });

  test('does not verify in another place, even with a right hash', () => {
    const bytes = encodeRecord('CLAIM');

    expect(tornReason(readRecord(bytes, { ...claimPlace, pair: 'f'.repeat(64) }))).toBe('place');
    expect(tornReason(readRecord(bytes, { ...claimPlace, epoch: 2 }))).toBe('place');
    expect(tornReason(readRecord(bytes, place('30-go')))).toBe('kind');
    expect(tornReason(readRecord(encodeRecord('CLOSED'), place('30-go')))).toBe('place');
    expect(tornReason(readRecord(encodeRecord('TICK', { n: 2 }), place('ticks/000001')))).toBe('place');
    expect(tornReason(readRecord(bytes, place('nonsense')))).toBe('kind');
  });

  test.each<[string, (lines: string[]) => string[], string]>([
    ['a line too many', (lines) => [...lines, 'extra 1'], 'lines'],
    ['a line too few', (lines) => lines.slice(0, -1), 'lines'],
    ['a line twice', (lines) => [...lines.slice(0, -1), lines[2] ?? ''], 'lines'],
    ['two lines in another order', ([a = '', b = '', c = '', d = '', ...rest]) => [a, b, d, c, ...rest], 'lines'],
    [
      'another plan than its hash says',
      (lines) => lines.map((line) => (line.startsWith('plan64 ') ? 'plan64 AAAA' : line)),
      'plan',
    ],
    [
      'text that is no base64',
      (lines) => lines.map((line) => (line.startsWith('machine64 ') ? 'machine64 A' : line)),
      'fields',
    ],
    [
      'text that is no UTF-8',
      (lines) => lines.map((line) => (line.startsWith('machine64 ') ? 'machine64 /w==' : line)),
      'fields',
    ],
    [
      'base64 with stray bits',
      (lines) => lines.map((line) => (line.startsWith('machine64 ') ? 'machine64 QR==' : line)),
      'fields',
    ],
    [
      'a number with a leading zero',
      (lines) => lines.map((line) => (line.startsWith('pid ') ? 'pid 01' : line)),
      'fields',
    ],
    [
      'a run in capital letters',
      (lines) => lines.map((line) => (line.startsWith('run ') ? `run ${run.toUpperCase()}` : line)),
      'fields',
    ],
    ['no run', (lines) => lines.map((line) => (line.startsWith('run ') ? 'run -' : line)), 'fields'],
    ['a newer version', ([, ...rest]) => ['phs-guard 2', ...rest], 'newer-version'],
    ['no version', ([, ...rest]) => ['phs-guard', ...rest], 'version'],
    ['an unknown kind', ([first = '', , ...rest]) => [first, 'kind NONSENSE', ...rest], 'kind'],
    ['a kind that every object has', ([first = '', , ...rest]) => [first, 'kind constructor', ...rest], 'kind'],
  ])('with %s and a right hash is torn', (_, change, reason) => {
    expect(tornReason(readRecord(rewritten(change), claimPlace))).toBe(reason);
  });

  test('that is empty, too large or not ASCII says so', () => {
    expect(tornReason(readRecord(new Uint8Array(), claimPlace))).toBe('empty');
    expect(tornReason(readRecord(new Uint8Array(16 * 1024 + 1).fill(0x61), claimPlace))).toBe('too-large');
    expect(tornReason(readRecord(withHash('phs-guard 1\nkind CLAIM\nmachine Ü\n'), claimPlace))).toBe('not-ascii');
    expect(tornReason(readRecord(withHash('phs-guard 1\r\nkind CLAIM\r\n'), claimPlace))).toBe('not-ascii');
  });

  test('of a newer version is told as that, whatever its lines are', () => {
    const reading = readRecord(withHash('phs-guard 2\nsomething new\n'), claimPlace);

    expect(reading).toMatchObject({ reason: 'newer-version', detail: expect.stringContaining('newer phs-tool') });
  });

  test('has the lines of the contract, in its order', () => {
    expect(lineNamesOf('CLAIM').join(' ')).toBe(
      'pair epoch run slot prev utc machineId machine64 identity64 pid start image64 adConnectorId entraConnectorId adName64 entraName64 tool64 script planHash plan64 operator64 guardian64 parameter64',
    );
    expect(lineNamesOf('SUPERSEDE').slice(12).join(' ')).toBe('supersedes evidence reason64 operator64 parameter64');
    expect(lineNamesOf('TICK').slice(12).join(' ')).toBe('n enabled lock activity');
    expect(planText().split('\n')).toHaveLength(11);
  });
});
