import type { GlobalSetting, Platform } from '../model/facts.js';

/** First version of Entra Connect that synchronizes temporary passwords (Microsoft's page, "User has a temporary password"). */
export const temporaryPasswordsVersion = '2.0.3.0';

/** The version of Entra Connect: the product's, else the one that the wizard noted (facts 1.9). */
export function findVersion(
  platform: Pick<Platform, 'productVersion'> | undefined,
  setting: Pick<GlobalSetting, 'serverConfigurationVersion'> | undefined,
): string | undefined {
  return platform?.productVersion ?? setting?.serverConfigurationVersion ?? undefined;
}
