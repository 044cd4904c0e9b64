import { afterEach, expect, test } from '@jest/globals';
import type { LiveSession } from '../../src/ps/live-session.js';
import type { AheadQuestion } from '../../src/ps/session.js';
import { getPhsConnector } from '../../src/scripts/get-phs-connector.js';
import { getPhsEventLogReach } from '../../src/scripts/get-phs-event-log-reach.js';
import { getPhsEvent } from '../../src/scripts/get-phs-event.js';
import { importPhsModule } from '../../src/scripts/import-phs-module.js';
import { describeWithEngine } from '../support/engine.js';
import { moduleFolder, sessionWithModules } from '../support/operations-session.js';

const since = new Date('2026-03-29T01:00:00Z');
const question = { after: since, source: ['Directory Synchronization'], eventId: [654] };
const coming: readonly AheadQuestion[] = [
  { operation: getPhsEventLogReach, arguments: { since } },
  { operation: getPhsEvent, arguments: question },
];

describeWithEngine('questions that are said ahead', () => {
  const sessions: LiveSession[] = [];
  const open = (family: string, ahead: readonly AheadQuestion[]): LiveSession => {
    const session = sessionWithModules(family);
    sessions.push(session);
    session.ahead(ahead);
    return session;
  };
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
  });

  async function ask(session: LiveSession, family: string): Promise<unknown> {
    const places = { modulePath: moduleFolder(family), candidates: [], installFolder: '' };
    const module = await session.run(importPhsModule, places);
    const connectors = await session.run(getPhsConnector, {});
    const reach = await session.run(getPhsEventLogReach, { since });
    const events = await session.run(getPhsEvent, question);
    const again = await session.run(getPhsEvent, question);
    return [module, connectors, reach, events, again].map(({ state, rows, errors }) => ({ state, rows, errors }));
  }

  test('are answered as those that are not, in the same order, and once', async () => {
    const answers = await ask(open('other', coming), 'other');
    expect(answers).toEqual(await ask(open('other', []), 'other'));
    expect(answers).toMatchObject([
      {},
      {},
      { rows: [{ isOldest: true }] },
      { rows: [{ recordId: 5 }, { recordId: 3 }] },
      {},
    ]);
  });

  test('fail as those that are not, if the log cannot be read', async () => {
    const answers = await ask(open('foreign', coming), 'foreign');
    expect(answers).toEqual(await ask(open('foreign', []), 'foreign'));
    expect(answers).toMatchObject([
      { state: 'completed' },
      { state: 'completed' },
      { state: 'failed' },
      { state: 'failed' },
      {},
    ]);
  });
});
