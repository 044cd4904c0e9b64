import { describe, expect, test } from '@jest/globals';
import { Asker } from '../../src/collect/ask.js';
import { readLastSigns, type EarlierLook } from '../../src/collect/read-last-signs.js';
import { known, unknown } from '../../src/model/fact.js';
import {
  adConnector,
  entraConnector,
  eventSummary,
  healthyFacts,
  ids,
  minutesAgo,
  now,
  tally,
} from '../support/facts.js';
import { failure, FakeSession, type FakeReplies } from '../support/fake-session.js';

const connectors = known([entraConnector(), adConnector(), adConnector('fabrikam.com')]);
const last = { text: ids.fabrikam, recordId: 77, eventId: 654, generatedAt: '2026-03-01T01:00:00Z' };

function read(replies: FakeReplies, tallies: Parameters<typeof eventSummary>[0], earlier?: EarlierLook) {
  const session = new FakeSession(replies);
  const asker = new Asker(session, {});
  return { session, fact: readLastSigns(asker, connectors, known(eventSummary(tallies)), { since: now, earlier }) };
}

describe('the last sign of life', () => {
  test('is asked for only of connectors that show none in the window', async () => {
    const { session, fact } = read({ 'Get-PhsLastEvent': { rows: [last] } }, { [ids.contoso]: [tally(654, 5)] });

    expect(await fact).toEqual(known([last]));
    expect(session.requests).toMatchObject([{ operation: 'Get-PhsLastEvent', args: { text: [ids.fabrikam] } }]);
  });

  test('is not asked for while every connector shows one', async () => {
    const { session, fact } = read({}, { [ids.contoso]: [tally(654, 5)], [ids.fabrikam]: [tally(656, 2)] });

    expect(await fact).toEqual(known([]));
    expect(session.requests).toEqual([]);
  });

  test('of a connector of which only problems are logged is asked for', async () => {
    const { fact } = read(
      { 'Get-PhsLastEvent': { rows: [last] } },
      { [ids.contoso]: [tally(654, 5)], [ids.fabrikam]: [tally(611, 2)] },
    );

    expect(await fact).toEqual(known([last]));
  });

  test('is unknown if the log does not answer', async () => {
    const { fact } = read({ 'Get-PhsLastEvent': { failed: failure({ message: 'no log' }) } }, {});

    expect(await fact).toMatchObject({ known: false, reason: { code: 'failed' } });
  });

  test('is unknown without the events, and nothing is asked', async () => {
    const session = new FakeSession({});
    const events = unknown({ code: 'timeout', message: 'too slow' });

    expect(await readLastSigns(new Asker(session, {}), connectors, events, { since: now })).toBe(events);
  });
});

describe('the last sign of life of a watch', () => {
  const earlier = (changes: Partial<EarlierLook> = {}): EarlierLook =>
    healthyFacts({
      connectors,
      collectedAt: minutesAgo(-1),
      events: known(eventSummary({ [ids.contoso]: [tally(654, 5), tally(656, 30)] })),
      lastSigns: known([last]),
      ...changes,
    });
  const remembered = {
    text: ids.contoso,
    recordId: tally(654, 5).latestRecordId,
    eventId: 654,
    generatedAt: minutesAgo(5),
  };
  const replies = { 'Get-PhsLastEvent': { rows: [last] } };

  test('is the one that the look before knows: the log is not walked again', async () => {
    const { session, fact } = read({}, {}, earlier());

    expect(await fact).toEqual(known([remembered, last]));
    expect(session.requests).toEqual([]);
  });

  test('is not asked for again if the log held none', async () => {
    const { session, fact } = read({}, { [ids.contoso]: [tally(654, 1)] }, earlier({ lastSigns: known([]) }));

    expect(await fact).toEqual(known([]));
    expect(session.requests).toEqual([]);
  });

  test.each<[string, Partial<EarlierLook>]>([
    ['the look before ended before the window', { collectedAt: minutesAgo(1) }],
    ['its events could not be read', { events: unknown({ code: 'timeout', message: 'x' }) }],
    ['it did not know the connector', { connectors: known([adConnector()]) }],
  ])('is asked for if %s', async (_what, changes) => {
    const { session, fact } = read(replies, { [ids.contoso]: [tally(654, 1)] }, earlier(changes));

    expect(await fact).toEqual(known([last]));
    expect(session.requests).toMatchObject([{ args: { text: [ids.fabrikam] } }]);
  });
});
