import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, win32 } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requireEngine } from '../support/engine.js';
import type { CliRun } from '../support/cli.js';
import { program, runLineIn, runToolIn } from '../support/windows.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { execa } from 'execa';

const folder = join(mkdtempSync(join(tmpdir(), 'phs-paths-')), 'Pr\u00fcfung am M\u00e4rz');
const share = join(
  process.env['PHS_TOOL_TEST_SHARE'] ?? `\\\\localhost\\${folder.replace(':', '$')}`,
  basename(dirname(folder)),
);
const recording = join(folder, 'Aufzeichnung \u00e4\u00f6\u00fc.ndjson.gz');
const shared = join(share, 'recording.ndjson.gz');

beforeAll(() => {
  for (const each of [folder, share]) mkdirSync(each, { recursive: true });
  for (const each of [recording, shared]) copyFileSync(recordingPath('users'), each);
});
afterAll(() => {
  for (const each of [dirname(folder), share]) rmSync(each, { recursive: true, force: true });
});

/** A path in the forms in which somebody may write it, seen from the folder that it is in. */
function forms(path: string): readonly (readonly [string, string])[] {
  const { root } = win32.parse(path);
  return [
    ['absolute', path],
    ['with slashes', path.replaceAll('\\', '/')],
    ['with its drive in lower case', path.slice(0, 1).toLowerCase() + path.slice(1)],
    ['in other letters', path.toUpperCase()],
    ['relative', basename(path)],
    ['relative with a dot', `.\\${basename(path)}`],
    ['relative through the folder above', `..\\${basename(dirname(path))}\\${basename(path)}`],
    ['on the drive that is current', `${root.slice(0, 2)}${basename(path)}`],
    ['from the root of the drive', `\\${path.slice(root.length)}`],
  ];
}

describe('a file that is read', () => {
  test.each([...forms(recording), ['on a share', shared], ['in the form of the system', `\\\\?\\${recording}`]])(
    'is found when its path is %s',
    async (_, path) => {
      const run = await runToolIn(folder, ['replay', path, 'status', '--quiet']);

      expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/./), stderr: '' });
    },
  );

  test('and that is not there is named as it was written', async () => {
    const run = await runToolIn(folder, ['replay', '.\\\u00fcberall.ndjson', 'status']);

    expect(run).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('.\\\u00fcberall.ndjson') });
  });

  test('with the line ends and the mark of Windows says the same as without', async () => {
    const names = ['CN=Viola Hanson,OU=Cloud Objects,DC=contoso,DC=com', 'CN=Mona Verse,OU=Staff,DC=contoso,DC=com'];
    writeFileSync(join(folder, 'lf.txt'), `${names.join('\n')}\n`);
    writeFileSync(join(folder, 'crlf.txt'), `\ufeff${names.join('\r\n')}\r\n`);
    writeFileSync(
      join(folder, 'crlf.csv'),
      `\ufeff"Name","DN"\r\n"\u00c4nne","${names[0] ?? ''}"\r\n"Mona","${names[1] ?? ''}"\r\n`,
    );
    const [lf, crlf, csv] = await Promise.all(
      ['lf.txt', 'crlf.txt', 'crlf.csv'].map((name) =>
        runToolIn(folder, ['replay', recording, 'diagnose', '--dn-file', name, '--output', 'ndjson']),
      ),
    );

    // The first line says when it was replayed.
    const objects = (run?: CliRun): readonly string[] => run?.stdout.split('\n').slice(1) ?? [];

    expect(objects(lf).filter((line) => line.includes('"type":"object"'))).toHaveLength(2);
    expect(objects(lf)[0]).toContain('Viola Hanson');
    expect([objects(crlf), crlf?.exitCode]).toEqual([objects(lf), lf?.exitCode]);
    // Its header is the first line of the list.
    expect(objects(csv).map((line) => line.replace(/"line":\d+/, ''))[0]).toEqual(
      objects(lf).map((line) => line.replace(/"line":\d+/, ''))[0],
    );
    expect(csv?.exitCode).toBe(lf?.exitCode);
  });
});

describe('a file that is written', () => {
  const report = join(folder, 'Bericht \u00df.html');

  test.each([...forms(report), ['on a share', join(share, 'report.html')]])(
    'comes to its place when its path is %s',
    async (_, path) => {
      const place = win32.resolve(folder, path);
      const run = await runToolIn(folder, ['replay', recording, 'report', '--out', path]);

      expect(run).toMatchObject({ exitCode: 0, stdout: '' });
      expect(readFileSync(place, 'utf8')).toContain('</html>');
      rmSync(place);
      expect(existsSync(report)).toBe(false);
    },
  );

  test.each([
    [`\\\\?\\${report}`, 'a name of devices'],
    [`\\\\.\\${report}`, 'a name of devices'],
    ['NUL', 'is a device of Windows'],
    [`${report}:hidden`, 'a stream'],
    [`${report} `, 'Windows drops a dot or blank'],
  ])('as %s is refused', async (path, reason) => {
    const run = await runToolIn(folder, ['replay', recording, 'report', '--out', path]);

    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(reason) });
    expect(existsSync(report)).toBe(false);
  });
});

describe('output that is redirected', () => {
  const tool = `"${process.execPath}" "${program}"`;
  const words = ['replay', recording, 'events', '--output', 'csv'];

  test('into a file is what a pipe gets, byte for byte, and plain', async () => {
    const piped = await execa(process.execPath, [program, ...words], {
      encoding: 'buffer',
      reject: false,
      stripFinalNewline: false,
    });
    const line = await runLineIn(folder, `${tool} replay "${recording}" events --output csv > "Ausgabe \u00e4.txt"`);
    const written = readFileSync(join(folder, 'Ausgabe \u00e4.txt'));

    expect(line).toMatchObject({ exitCode: piped.exitCode, stdout: '' });
    expect(written.length).toBeGreaterThan(500);
    expect(written.equals(piped.stdout)).toBe(true);
    expect(written.toString('latin1')).toMatch(/^[\r\n -~]*$/);
  });

  test('keeps errors apart, and appends', async () => {
    const line = await runLineIn(folder, `${tool} replay nowhere.ndjson status >> out.txt 2>> err.txt`);

    expect(line).toMatchObject({ exitCode: 5, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toBe('');
    expect(readFileSync(join(folder, 'err.txt'), 'utf8')).toContain('nowhere.ndjson');
  });

  test('to a program that leaves early ends in peace', async () => {
    const line = await runLineIn(
      folder,
      `${tool} events --simulate healthy --output csv --powershell "${requireEngine()}" | "${process.execPath}" -e "process.stdin.once('data', () => process.exit(0))"`,
    );

    expect(line.stderr).not.toMatch(/EPIPE|EOF|unexpected|could not/i);
  });
});
