import { TextDecoder } from 'node:util';
import { UsageError } from '../base/errors.js';
import { Turns } from '../base/turns.js';
import { longestRecord, NameReader, type NameLine } from '../parsers/name-lines.js';

/** Bounds of a file of names. */
export interface NamesLimits {
  readonly lines: number;
  readonly bytes: number;
}

/**
 * A million users are more than a day of work, and 256 bytes a line are enough for a DN with further columns. Nothing of it is kept: the
 * bounds end a pipe that never does.
 */
const namesLimits: NamesLimits = { lines: 1_000_000, bytes: 256 * 1024 * 1024 };

/** Raised for more names than are followed in one run. */
function tooManyNames(limit: string): UsageError {
  return new UsageError(`--dn-file has more than ${limit}.`, {
    hint: 'Split the list, and run phs-tool for each part.',
  });
}

/** The same bytes, up to the limit. */
async function* bounded(
  bytes: AsyncIterable<Uint8Array>,
  limits: Pick<NamesLimits, 'bytes'>,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    if (seen > limits.bytes) {
      throw tooManyNames(`${limits.bytes / 1024 / 1024} MiB`);
    }
    yield chunk;
  }
}

/** Text of a stream of bytes in UTF-8, or in UTF-16 with the mark that Windows PowerShell writes before it. */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let head = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (decoder === undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < 2) {
        continue;
      }
      const mark = `${head[0] ?? 0} ${head[1] ?? 0}`;
      decoder = new TextDecoder(mark === '255 254' ? 'utf-16le' : mark === '254 255' ? 'utf-16be' : 'utf-8');
      yield decoder.decode(head, { stream: true });
    } else {
      yield decoder.decode(chunk, { stream: true });
    }
  }
  yield decoder === undefined ? new TextDecoder().decode(head) : decoder.decode();
}

/** Lines without their ends (LF, CRLF or CR); of a longer line than is read, the beginning and `tooLong`. */
async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<{ text: string; tooLong: boolean }> {
  let rest = '';
  let skipping = false;
  for await (const text of texts) {
    rest += text;
    // A CR at the end may be the first half of a CRLF.
    const pieces = rest.split(/\r\n|\n|\r(?!$)/);
    rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      if (!skipping) {
        const tooLong = piece.length > longestRecord;
        yield { text: tooLong ? piece.slice(0, 200) : piece, tooLong };
      }
      skipping = false;
    }
    if (rest.length > longestRecord) {
      if (!skipping) {
        yield { text: rest.slice(0, 200), tooLong: true };
      }
      skipping = true;
      rest = rest.endsWith('\r') ? '\r' : '';
    }
  }
  const last = rest.replace(/\r$/, '');
  if (last !== '' && !skipping) {
    yield { text: last, tooLong: false };
  }
}

/** The names in a stream of bytes, one after the other, without keeping them. Raises a UsageError behind either limit. */
export async function* readNames(
  bytes: AsyncIterable<Uint8Array>,
  limits: NamesLimits = namesLimits,
): AsyncGenerator<NameLine> {
  const reader = new NameReader();
  const turns = new Turns();
  let lines = 0;
  for await (const { text, tooLong } of linesOf(decoded(bounded(bytes, limits)))) {
    await turns.next();
    lines += 1;
    if (lines > limits.lines) {
      throw tooManyNames(`${limits.lines.toLocaleString('en')} lines`);
    }
    yield* reader.push(text, tooLong);
  }
  yield* reader.end();
}
