import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { describeWithEngine } from '../support/engine.js';
import { recordAndReplay, sharedServer, withoutSource } from '../support/recorded-run.js';

const names = await scenarioNames();

describeWithEngine('every scenario', () => {
  test.each(names)('%s: what was recorded is replayed byte for byte but for what answered', async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'phs-recordings-'));
    const { opened, open } = await sharedServer(name);
    try {
      for (const command of ['status', 'diagnose', 'events']) {
        const { live, replayed } = await recordAndReplay([command, '--output', 'json'], open, folder, command);
        expect(withoutSource(replayed).out).toBe(withoutSource(live).out);
        expect(replayed.exitCode).toBe(live.exitCode);
      }
    } finally {
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
