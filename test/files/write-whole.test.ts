import { describe, expect, test } from '@jest/globals';
import { writeWhole, type WriteLayer } from '../../src/files/write-whole.js';

/** A disk whose answers stand in a list: a number of bytes, or the code of an error; then it takes everything. */
function disk(
  answers: readonly (number | string)[],
): WriteLayer & { readonly text: () => string; readonly waits: () => number } {
  const left = [...answers];
  const taken: Buffer[] = [];
  let waits = 0;
  return {
    write: (_, bytes, offset, length) => {
      const answer = left.shift() ?? length;
      if (typeof answer === 'string') {
        throw Object.assign(new Error(answer), { code: answer });
      }
      const count = Math.min(answer, length);
      taken.push(Buffer.from(bytes.subarray(offset, offset + count)));
      return count;
    },
    wait: () => {
      waits += 1;
    },
    text: () => Buffer.concat(taken).toString('utf8'),
    waits: () => waits,
  };
}

const bytes = Buffer.from('grüße an die Welt\n'.repeat(50), 'utf8');

describe('everything is written', () => {
  test.each([
    ['at once', [], 0],
    ['in short pieces that cut characters', [1, 2, 3, 5, 7], 0],
    ['after a pipe that was full for a moment', ['EAGAIN', 3, 'EAGAIN', 'EINTR', 4], 3],
    ['after writes that took nothing', [0, 1, 0], 2],
  ] as const)('%s', (_, answers, waits) => {
    const layer = disk(answers);
    writeWhole(1, bytes, layer);
    expect(layer.text()).toBe(bytes.toString('utf8'));
    expect(layer.waits()).toBe(waits);
  });
});

describe('it is told when something is not', () => {
  test('a disk that gets full in the middle', () => {
    const layer = disk([4, 'ENOSPC']);
    expect(() => {
      writeWhole(1, bytes, layer);
    }).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
  });

  test('a file that takes nothing, however often it is asked', () => {
    const layer: WriteLayer = { write: () => 0, wait: () => undefined };
    expect(() => {
      writeWhole(1, bytes, layer);
    }).toThrow(expect.objectContaining({ code: 'EIO' }));
  });
});
