/** The scripts that are made of parts, by the folder of their parts in scripts/. */
export const joinedScripts: Readonly<Record<'guard' | 'session', string>>;
/** The script as the files of this folder in scripts/ make it. */
export function joinScript(folder: string): string;
