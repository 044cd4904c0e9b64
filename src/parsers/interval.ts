import { UsageError } from '../base/errors.js';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** The shortest time between two looks: every look asks the engine a dozen questions and reads its log. */
export const shortestIntervalMs = 30_000;
const longestIntervalMs = 24 * unitMs.h;

/** A run starts PowerShell, and ending it takes some seconds. */
const shortestTimeoutMs = 5_000;
const longestTimeoutMs = unitMs.h;

function readTime(text: string): number | undefined {
  const match = /^(\d{1,6})(s|m|h)$/i.exec(text.trim());
  const unit = match?.[2]?.toLowerCase();
  return match?.[1] === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h')
    ? undefined
    : Number(match[1]) * unitMs[unit];
}

/** Reads `60s`, `5m` or `1h` and gives it in ms. Raises a UsageError for anything else, under 30 s and over 24 h. */
export function parseInterval(text: string): number {
  const ms = readTime(text);
  if (ms === undefined) {
    throw new UsageError(`--interval needs a time such as 60s or 5m, but got "${text}".`);
  }
  if (ms < shortestIntervalMs || ms > longestIntervalMs) {
    throw new UsageError(`--interval must be between 30s and 24h, but got "${text}".`, {
      hint: 'Every look asks the synchronization engine and reads its event log: shorter intervals would load the server.',
    });
  }
  return ms;
}

/** Reads `60s`, `2m`, or seconds alone as plugins of monitors take them, and gives ms. Raises a UsageError otherwise, under 5 s and over 1 h. */
export function parseTimeout(text: string): number {
  const ms = readTime(/^\d+$/.test(text.trim()) ? `${text.trim()}s` : text);
  if (ms === undefined) {
    throw new UsageError(`--timeout needs a time such as 60s or 2m, but got "${text}".`);
  }
  if (ms < shortestTimeoutMs || ms > longestTimeoutMs) {
    throw new UsageError(`--timeout must be between 5s and 1h, but got "${text}".`);
  }
  return ms;
}

const longestWaitMs = 7 * 24 * unitMs.h;

/** Reads `90s`, `30m` or `2h`, how long `wait` waits, and gives ms. Raises a UsageError otherwise, under 30 s and over 168 h. */
export function parseWait(text: string): number {
  const ms = readTime(text);
  if (ms === undefined) {
    throw new UsageError(`--timeout needs a time such as 30m or 2h, but got "${text}".`);
  }
  if (ms < shortestIntervalMs || ms > longestWaitMs) {
    throw new UsageError(`--timeout must be between 30s and 168h, but got "${text}".`);
  }
  return ms;
}
