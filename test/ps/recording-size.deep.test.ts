import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkRows } from '../../src/ps/pages.js';
import { NewFile } from '../../src/files/new-file.js';
import { RecordingSession } from '../../src/ps/recording.js';
import { ReplaySession } from '../../src/ps/replay.js';
import type { PsSession } from '../../src/ps/session.js';
import { getPhsEvent } from '../../src/scripts/get-phs-event.js';
import { fakeInfo } from '../support/fake-session.js';

const pages = 50;
const rowsInPage = 2_000;

/** Answers the question for events page by page: 100,000 in all, of 600 characters each. */
const log: PsSession = {
  info: () => Promise.resolve(fakeInfo),
  run: async (operation, _args, options = {}) => {
    for (let page = 0; page < pages; page += 1) {
      const rows = Array.from({ length: rowsInPage }, (_, index) => ({
        recordId: page * rowsInPage + index,
        eventId: 654,
        source: 'Directory Synchronization',
        entryType: 'Information',
        generatedAt: '2026-01-15T11:40:00Z',
        message: `${page} ${index} ${'text '.repeat(120)}`,
      }));
      void options.onRows?.(checkRows(operation, rows));
      await Promise.resolve();
    }
    return { state: 'completed', rows: [], errors: [], warnings: [], information: [], durationMs: 1 };
  },
  close: () => Promise.resolve(),
};

test('100,000 events are recorded and replayed within 200 MB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-size-'));
  const args = { after: new Date(0), source: [], eventId: [] };
  let most = 0;
  let seen = 0;
  const before = process.memoryUsage().rss;
  const look = (rows: readonly unknown[]): void => {
    seen += rows.length;
    most = Math.max(most, process.memoryUsage().rss - before);
  };
  try {
    const file = NewFile.create(join(folder, 'large.ndjson'), 'The recording');
    const at = '2026-01-15T12:00:00.000Z';
    const origin = { toolVersion: 'test', command: 'events', startedAt: at, recordedAt: at, simulated: true };
    const recording = new RecordingSession(log, origin, (line) => {
      file.write(line);
    });
    await recording.run(getPhsEvent, args, { onRows: look });
    recording.end('completed', new Date(at));
    file.close();
    expect(statSync(file.path).size).toBeGreaterThan(60_000_000);

    const replay = ReplaySession.open(file.path);
    await replay.run(getPhsEvent, args, { onRows: look });
    await replay.close();
    expect(seen).toBe(2 * pages * rowsInPage);
    expect(most).toBeLessThan(200_000_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
