import { stripEnd } from '../base/strip-end.js';

/** What a DateTime is: a UTC instant, a local time with its offset, or a wall-clock time without either. */
export type DateTimeKind = 'utc' | 'local' | 'unspecified';

/** A DateTime without loss: `ticks` are 100 ns units of the written clock time since 0001-01-01. */
export interface DateTimeParts {
  readonly kind: DateTimeKind;
  readonly ticks: bigint;
  /** Minutes east of UTC: 0 for UTC, undefined if the text has no offset. */
  readonly offsetMinutes: number | undefined;
}

/** What follows the seconds: fraction and zone. */
const CLOCK_TAIL = /^(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?$/;
const SECONDS_END = 19;
const ZERO = 0x30;
const DURATION =
  /^(-?)P(?=[\dT])(?:(\d{1,8})D)?(?:T(?=\d)(?:(\d{1,10})H)?(?:(\d{1,12})M)?(?:(\d{1,13})(?:\.(\d{1,7}))?S)?)?$/;
/** Milliseconds between 0001-01-01 and 1970-01-01. */
const EPOCH_MS = 62_135_596_800_000;
const MAX_TICKS = 2n ** 63n;
const MAX_OFFSET = 14 * 60;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(4, 6));
  const total = Number(zone.slice(1, 3)) * 60 + minutes;
  if (minutes > 59 || total > MAX_OFFSET) return undefined;
  return zone.startsWith('-') ? -total : total;
}

/** The two digits at an index, or NaN. By code units: a RegExp over the whole text took three times as long. */
function twoDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - ZERO;
  const ones = text.charCodeAt(index + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** Seconds of the day, or NaN. */
function secondOfDay(text: string): number {
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const isClock = text[10] === 'T' && text[13] === ':' && text[16] === ':';
  return isClock && hour < 24 && minute < 60 && second < 60 ? (hour * 60 + minute) * 60 + second : NaN;
}

function hasDate(text: string): boolean {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const isDate = text[4] === '-' && text[7] === '-' && year >= 1 && month >= 1 && month <= 12;
  return isDate && day >= 1 && day <= daysInMonth(year, month);
}

function hasTail(text: string): boolean {
  if (text.length === SECONDS_END || (text.length === SECONDS_END + 1 && text.endsWith('Z'))) return true;
  const match = CLOCK_TAIL.exec(text.slice(SECONDS_END));
  return match !== null && (match[2] === undefined || offsetMinutes(match[2]) !== undefined);
}

/** True for a DateTime as PowerShell writes it: `2026-11-22T08:00:00.1234567`, with `Z`, an offset, or neither. */
export function isDateTime(text: string): boolean {
  return hasDate(text) && !Number.isNaN(secondOfDay(text)) && hasTail(text);
}

/** Kind, ticks and offset of a DateTime text (facts 10.3, row `DT`); undefined if it is not one. */
export function dateTimeParts(text: string): DateTimeParts | undefined {
  if (!isDateTime(text)) return undefined;
  const [, fraction = '', zone] = CLOCK_TAIL.exec(text.slice(SECONDS_END)) ?? [];
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const ticks =
    BigInt(date.getTime() + EPOCH_MS) * 10_000n +
    BigInt(secondOfDay(text)) * 10_000_000n +
    BigInt(fraction.padEnd(7, '0'));
  if (zone === undefined) return { kind: 'unspecified', ticks, offsetMinutes: undefined };
  return { kind: zone === 'Z' ? 'utc' : 'local', ticks, offsetMinutes: offsetMinutes(zone) };
}

/** The 100 ns ticks of a TimeSpan text such as `-P1DT2H3M4.5S`; undefined if it is not one or over 2^63. */
export function timeSpanTicks(text: string): bigint | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const wholeSeconds = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const ticks = wholeSeconds * 10_000_000n + BigInt(fraction.padEnd(7, '0'));
  if (ticks > MAX_TICKS) return undefined;
  return sign === '' ? ticks : -ticks;
}

/** The text of a TimeSpan of that many ticks, as XmlConvert writes it: only the parts that are not zero. */
export function formatTimeSpan(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const fraction = stripEnd(String(size % 10_000_000n).padStart(7, '0'), '0');
  const seconds = size / 10_000_000n;
  const parts = [
    [(seconds / 3600n) % 24n, 'H'],
    [(seconds / 60n) % 60n, 'M'],
  ] as const;
  const second = seconds % 60n;
  let time = parts.map(([count, unit]) => (count === 0n ? '' : `${String(count)}${unit}`)).join('');
  if (second !== 0n || fraction !== '') time += `${String(second)}${fraction === '' ? '' : `.${fraction}`}S`;
  const days = seconds / 86_400n;
  const date = days === 0n ? '' : `${String(days)}D`;
  const body = time === '' ? date : `${date}T${time}`;
  return `${ticks < 0n ? '-' : ''}P${body === '' ? 'T0S' : body}`;
}
