import { expect, test } from '@jest/globals';
import { diagnoseObjects } from '../../src/command-steps/diagnose-objects.js';
import { diagnoseOptions } from '../../src/command-line/diagnose-options.js';
import type { Context } from '../../src/command-line/context.js';
import { known } from '../../src/model/fact.js';
import { objectLineSchema } from '../../src/model/object-report.js';
import { now } from '../support/facts.js';
import { fakeContext, silentSession } from '../support/fake-context.js';
import { healthyTrace, serverFacts, userEvents } from '../support/trace.js';
import { fakeOpenServer } from '../support/fake-open-server.js';

const count = 100_000;
const mebibyte = 1024 * 1024;

async function* names(): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < count; from += 1_000) {
    const lines = Array.from({ length: 1_000 }, (_, index) => `CN=User ${from + index},OU=Staff,DC=contoso,DC=com`);
    yield await Promise.resolve(Buffer.from(`${lines.join('\r\n')}\r\n`));
  }
}

test('100,000 users stream in bounded memory', async () => {
  const fake = fakeContext({ stdin: names() });
  let written = 0;
  let peak = 0;
  let last = '';
  const ctx: Context = {
    ...fake,
    io: {
      ...fake.io,
      stdout: (text) => {
        written += text.length;
        last = text;
        peak = Math.max(peak, process.memoryUsage().heapUsed);
      },
    },
  };
  const before = process.memoryUsage().heapUsed;
  const exitCode = await diagnoseObjects(
    ctx,
    diagnoseOptions.parse({ dnFile: '-', output: 'ndjson' }),
    fakeOpenServer({ session: silentSession, now, simulated: true, close: () => Promise.resolve() }, ctx.clock),
    () =>
      Promise.resolve({
        facts: serverFacts(),
        userEvents: known(userEvents()),
        follow: () => (reference) =>
          Promise.resolve(
            healthyTrace({
              reference,
              distinguishedName: reference.text,
              ...(reference.text.includes('7,') ? { source: known(null) } : {}),
            }),
          ),
      }),
  );
  const line = objectLineSchema.parse(JSON.parse(last));

  expect(exitCode).toBe(3);
  expect(line).toMatchObject({
    type: 'summary',
    summary: { counts: { objects: count, pass: 90_000, fail: 10_000 }, causes: [{ check: 'PHS503', count: 10_000 }] },
  });
  expect(written).toBeGreaterThan(200 * mebibyte);
  expect(peak - before).toBeLessThan(150 * mebibyte);
}, 400_000);
