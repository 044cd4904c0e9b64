/** The global parameter that triggers a full sync of all passwords (facts 4.8). */
export const forceFullSyncParameter = 'Microsoft.Synchronize.ForceFullPasswordSync';

/**
 * True if the parameter asks for a full sync, or may have asked for one. The engine knows the values `TRUE`, `1` and `0`, and has
 * code that resets the parameter: `0` is nothing left over (facts 4.8). Any other value is taken for what it may be.
 */
export function asksForFullSync(value: string | null): boolean {
  return value !== null && value.trim() !== '0';
}
