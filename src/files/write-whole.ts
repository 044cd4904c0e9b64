import { writeSync } from 'node:fs';
import { readSystemCode } from '../base/file-problem.js';

/** How bytes get to an open file; tests put a disk in its place that takes a few bytes at a time, or none. */
export interface WriteLayer {
  /** Writes up to `length` bytes from `offset`; answers how many were taken. Raises the system's error. */
  write(descriptor: number, bytes: Uint8Array, offset: number, length: number): number;
  /** Waits so many milliseconds. */
  wait(milliseconds: number): void;
}

const realLayer: WriteLayer = {
  write: (descriptor, bytes, offset, length) => writeSync(descriptor, bytes, offset, length),
  wait: (milliseconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  },
};

const waitMs = 10;
/** A file that takes nothing for so many attempts (five seconds) takes nothing at all. */
const longestStandstill = 500;

function isLater(error: unknown): boolean {
  const code = readSystemCode(error);
  return code === 'EAGAIN' || code === 'EINTR';
}

function writeSome(descriptor: number, bytes: Uint8Array, at: number, layer: WriteLayer): number {
  try {
    return layer.write(descriptor, bytes, at, bytes.length - at);
  } catch (error) {
    if (isLater(error)) {
      return 0;
    }
    throw error;
  }
}

/**
 * Writes all bytes, however few the system takes at a time: a short write is not an error to the system, but half a result to
 * the reader. Raises the system's error, and EIO for a file that takes nothing for five seconds.
 */
export function writeWhole(descriptor: number, bytes: Uint8Array, layer: WriteLayer = realLayer): void {
  let standstill = 0;
  for (let at = 0; at < bytes.length;) {
    const written = writeSome(descriptor, bytes, at, layer);
    at += written;
    standstill = written > 0 ? 0 : standstill + 1;
    if (standstill >= longestStandstill) {
      throw Object.assign(new Error('EIO: the file takes nothing'), { code: 'EIO' });
    }
    if (written === 0) {
      layer.wait(waitMs);
    }
  }
}
