import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { writeFigures } from './figures.js';
import { makeOperations } from './harness/instrument.js';
import { slotsOf } from './harness/judge.js';
import { operationsFolder, ProofServer } from './harness/proof-server.js';

const minutes = 60_000;
const processes = 16;

test(
  'of 16 operators that begin at once on one server exactly one runs',
  async () => {
    const operations = operationsFolder();
    makeOperations(operations);
    const server = await ProofServer.create(operations);
    try {
      const drivers = await Promise.all(
        Array.from({ length: processes }, () => {
          const run = randomUUID();
          const whole = { mode: 'Run', pairId: '$claimed.pair', epoch: 1, runId: run, turnOnLimitMs: 3_000 };
          return server.drive([...server.claimModes(run), whole]);
        }),
      );
      const ran = drivers.filter(({ rows }) => rows.some(({ kind }) => kind === 'result'));
      const refused = drivers.filter(({ rows }) => rows.some(({ kind }) => kind === 'refused'));
      const { on, offCalls } = await server.facts();
      expect({ ran: ran.length, refused: refused.length, on, offCalls }).toEqual({
        ran: 1,
        refused: 15,
        on: true,
        offCalls: 1,
      });
      await server.recover();
      expect(slotsOf(server)['90-end']).toBe('VERIFIED');
      writeFigures('race', [
        `- operators that began at once: ${processes}; runs: ${ran.length}; refused: ${refused.length}`,
      ]);
    } finally {
      rmSync(operations, { recursive: true, force: true });
      server.remove();
    }
  },
  20 * minutes,
);
