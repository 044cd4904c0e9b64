import type { ClixmlReason, ClixmlValue } from './clixml-tree.js';
import { isDateTime, timeSpanTicks } from './clixml-times.js';
import { unescapeText } from './clixml-text.js';

/** How the text of one primitive element is read: `read` answers undefined for text that is refused as `reason`. */
export interface ScalarReader {
  readonly read: (text: string) => ClixmlValue | undefined;
  readonly reason: ClixmlReason;
}

const INTEGER = /^[+-]?\d+$/;
const REAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const DECIMAL = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))$/;
const GUID = /^[\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{12}$/;
const VERSION = /^\d{1,10}(?:\.\d{1,10}){1,3}$/;
const SEMANTIC_VERSION = /^\d{1,10}(?:\.\d{1,10}){0,2}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
const BASE64 = /^[A-Za-z\d+/]*={0,2}$/;
const MAX_SINGLE = 3.402_823_567_797_336_6e38;
const MAX_INT32 = 2_147_483_647;
const MAX_DECIMAL = 2n ** 96n - 1n;
const MAX_DECIMAL_SCALE = 28;
/** No integer or decimal of the format is longer; what is, must not reach BigInt, whose cost is not linear. */
const MAX_DIGITS = 64;
/** So many digits a number holds exactly. */
const SAFE_DIGITS = 15;
const MINUS = 0x2d;
const ZERO = 0x30;

type NumberTag = 'By' | 'SB' | 'I16' | 'U16' | 'I32' | 'U32' | 'C';

/**
 * The value of up to 15 digits with or without a minus sign, NaN for any other text. Nearly all integers are so, and
 * this is several times as fast as a RegExp and Number.
 */
function shortInteger(text: string): number {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (text.length === start || text.length > start + SAFE_DIGITS) return NaN;
  let value = 0;
  for (let i = start; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return start === 0 || value === 0 ? value : -value;
}

function integerValue(text: string): number {
  const short = shortInteger(text);
  if (!Number.isNaN(short)) return short;
  const digits = text.trim();
  // The sum turns the -0 that "-00" would give into 0.
  return INTEGER.test(digits) ? Number(digits) + 0 : NaN;
}

function integer(tag: NumberTag, least: number, most: number): ScalarReader {
  return {
    reason: 'bad-number',
    read: (text) => {
      const value = integerValue(text);
      return value >= least && value <= most ? { tag, value } : undefined;
    },
  };
}

function longValue(text: string): bigint | undefined {
  const short = shortInteger(text);
  if (!Number.isNaN(short)) return BigInt(short);
  const digits = text.trim();
  return digits.length <= MAX_DIGITS && INTEGER.test(digits) ? BigInt(digits) : undefined;
}

function long(tag: 'I64' | 'U64', least: bigint, most: bigint): ScalarReader {
  return {
    reason: 'bad-number',
    read: (text) => {
      const value = longValue(text);
      if (value === undefined) return undefined;
      return value >= least && value <= most ? { tag, value } : undefined;
    },
  };
}

function realNumber(text: string): number | undefined {
  if (text === 'NaN') return NaN;
  if (text === 'INF') return Infinity;
  if (text === '-INF') return -Infinity;
  const value = REAL.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

function real(tag: 'Sg' | 'Db', most: number): ScalarReader {
  return {
    reason: 'bad-number',
    read: (text) => {
      const value = realNumber(text.trim());
      if (value === undefined || (Number.isFinite(value) && Math.abs(value) > most)) return undefined;
      return { tag, value };
    },
  };
}

/** True for the text of a System.Decimal: at most 96 bits of digits, at most 28 of them after the point. */
export function isDecimal(text: string): boolean {
  const match = text.length <= MAX_DIGITS ? DECIMAL.exec(text) : null;
  if (match === null) return false;
  const [, whole = '', fraction = match[3] ?? ''] = match;
  return fraction.length <= MAX_DECIMAL_SCALE && BigInt(whole + fraction) <= MAX_DECIMAL;
}

/** True for a GUID in its usual form, 8-4-4-4-12. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** True for a System.Version: two to four parts that fit 31 bits. */
export function isVersion(text: string): boolean {
  return VERSION.test(text) && text.split('.').every((part) => Number(part) <= MAX_INT32);
}

type CheckedTag = 'D' | 'DT' | 'TS' | 'G' | 'Version' | 'SemanticVersion';

function checked(tag: CheckedTag, reason: ClixmlReason, isValid: (text: string) => boolean): ScalarReader {
  return {
    reason,
    read: (text) => {
      const value = text.trim();
      return isValid(value) ? { tag, value } : undefined;
    },
  };
}

function escaped(tag: 'S' | 'URI' | 'XD' | 'SBK'): ScalarReader {
  return { reason: 'bad-text', read: (text) => ({ tag, value: unescapeText(text) }) };
}

function readBoolean(text: string): ClixmlValue | undefined {
  const word = text.trim();
  if (word === 'true' || word === '1') return { tag: 'B', value: true };
  if (word === 'false' || word === '0') return { tag: 'B', value: false };
  return undefined;
}

function readBytes(text: string): ClixmlValue | undefined {
  const base64 = text.replace(/[ \t\r\n]+/g, '');
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) return undefined;
  return { tag: 'BA', value: new Uint8Array(Buffer.from(base64, 'base64')) };
}

const NIL: ClixmlValue = { tag: 'Nil' };

/** The primitive elements of CLIXML (facts 10.3) and how each is read. */
export const scalarReaders: ReadonlyMap<string, ScalarReader> = new Map<string, ScalarReader>([
  ['Nil', { reason: 'unexpected-text', read: (text) => (text.trim() === '' ? NIL : undefined) }],
  ['S', escaped('S')],
  ['URI', escaped('URI')],
  ['XD', escaped('XD')],
  ['SBK', escaped('SBK')],
  ['B', { reason: 'bad-boolean', read: readBoolean }],
  ['C', integer('C', 0, 65_535)],
  ['By', integer('By', 0, 255)],
  ['SB', integer('SB', -128, 127)],
  ['I16', integer('I16', -32_768, 32_767)],
  ['U16', integer('U16', 0, 65_535)],
  ['I32', integer('I32', -MAX_INT32 - 1, MAX_INT32)],
  ['U32', integer('U32', 0, 4_294_967_295)],
  ['I64', long('I64', -(2n ** 63n), 2n ** 63n - 1n)],
  ['U64', long('U64', 0n, 2n ** 64n - 1n)],
  ['Sg', real('Sg', MAX_SINGLE)],
  ['Db', real('Db', Number.MAX_VALUE)],
  ['D', checked('D', 'bad-number', isDecimal)],
  ['DT', checked('DT', 'bad-date', isDateTime)],
  ['TS', checked('TS', 'bad-duration', (text) => timeSpanTicks(text) !== undefined)],
  ['G', checked('G', 'bad-guid', isGuid)],
  ['Version', checked('Version', 'bad-text', isVersion)],
  ['SemanticVersion', checked('SemanticVersion', 'bad-text', (text) => SEMANTIC_VERSION.test(text))],
  ['BA', { reason: 'bad-base64', read: readBytes }],
  ['SS', { reason: 'bad-text', read: (text) => ({ tag: 'SS', reveal: () => text }) }],
]);
