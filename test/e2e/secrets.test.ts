import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CANARY_SECRETS } from '../../src/simulator/connector-state.js';
import { createSimulatedServer } from '../../src/simulator/create-server.js';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { runCliLive } from '../support/cli.js';
import { describeWithEngine } from '../support/engine.js';
import { unpackRecording } from '../support/unpack-recording.js';

function secretsIn(text: string): string[] {
  return CANARY_SECRETS.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()));
}

test('no recording of a scenario holds a secret of its connectors', async () => {
  for (const name of await scenarioNames()) {
    const text = unpackRecording(name);
    expect({ name, secrets: secretsIn(text) }).toEqual({ name, secrets: [] });
  }
});

describeWithEngine('the secrets of the connectors', () => {
  test('stand in the simulated server, and in no output, error text or log of any form', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'phs-secrets-'));
    try {
      const server = join(folder, 'server');
      await createSimulatedServer('healthy', server, { now: new Date() });
      expect(secretsIn(await readFile(join(server, 'state.clixml'), 'utf8'))).toEqual([...CANARY_SECRETS]);

      const log = join(folder, 'trace.log');
      const runs = [
        await runCliLive(['status', '--simulate', server, '--verbose', '--debug', '--log-file', log]),
        await runCliLive(['status', '--simulate', server, '--output', 'json', '--debug']),
      ];
      for (const { exitCode, stdout, stderr } of runs) {
        expect(exitCode).toBe(0);
        expect(secretsIn(stdout + stderr)).toEqual([]);
      }
      const trace = await readFile(log, 'utf8');
      expect(trace).toContain('Get-PhsConnector');
      expect(secretsIn(trace)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
