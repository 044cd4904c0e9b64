import { expect, test } from '@jest/globals';
import { doctorCommand } from '../../src/commands/doctor.js';
import { openSession } from '../../src/session/open-session.js';
import { describeWithEngine, requireEngine } from '../support/engine.js';
import { fakeContext } from '../support/fake-context.js';

describeWithEngine('doctor in the real engine', () => {
  test('a simulated server has everything, as text with the verdict last', async () => {
    const ctx = fakeContext({
      openSession: (request) =>
        openSession({ ...request, powershell: requireEngine() }, { env: process.env, clock: () => new Date() }),
    });
    const code = await doctorCommand.run(ctx, { simulate: 'healthy', powershell: requireEngine() });

    expect(ctx.out()).toMatch(/\[ok\] {6}Groups +In ADSyncAdmins/);
    expect(ctx.out()).toMatch(/\[ok\] {6}Guard journal +.*not there yet/);
    expect(ctx.out().trimEnd().split('\n').at(-1)).toMatch(
      // A Node.js that is out of support is a warning.
      /^phs-tool (?:has everything that it needs|can run; see the warnings)\. 0 failed/,
    );
    expect(ctx.out()).toMatch(/\[ok\] {6}ADSync answers +Get-ADSyncScheduler answered\./);
    expect(code).toBe(0);
  });

  test('a server that refuses every question is not one that phs-tool can run on', async () => {
    const ctx = fakeContext({
      openSession: (request) =>
        openSession({ ...request, powershell: requireEngine() }, { env: process.env, clock: () => new Date() }),
    });
    const code = await doctorCommand.run(ctx, { simulate: 'access-denied', powershell: requireEngine() });

    expect(ctx.out()).toMatch(/\[fail\] {4}ADSync answers +.*80070005/);
    expect(code).toBe(3);
  });
});
