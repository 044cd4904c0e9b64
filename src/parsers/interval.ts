import { UsageError } from '../base/errors.js';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** The shortest time between two looks: every look asks the engine a dozen questions and reads its log. */
export const shortestIntervalMs = 30_000;
const longestIntervalMs = 24 * unitMs.h;

/** Reads `60s`, `5m` or `1h` and gives it in ms. Raises a UsageError for anything else, under 30 s and over 24 h. */
export function parseInterval(text: string): number {
  const match = /^(\d{1,6})(s|m|h)$/i.exec(text.trim());
  const unit = match?.[2]?.toLowerCase();
  if (match?.[1] === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h')) {
    throw new UsageError(`--interval needs a time such as 60s or 5m, but got "${text}".`);
  }
  const ms = Number(match[1]) * unitMs[unit];
  if (ms < shortestIntervalMs || ms > longestIntervalMs) {
    throw new UsageError(`--interval must be between 30s and 24h, but got "${text}".`, {
      hint: 'Every look asks the synchronization engine and reads its event log: shorter intervals would load the server.',
    });
  }
  return ms;
}
