import { describe, expect, test } from '@jest/globals';
import { outputNameProblem } from '../../src/files/output-name.js';

const refused: readonly (readonly [string, string])[] = [
  ...[
    'CON',
    'nul',
    'C:\\x\\NUL',
    'aux.txt',
    'C:/x/prn.ndjson',
    'COM1',
    'com9.log',
    'LPT1.a.b',
    'COM0',
    'COM\u00b2',
    'lpt\u00b3.txt',
  ].map((name) => [name, 'device of Windows'] as const),
  ...['NUL .txt', 'con  .a', 'C:\\NUL\\x.txt', 'CONIN$', 'conout$.txt', 'CLOCK$', '.\\aux'].map(
    (name) => [name, 'device of Windows'] as const,
  ),
  ...[
    '\\\\.\\C:',
    '\\\\.\\PhysicalDrive0',
    '//./pipe/x',
    '\\\\?\\GLOBALROOT\\Device\\X',
    '//?/C:/x.txt',
    '\\/?\\x',
    '\\??\\C:\\x',
    '\\\\?',
  ].map((name) => [name, 'devices'] as const),
  ...['\\\\localhost\\pipe\\x', '//srv/PIPE/x', '\\\\srv\\mailslot\\x', '\\\\srv\\IPC$'].map(
    (name) => [name, 'pipe'] as const,
  ),
  ...['a.txt:b', 'C:\\x\\a.txt:b:$DATA', 'C:x:y', '..\\a:b', 'C:\\folder:stream\\a.txt', 'ab:c'].map(
    (name) => [name, 'stream'] as const,
  ),
  ...['a.txt.', 'a ', 'C:\\x\\a. .'].map((name) => [name, 'drops'] as const),
];

const allowed: readonly string[] = [
  'a.txt',
  'C:\\Program Files\\phs-tool-output\\a.ndjson',
  'C:/x/y.html',
  'C:a.txt',
  '..\\x\\.\\a.txt',
  '\\\\server\\share\\reports\\a.html',
  '\\\\server\\pipes\\a.html',
  'console.txt',
  'nullable.html',
  'COM10.txt',
  'com.txt',
  'x.con',
  'aux-2026.ndjson',
];

describe('the name of an output file on Windows', () => {
  test.each(refused)('%j is refused: %s', (name, words) => {
    expect(outputNameProblem(name, 'win32')).toMatchObject({
      reason: expect.stringContaining(words),
      hint: expect.stringMatching(/\.$/),
    });
  });

  test.each(allowed)('%j is one', (name) => {
    expect(outputNameProblem(name, 'win32')).toBeUndefined();
  });
});

describe('elsewhere', () => {
  test.each(['NUL', 'a:b', 'C:\\x', 'a.', '/dev/null'])('%j is a name like any other', (name) => {
    expect(outputNameProblem(name, 'linux')).toBeUndefined();
  });
});

test.each(['win32', 'linux'] as const)('nothing, and a name with a NUL in it, is no name on %s', (platform) => {
  expect(outputNameProblem('', platform)).toBeDefined();
  expect(outputNameProblem('a\0b', platform)).toBeDefined();
});
