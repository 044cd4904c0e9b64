import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.js';

/** The files of the constrained endpoint, word for word as docs/remote.md has them. */
export interface EndpointFiles {
  readonly module: string;
  readonly role: string;
  readonly session: string;
}

function blockWith(page: string, mark: string): string {
  const blocks = [...page.matchAll(/^```powershell\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
  const [block, ...others] = blocks.filter((text) => text.includes(mark));
  if (block === undefined || others.length > 0) throw new Error(`The page has not one block with ${mark}.`);
  return block;
}

/** Takes the files out of the page, so that it and what is tried cannot differ. */
export function readEndpointFiles(): EndpointFiles {
  const page = readFileSync(join(packageRoot(), 'docs', 'remote.md'), 'utf8');
  return {
    module: blockWith(page, 'Export-ModuleMember'),
    role: blockWith(page, 'VisibleFunctions'),
    session: blockWith(page, 'SchemaVersion'),
  };
}

/** Installs the module of the page with its role and the operations into a folder of modules, as the page says. */
export function installEndpointModule(modules: string, { module, role }: EndpointFiles): void {
  const folder = join(modules, 'PhsTool');
  mkdirSync(join(folder, 'RoleCapabilities'), { recursive: true });
  cpSync(join(packageRoot(), 'scripts'), join(folder, 'scripts'), { recursive: true });
  writeFileSync(join(folder, 'PhsTool.psm1'), module);
  writeFileSync(join(folder, 'RoleCapabilities', 'PhsReader.psrc'), role);
}

function replaced(text: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text)) throw new Error(`There is nothing of ${String(pattern)} to adapt.`);
  return text.replace(pattern, () => by);
}

/**
 * The session configuration of the page for SSH and a simulated server. Only WinRM knows who connects and has virtual accounts, so
 * what the role allows stands in the session itself; the simulator is a second module whose commands are as hidden as ADSync's.
 */
export function adaptForSsh({ role, session }: EndpointFiles, simulator: string): string {
  const [, allowed = ''] = /ModulesToImport\s*= 'PhsTool'\n(.*)\}/s.exec(role) ?? [];
  const withoutAccount = replaced(session, /^ *RunAsVirtualAccount.*\n *RunAsVirtualAccountGroups.*\n/m, '');
  return replaced(withoutAccount, /^ *RoleDefinitions .*$/m, `ModulesToImport = 'PhsTool', '${simulator}'\n${allowed}`);
}
