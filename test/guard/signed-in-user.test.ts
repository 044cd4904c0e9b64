import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngine } from '../support/engine.js';
import { ArmedServers } from './harness/armed-servers.js';
import { forgedScenarios } from './harness/forged-scenarios.js';
import { forgedVouchers } from './harness/forged-vouchers.js';

/** Each attack of a user who is signed in to the server, in the real engine; what it may do is in docs/guard.md, "The rule". */
describeWithEngine('a signed-in user of the server', () => {
  const armed = new ArmedServers();

  beforeAll(async () => {
    await armed.add(1);
  }, 300_000);

  afterAll(() => {
    armed.remove();
  });

  // Those that watch a run for 45 looks are played with all others by the proof of sabotages.
  const long = [
    'a permitted run that nobody saw ends only after it was seen on',
    'a forged permission makes a run that went be watched longer, and end as not known',
  ];

  test.each(Object.entries({ ...forgedScenarios, ...forgedVouchers }).filter(([name]) => !long.includes(name)))(
    '%s',
    async (_, play) => {
      const [server] = armed.servers;
      const [run] = armed.runs;
      if (server === undefined || run === undefined) throw new Error('Nothing is armed.');
      expect(await play({ server, run })).toEqual([]);
    },
    900_000,
  );
});
