import { expect, test } from '@jest/globals';
import { sayLeftOff } from '../../src/command-steps/say-left-off.js';
import { known, unknown } from '../../src/model/fact.js';
import { reason } from '../../src/model/classify-failure.js';
import { healthyFacts } from '../support/facts.js';
import { fakeContext } from '../support/fake-context.js';
import { inspectionOf } from '../support/guard-records.js';

const { connectors, channels } = healthyFacts();

function said(guard: Parameters<typeof sayLeftOff>[1]['guard']): { readonly code: number; readonly err: string } {
  const ctx = fakeContext();
  const code = sayLeftOff(ctx, { guard, connectors, channels }, { source: { kind: 'live' } });
  return { code, err: ctx.err() };
}

test('what a run left off is said to be unknown if it could not be read', () => {
  expect(said(unknown(reason('failed', 'The answer ended early.')))).toEqual({
    code: 0,
    err: 'Whether a full password sync of phs-tool left synchronization off is not known. The answer ended early.\n',
  });
});

test.each([
  ['there is none', known(inspectionOf([]))],
  ['a recording holds nothing of it', unknown(reason('not-collected', 'x'))],
  ['there is no guard on this system', unknown(reason('not-supported', 'x'))],
])('nothing is said if %s', (_, guard) => {
  expect(said(guard)).toEqual({ code: 0, err: '' });
});
