/** What a DateTime is: a UTC instant, a local time with its offset, or a wall-clock time without either. */
export type DateTimeKind = 'utc' | 'local' | 'unspecified';

/** A DateTime without loss: `ticks` are 100 ns units of the written clock time since 0001-01-01. */
export interface DateTimeParts {
  readonly kind: DateTimeKind;
  readonly ticks: bigint;
  /** Minutes east of UTC: 0 for UTC, undefined where the text has no offset. */
  readonly offsetMinutes: number | undefined;
}

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?$/;
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

function matchDateTime(text: string): RegExpExecArray | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, , zone] = match;
  const y = Number(year);
  const m = Number(month);
  const d = Number(day);
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return zone !== undefined && offsetMinutes(zone) === undefined ? undefined : match;
}

/** True for a DateTime as PowerShell writes it: `2026-11-22T08:00:00.1234567`, with `Z`, an offset, or neither. */
export function isDateTime(text: string): boolean {
  return matchDateTime(text) !== undefined;
}

/** Kind, ticks and offset of a DateTime text (powershell-bridge 3.3, row `DT`); undefined where it is none. */
export function dateTimeParts(text: string): DateTimeParts | undefined {
  const match = matchDateTime(text);
  if (match === undefined) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = match;
  // Date.UTC would take the years 1 to 99 for 1901 to 1999.
  const ms = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day)) + EPOCH_MS;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const ticks = BigInt(ms) * 10_000n + BigInt(seconds) * 10_000_000n + BigInt(fraction.padEnd(7, '0'));
  if (zone === undefined) return { kind: 'unspecified', ticks, offsetMinutes: undefined };
  return { kind: zone === 'Z' ? 'utc' : 'local', ticks, offsetMinutes: offsetMinutes(zone) };
}

/** The 100 ns ticks of a TimeSpan text such as `-P1DT2H3M4.5S`; undefined where it is none or over 2^63. */
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
  const fraction = String(size % 10_000_000n)
    .padStart(7, '0')
    .replace(/0+$/, '');
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
