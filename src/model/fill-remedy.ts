import { quoteForPowerShell } from '../base/text.js';
import type { Remedy } from './finding.js';

/** Values for the places in a remedy of the catalogues; a place without a value stays as it is. */
export type RemedyValues = Readonly<
  Partial<Record<'account' | 'account domain' | 'connector' | 'domain' | 'domains', string | null | undefined>>
>;

const place = /<(account|account domain|connector|domain|domains)>/g;

function filled(text: string, values: RemedyValues, write: (value: string) => string): string {
  const byName = new Map(Object.entries(values));
  return text.replace(place, (whole, name: string) => {
    const value = byName.get(name);
    return value === null || value === undefined ? whole : write(value);
  });
}

/**
 * Puts values into the places of a remedy from the catalogues (`<account>`, `<domain>` …). In commands the places stand
 * inside single quotes, so every quote of a value is doubled.
 */
export function fillRemedy({ text, commands }: Remedy, values: RemedyValues): Remedy {
  return {
    text: filled(text, values, (value) => value),
    commands: commands.map((command) => filled(command, values, (value) => quoteForPowerShell(value).slice(1, -1))),
  };
}
