/** A file and all files below test/ that it reaches through its imports; absolute paths. */
export function within(file: string, root: string): ReadonlySet<string>;

/** All files of tests below a project; absolute paths. */
export function testFiles(root: string): string[];

/** The files of tests that need PowerShell, another program or a browser; absolute paths. */
export function liveTests(root: string): string[];

/** The live tests that also run in a Windows lab: paths of files in the project, and of a folder. */
export const windowsTests: readonly string[];
