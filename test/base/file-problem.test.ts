import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readingProblem, writingProblem } from '../../src/base/file-problem.js';
import { EnvironmentError } from '../../src/base/errors.js';
import { NewFile } from '../../src/files/new-file.js';
import { ReplaySession } from '../../src/ps/replay.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-file-problem-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: open '${folder}/.secret.tmp'`), { code });
}

function refusal(attempt: () => unknown): EnvironmentError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof EnvironmentError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a file that cannot be written', () => {
  test.each([
    ['ENOENT', 'no file can be created in'],
    ['EACCES', 'this account is not allowed to write into'],
    ['EROFS', 'can only be read'],
    ['ENOSPC', 'the disk is full'],
    ['ENOTDIR', 'is not a folder'],
    ['EIO', 'the system answered EIO'],
  ])('%s becomes words and a hint, and never the name of another file', (code, words) => {
    const { reason, hint } = writingProblem(failure(code), join(folder, 'x.html'));

    expect(reason).toContain(words);
    expect(hint).toMatch(/^\w.*[.?]$/);
    expect(reason + hint).not.toContain('.tmp');
  });

  test('in a folder that is not there says so', () => {
    const { message, hint } = refusal(() => NewFile.create(join(folder, 'no', 'k'), 'The recording'));

    expect(message).toBe(
      `The recording ${join(folder, 'no', 'k')} cannot be written: there is no folder ${join(folder, 'no')}.`,
    );
    expect(hint).toBe('Create the folder first, or name a file in another one.');
  });
});

describe('a file that cannot be read', () => {
  test('because it is not there, or is a folder, says so', () => {
    const missing = refusal(() => ReplaySession.open(join(folder, 'nope')));

    expect(missing).toMatchObject({ code: 'E_FILE', hint: 'Check the spelling of the path.' });
    expect(missing.message).toBe(`The recording ${join(folder, 'nope')} cannot be read: there is no such file.`);
    expect(refusal(() => ReplaySession.open(folder)).message).toMatch(/cannot be read: it is a folder\.$/);
  });

  test('because of a right says so', () => {
    expect(readingProblem(failure('EACCES'), folder).reason).toBe('access is denied to this account');
  });
});
