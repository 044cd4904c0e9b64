import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

let found: string | undefined;

/** Absolute path of the folder that holds package.json: the same for the sources, the build and an installed package. */
export function packageRoot(): string {
  if (found === undefined) {
    let folder = import.meta.dirname;
    while (!existsSync(join(folder, 'package.json'))) {
      folder = dirname(folder);
    }
    found = folder;
  }
  return found;
}
