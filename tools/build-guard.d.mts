/** The script Invoke-PhsGuardedSync.ps1 as the files of scripts/guard make it. */
export function joinGuard(): string;
