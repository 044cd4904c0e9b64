import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import { importPhsModule } from '../../src/scripts/import-phs-module.js';
import { describeWithEngine } from '../support/engine.js';
import { liveSession } from '../support/live.js';

const noWhere = { modulePath: '', candidates: [], installFolder: '' };

describeWithEngine('Import-PhsModule', () => {
  const opened: LiveSession[] = [];
  const folders: string[] = [];

  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'phs-module-'));
    folders.push(folder);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  function session(modulePath = ''): LiveSession {
    const made = liveSession({}, { server: { modulePath, simulatorPath: '', simulatedServer: '' } });
    opened.push(made);
    return made;
  }

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    for (const folder of folders.splice(0)) {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a module in no place is a failure with a stable id that names the places', async () => {
    const missing = join(tmpdir(), 'no-such-folder', 'ADSync.psd1');
    const { state, errors } = await session().run(importPhsModule, { ...noWhere, candidates: [missing] });
    expect(state).toBe('failed');
    expect(errors[0]?.errorId).toBe('PhsModuleNotFound,Import-PhsModule');
    expect(errors[0]?.message).toContain(missing);
  });

  test('a candidate under the folder of the registry comes from the registry, another from the default folder', async () => {
    const folder = folderWith({ 'Bin/ADSync/ADSync.psm1': 'function Get-ADSyncConnector { }' });
    const candidates = [join(folder, 'Bin', 'ADSync', 'ADSync.psm1')];
    const registry = await session().run(importPhsModule, { ...noWhere, candidates, installFolder: folder });
    expect(registry.rows).toMatchObject([{ origin: 'registry', path: candidates[0] }]);
    const fallback = await session().run(importPhsModule, { ...noWhere, candidates });
    expect(fallback.rows).toMatchObject([{ origin: 'default-folder', path: candidates[0] }]);
  });

  test('the folder of the option goes before the module path, and may be the module folder itself', async () => {
    const first = folderWith({ 'ADSync.psm1': '' });
    const second = folderWith({ 'ADSync/ADSync.psm1': '' });
    const both = await session(second).run(importPhsModule, { ...noWhere, modulePath: first });
    expect(both.rows).toMatchObject([{ origin: 'module-path-option', path: join(first, 'ADSync.psm1') }]);
    const named = await session(second).run(importPhsModule, noWhere);
    expect(named.rows).toMatchObject([{ origin: 'ps-module-path', path: join(second, 'ADSync', 'ADSync.psm1') }]);
  });

  test('a module that is found and does not load ends the search with its own error', async () => {
    const broken = folderWith({
      'ADSync/ADSync.psm1': "throw [System.BadImageFormatException]::new('broken on purpose')",
    });
    const candidates = [join(folderWith({ 'ADSync.psm1': '' }), 'ADSync.psm1')];
    const { state, errors } = await session().run(importPhsModule, { ...noWhere, modulePath: broken, candidates });
    expect(state).toBe('failed');
    expect(errors[0]?.message).toContain('broken on purpose');
  });

  test('a module that needs another module which is missing is not taken for a missing module', async () => {
    const broken = folderWith({ 'ADSync/ADSync.psm1': "Import-Module -Name 'NoSuchModule' -ErrorAction Stop" });
    const candidates = [join(folderWith({ 'ADSync.psm1': '' }), 'ADSync.psm1')];
    const { state, errors } = await session(broken).run(importPhsModule, { ...noWhere, candidates });
    expect(state).toBe('failed');
    expect(errors[0]?.message).toContain('NoSuchModule');
  });

  test('loading it again answers the module that is loaded', async () => {
    const folder = folderWith({ 'ADSync/ADSync.psm1': '' });
    const one = session();
    const args = { ...noWhere, modulePath: folder };
    const answers = [await one.run(importPhsModule, args), await one.run(importPhsModule, args)];
    expect(answers[1]?.rows).toEqual(answers[0]?.rows);
  });
});
