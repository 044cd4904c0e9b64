import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { sumsOf, windowsFiles, type NamedFile } from '../../tools/pack-windows.mjs';
import { windowsNode } from '../../tools/windows-node.mjs';
import { clearedVariables, startCommand } from '../../tools/windows-start.mjs';
import { zipOf } from '../../tools/zip.mjs';
import { unzip } from '../support/unzip.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

const packaged: readonly NamedFile[] = [
  ['package.json', bytes('{}')],
  ['dist/main.js', bytes('console.log(1)')],
  ['docs/\u00fcbersicht.md', bytes('# Page')],
];
const node = bytes('MZ the program');
const files = windowsFiles(packaged, node, bytes('Node.js is licensed'));

describe('the archive for Windows', () => {
  const unpacked = unzip(zipOf(files));

  test('holds the package, the program with its licence, and what starts it, in one folder', () => {
    expect([...unpacked.keys()]).toEqual([
      'phs-tool-app/LICENSE-node.txt',
      'phs-tool-app/app/dist/main.js',
      'phs-tool-app/app/docs/install-windows.md',
      'phs-tool-app/app/docs/\u00fcbersicht.md',
      'phs-tool-app/app/package.json',
      'phs-tool-app/node.exe',
      'phs-tool-app/phs-tool.cmd',
      'phs-tool-app/SHA256SUMS',
    ]);
    expect(unpacked.get('phs-tool-app/node.exe')).toEqual(node);
    expect(unpacked.get('phs-tool-app/app/docs/\u00fcbersicht.md')?.toString()).toBe('# Page');
  });

  test('has a sum for every other file, which a changed one does not fit', () => {
    const sums = unpacked.get('phs-tool-app/SHA256SUMS')?.toString() ?? '';
    const lines = sums
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' *'));

    expect(lines.map(([, name]) => `phs-tool-app/${name ?? ''}`)).toEqual([...unpacked.keys()].slice(0, -1));
    for (const [sum, name] of lines) {
      expect(sum).toBe(sha256(unpacked.get(`phs-tool-app/${name ?? ''}`) ?? bytes('')));
    }
    expect(sumsOf([['node.exe', bytes('MZ another program')]])).not.toBe(sumsOf([['node.exe', node]]));
  });

  test('is the same for the same files, whenever it is made', () => {
    expect(zipOf(files).equals(zipOf(files))).toBe(true);
    expect(zipOf(files).equals(zipOf(files.slice(1)))).toBe(false);
  });

  test('holds large files and empty ones whole', () => {
    const large = Buffer.alloc(3_000_000, 'abcdefg');
    const back = unzip(
      zipOf([
        ['large', large],
        ['empty', bytes('')],
      ]),
    );

    expect(back.get('large')?.equals(large)).toBe(true);
    expect(back.get('empty')?.length).toBe(0);
  });
});

describe('phs-tool.cmd', () => {
  const lines = startCommand.split('\r\n');

  test('starts the program beside it with the script beside it, and ends with its exit code', () => {
    const start = '"%phs_place%node.exe" "%phs_place%app\\dist\\main.js" %*';

    expect(lines.slice(-7)).toEqual([
      'call :place',
      start,
      'exit /b %ERRORLEVEL%',
      ':place',
      'set "phs_place=%~dp0"',
      'exit /b 0',
      '',
    ]);
    expect(lines.filter((line) => /node/i.test(line) && !line.startsWith('set "'))).toEqual([start]);
  });

  test('clears what makes Node.js load code or write files, for itself alone', () => {
    expect(lines.slice(0, 3)).toEqual(['@echo off', 'setlocal DisableDelayedExpansion', 'set "ERRORLEVEL="']);
    for (const name of ['NODE_OPTIONS', 'NODE_PATH', 'OPENSSL_CONF', 'NODE_V8_COVERAGE']) {
      expect(clearedVariables).toContain(name);
      expect(lines).toContain(`set "${name}="`);
    }
    expect(lines.indexOf('set "NODE_OPTIONS="')).toBeLessThan(lines.indexOf('call :place'));
  });

  test('is ASCII with the line ends of Windows, and looks for nothing by PATH or in the current folder', () => {
    expect(/^[\r\n\x20-\x7e]*$/.test(startCommand)).toBe(true);
    expect(startCommand.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(startCommand).not.toMatch(/%PATH%|%CD%|\bcall\b(?! :place\r)|\bcd\b|where\b|%COMSPEC%/i);
  });
});

test('the program is pinned by a version and by two hashes', () => {
  expect(windowsNode.version).toMatch(/^22\.\d+\.\d+$/);
  expect(windowsNode.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  expect(windowsNode.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('docs/install-windows.md names every file of the folder and each matter of a server that is locked down', () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'install-windows.md'), 'utf8');

  for (const word of ['phs-tool.cmd', 'node.exe', 'app\\', 'SHA256SUMS', 'LICENSE-node.txt']) {
    expect(page).toContain(`\`${word}\``);
  }
  for (const word of [
    'Unblock-File',
    'icacls',
    'Set-AuthenticodeSignature',
    'New-AppLockerPolicy',
    'New-CIPolicy',
    'Remove-Item',
  ]) {
    expect(page).toContain(word);
  }
});
