import { closeSync, readFileSync, readSync } from 'node:fs';
import { brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { EnvironmentError } from '../base/errors.js';
import { openInput } from '../files/open-input.js';

/** Bounds of what is read. */
export interface RecordingLimits {
  /** Longest line, in bytes. */
  readonly lineBytes: number;
  /** Most lines. */
  readonly lines: number;
  /** Most values of a line of rows. */
  readonly rowValues: number;
  /** Most values of any other line: checking one that does not fit costs ten times as much. */
  readonly otherValues: number;
  /** Most bytes that a packed recording may unpack to: it is held in memory. */
  readonly unpackedBytes: number;
  /** Most bytes of one answer whose rows are kept; rows of events pass by page by page and may be more. */
  readonly answerBytes: number;
  /** Most questions that differ in their window only: each is read to find the one that fits. */
  readonly alikeQuestions: number;
}

/**
 * The bounds that the tool uses: far beyond what one run writes, and what a few hundred megabytes of memory can hold. A line is
 * read in one go, so its values are bounded by the time to the next look at signals. A recorder ends a line at 20,000 values; 500
 * rows of the widest known operation have 29,000.
 */
export const recordingLimits: RecordingLimits = {
  lineBytes: 16 * 1024 * 1024,
  lines: 2_000_000,
  rowValues: 50_000,
  otherValues: 20_000,
  unpackedBytes: 64 * 1024 * 1024,
  answerBytes: 32 * 1024 * 1024,
  alikeQuestions: 1_000,
};

/** Bytes that can be read again at any place. */
export interface RecordingBytes {
  /** Reads up to so many bytes; fewer only at the end. */
  read(offset: number, length: number): Buffer;
  close(): void;
}

/** An error of the recording itself, with the line if it is known. */
export function recordingError(message: string, hint?: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError('E_RECORDING', message, {
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The byte that ends a line. */
export const lineFeed = 0x0a;

function wrapBuffer(buffer: Buffer): RecordingBytes {
  return { read: (offset, length) => buffer.subarray(offset, offset + length), close: () => undefined };
}

/** The bytes of a text that is in memory already. */
export function textBytes(text: string): RecordingBytes {
  return wrapBuffer(Buffer.from(text, 'utf8'));
}

/** A path of a recording in an archive of the package: `recordings.br/healthy`. */
const memberPath = /^(.{1,4000}\.br)[\\/]([\w-]{1,80})$/;

function tooLarge(path: string, { unpackedBytes }: RecordingLimits, cause?: unknown): Error {
  const size = `${unpackedBytes / 1024 / 1024} MiB`;
  return recordingError(`The recording ${path} unpacks to more than ${size}.`, 'Unpack it: gzip -d FILE.', cause);
}

function isTooLarge(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
}

function unpack(path: string, packed: Buffer, limits: RecordingLimits): RecordingBytes {
  try {
    // Of a file that is cut off, what there is.
    const finishFlush = constants.Z_SYNC_FLUSH;
    return wrapBuffer(gunzipSync(packed, { maxOutputLength: limits.unpackedBytes, finishFlush }));
  } catch (cause) {
    if (isTooLarge(cause)) {
      throw tooLarge(path, limits, cause);
    }
    throw recordingError(`The recording ${path} is damaged: it begins as gzip and is not.`, undefined, cause);
  }
}

/** The first line of an archive: where each recording begins behind that line, and how long it is, in bytes. */
const archiveIndexSchema = z.record(z.string(), z.tuple([z.int().min(0), z.int().min(0)]));

/** Reads one recording of an archive that `npm run pack` made: an index in one line, then all recordings, packed with Brotli. */
function openMember(archive: string, name: string, { unpackedBytes }: RecordingLimits): RecordingBytes {
  try {
    const all = brotliDecompressSync(readFileSync(archive), { maxOutputLength: unpackedBytes });
    const begin = all.indexOf(lineFeed) + 1;
    const [offset, length] = archiveIndexSchema.parse(JSON.parse(all.subarray(0, begin).toString('utf8')))[name] ?? [];
    if (offset === undefined || length === undefined) {
      throw recordingError(`The archive ${archive} has no recording "${name}".`, undefined);
    }
    return wrapBuffer(all.subarray(begin + offset, begin + offset + length));
  } catch (cause) {
    if (cause instanceof EnvironmentError) {
      throw cause;
    }
    throw recordingError(`The archive ${archive} is damaged. Install phs-tool again.`, undefined, cause);
  }
}

function fileBytes(descriptor: number): RecordingBytes {
  return {
    read: (offset, length) => {
      const buffer = Buffer.allocUnsafe(length);
      let filled = 0;
      for (let got = -1; got !== 0 && filled < length; filled += got) {
        got = readSync(descriptor, buffer, filled, length - filled, offset + filled);
      }
      return buffer.subarray(0, filled);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** Opens a recording, plain or packed. Raises E_FILE when there is no such file, E_RECORDING when it cannot be unpacked. */
export function openRecordingBytes(path: string, limits = recordingLimits): RecordingBytes {
  const [, archive, member] = memberPath.exec(path) ?? [];
  if (archive !== undefined && member !== undefined) {
    return openMember(archive, member, limits);
  }
  const { descriptor, size } = openInput(path, 'The recording', 'Name what --record or "bundle" wrote.');
  const file = fileBytes(descriptor);
  if (!file.read(0, 2).equals(Buffer.from([0x1f, 0x8b]))) {
    return file;
  }
  try {
    // What is packed is read at once, before any look at signals: so no more of it than can unpack to the limit.
    if (size > limits.unpackedBytes) {
      throw tooLarge(path, limits);
    }
    return unpack(path, file.read(0, size), limits);
  } finally {
    file.close();
  }
}
