import { isAbsolute } from 'node:path';

/** Whether a value of --simulate can only be a directory: no scenario has such a name. */
export function looksLikeDirectory(simulate: string): boolean {
  return isAbsolute(simulate) || /[\\/]/.test(simulate) || simulate.startsWith('.');
}
