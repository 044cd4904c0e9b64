/** Microsoft's page on this subject. */
export const microsoftPage =
  'https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-password-hash-synchronization';

/** The public page that is behind a check (docs/coverage.md); undefined for one that only this tool needs. */
export function publicPageOf(check: string): string | undefined {
  return check === 'PHS101' ? undefined : microsoftPage;
}
