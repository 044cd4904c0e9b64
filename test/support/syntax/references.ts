import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../src/base/package-root.js';

const assetsSchema = z.object({ packageFolders: z.record(z.string(), z.unknown()) });

const framework = join(
  'microsoft.netframework.referenceassemblies.net472',
  '1.0.3',
  'build',
  '.NETFramework',
  'v4.7.2',
);

/** What reads the assemblies, and those whose types Windows PowerShell 5.1 has loaded when it starts. */
const files: readonly string[] = [
  join(
    'system.reflection.metadataloadcontext',
    '10.0.8',
    'lib',
    'net10.0',
    'System.Reflection.MetadataLoadContext.dll',
  ),
  ...['mscorlib', 'System', 'System.Core', 'System.Xml', 'System.DirectoryServices', 'System.ServiceProcess'].map(
    (name) => join(framework, `${name}.dll`),
  ),
  join('powershellstandard.library', '5.1.1', 'lib', 'net452', 'System.Management.Automation.dll'),
];

const engineFolder = join(packageRoot(), 'test', 'engine');
const assets = join(engineFolder, 'obj', 'references', 'project.assets.json');

/** Whether {@link referenceAssemblies} can have them: they are restored, or there is a .NET SDK to restore them. */
export function canHaveReferences(): boolean {
  return existsSync(assets) || spawnSync('dotnet', ['--version']).status === 0;
}

function restore(): void {
  const project = join(engineFolder, 'references', 'References.csproj');
  const restored = spawnSync('dotnet', ['restore', project, '--nologo'], {
    encoding: 'utf8',
    env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' },
  });
  if (restored.status !== 0) {
    throw new Error(`The reference assemblies could not be restored.\n${restored.stdout}${restored.stderr}`);
  }
}

function findRestored(): readonly (string | undefined)[] {
  const text = existsSync(assets) ? readFileSync(assets, 'utf8') : '{"packageFolders":{}}';
  const folders = Object.keys(assetsSchema.parse(JSON.parse(text)).packageFolders);
  return files.map((file) => folders.map((folder) => join(folder, file)).find((path) => existsSync(path)));
}

/**
 * Absolute paths of MetadataLoadContext and of the assemblies that Windows PowerShell 5.1 on .NET Framework 4.7.2 has, restored
 * from NuGet by test/engine/references/References.csproj. Raises an error that says so when they cannot be had.
 */
export function referenceAssemblies(): readonly string[] {
  if (findRestored().includes(undefined)) {
    restore();
  }
  return findRestored().map((path, index) => {
    if (path === undefined) {
      throw new Error(`The reference assembly ${files[index] ?? ''} is not among the restored packages.`);
    }
    return path;
  });
}
