import { z } from 'zod';

/** How the Entra connector signs in (operation Get-PhsEntraCredential; facts 9.2). Never a secret. */
export const entraCredentialSchema = z.object({
  /** `Application` or `ServiceAccount`; another word of a newer build stays as it is, null if the build has none. */
  identityType: z.string().nullable(),
  /** The application (client) id in lower case; null for an account. */
  applicationId: z.string().nullable(),
  /** Who manages the certificate, in the words of the build; null if the connector does not say, or an older recording. */
  certificateManagedBy: z.string().nullable().default(null),
});
/** See {@link entraCredentialSchema}. */
export type EntraCredential = z.output<typeof entraCredentialSchema>;

/** Event ids about the certificate of the application (facts 9.2). */
export const certificateEventIds = { renewalDue: 1011, expired: 1012, withoutTpm: 1014 } as const;

/** Its renewal in the audit (facts 9.3). */
export const rotationEventIds: readonly number[] = [2523, 2623];

/** Ids that the engine also writes when all is well; an error of them can be a refused sign-in (facts 9.2). */
export const tokenEventIds: readonly number[] = [904, 906];

/**
 * Who renews the certificate of the application: Entra Connect by its scheduler, or an administrator by hand, who brought it
 * (BYOC) or the whole application (BYOA). Undefined if the connector does not say, or in words that are not known; Entra
 * Connect is the default then (facts 9.2).
 */
export function certificateOwner(
  credential: EntraCredential | undefined,
): 'entra-connect' | 'administrator' | undefined {
  const words = credential?.certificateManagedBy ?? '';
  if (/\bBYO[AC]\b|\bown\b|customer|admin|user/i.test(words)) {
    return 'administrator';
  }
  return /entra|azure|connect|microsoft|system/i.test(words) ? 'entra-connect' : undefined;
}

const applicationUser = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}@/i;

/**
 * True for an application, false for the legacy account, undefined as long as neither is known. `accountName` is the
 * user name of the Entra connector, which shows it if the build has no cmdlet for it.
 */
export function signsInWithApplication(
  credential: EntraCredential | undefined,
  accountName: string | null | undefined,
): boolean | undefined {
  switch (credential?.identityType?.toLowerCase()) {
    case 'application':
      return true;
    case 'serviceaccount':
      return false;
    default:
      return applicationUser.test(accountName ?? '') ? true : /^Sync_/i.test(accountName ?? '') ? false : undefined;
  }
}
