import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { operations } from '../../src/scripts/index.js';

const page = readFileSync(join(packageRoot(), 'docs', 'remote.md'), 'utf8');
const changing = operations.filter(({ mutates }) => mutates).map(({ name }) => name);

describe('the constrained endpoint of docs/remote.md', () => {
  test('shows every operation that only reads, and no other', () => {
    const [, list = ''] = /VisibleFunctions = @\(([^)]*)\)/.exec(page) ?? [];
    const shown = [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
    const reading = operations.map(({ name }) => name).filter((name) => !changing.includes(name));
    expect(shown.sort()).toEqual(['Get-PhsSessionInfo', ...reading].sort());
  });

  test('does not even define what can change a server, and names no folder that the caller chooses', () => {
    const [, left = ''] = /-notin ([^)]*)\)/.exec(page) ?? [];
    for (const name of changing) expect(left).toContain(`'${name}'`);
    expect(page).toMatch(/function Import-PhsModule \{[^}]*Get-PhsPlatform[^}]*-ModulePath ''/);
  });
});
