import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** No packed file of the package unpacks to more bytes. */
const MAX_BYTES = 4_194_304;

/**
 * What the package holds packed with Brotli in a file of its own (tools/pack.mjs), as text; undefined if the file is not
 * there, as in a checkout, where everything lies open. Throws if the file cannot be read or unpacked.
 */
export function readPackedFile(path: string): string | undefined {
  return existsSync(path)
    ? brotliDecompressSync(readFileSync(path), { maxOutputLength: MAX_BYTES }).toString('utf8')
    : undefined;
}
