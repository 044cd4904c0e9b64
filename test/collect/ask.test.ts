import { describe, expect, test } from '@jest/globals';
import { Asker } from '../../src/collect/ask.js';
import { PsError } from '../../src/base/errors.js';
import { getPhsConnector } from '../../src/scripts/get-phs-connector.js';
import { importPhsModule } from '../../src/scripts/import-phs-module.js';
import { adConnector } from '../support/facts.js';
import { healthyReplies } from '../support/healthy-replies.js';
import { FakeSession, type FakeReply } from '../support/fake-session.js';

/** What is known of so many connectors. */
async function askFor(count: number) {
  const rows = Array.from({ length: count }, (_, index) => adConnector(`forest${index}.example`));
  const asker = new Asker(new FakeSession({ [getPhsConnector.name]: { rows } }), {});
  return asker.rows(getPhsConnector, {});
}

// The checks compare connectors with each other: 10,000 would take them hours.
test('500 connectors are read, and more are refused with their number', async () => {
  expect(await askFor(500)).toMatchObject({ known: true, value: { length: 500 } });
  for (const count of [501, 10_000]) {
    expect(await askFor(count)).toMatchObject({
      known: false,
      reason: { message: `Could not read the connectors: ${count} came, and at most 500 are read.` },
    });
  }
});

describe('a connection that is lost', () => {
  const moduleArgs = { modulePath: '', candidates: [], installFolder: '' };
  const gone = { rejects: new PsError('E_REMOTE_LOST', 'The connection to the server was lost.') };
  const answer = { rows: [adConnector('contoso.com')] };
  /** A server whose first answers about connectors are lost. */
  async function lose(times: number, lost: FakeReply = gone) {
    const session = new FakeSession({
      ...healthyReplies,
      [getPhsConnector.name]: (_, count) => (count < times ? lost : answer),
    });
    const asker = new Asker(session, {});
    await asker.module(moduleArgs);
    return { session, asker };
  }
  const [load, ask] = [importPhsModule.name, getPhsConnector.name];

  test('is made once more: the module is loaded again, the question repeated, and the next one is asked', async () => {
    const { session, asker } = await lose(1);

    expect(await asker.rowsFromModule(getPhsConnector, {})).toMatchObject({ known: true, value: { length: 1 } });
    expect(session.asked).toEqual([load, ask, load, ask]);
    expect(await asker.rowsFromModule(getPhsConnector, {})).toMatchObject({ known: true });
    expect(session.asked).toEqual([load, ask, load, ask, ask]);
  });

  test('is not made a third time', async () => {
    const { session, asker } = await lose(2);

    await expect(asker.rowsFromModule(getPhsConnector, {})).rejects.toMatchObject({ code: 'E_REMOTE_LOST' });
    expect(session.asked).toEqual([load, ask, load, ask]);
  });

  test('is not repeated when a part of the answer was handed over', async () => {
    const { session, asker } = await lose(1, { ...gone, ...answer });
    const taken: unknown[] = [];

    await expect(
      asker.rowsFromModule(getPhsConnector, {}, (page) => {
        taken.push(...page);
      }),
    ).rejects.toMatchObject({ code: 'E_REMOTE_LOST' });
    expect(taken).toHaveLength(1);
    expect(session.asked).toEqual([load, ask]);
  });
});
