import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { EnvironmentError } from '../base/errors.js';
import type { RecordingBytes } from './recording-bytes.js';

/** Bytes of one packed piece; what is read again is unpacked piece by piece. */
const pieceBytes = 1024 * 1024;
/** Most bytes that are kept, packed: recordings pack to a tenth and less, so this is a recording of gigabytes. */
const mostPackedBytes = 256 * 1024 * 1024;

/** Where a recording is written: a file, or memory. */
export interface RecordingTarget {
  /** Appends text. Raises E_FILE, also at every later call, when it is not taken. */
  write(text: string): void;
  /** True when everything that was given to `write` is there. */
  readonly isSound: boolean;
  /** Ends the writing. Never raises. */
  close(): void;
  /** Ends the writing and leaves nothing behind. Never raises. */
  discard(): void;
}

/**
 * A recording that is never on a disk, because it holds names that are to be replaced first: a process that is killed leaves
 * nothing behind. Kept packed, in pieces.
 */
export class MemoryRecording implements RecordingTarget {
  private readonly pieces: Buffer[] = [];
  private open: Buffer[] = [];
  private openBytes = 0;
  private packedBytes = 0;
  private unpacked: { readonly index: number; readonly bytes: Buffer } | undefined;
  private broken: EnvironmentError | undefined;

  constructor(private readonly limits = { pieceBytes, mostPackedBytes }) {}

  write(text: string): void {
    if (this.broken !== undefined) {
      throw this.broken;
    }
    const bytes = Buffer.from(text, 'utf8');
    this.open.push(bytes);
    this.openBytes += bytes.length;
    if (this.openBytes >= this.limits.pieceBytes) {
      this.pack();
    }
  }

  get isSound(): boolean {
    return this.broken === undefined;
  }

  /** True when nothing was written. */
  get isEmpty(): boolean {
    return this.pieces.length === 0 && this.openBytes === 0;
  }

  close(): void {
    // Nothing is held open.
  }

  discard(): void {
    this.pieces.length = 0;
    this.open = [];
    this.openBytes = 0;
    this.unpacked = undefined;
  }

  /** What was written so far, to be read as often as one likes. */
  bytes(): RecordingBytes {
    return { read: (offset, length) => this.read(offset, length), close: () => undefined };
  }

  private pack(): void {
    const all = Buffer.concat(this.open);
    let at = 0;
    for (; all.length - at >= this.limits.pieceBytes; at += this.limits.pieceBytes) {
      const piece = deflateRawSync(all.subarray(at, at + this.limits.pieceBytes), { level: 1 });
      this.packedBytes += piece.length;
      this.pieces.push(piece);
    }
    const rest = Buffer.from(all.subarray(at));
    this.open = [rest];
    this.openBytes = rest.length;
    if (this.packedBytes > this.limits.mostPackedBytes) {
      this.broken = new EnvironmentError('E_FILE', 'What was read is more than a bundle can hold.', {
        hint: 'Choose a shorter --since, or name fewer users.',
      });
      throw this.broken;
    }
  }

  private read(offset: number, length: number): Buffer {
    const parts: Buffer[] = [];
    const { pieceBytes: size } = this.limits;
    for (let at = offset; at < offset + length;) {
      const piece = this.piece(Math.floor(at / size));
      const part = piece.subarray(at % size, (at % size) + offset + length - at);
      if (part.length === 0) {
        break;
      }
      parts.push(part);
      at += part.length;
    }
    return Buffer.concat(parts);
  }

  private piece(index: number): Buffer {
    const packed = this.pieces[index];
    if (packed === undefined) {
      return index === this.pieces.length ? Buffer.concat(this.open) : Buffer.alloc(0);
    }
    if (this.unpacked?.index !== index) {
      this.unpacked = { index, bytes: inflateRawSync(packed) };
    }
    return this.unpacked.bytes;
  }
}
