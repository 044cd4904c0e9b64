// Publishes the test engine to test/engine/out when the sources are newer than what stands there.
// --optional: a missing .NET SDK is said on stderr and is no error (outside CI). --path: also prints where the engine is, so that
// phs-tool, which does not look for it, can be told: export PHS_TOOL_POWERSHELL="$(npm run --silent engine -- --path)"
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enginePath, findTestHost } from '../../tools/find-test-host.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = dirname(enginePath);
const stampFile = join(out, 'sources.sha256');
const optional = process.argv.includes('--optional') && process.env.CI !== 'true';

const sources = readdirSync(here)
  .filter((name) => /\.(cs|csproj)$/.test(name))
  .sort();
const hash = createHash('sha256');
for (const name of sources) hash.update(name).update(readFileSync(join(here, name)));
const stamp = `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;

/** Says where the engine is, when that is asked for. */
function tellPath() {
  if (process.argv.includes('--path')) process.stdout.write(`${enginePath}\n`);
}

if (existsSync(enginePath) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  tellPath();
  process.exit(0);
}

// Another host does as well, also in CI.
const other = findTestHost();
const otherHost = other !== undefined && other !== enginePath;

const sdk = spawnSync('dotnet', ['--version'], { encoding: 'utf8' });
const major = sdk.status === 0 ? Number(sdk.stdout.split('.')[0]) : 0;
if (major < 10) {
  const what = sdk.status === 0 ? `the .NET SDK found is ${sdk.stdout.trim()}` : 'no .NET SDK was found';
  process.stderr.write(
    `test engine: not built, ${what} (10 or later is needed). Simulated servers answer from recordings.\n`,
  );
  process.exit(optional || (process.argv.includes('--optional') && otherHost) ? 0 : 1);
}
const runtime = `${{ win32: 'win', darwin: 'osx' }[process.platform] ?? 'linux'}-${process.arch}`;
process.stderr.write('test engine: building (about 20 seconds, once)\n');
const publish = spawnSync(
  'dotnet',
  ['publish', join(here, 'PhsEngine.csproj'), '-c', 'Release', '-r', runtime, '-o', out, '--nologo', '-v', 'quiet'],
  {
    encoding: 'utf8',
    env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' },
  },
);
if (publish.status !== 0) {
  process.stderr.write(`test engine: the build failed\n${publish.stdout}${publish.stderr}\n`);
  process.exit(optional ? 0 : 1);
}
writeFileSync(stampFile, stamp);
tellPath();
