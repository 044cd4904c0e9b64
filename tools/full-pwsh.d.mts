/** The version of PowerShell that .config/dotnet-tools.json pins. */
export const pinnedVersion: string;

/** The program of the restored tool in a folder of NuGet packages; undefined when it is not there. */
export function restoredIn(
  packages: string,
  machine?: { readonly platform?: NodeJS.Platform; readonly arch?: string },
): string | undefined;

/** The full pwsh for tests: the one that PHS_TOOL_TEST_HOST names, or the restored one. Undefined: there is none. */
export function findFullPwsh(env?: Readonly<Record<string, string | undefined>>): string | undefined;
