import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { packageRoot } from '../../src/base/package-root.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-platform-'));
const root = packageRoot();

beforeAll(() => {
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), 'x');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the script answers by name: its words, without tabs. */
async function answers(...more: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const script = join(root, 'test', 'windows', 'scripts', 'Test-PlatformGuard.ps1');
  const guard = join(root, 'scripts', 'Get-PhsPlatformGuard.ps1');
  const words = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-File', script, guard, folder];
  const { stdout } = await execa(requireEngine(), [...words, ...more], { windowsHide: true, stdin: 'ignore' });
  return new Map(
    stdout.split(/\r?\n/).map((line) => {
      const [name = '', ...said] = line.split('\t');
      return [name, said];
    }),
  );
}

describeWithEngine('what the guard asks of Windows', () => {
  let said: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    said = await answers();
  });

  test('is answered with places, machine and account', () => {
    const machine = hostname().toUpperCase();

    expect([...said.entries()].slice(0, 9)).toEqual([
      ['supported', ['True']],
      ['journalRoot', ['C:\\ProgramData\\phs-tool\\guard']],
      ['pinRoot', ['C:\\Program Files\\phs-tool\\guard']],
      ['machineId', [expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)]],
      ['machineName', [expect.stringMatching(new RegExp(`^${machine}$`, 'i'))]],
      ['operator', [expect.stringMatching(/^[^\\]+\\[^\\]+$/)]],
      ['elevated', ['True']],
      ['host', [expect.stringMatching(/^C:\\windows\\system32\\WindowsPowerShell\\v1\.0\\powershell\.exe$/i)]],
      ['eventSource', ['absent']],
    ]);
  });

  test('judges what is on the disk by the owner and the rights that Windows has of it', () => {
    // The account of the tests is none of those that may own a folder of the guard; on a server an administrator's group is.
    const judged = [
      ['protected', ''],
      ['wrong-owner', expect.stringMatching(/^The owner is S-1-5-/)],
      ['wrong-access', expect.any(String)],
    ];

    expect(judged).toContainEqual(said.get('a folder'));
    expect(judged.map(([state]) => state)).toContain(said.get('a tree')?.[0]);
    expect(said.get('a file for a folder')).toEqual(['not-a-directory', join(folder, 'file')]);
    expect(said.get('a folder for a file')).toEqual(['not-a-file', folder]);
    expect(said.get('nothing')).toEqual(['absent', '']);
  });

  test('knows the SIDs of accounts', () => {
    expect([said.get('an account'), said.get('a SID')]).toEqual([
      ['found', 'S-1-5-18'],
      ['found', 'S-1-5-32-544'],
    ]);
  });

  test('has a task written to the disk, and says that one is not there', () => {
    expect(said.get('a task')).toEqual(['flushed', '']);
    expect(said.get('a task that is not there')?.[0]).toBe('raised');
  });
});

const owners = ['BA', 'SY', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'];
const protectedCases = [
  ...owners.map((owner) => ['folder', `O:${owner}G:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)`]),
  ['folder', 'O:BAG:BAD:(A;OICIIO;GA;;;CO)(A;OICI;FA;;;BA)'],
  ['folder', 'O:BAG:BAD:(A;;FA;;;BA)(A;OICI;0x1200a9;;;BU)'],
  ['folder', 'O:BAG:BAD:(D;;FA;;;BU)(A;;FA;;;BA)'],
  ['file', 'O:BAG:BAD:(A;;FA;;;BA)(A;;FR;;;WD)'],
  ['secret', 'O:BAG:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)'],
  ['secret', 'O:BAG:BAD:(A;;FA;;;BA)(A;;0x20000;;;BU)'],
] as const;
const refusedCases = [
  ['folder', 'O:BUG:BAD:(A;;FA;;;BA)', 'wrong-owner'],
  ['folder', 'O:S-1-5-21-1-2-3-1001G:BAD:(A;;FA;;;BA)', 'wrong-owner'],
  // Writing, appending, deleting children, attributes, deleting, rights, owner, and the generic ones: each alone.
  ...['0x2', '0x4', '0x10', '0x40', '0x100', 'SD', 'WD', 'WO', 'GW', 'GA'].map((right) => [
    'folder',
    `O:BAG:BAD:(A;;FA;;;BA)(A;;${right};;;BU)`,
    'wrong-access',
  ]),
  ['folder', 'O:BAG:BAD:(A;;FA;;;BA)(A;OICIID;0x2;;;AU)', 'wrong-access'],
  ['file', 'O:BAG:BAD:(A;;FA;;;BA)(A;;FW;;;S-1-5-21-1-2-3-1001)', 'wrong-access'],
  ['secret', 'O:BAG:BAD:(A;;FA;;;BA)(A;;0x1;;;BU)', 'wrong-access'],
  ['secret', 'O:BAG:BAD:(A;;FA;;;BA)(A;;GR;;;WD)', 'wrong-access'],
] as const;

describeWithEngine('the judgement of the guard on rights', () => {
  test('takes these for protected, and none of those', async () => {
    const cases = [...protectedCases.map((each) => [...each, 'protected']), ...refusedCases];
    const file = join(folder, 'cases.tsv');
    writeFileSync(file, cases.map(([kind, sddl], index) => `${index}\t${kind}\t${sddl}\r\n`).join(''));
    const said = await answers(file);

    expect(cases.map(([kind, sddl], index) => [kind, sddl, said.get(String(index))?.[0]])).toEqual(cases);
  });
});
