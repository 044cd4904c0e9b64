/** Takes the options of phs-tool out of an environment; the PowerShell that they name becomes that of the tests. */
export function clearToolOptions(env: Record<string, string | undefined>): void;
