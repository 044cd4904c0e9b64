import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requireEngine } from '../support/engine.js';
import { writeFigures } from './figures.js';
import { describeWhere, has, isRoot, mayMount, onFileSystem, onFullDisk, unmount } from './harness/file-systems.js';
import { makeOperations } from './harness/instrument.js';
import { readJournal } from './harness/journal-files.js';
import { judge, slotsOf, ticksNeeded } from './harness/judge.js';
import { operationsFolder, ProofServer } from './harness/proof-server.js';
import { chooseKillPoints, everyNth, readTrace, traceFile } from './harness/kill-plan.js';
import { calm } from './model/explore.js';
import { JournalPaths } from './model/journal-path.js';

const minutes = 60_000;
const figures: string[] = [];

describe('real faults of the file system', () => {
  const operations = operationsFolder();
  let server: ProofServer;
  let run = '';
  let paths: JournalPaths;

  beforeAll(async () => {
    const one = (budget: Partial<typeof calm>) => ({ operators: 1 as const, budget: { ...calm, ...budget } });
    paths = new JournalPaths([one({ kill: 1, power: 1, fault: 1 }), one({ fault: 2, power: 1 })]);
    makeOperations(operations);
    server = await ProofServer.create(operations);
    run = await server.arm();
  }, 10 * minutes);

  afterAll(() => {
    writeFigures('file-system', figures.length === 0 ? ['- skipped on this machine'] : figures);
    rmSync(operations, { recursive: true, force: true });
    server.remove();
  });

  describeWhere(mayMount(), 'root that may mount', 'a disk that is full', () => {
    test.each([0, 1, 2, 3])(
      'after %i further slots: OFF only when its permission could be written, ON in any case',
      async (free) => {
        await onFullDisk(server, free, async (filler) => {
          await server.drive([server.runMode(run)]);
          const cut = await server.facts();
          expect({ free, off: cut.offCalls, on: cut.on }).toEqual({ free, off: free < 3 ? 0 : 1, on: true });
          rmSync(filler);
          const recovery = await server.recover(ticksNeeded(slotsOf(server)));
          expect(judge(server, recovery, paths).violations).toEqual([]);
          figures.push(
            `- disk full after ${free} further slots: OFF called ${cut.offCalls} times, PHS on, end ${slotsOf(server)['90-end'] ?? 'open'}`,
          );
        });
      },
      10 * minutes,
    );
  });

  describeWhere(isRoot && has('strace'), 'strace', 'errors of single system calls (strace)', () => {
    const faults = [
      ['EIO at write', 'write,pwrite64', 'error=EIO'],
      ['ENOSPC at write', 'write,pwrite64', 'error=ENOSPC'],
      ['short write that claims to be whole', 'write,pwrite64', 'retval=3'],
      ['EIO at fsync', 'fsync', 'error=EIO'],
    ] as const;
    const slots = ['30-go', '40-param', '50-off', '70-on'] as const;

    test.each(slots.flatMap((slot) => faults.map((fault) => [slot, ...fault] as const)))(
      '%s, %s: OFF only with a permission that is on the disk',
      async (slot, name, calls, what) => {
        server.restore('armed');
        const target = join(readJournal(server.directory)[0]?.folder ?? '', slot);
        const wrapper = join(operations, 'engine.sh');
        const inject = `strace -f -qq -o /dev/null -P '${target}' -e trace=${calls} -e inject=${calls}:${what}`;
        writeFileSync(wrapper, `#!/bin/sh\nexec ${inject} '${requireEngine()}' "$@"\n`, { mode: 0o755 });
        server.engine = wrapper;
        await server.drive([server.runMode(run)]);
        server.engine = requireEngine();
        const cut = await server.facts();
        // An fsync that fails is told by .NET only for some errors; the record is then read back whole.
        const mayRun = slot === '70-on' || calls === 'fsync';
        expect({ slot, name, on: cut.on, off: cut.offCalls <= (mayRun ? 1 : 0) }).toEqual({
          slot,
          name,
          on: true,
          off: true,
        });
        const recovery = await server.recover(ticksNeeded(slotsOf(server)));
        expect(judge(server, recovery, paths).violations).toEqual([]);
        figures.push(
          `- ${slot}, ${name}: OFF called ${cut.offCalls} times, end ${slotsOf(server)['90-end'] ?? 'open'}`,
        );
      },
      10 * minutes,
    );
  });

  describeWhere(
    mayMount() && has('xfs_io') && has('mkfs.ext4') && existsSync('/dev/loop-control'),
    'root, loop devices, mkfs.ext4 and xfs_io',
    'a power cut on ext4',
    () => {
      test(
        'after each slot: what was written before the cut is there after it, and ticks bring PHS back',
        async () => {
          const folder = mkdtempSync(join(tmpdir(), 'phs-ext4-'));
          const image = join(folder, 'image');
          server.restore('armed');
          writeFileSync(traceFile(server), '');
          await server.drive([server.runMode(run)]);
          const after = /^(Write-PhsGuardEvent|Set-PhsChannelOn|Switch-PhsChannel|Invoke-PhsRun):/;
          const all = chooseKillPoints(readTrace(server), 'Run').filter((point) => after.test(point));
          const points = everyNth(all, Math.ceil(all.length / 6));
          const mount = (root: string): void => {
            execFileSync('mount', ['-o', 'loop', image, root]);
          };
          try {
            for (const point of points) {
              rmSync(image, { force: true });
              execFileSync('truncate', ['-s', '16M', image]);
              execFileSync('mkfs.ext4', ['-q', image]);
              await onFileSystem(server, mount, async (root) => {
                execFileSync('sync', ['-f', root]);
                server.killAt('Run', point);
                await server.drive([server.runMode(run)]);
                server.killNowhere();
                const before = slotsOf(server);
                execFileSync('xfs_io', ['-x', '-c', 'shutdown', root]);
                await unmount(root);
                mount(root);
                expect([point, slotsOf(server)]).toEqual([point, before]);
                const recovery = await server.recover(ticksNeeded(slotsOf(server)));
                expect([point, judge(server, recovery, paths).violations]).toEqual([point, []]);
              });
            }
            figures.push(`- power cuts on ext4: ${points.length}, no slot lost that had been written`);
          } finally {
            mkdirSync(folder, { recursive: true });
            rmSync(folder, { recursive: true, force: true });
          }
        },
        60 * minutes,
      );
    },
  );
});
