import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSystemCode } from '../../src/base/file-problem.js';
import { packageRoot } from '../../src/base/package-root.js';
import { describeWithEngine, requireEngine, useOwnEngines } from '../support/engine.js';
import { describeWithTinyDisk, mountTinyDisk, type TinyDisk } from '../support/tiny-disk.js';

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly pid: number;
}

interface Places {
  /** File that stdout goes into; /dev/null when absent. */
  readonly stdout?: string;
  /** File that stderr goes into; a pipe when absent. */
  readonly stderr?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function start(words: readonly string[], { stdout = '/dev/null', stderr, env }: Places): ChildProcess {
  const out = openSync(stdout, 'w');
  const err = stderr === undefined ? 'pipe' : openSync(stderr, 'w');
  try {
    return spawn(process.execPath, [join(packageRoot(), 'dist', 'main.js'), ...words], {
      stdio: ['ignore', out, err],
      env: { ...process.env, ...env },
    });
  } finally {
    closeSync(out);
    if (typeof err === 'number') {
      closeSync(err);
    }
  }
}

async function run(words: readonly string[], places: Places = {}): Promise<Ended> {
  const child = start(words, places);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr, pid: child.pid ?? 0 };
}

/** Processes that a run of the tool started and that are still there: their parent was the tool, or its launcher. */
function childrenOf(pid: number): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return / (\d+) /.exec(readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) \S/, ''))?.[1] === String(pid);
      } catch {
        return false;
      }
    });
}

/** Waits until something is in the pipe, and then for what is no longer taken. */
async function pipeGetsFull(reader: number): Promise<boolean> {
  for (let bytes = 0; bytes === 0;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    try {
      bytes = readSync(reader, Buffer.alloc(1));
    } catch (error) {
      if (readSystemCode(error) !== 'EAGAIN') {
        throw error;
      }
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return true;
}

// A process keeps a socket in the folder for temporary files as long as it runs.
useOwnEngines();

const recorded = ['--simulate', 'healthy', '--powershell'];

describeWithTinyDisk('a full disk', () => {
  let disk: TinyDisk;
  beforeEach(() => {
    disk = mountTinyDisk(16_384);
  });
  afterEach(() => {
    disk.remove();
  });

  test('under stdout that takes a part of the result: exit code 5 and words, never half a result with 0', async () => {
    const stdout = join(disk.folder, 'help.txt');
    disk.fillUp(4096);
    const { code, stderr } = await run(['help', 'PHS301', '--debug'], { stdout });
    expect(readFileSync(stdout).length).toBeLessThanOrEqual(4096);
    expect(code).toBe(readFileSync(join(packageRoot(), 'docs', 'checks', 'PHS301.md')).length > 4096 ? 5 : 0);
    expect(stderr).not.toContain('    at ');
  });

  test('under stdout that takes nothing: 5, for a monitor 3, and no stack trace', async () => {
    disk.fillUp(0);
    const stdout = join(disk.folder, 'x');
    const text = await run(['help'], { stdout });
    expect(text).toMatchObject({ code: 5, stderr: expect.stringContaining('the disk is full') });
    expect(text.stderr).not.toContain('    at ');
    const json = await run(['status', '--nosuch', '--output', 'json'], { stdout });
    expect(json.code).toBe(5);
    const nagios = await run(['status', '--nosuch', '--output', 'nagios'], { stdout });
    expect(nagios.code).toBe(3);
  });

  test('under stderr changes no result', async () => {
    disk.fillUp(0);
    const stderr = join(disk.folder, 'x');
    expect((await run(['help'], { stderr })).code).toBe(0);
    expect((await run(['nosuch'], { stderr })).code).toBe(2);
  });

  test('with room enough changes nothing', async () => {
    const stdout = join(disk.folder, 'help.txt');
    expect((await run(['help'], { stdout })).code).toBe(0);
    expect(readFileSync(stdout, 'utf8')).toContain('phs-tool');
  });

  describeWithEngine('and a server', () => {
    const server = (...words: readonly string[]): readonly string[] => [...words, ...recorded, requireEngine()];

    test('a recording whose first line does not fit ends with 5, leaves no file and no PowerShell', async () => {
      disk.fillUp(0);
      const file = join(disk.folder, 'rec.ndjson');
      const { code, stderr, pid } = await run(server('diagnose', '--quiet', '--record', file));
      expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('the disk is full') });
      expect(readdirSync(disk.folder)).toEqual(['fill']);
      expect(childrenOf(pid)).toEqual([]);
    });

    test('a recording that fits in part ends with 5', async () => {
      disk.fillUp(4096);
      const { code, stderr } = await run(server('diagnose', '--quiet', '--record', join(disk.folder, 'rec.ndjson')));
      expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('the disk is full') });
    });

    test('events as CSV, half of which fit, end with 5', async () => {
      disk.fillUp(4096);
      const stdout = join(disk.folder, 'e.csv');
      const { code, stderr } = await run(server('events', '--quiet', '--output', 'csv'), { stdout });
      expect(readFileSync(stdout)).toHaveLength(4096);
      expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('not whole') });
    });

    test('a monitor that cannot be told anything gets UNKNOWN', async () => {
      disk.fillUp(0);
      const { code } = await run(server('status', '--output', 'nagios'), { stdout: join(disk.folder, 'x') });
      expect(code).toBe(3);
    });

    test('for temporary files is told in words', async () => {
      disk.fillUp(0);
      const { code, stderr } = await run(server('status', '--quiet'), { env: { TMPDIR: disk.folder } });
      expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('disk is full') });
      expect(stderr).not.toContain('    at ');
    });
  });
});

