/** The bytes of an archive with these files, in their order. */
export function zipOf(files: readonly (readonly [name: string, content: Uint8Array])[]): Buffer;
