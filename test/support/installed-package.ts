import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { packageRoot } from '../../src/base/package-root.js';
import { unpack } from './unpack.js';

const packedSchema = z.tuple([
  z.object({
    filename: z.string(),
    unpackedSize: z.number(),
    files: z.array(z.object({ path: z.string(), mode: z.number() })),
  }),
]);

/** The package as somebody installs it. */
export interface InstalledPackage {
  /** Holds everything that was made; the test removes it. */
  readonly folder: string;
  /** node_modules/phs-tool. */
  readonly installed: string;
  /** Bytes unpacked. */
  readonly size: number;
  /** Every file in it. */
  readonly paths: readonly string[];
}

/** Packs, and unpacks into a folder whose name no shell and no code page likes; nothing is installed beside it. */
export async function installPackage(): Promise<InstalledPackage> {
  const root = packageRoot();
  const folder = mkdtempSync(join(tmpdir(), 'phs-tool-pack-'));
  const modules = join(folder, '\u00dcn\u00efcode path with spaces', 'node_modules');
  const installed = join(modules, 'phs-tool');
  mkdirSync(installed, { recursive: true });
  const npm = await execa(process.execPath, [join(root, 'tools', 'pack.mjs'), '--destination', folder], { cwd: root });
  const [packed] = packedSchema.parse(JSON.parse(npm.stdout));
  await unpack(join(folder, packed.filename), installed);
  return { folder, installed, size: packed.unpackedSize, paths: packed.files.map(({ path }) => path) };
}
