import { expect, test } from '@jest/globals';
import { buildsProbe } from '../../src/doctor/builds-probe.js';

test('says how old the list of builds is, and warns of one that is older than half a year', () => {
  const probe = (day: string): ReturnType<typeof buildsProbe> =>
    buildsProbe(new Date(`${day}T12:00:00Z`), '2026-10-08');

  expect(probe('2026-11-29')).toMatchObject({
    status: 'pass',
    message: expect.stringMatching(/2026-10-08, 52 days old/),
  });
  expect(probe('2026-10-09').message).toMatch(/1 day old/);
  expect(probe('2027-04-06').status).toBe('pass');
  expect(probe('2027-04-07')).toMatchObject({
    status: 'warn',
    cure: { text: expect.stringMatching(/Update phs-tool/) },
  });
});
