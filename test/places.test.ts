import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/package-root.js';

/** Where every user of a server may make a folder first; the journal's is judged by each command that reads it. */
const open =
  /(?:C:\\ProgramData|%ProgramData%|\$env:ProgramData|C:\\Temp|C:\\Users\\Public|C:\\Windows\\Temp)\\(?!phs-tool\\guard)[\w.-]/i;
/** What a page says that names one: look at the owner and the rights, or make it with rights of its own. */
const condition = /\bowner\b|\bowned by\b|Get-Acl|icacls|\bprotected\b/i;

const isUnconditional = (page: string): boolean => open.test(page) && !condition.test(page);
const pages = readdirSync(join(packageRoot(), 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

describe('a page that names a folder which any user could have made first', () => {
  test.each([...pages, 'README.md', 'SECURITY.md'])('says in %s whose it must be', (page) => {
    expect(isUnconditional(readFileSync(join(packageRoot(), page), 'utf8'))).toBe(false);
  });

  test('is noticed', () => {
    expect(isUnconditional(String.raw`Write C:\ProgramData\agent\local\phs.cmd as administrator.`)).toBe(true);
    expect(isUnconditional(String.raw`Write C:\ProgramData\agent\phs.cmd if its owner is SYSTEM.`)).toBe(false);
    expect(isUnconditional(String.raw`Write C:\Program Files\agent\phs.cmd.`)).toBe(false);
  });
});
