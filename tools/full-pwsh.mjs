// The full PowerShell that .config/dotnet-tools.json pins and "dotnet tool restore" gets from NuGet: its real program in the
// folder of NuGet's packages, not the shim that starts it as a child.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const manifest = fileURLToPath(new URL('../.config/dotnet-tools.json', import.meta.url));

/** The version that is pinned. */
export const pinnedVersion = JSON.parse(readFileSync(manifest, 'utf8')).tools.powershell.version;

/** The folder of NuGet's packages, undefined when there is no .NET SDK to say. */
function packagesFolder(env) {
  if ((env.NUGET_PACKAGES ?? '') !== '') return env.NUGET_PACKAGES;
  const said = spawnSync('dotnet', ['nuget', 'locals', 'global-packages', '--list'], {
    encoding: 'utf8',
    env: { ...env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' },
  });
  return said.status === 0 ? /global-packages: (.+)/.exec(said.stdout)?.[1].trim() : undefined;
}

/** The program of the restored tool in a folder of packages; undefined when it is not there. */
export function restoredIn(packages, { platform = process.platform, arch = process.arch } = {}) {
  const tools = join(packages, 'powershell', pinnedVersion, 'tools');
  // The package has programs for these machines only; elsewhere it is run by "dotnet", which is no host that can be named.
  const name = { linux: join('unix', 'pwsh'), win32: join('win', 'pwsh.exe') }[platform];
  if (name === undefined || arch !== 'x64' || !existsSync(tools)) return undefined;
  return readdirSync(tools)
    .map((framework) => join(tools, framework, 'any', name))
    .find((path) => existsSync(path));
}

/** The full pwsh for tests: the one that PHS_TOOL_TEST_HOST names, or the restored one. Undefined: there is none. */
export function findFullPwsh(env = process.env) {
  const named = env.PHS_TOOL_TEST_HOST ?? '';
  if (named !== '') return named;
  const packages = packagesFolder(env);
  return packages === undefined ? undefined : restoredIn(packages);
}
