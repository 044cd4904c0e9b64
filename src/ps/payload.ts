import { gunzipSync } from 'node:zlib';
import { decodeClixml, encodeClixml, toPlain, type ClixmlInput, type PlainValue } from '../parsers/clixml.js';
import { PsError } from '../base/errors.js';
import type { SessionLimits } from './limits.js';

/** Bounds of one payload. */
export type PayloadLimits = Pick<SessionLimits, 'maxFrameBytes' | 'maxFrameTags'>;

/** First byte of a document that is not packed; gzip begins with 1F. */
const openingBracket = 0x3c;

/**
 * Unpacks the payload of one frame: base64 of one CLIXML document with one value, packed with gzip when it is large.
 * `onUndecodable` receives the text of a document that is not CLIXML, for the trace.
 * Raises E_TOO_LARGE when it unpacks to more than is allowed, E_FRAME when it is damaged, E_DECODE when it is not CLIXML.
 */
export function decodePayload(
  payload: string,
  limits: PayloadLimits,
  onUndecodable: (document: string) => void = () => undefined,
): PlainValue {
  const document = unpack(payload, limits.maxFrameBytes);
  requireFewTags(document, limits.maxFrameTags);
  try {
    const [first] = decodeClixml(document);
    return first === undefined ? null : toPlain(first.value);
  } catch (cause) {
    onUndecodable(document);
    throw new PsError('E_DECODE', 'PowerShell sent an answer that is not valid CLIXML.', {
      hint: 'Run again with --debug --log-file FILE and report the log.',
      cause,
    });
  }
}

function unpack(payload: string, maxBytes: number): string {
  const bytes = Buffer.from(payload, 'base64');
  if (bytes[0] === openingBracket) {
    if (bytes.length > maxBytes) {
      throw tooLarge(`of more than ${maxBytes} bytes`);
    }
    return bytes.toString('utf8');
  }
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes }).toString('utf8');
  } catch (cause) {
    if (isBufferTooLarge(cause)) {
      throw tooLarge(`that unpacks to more than ${maxBytes} bytes`, cause);
    }
    throw new PsError('E_FRAME', 'PowerShell sent a damaged answer.', { cause });
  }
}

/** Whether a mark is found more often. */
function hasMore(document: string, mark: string, most: number): boolean {
  let found = 0;
  for (let at = document.indexOf(mark); at >= 0 && found <= most; at = document.indexOf(mark, at + 1)) {
    found += 1;
  }
  return found > most;
}

/** Before it is decoded: that is done in one go, and every element costs, and every reference by number, which PowerShell does not write. */
function requireFewTags(document: string, most: number): void {
  if (hasMore(document, '<', most) || hasMore(document, '&#', most)) {
    throw tooLarge(`of more than ${most.toLocaleString('en')} tags`);
  }
}

function tooLarge(what: string, cause?: unknown): PsError {
  return new PsError('E_TOO_LARGE', `PowerShell sent an answer ${what}.`, {
    hint: 'Ask for less: a shorter --since or one --connector.',
    cause,
  });
}

function isBufferTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

/** The base64 of a request's CLIXML document, ready for its one ASCII line. */
export function encodeRequest(request: ClixmlInput): string {
  return Buffer.from(encodeClixml(request), 'utf8').toString('base64');
}
