import { gzipSync } from 'node:zlib';
import { encodeClixml, type ClixmlInput } from '../../src/parsers/clixml.js';

/** The payload of a frame: base64 of a packed CLIXML document. */
export function pack(value: ClixmlInput): string {
  return gzipSync(encodeClixml(value)).toString('base64');
}

/** A frame of protocol PHS1; `length` and `eol` can be wrong on purpose. */
export function frameText(
  nonce: string,
  id: string,
  kind: string,
  sequence: number,
  payload: string,
  { length = payload.length, eol = '\n' }: { readonly length?: number; readonly eol?: string } = {},
): string {
  return `\nPHS1 ${nonce} ${id} ${kind} ${sequence} ${length} ${payload}${eol}`;
}

/** The value in {@link part}. */
export const answeredValue = 'h\u00e9llo \u{1f600}';

/** HELLO of a Windows PowerShell 5.1. */
export const hello = pack({
  psVersion: '5.1.14393.0',
  edition: 'Desktop',
  languageMode: 'FullLanguage',
  processId: 1,
  is64Bit: true,
  clrVersion: '4.0',
  osVersion: 'stand-in',
  culture: 'en-US',
  timeZone: 'UTC',
});

/** READY. */
export const opened = pack({ failure: null });

/** A page of one row. */
export const part = pack({ value: [answeredValue] });

const envelope = {
  state: 'completed',
  errors: [],
  warnings: [],
  information: [],
  durationMs: 1.5,
  stray: 0,
  stuck: false,
};

/** An end frame of a completed operation, but for what is given. */
export function endOf(different: Readonly<Record<string, ClixmlInput>> = {}): string {
  return pack({ ...envelope, ...different });
}

/** An error, flat as PowerShell sends it. */
export function flatError(message: string, errorId: string, type: string): Record<string, ClixmlInput> {
  return { message, errorId, category: 'NotSpecified', exceptionTypes: [type], hresult: '80131501', position: '' };
}
