import { describe, expect, test } from '@jest/globals';
import { MemoryRecording } from '../../src/ps/memory-recording.js';
import { placedLines } from '../../src/ps/recording-lines.js';

const limits = { pieceBytes: 64, mostPackedBytes: 10_000 };
const lines = Array.from({ length: 200 }, (_, index) => `${index} ${'ü'.repeat(index % 90)}`);

function written(): MemoryRecording {
  const recording = new MemoryRecording(limits);
  for (const line of lines) {
    recording.write(`${line}\n`);
  }
  return recording;
}

describe('a recording in memory', () => {
  test('gives back its lines, as often as they are asked for', () => {
    const recording = written();
    for (let times = 0; times < 2; times += 1) {
      expect([...placedLines(recording.bytes())].map(({ text }) => text)).toEqual(lines);
    }
  });

  test.each([0, 1, 63, 64, 65, 1000])('gives back any bytes from %d on, and none beyond its end', (offset) => {
    const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
    const source = written().bytes();
    expect(source.read(offset, 300)).toEqual(whole.subarray(offset, offset + 300));
    expect(source.read(whole.length - 5, 300)).toEqual(whole.subarray(-5));
    expect(source.read(whole.length, 10)).toHaveLength(0);
    expect(source.read(whole.length + 500, 10)).toHaveLength(0);
  });

  test('refuses more than it may hold, at every later write too, and is no longer sound', () => {
    const recording = new MemoryRecording({ pieceBytes: 64, mostPackedBytes: 200 });
    const fill = (): void => {
      for (const line of lines) {
        recording.write(`${line}\n`);
      }
    };
    expect(recording.isSound).toBe(true);
    expect(fill).toThrow(expect.objectContaining({ code: 'E_FILE', hint: expect.stringContaining('--since') }));
    expect(fill).toThrow(expect.objectContaining({ code: 'E_FILE' }));
    expect(recording.isSound).toBe(false);
  });

  test('holds nothing after it was discarded', () => {
    const recording = written();
    expect(recording.isEmpty).toBe(false);
    recording.discard();
    expect(recording.isEmpty).toBe(true);
    expect(recording.bytes().read(0, 10)).toHaveLength(0);
  });
});
