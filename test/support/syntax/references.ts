import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../src/base/package-root.js';

const assetsSchema = z.object({ packageFolders: z.record(z.string(), z.unknown()) });

const files: readonly string[] = [
  ...['mscorlib.dll', 'System.dll', 'System.Core.dll', 'System.DirectoryServices.dll', 'System.ServiceProcess.dll'].map(
    (name) =>
      join('microsoft.netframework.referenceassemblies.net472', '1.0.3', 'build', '.NETFramework', 'v4.7.2', name),
  ),
  join('powershellstandard.library', '5.1.1', 'lib', 'net452', 'System.Management.Automation.dll'),
];

const engineFolder = join(packageRoot(), 'test', 'engine');
const assets = join(engineFolder, 'obj', 'references', 'project.assets.json');

/** Whether {@link referenceAssemblies} can have them: they are restored, or there is a .NET SDK to restore them. */
export function canHaveReferences(): boolean {
  return existsSync(assets) || spawnSync('dotnet', ['--version']).status === 0;
}

/**
 * Absolute paths of the assemblies that Windows PowerShell 5.1 on .NET Framework 4.7.2 has, restored from NuGet by
 * test/engine/references/References.csproj. Raises an error that says so when they cannot be had.
 */
export function referenceAssemblies(): readonly string[] {
  if (!existsSync(assets)) {
    const project = join(engineFolder, 'references', 'References.csproj');
    const restored = spawnSync('dotnet', ['restore', project, '--nologo'], {
      encoding: 'utf8',
      env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' },
    });
    if (restored.status !== 0) {
      throw new Error(`The reference assemblies could not be restored.\n${restored.stdout}${restored.stderr}`);
    }
  }
  const folders = Object.keys(assetsSchema.parse(JSON.parse(readFileSync(assets, 'utf8'))).packageFolders);
  return files.map((file) => {
    const found = folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
    if (found === undefined) {
      throw new Error(`The reference assembly ${file} is not among the restored packages.`);
    }
    return found;
  });
}
