// The PowerShell in which tests, recordings and measurements run; the product knows none of this and is told its path.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const suffix = process.platform === 'win32' ? '.exe' : '';

/** Where "npm run engine" puts the test engine. */
export const enginePath = join(fileURLToPath(new URL('../test/engine/out', import.meta.url)), `phs-engine${suffix}`);

/** The first that is there: the one that PHS_TOOL_TEST_HOST names, the built engine, pwsh of PATH; undefined: none is. */
export function findTestHost(env = process.env) {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, `pwsh${suffix}`));
  return [env.PHS_TOOL_TEST_HOST ?? '', enginePath, ...onPath].find((path) => path !== '' && existsSync(path));
}
