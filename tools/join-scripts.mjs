// Joins the parts of a long script in the order of their names: scripts/guard into the one file that is shipped, pinned and read
// before it is trusted, scripts/session into the one that PowerShell is started with. Run by "npm run scripts"; with --check it
// changes nothing and fails if a script is not what its parts make.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = join(fileURLToPath(import.meta.url), '..', '..', 'scripts');

/** The scripts that are joined, by the folder of their parts. */
export const joinedScripts = { guard: 'Invoke-PhsGuardedSync.ps1', session: 'Start-PhsSession.ps1' };

/** The script as the parts of this folder make it. */
export function joinScript(folder) {
  const parts = join(scripts, folder);
  return readdirSync(parts)
    .filter((name) => name.endsWith('.ps1'))
    .sort()
    .map((name) => readFileSync(join(parts, name), 'utf8'))
    .join('');
}

function joinAll(isCheck) {
  for (const [folder, name] of Object.entries(joinedScripts)) {
    const joined = joinScript(folder);
    if (!isCheck) writeFileSync(join(scripts, name), joined);
    else if (readFileSync(join(scripts, name), 'utf8') !== joined) {
      process.stderr.write(`scripts/${name} is not what scripts/${folder} makes: run "npm run scripts".\n`);
      process.exitCode = 1;
    }
    process.stdout.write(`${createHash('sha256').update(joined).digest('hex')}  ${name}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) joinAll(process.argv.includes('--check'));
