import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/base/errors.js';
import { LogFile } from '../../src/files/log-file.js';
import { NewFile } from '../../src/files/new-file.js';
import { openAppendOutput, thisMachine, type OutputWorld } from '../../src/files/open-output.js';
import { judgeWindowsOwner } from '../../src/files/owner.js';
import { probeFile, replaceFile } from '../../src/files/replace-file.js';
import { testWithLinks } from '../support/links.js';
import { testWhereNamesAreFreed } from '../support/freed-names.js';
import { refusal, ways } from '../support/output-ways.js';

const describePosix = process.platform === 'win32' ? describe.skip : describe;
const isRoot = process.geteuid?.() === 0;
const describeRoot = isRoot ? describe : describe.skip;

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'phs-output-')));
});
afterEach(() => {
  try {
    rmSync(folder, { recursive: true });
  } catch (error) {
    // A log file stays open until its process ends, and Windows removes no open file.
    if (process.platform !== 'win32') throw error;
  }
});

describe.each(ways)('%s', (_, write) => {
  test('is written where nothing is in the way', async () => {
    await write(join(folder, 'a'));
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('text');
  });

  test('is no folder', async () => {
    mkdirSync(join(folder, 'a'));
    expect(await refusal(() => write(join(folder, 'a')))).toMatchObject({ code: 'E_FILE', hint: expect.any(String) });
  });

  test('has a name', async () => {
    expect(await refusal(() => write(''))).toBeInstanceOf(UsageError);
  });

  test('is refused where there is no folder, in words', async () => {
    const error = await refusal(() => write(join(folder, 'no', 'a')));
    expect(error).toMatchObject({ code: 'E_FILE', message: expect.stringContaining('there is no folder') });
  });
});

describePosix('links', () => {
  describe.each(ways)('%s', (_, write) => {
    test('follows no link to a file that is there', async () => {
      writeFileSync(join(folder, 'victim'), 'precious');
      symlinkSync('victim', join(folder, 'a'));
      const error = await refusal(() => write(join(folder, 'a')));
      expect(error).toMatchObject({ code: 'E_FILE', message: expect.stringContaining('link to another place') });
      expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('precious');
      expect(lstatSync(join(folder, 'a')).isSymbolicLink()).toBe(true);
    });

    test('makes no file through a link that leads to none', async () => {
      symlinkSync('victim', join(folder, 'a'));
      await refusal(() => write(join(folder, 'a')));
      expect(existsSync(join(folder, 'victim'))).toBe(false);
    });

    test('is refused for a device', async () => {
      expect(await refusal(() => write('/dev/null'))).toMatchObject({ code: 'E_FILE' });
    });

    test('follows a link on the way that is our own, in a folder of our own', async () => {
      mkdirSync(join(folder, 'real'));
      symlinkSync('real', join(folder, 'way'));
      await write(join(folder, 'way', 'a'));
      expect(readFileSync(join(folder, 'real', 'a'), 'utf8')).toBe('text');
    });

    test('follows none in a folder that others may change', async () => {
      mkdirSync(join(folder, 'real'));
      symlinkSync('real', join(folder, 'way'));
      chmodSync(folder, 0o777);
      const error = await refusal(() => write(join(folder, 'way', 'a')));
      expect(error).toMatchObject({ code: 'E_FILE', message: expect.stringContaining(join(folder, 'way')) });
      expect(readdirSync(join(folder, 'real'))).toEqual([]);
    });

    test('follows no circle of links', async () => {
      symlinkSync('b', join(folder, 'c'));
      symlinkSync('c', join(folder, 'b'));
      expect(await refusal(() => write(join(folder, 'c', 'a')))).toMatchObject({ code: 'E_FILE' });
    });
  });
});

describeRoot('what another account made', () => {
  test.each(ways)(
    '%s: its links are not followed, not even in a folder in which nobody else may remove them',
    async (_, write) => {
      chmodSync(folder, 0o1777);
      mkdirSync(join(folder, 'secret'));
      symlinkSync('secret', join(folder, 'way'));
      lchownSync(join(folder, 'way'), 65534, 0);
      expect(await refusal(() => write(join(folder, 'way', 'a')))).toMatchObject({ code: 'E_FILE' });
      expect(readdirSync(join(folder, 'secret'))).toEqual([]);
      lchownSync(join(folder, 'way'), 0, 0);
      await write(join(folder, 'way', 'a'));
      expect(readdirSync(join(folder, 'secret'))).toEqual(['a']);
    },
  );

  test('a log file that was prepared is not appended to, our own one is', async () => {
    const file = join(folder, 'log');
    writeFileSync(file, 'x');
    chownSync(file, 65534, 65534);
    await expect(LogFile.open(file, 'The log file')).rejects.toThrow(/belongs to the account 65534/);
    expect(readFileSync(file, 'utf8')).toBe('x');
    chownSync(file, 0, 0);
    (await LogFile.open(file, 'The log file')).append('y');
    expect(readFileSync(file, 'utf8')).toBe('xy');
  });
});

