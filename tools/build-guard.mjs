// Joins the parts of scripts/guard in the order of their names into the one script that is shipped, pinned and read before it is
// trusted. Run by "npm run guard"; with --check it changes nothing and fails if the script is not what the parts make.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const parts = join(root, 'scripts', 'guard');
const script = join(root, 'scripts', 'Invoke-PhsGuardedSync.ps1');

/** The script as its parts make it. */
export function joinGuard() {
  return readdirSync(parts)
    .filter((name) => name.endsWith('.ps1'))
    .sort()
    .map((name) => readFileSync(join(parts, name), 'utf8'))
    .join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const joined = joinGuard();
  if (!process.argv.includes('--check')) writeFileSync(script, joined);
  else if (readFileSync(script, 'utf8') !== joined) {
    process.stderr.write('scripts/Invoke-PhsGuardedSync.ps1 is not what scripts/guard makes: run "npm run guard".\n');
    process.exitCode = 1;
  }
  process.stdout.write(`${createHash('sha256').update(joined).digest('hex')}  Invoke-PhsGuardedSync.ps1\n`);
}
