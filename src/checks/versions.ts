import type { GlobalSetting, Platform } from '../model/facts.js';

/** First version of Entra Connect that synchronizes temporary passwords (Microsoft's page, "User has a temporary password"). */
export const temporaryPasswordsVersion = '2.0.3.0';

/** The version of Entra Connect: the product's, else the one that the wizard noted (facts 1.9). */
export function versionOf(
  platform: Pick<Platform, 'productVersion'> | undefined,
  setting: Pick<GlobalSetting, 'serverConfigurationVersion'> | undefined,
): string | undefined {
  return platform?.productVersion ?? setting?.serverConfigurationVersion ?? undefined;
}

function partsOf(version: string): readonly number[] | undefined {
  return /^\s*\d{1,9}(?:\.\d{1,9}){1,3}\s*$/.test(version) ? version.trim().split('.').map(Number) : undefined;
}

/** Compares dotted versions by their numbers; missing parts count as 0. Undefined when one of them is no version. */
export function isAtLeast(version: string, least: string): boolean | undefined {
  const [parts, wanted] = [partsOf(version), partsOf(least)];
  if (parts === undefined || wanted === undefined) {
    return undefined;
  }
  const index = [0, 1, 2, 3].find((place) => (parts[place] ?? 0) !== (wanted[place] ?? 0));
  return index === undefined || (parts[index] ?? 0) > (wanted[index] ?? 0);
}
