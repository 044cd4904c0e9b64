import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { packageRoot } from '../../src/base/package-root.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';

const system = 'S-1-5-18';
const administrators = 'S-1-5-32-544';
const trustedInstaller = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
const users = 'S-1-5-32-545';
const somebody = 'S-1-5-21-1-2-3-1001';
const everything = 0x1f01ff;
const reading = 0x1200a9;
const genericRead = -0x80000000;

interface Rights {
  readonly kind: 'folder' | 'file' | 'secret';
  readonly owner: string;
  readonly rules: readonly (readonly [sid: string, type: 'allow' | 'deny', rights: number])[];
}
interface Case extends Rights {
  readonly name: string;
  readonly says: string;
}

const ours: Rights = { kind: 'folder', owner: administrators, rules: [[administrators, 'allow', everything]] };
const mine = ours.rules;

const cases: readonly Case[] = [
  ...[system, administrators, trustedInstaller].map((owner) => ({
    ...ours,
    name: `a folder of ${owner}`,
    owner,
    says: 'protected',
  })),
  ...[users, somebody, ''].map((owner) => ({
    ...ours,
    name: `a folder of "${owner}"`,
    owner,
    says: `wrong-owner|The owner is ${owner}.`,
  })),
  { ...ours, name: 'a folder without rules', rules: [], says: 'protected' },
  {
    ...ours,
    name: 'a folder that others read',
    rules: [...mine, [users, 'allow', reading]],
    says: 'protected',
  },
  {
    ...ours,
    name: 'a folder with a right for whoever makes something in it',
    rules: [...mine, ['S-1-3-0', 'allow', 0x10000000]],
    says: 'protected',
  },
  {
    ...ours,
    name: 'a folder that denies others everything',
    rules: [[users, 'deny', everything], ...mine],
    says: 'protected',
  },
  // Writing, appending, deleting children, attributes and what belongs to them, deleting, rights, owner, and the generic ones: each alone.
  ...[0x2, 0x4, 0x10, 0x40, 0x100, 0x10000, 0x40000, 0x80000, 0x40000000, 0x10000000].map((right): Case => ({
    ...ours,
    name: `a folder with the right ${right.toString(16)} for others`,
    rules: [...mine, [users, 'allow', right]],
    says: `wrong-access|${users} has rights to it.`,
  })),
  ...([0x1, genericRead] as const).flatMap((right): readonly Case[] => [
    {
      ...ours,
      kind: 'file',
      name: `a file that others read by ${right}`,
      rules: [...mine, [users, 'allow', right]],
      says: 'protected',
    },
    {
      ...ours,
      kind: 'secret',
      name: `a secret that others read by ${right}`,
      rules: [...mine, [users, 'allow', right]],
      says: `wrong-access|${users} has rights to it.`,
    },
  ]),
  {
    ...ours,
    kind: 'secret',
    name: 'a secret whose rights others may look at',
    rules: [...mine, [users, 'allow', 0x20000]],
    says: 'protected',
  },
];

describeWithEngine('what the guard takes for protected, by owner and rights', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-verdict-'));
  let said: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const file = join(folder, 'cases.tsv');
    const lines = cases.map(({ name, kind, owner, rules }) =>
      [name, kind, owner, rules.map((rule) => rule.join(':')).join(' ')].join('\t'),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const script = join(packageRoot(), 'test', 'guard', 'scripts', 'Test-PlatformVerdict.ps1');
    const guard = join(packageRoot(), 'scripts', 'Get-PhsPlatformGuard.ps1');
    const words = ['-NoProfile', '-NonInteractive', '-File', script, guard, file];
    const { stdout } = await execa(requireEngine(), words, { windowsHide: true, stdin: 'ignore' });
    said = new Map(
      stdout.split(/\r?\n/).map((line) => {
        const [name = '', state = '', detail = ''] = line.split('\t');
        return [name, detail === '' ? state : `${state}|${detail}`];
      }),
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases.map((one) => [one.name, one] as const))('%s', (name, { says }) => {
    expect(said.get(name)).toBe(says);
  });
});
