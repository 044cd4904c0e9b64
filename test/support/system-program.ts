import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A program that every Unix has in one of its own folders, also if PATH leads to none of them; elsewhere its name. For tests:
 * `npm cit` holds with a PATH that has Node and git alone.
 */
export function systemProgram(name: string): string {
  return ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? name;
}
