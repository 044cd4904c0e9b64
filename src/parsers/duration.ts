import { UsageError } from '../base/errors.js';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longestMs = 366 * unitMs.d;

/**
 * Reads a duration such as `90m`, `3h` or `2d` and gives it in ms. Whole numbers only, at least one minute and at most
 * 366 days. Raises a UsageError for anything else; `flag` names the option in its message.
 */
export function parseDuration(text: string, flag = '--since'): number {
  const match = /^(\d{1,6})(m|h|d)$/i.exec(text.trim());
  const amount = match?.[1];
  const unit = match?.[2]?.toLowerCase();
  if (amount === undefined || (unit !== 'm' && unit !== 'h' && unit !== 'd')) {
    throw new UsageError(`${flag} needs a duration such as 90m, 3h or 2d, but got "${text}".`, {
      hint: 'Use a whole number followed by m (minutes), h (hours) or d (days).',
    });
  }
  const ms = Number(amount) * unitMs[unit];
  if (ms === 0 || ms > longestMs) {
    throw new UsageError(`${flag} must be between 1m and 366d, but got "${text}".`);
  }
  return ms;
}
