import { quoteForPowerShell } from '../base/text.js';
import type { Remedy } from './finding.js';

/** Values for the places in a remedy of the catalogues; a place without a value stays as it is. */
export type RemedyValues = Readonly<
  Partial<
    Record<
      'account' | 'account domain' | 'connector' | 'domain' | 'domain controller' | 'domains',
      string | null | undefined
    >
  >
>;

const place = /<(account|account domain|connector|domain|domain controller|domains)>/g;

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

const nameless = "'<domain controller>'";
const hasPlace = (command: string): boolean => command.includes('<domain controller>');

/** Says before the first command in which a domain controller has to be named how to find one. */
export function findDomainController({ text, commands }: Remedy, domain: string | undefined): Remedy {
  const first = commands.findIndex(hasPlace);
  if (first === -1) {
    return { text, commands };
  }
  const list = `nltest ${quoteForPowerShell(`/dclist:${domain ?? '<domain>'}`)}`;
  const how = [`# In place of ${nameless} the name of one of those that this lists:`, list];
  return {
    text,
    commands: [
      ...commands.slice(0, first).filter((command) => command !== list),
      ...how,
      ...commands.slice(first).filter((command) => command !== list),
    ],
  };
}
