import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { writeFigures } from './figures.js';
import { makeOperations } from './harness/instrument.js';
import { slotsOf } from './harness/judge.js';
import { operationsFolder, ProofServer } from './harness/proof-server.js';
import { race } from './harness/race.js';

const minutes = 60_000;
const processes = 16;

test(
  'of 16 operators that begin at once on one server exactly one runs',
  async () => {
    const operations = operationsFolder();
    makeOperations(operations);
    const server = await ProofServer.create(operations);
    try {
      const { ran, refused } = await race(
        server,
        Array.from({ length: processes }, () => randomUUID()),
      );
      const { on, offCalls } = await server.facts();
      expect({ ran, refused, on, offCalls }).toEqual({
        ran: 1,
        refused: 15,
        on: true,
        offCalls: 1,
      });
      await server.recover();
      expect(slotsOf(server)['90-end']).toBe('VERIFIED');
      writeFigures('race', [`- operators that began at once: ${processes}; runs: ${ran}; refused: ${refused}`]);
    } finally {
      rmSync(operations, { recursive: true, force: true });
      server.remove();
    }
  },
  20 * minutes,
);
