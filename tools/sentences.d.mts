/** The sentences of a TypeScript file or a PowerShell script, each on one line, in the order of the source. */
export function sentencesOf(path: string, source: string): readonly string[];
