import { expect, test } from '@jest/globals';
import { Asker } from '../../src/collect/ask.js';
import { getPhsConnector } from '../../src/scripts/get-phs-connector.js';
import { adConnector } from '../support/facts.js';
import { FakeSession } from '../support/fake-session.js';

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