describe('a log file', () => {
  test('that is another name of a file is not appended to', async () => {
    writeFileSync(join(folder, 'victim'), 'precious');
    linkSync(join(folder, 'victim'), join(folder, 'log'));
    await expect(LogFile.open(join(folder, 'log'), 'The log file')).rejects.toThrow(/hard link/);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('precious');
  });

  test('on Windows is judged by its owner when it is there, and not asked about when it is new', async () => {
    const file = join(folder, 'log');
    const asked: string[] = [];
    const windows = (reason: string | undefined): OutputWorld => ({
      ...thisMachine,
      distrustOwner: (path) => {
        asked.push(path);
        return Promise.resolve(reason);
      },
    });
    await expect(openAppendOutput(file, 'The log file', windows('it is theirs'))).resolves.toBeDefined();
    expect(asked).toEqual([]);
    await expect(openAppendOutput(file, 'The log file', windows(undefined))).resolves.toBeDefined();
    await expect(openAppendOutput(file, 'The log file', windows('it is theirs'))).rejects.toThrow(/it is theirs/);
    expect(asked).toEqual([file, file]);
    const cannotAsk: OutputWorld = {
      ...windows(undefined),
      distrustOwner: () => Promise.reject(new Error('no answer')),
    };
    await expect(openAppendOutput(file, 'The log file', cannotAsk)).rejects.toThrow(/could not be read/);
  });

  test.each([
    ['O:BAG:BAD:(A;;FA;;;BU)', undefined],
    ['O:SYG:SYD:', undefined],
    ['O:S-1-5-21-1-2-3-1001G:DUD:', undefined],
    ['O:S-1-5-21-1-2-3-1002G:DUD:', 'S-1-5-21-1-2-3-1002'],
    ['O:BUG:DUD:', 'BU'],
    ['', 'not known'],
  ])('of the owner %j is trusted unless another account owns it', (file, words) => {
    const reason = judgeWindowsOwner({ file, userSid: 'S-1-5-21-1-2-3-1001' });
    expect(reason).toEqual(words === undefined ? undefined : expect.stringContaining(words));
  });
});

describe('two runs on one file', () => {
  test('that both want to make: one gets it, the other one is refused and leaves it alone', async () => {
    const path = join(folder, 'a');
    const first = NewFile.create(path, 'The recording');
    first.write('first\n');
    expect(await refusal(() => Promise.resolve().then(() => NewFile.create(path, 'The recording')))).toMatchObject({
      message: expect.stringContaining('exists already'),
    });
    first.write('more\n');
    first.close();
    expect(readFileSync(path, 'utf8')).toBe('first\nmore\n');
  });

  test('that both append to: every line is whole', async () => {
    const path = join(folder, 'log');
    const logs = [await LogFile.open(path, 'The log file'), await LogFile.open(path, 'The log file')];
    const lines = Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(index)}\n`);
    lines.forEach((line, index) => logs[index % 2]?.append(line));
    expect(readFileSync(path, 'utf8')).toBe(lines.join(''));
  });

  test('that both replace: the file is the one or the other, whole, and nothing else is left', async () => {
    const path = join(folder, 'a');
    const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
    await Promise.all(texts.map((text) => replaceFile(path, text)));
    expect(texts).toContain(readFileSync(path, 'utf8'));
    expect(readdirSync(folder)).toEqual(['a']);
  });

  testWhereNamesAreFreed('of which one removes its file: not the file that took its place', () => {
    const path = join(folder, 'a');
    const mine = NewFile.create(path, 'The bundle');
    rmSync(path);
    writeFileSync(path, 'of another run');
    mine.discard();
    expect(readFileSync(path, 'utf8')).toBe('of another run');
    const other = NewFile.create(join(folder, 'b'), 'The bundle');
    other.discard();
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });
});

test('a probe leaves nothing', async () => {
  await probeFile(join(folder, 'a'));
  expect(readdirSync(folder)).toEqual([]);
});

testWithLinks('a probe says beforehand what writing would say', async () => {
  symlinkSync('nowhere', join(folder, 'a'));
  expect(await refusal(() => probeFile(join(folder, 'a')))).toMatchObject({ code: 'E_FILE' });
});

test('a disk that takes less than it is given is written to until it has everything, or told', () => {
  const written: Buffer[] = [];
  const short = NewFile.create(join(folder, 'a'), 'The recording', {
    write: (_, bytes, offset, length) => {
      const count = Math.min(3, length);
      written.push(Buffer.from(bytes.subarray(offset, offset + count)));
      return count;
    },
    wait: () => undefined,
  });
  short.write('a line of a recording\n');
  expect(Buffer.concat(written).toString()).toBe('a line of a recording\n');
  expect(short.isSound).toBe(true);
  short.close();
  const full = NewFile.create(join(folder, 'b'), 'The recording', {
    write: () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    },
    wait: () => undefined,
  });
  expect(() => {
    full.write('x');
  }).toThrow(/the disk is full/);
  expect(full.isSound).toBe(false);
  full.close();
});
