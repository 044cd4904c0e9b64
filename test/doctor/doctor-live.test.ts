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
    expect(ctx.out().trimEnd().split('\n').at(-1)).toMatch(/^phs-tool has everything that it needs\. 0 failed/);
    expect(code).toBe(0);
  });
});