const describePosix = process.platform === 'win32' ? describe.skip : describe;

describePosix('the processes of a run', () => {
  describeWithEngine('with a server', () => {
    test('bundle that is killed leaves nothing of what was read on the disk', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'phs-killed-'));
      const work = join(folder, 'tmp');
      try {
        const out = join(folder, 'bundle.ndjson');
        writeFileSync(join(folder, 'mark'), '');
        const child = start(
          ['bundle', '--debug', '--out', out, '--simulate', 'busy', '--powershell', requireEngine()],
          { env: { TMPDIR: folder } },
        );
        let trace = '';
        child.stderr?.on('data', (chunk: Buffer) => {
          trace += chunk.toString('utf8');
          // Events have been read by then: the recording is long.
          if (trace.includes('Get-PhsRule')) {
            child.kill('SIGKILL');
          }
        });
        const [, signal] = (await once(child, 'close')) as [number | null, string | null];
        expect(signal).toBe('SIGKILL');
        const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.parentPath.includes('phs-tool-'))
          .map(({ parentPath, name }) => ({ name, text: readFileSync(join(parentPath, name), 'utf8') }));
        expect(texts.map(({ name }) => name)).toEqual(expect.arrayContaining(['bundle.ndjson', 'mark']));
        expect(texts.filter(({ text }) => text.includes('phs-recording'))).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
        rmSync(work, { recursive: true, force: true });
      }
    });

    test('a signal ends a run whose reader takes nothing', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'phs-stuck-'));
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      // Nobody reads from it: it gets full.
      const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        const words = ['events', '--output', 'json', '--debug', '--simulate', 'busy', '--powershell', requireEngine()];
        const child = start(words, { stdout: pipe });
        const ended = once(child, 'exit');
        child.stderr?.resume();
        const isFull = await Promise.race([ended.then(() => false), pipeGetsFull(reader)]);
        expect(isFull).toBe(true);
        child.kill('SIGTERM');
        expect(await ended).toEqual([130, null]);
      } finally {
        closeSync(reader);
        rmSync(folder, { recursive: true });
      }
    });
  });
});
