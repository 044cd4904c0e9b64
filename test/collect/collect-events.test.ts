import { expect, test } from '@jest/globals';
import { handOver } from '../../src/base/hand-over.js';
import { EventReader } from '../../src/collect/collect-events.js';
import type { EventRecord } from '../../src/model/facts.js';
import { eventSession } from '../support/event-session.js';
import { ids } from '../support/connector-ids.js';
import { minutesAgo } from '../support/facts.js';

const record = (recordId: number): EventRecord => ({
  ...{ recordId, eventId: 656, source: 'Directory Synchronization', entryType: 'Information' },
  ...{ generatedAt: minutesAgo(recordId), message: ids.contoso },
});

test.each([[undefined], [[656]]])(
  'the log is read at the pace of whoever takes its pages (ids: %j)',
  async (eventIds) => {
    const asked: number[] = [];
    const pages = Array.from({ length: 6 }, (_, index) => [record(index + 1)]);
    const session = eventSession({
      answers: [pages],
      onPage: (page) => void asked.push(page.length),
    });
    const reader = new EventReader(session, { eventIds, modulePath: undefined, signal: new AbortController().signal });
    let taken = 0;
    for await (const page of handOver<readonly EventRecord[]>((onPage) => reader.read(new Date(0), onPage))) {
      await new Promise((resolve) => setImmediate(resolve));
      taken += 1;
      expect(page).toHaveLength(1);
      expect(asked).toHaveLength(taken);
    }
    expect(taken).toBe(6);
  },
);
