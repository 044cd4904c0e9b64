/** Where "npm run engine" puts the test engine. */
export const enginePath: string;

/** Absolute path of the PowerShell in which tests run; undefined: there is none. */
export function findTestHost(env?: Readonly<Record<string, string | undefined>>): string | undefined;
