/** A file: its name with slashes, and its content. */
export type NamedFile = readonly [name: string, content: Uint8Array];

/** Lines as sha256sum writes and reads them. */
export function sumsOf(files: readonly NamedFile[]): string;

/** Everything in the archive, in the order of names. */
export function windowsFiles(
  packaged: readonly NamedFile[],
  node: Uint8Array,
  nodeLicence: Uint8Array,
): readonly NamedFile[];
