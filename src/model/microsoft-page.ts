/** Microsoft's page on this subject. */
export const microsoftPage =
  'https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-password-hash-synchronization';
