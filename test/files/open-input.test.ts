import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { openInput } from '../../src/files/open-input.js';
import { runCli } from '../support/cli.js';
import { makeNamedPipe } from '../support/named-pipe.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-input-'));
const file = join(folder, 'file');
const pipe = join(folder, 'pipe');
writeFileSync(file, 'text');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a file that is read', () => {
  test('is opened with its size', () => {
    const { descriptor, size } = openInput(file, 'The list', 'Name a list.');

    expect([size, readFileSync(descriptor, 'utf8')]).toEqual([4, 'text']);
    closeSync(descriptor);
  });

  test('and is not there, or is a folder, is told in words', () => {
    expect(() => openInput(join(folder, 'none'), 'The list', 'Name a list.')).toThrow(
      `The list ${join(folder, 'none')} cannot be read: there is no such file.`,
    );
    expect(() => openInput(folder, 'The list', 'Name a list.')).toThrow(
      process.platform === 'win32'
        ? /^The list .* cannot be read: /
        : expect.objectContaining({
            message: `The list ${folder} cannot be read: it is a folder.`,
            hint: 'Name a file in it.',
          }),
    );
  });
});

// Nobody ever writes into the pipe: what waited for that would wait for ever, and heed no signal.
(process.platform === 'win32' ? describe.skip : describe)('a named pipe', () => {
  beforeAll(() => {
    makeNamedPipe(pipe);
  });

  test('is not waited for', () => {
    expect(() => openInput(pipe, 'The list', 'Name a list.')).toThrow('it is not a file');
  });

  test.each([
    ['a recording', ['replay', pipe, 'status'], {}, 5, 'it is not a file'],
    ['the file of names', ['diagnose', '--simulate', 'healthy', '--dn-file', pipe], {}, 2, 'it is not a file'],
    ['a configuration', ['status', '--simulate', 'healthy', '--config', pipe], {}, 2, 'is not a configuration'],
    [
      'a configuration by its variable',
      ['status', '--simulate', 'healthy'],
      { PHS_TOOL_CONFIG: pipe },
      2,
      'is not a configuration',
    ],
  ])('is refused as %s', async (_, words, env, exitCode, reason) => {
    const run = await runCli(words, env);

    expect(run.stderr).toContain(reason);
    expect(run.exitCode).toBe(exitCode);
  });

  test('that is stdin is read, and a signal ends the waiting for more', async () => {
    const words = ['diagnose', '--simulate', 'healthy', '--dn-file', '-'];
    const child = spawn(process.execPath, [join(packageRoot(), 'dist', 'main.js'), ...words, '--output', 'ndjson']);
    const ended = once(child, 'close');
    let out = '';
    const answered = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out.includes('"type":"object"')) resolve();
      });
    });
    child.stdin.write('CN=Nobody,DC=contoso,DC=com\n');
    await answered;
    child.kill('SIGTERM');

    expect(await ended).toEqual([130, null]);
  });
});
