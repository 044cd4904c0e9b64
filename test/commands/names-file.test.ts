import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli.js';
import { readNames } from '../../src/command-steps/read-names.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { fakeContext } from '../support/fake-context.js';
import { noServer, run } from '../support/recorded-run.js';

describe('--dn-file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-names-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['that is not there', undefined, 'cannot be read: there is no such file.'],
    ['that names nobody', '# users\n\n', 'contains no names to look up.'],
    [
      'without a column of names',
      'name,mail\nAnna,anna\n',
      'has no column of names, and its first line is not a DN: name,mail',
    ],
    [
      'with a record that names nobody',
      'Name,DN,UPN\nAnna,"CN=Anna,DC=contoso,DC=com",\nBob,,\n',
      'names no user in line 3. The record has no value in the columns DN, UPN.',
    ],
    [
      'that is one JSON document',
      '{\n  "users": []\n}\n',
      'is one JSON document; names are read from one JSON object per line.',
    ],
  ])('refuses a file %s as a mistake of the call, before anything is started', async (name, content, sentence) => {
    const path = join(folder, name);
    if (content !== undefined) {
      writeFileSync(path, content);
    }
    const ctx = fakeContext();
    for (const words of [['diagnose'], ['report', '--out', '-'], ['bundle']]) {
      expect(await runCli([...words, '--dn-file', path], ctx)).toBe(2);
    }
    expect(ctx.err().split(sentence)).toHaveLength(4);
    expect(ctx.requests).toEqual([]);
  });

  test.each([
    ['UPN', 'upn', 'viola@contoso.com'],
    ['sAMAccountName', 'sam', 'viola'],
    ['DN', 'dn', 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com'],
  ])('takes a column %s', async (column, kind, text) => {
    const path = join(folder, `${column}.csv`);
    writeFileSync(path, `Name;${column}\r\n"Viola";"${text}"\r\n`);
    const { out } = await run(
      ['replay', recordingPath('users'), 'diagnose', '--dn-file', path, '--output', 'json'],
      noServer,
    );
    const { objects } = JSON.parse(out) as { objects: unknown[] };

    expect(objects).toMatchObject([{ line: 2, given: { kind, text } }]);
  });

  test('takes of each record the first column that is filled', async () => {
    const path = join(folder, 'mixed.csv');
    const dn = 'CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com';
    writeFileSync(path, `DN,UPN,sAMAccountName\n"${dn}",,x\n,viola@contoso.com,x\n,,viola\n`);
    const { out } = await run(
      ['replay', recordingPath('users'), 'diagnose', '--dn-file', path, '--output', 'json'],
      noServer,
    );
    const { objects } = JSON.parse(out) as { objects: unknown[] };

    expect(objects).toMatchObject([
      { line: 2, given: { kind: 'dn', text: dn } },
      { line: 3, given: { kind: 'upn', text: 'viola@contoso.com' } },
      { line: 4, given: { kind: 'sam', text: 'viola' } },
    ]);
  });

  test('of sync-user is refused in the same way, also from stdin', async () => {
    const path = join(folder, 'empty-record.csv');
    writeFileSync(path, 'DN,sAMAccountName\n,viola\n,\n');
    const fromFile = fakeContext();
    const fromStdin = fakeContext({ stdin: Readable.from([Buffer.from('DN,sAMAccountName\n,\n')]) });

    expect(await runCli(['sync-user', '--dn-file', path], fromFile)).toBe(2);
    expect(await runCli(['sync-user', '--dn-file', '-'], fromStdin)).toBe(2);
    expect(fromFile.err()).toContain('empty-record.csv names no user in line 3.');
    expect(fromStdin.err()).toContain('The input names no user in line 2.');
    expect([fromFile.requests, fromStdin.requests]).toEqual([[], []]);
  });
});

describe('the limits of --dn-file', () => {
  const limits = { lines: 3, bytes: 60 };
  const namesOf = async (chunks: Iterable<string>): Promise<number> => {
    const bytes = Readable.from([...chunks].map((text) => Buffer.from(text)));
    const names: unknown[] = [];
    for await (const name of readNames(bytes, limits)) names.push(name);
    return names.length;
  };

  test.each([
    ['as many lines', 'CN=a\nCN=b\nCN=c\n'],
    ['as many bytes', `CN=${'a'.repeat(57)}`],
  ])('%s as allowed are read', async (_, text) => {
    expect(await namesOf([text])).toBeGreaterThan(0);
  });

  test.each([
    ['lines', 'CN=a\nCN=b\n# c\n\n', '--dn-file has more than 3 lines.'],
    ['bytes', `CN=${'a'.repeat(58)}`, /^--dn-file has more than .* MiB\.$/],
  ])('more %s are a usage error', async (_, text, message) => {
    await expect(namesOf([text])).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  });

  test('stdin that never ends is a usage error at the limit, of which no name is kept', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given += 1;
          yield Buffer.from('# nobody\n'.repeat(5_000));
        }
      })(),
    );
    const ctx = fakeContext({ stdin: endless });

    expect(await runCli(['replay', recordingPath('users'), 'diagnose', '--dn-file', '-'], ctx)).toBe(2);
    expect(ctx.err()).toContain('--dn-file has more than 1,000,000 lines.');
    expect(given).toBeLessThan(300);
  });
});
