import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFigures } from './figures.js';
import { makeOperations } from './harness/instrument.js';
import { slotsOf } from './harness/judge.js';
import { operationsFolder, ProofServer } from './harness/proof-server.js';
import { killAfterOff } from './harness/scenario-stage.js';

const minutes = 60_000;
/** How far the clock is set, in hours. */
const jumps = [0, 1, -1, 240, -240, 87_600] as const;
/** Set back further than this before the run, the guardian's task seems to begin in the future: nothing is switched. */
const furthestBack = -48;

/** The script with a clock that a file sets: against that of the event log, of files and of the scheduler, which go on. */
function withClockOf(file: string): (text: string) => string {
  return (text) => {
    const parts = text.split(/\[datetime\]::(UtcNow|Now)\b/);
    if (parts.length < 9) throw new Error('The script asks for the time in other words.');
    const hours = `[double][System.IO.File]::ReadAllText('${file}')`;
    return parts.map((part, index) => (index % 2 === 1 ? `[datetime]::${part}.AddHours(${hours})` : part)).join('');
  };
}

describe('a clock that jumps', () => {
  const operations = operationsFolder();
  const file = join(operations, 'hours');
  const setClock = (hours: number): void => {
    writeFileSync(file, String(hours));
  };
  let server: ProofServer;
  let run = '';

  beforeAll(async () => {
    setClock(0);
    makeOperations(operations, withClockOf(file));
    server = await ProofServer.create(operations);
    run = await server.arm();
  }, 60 * minutes);

  afterAll(() => {
    rmSync(operations, { recursive: true, force: true });
    server.remove();
  });

  const found: string[] = [];

  test.each(jumps.filter((hours) => hours < furthestBack))(
    'by %i hours before the run keeps OFF from being called',
    async (hours) => {
      server.restore('armed');
      setClock(hours);
      const driver = await server.drive([server.runMode(run)]);
      const { on, offCalls, parameter } = await server.facts();

      expect(driver.rows.some(({ kind }) => kind === 'refused')).toBe(true);
      expect({ on, offCalls, parameter }).toEqual({ on: true, offCalls: 0, parameter: false });
      found.push(`- ${hours} h before the run: refused, nothing changed`);
    },
    60 * minutes,
  );

  test.each(jumps.filter((hours) => hours >= furthestBack))(
    'by %i hours before the run, and back after it, changes nothing of the watch',
    async (hours) => {
      server.restore('armed');
      setClock(hours);
      const driver = await server.drive([server.runMode(run)]);
      setClock(-hours);
      const { ticks, facts } = await server.recover(6);

      expect(driver.rows.filter(({ kind }) => kind === 'refused')).toEqual([]);
      expect({ ticks, on: facts.on, offCalls: facts.offCalls, armed: facts.armed }).toEqual({
        ticks: 3,
        on: true,
        offCalls: 1,
        armed: false,
      });
      expect(slotsOf(server)['90-end']).toBe('VERIFIED');
      found.push(`- ${hours} h before the run, ${-hours} h after it: VERIFIED after 3 looks`);
    },
    60 * minutes,
  );

  test.each(jumps)(
    'by %i hours after a kill, and back after the repair, keeps nothing off',
    async (hours) => {
      setClock(0);
      await killAfterOff({ server, run });
      setClock(hours);
      const first = await server.recover(1);
      setClock(-hours);
      const rest = await server.recover(6);

      expect(first.facts.on).toBe(true);
      expect({ on: rest.facts.on, offCalls: rest.facts.offCalls, armed: rest.facts.armed }).toEqual({
        on: true,
        offCalls: 1,
        armed: false,
      });
      expect(slotsOf(server)['90-end']).toBe('REPAIRED');
      found.push(`- ${hours} h after a kill right after OFF: on after 1 look, REPAIRED after ${rest.ticks} more`);
    },
    60 * minutes,
  );

  test('writes what was found', () => {
    writeFigures('jumping-clock', found);
    expect(found).toHaveLength(2 * jumps.length);
  });
});
