import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { systemProgram } from './system-program.js';

/** Unpacks the archive of a package into a folder, without the folder `package` that npm puts around everything. */
export async function unpack(archive: string, into: string): Promise<void> {
  // Some versions of tar look for gzip in PATH, and some take "C:" for a host: they get neither.
  const folder = dirname(archive);
  const plain = `${basename(archive)}.tar`;
  writeFileSync(join(folder, plain), gunzipSync(readFileSync(archive)));
  await execa(systemProgram('tar'), ['-xf', plain, '-C', into, '--strip-components=1'], { cwd: folder });
  rmSync(join(folder, plain));
}
