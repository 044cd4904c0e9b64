import { describe, expect, test } from '@jest/globals';
import { placeUsers } from '../../src/collect/place-users.js';
import { UserLedger } from '../../src/collect/user-ledger.js';
import type { EventRecord } from '../../src/model/facts.js';
import { adConnector, minutesAgo } from '../support/facts.js';
import { growth, linear } from '../support/growth.js';

function record(eventId: number, ageMinutes: number, message: string): EventRecord {
  return {
    recordId: 10_000 - ageMinutes,
    eventId,
    source: 'Directory Synchronization',
    entryType: 'Information',
    generatedAt: minutesAgo(ageMinutes),
    message,
  };
}
const dn = (index: number): string => `CN=User ${index},OU=Staff of a department with a long name,DC=contoso,DC=com`;

/** A page of results of 50 users each, as the log holds them. */
function page(first: number, events: number): readonly EventRecord[] {
  return Array.from({ length: events }, (_, event) => {
    const lines = Array.from(
      { length: 50 },
      (_unused, line) =>
        `Password Change Result - Anchor : aaaaaaaaaaaaaaaaaaaaaa==, Dn : ${dn(first + event * 50 + line)}, PwdChangeOnLogon=False, Result : Success.`,
    );
    return record(657, 5, lines.join('\r\n'));
  });
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

describe('the users whom a log names', () => {
  test('are kept once, whatever the case and the escapes of the DN, with the newest event', () => {
    const ledger = new UserLedger();
    ledger.add([
      record(657, 30, 'Password Change Result - Anchor : a, Dn : CN=Lee\\, Ann,DC=contoso,DC=com, Result : Failed.'),
      record(657, 5, 'Password Change Result - Anchor : a, Dn : cn=lee\\2c ann,dc=contoso,dc=com, Result : Success.'),
      record(656, 31, 'Password Change Request - Anchor : a, Dn : CN=Lee\\, Ann,DC=contoso,DC=com, Change Date : x'),
    ]);

    expect([...ledger.users()]).toMatchObject([
      { change: { result: 'Success', eventId: 657 }, request: { at: Date.parse(minutesAgo(31)) }, problems: 1 },
    ]);
  });

  describe('of older builds, which write the anchor of a result alone', () => {
    const failed = (anchor: string, ago: number): EventRecord =>
      record(657, ago, `Anchor: ${anchor}, Result: failed, Extended Error: nothing`);
    const asked = record(656, 7, `Anchor : eX5b==, Dn : ${dn(1)}, Change Date : 05/01/2013 16:34:08`);

    test('are named by the request with the same anchor', () => {
      const ledger = new UserLedger();
      ledger.add([failed('eX5b==', 5)]);
      ledger.add([asked, failed('eX5b==', 9)]);

      expect([...ledger.users()]).toMatchObject([
        { dn: dn(1), change: { at: Date.parse(minutesAgo(5)), result: 'failed', reason: 'nothing' }, problems: 1 },
      ]);
      expect(ledger.counts()).toMatchObject({ unnamed: 0, fullTexts: 0, complete: true });
    });

    test('are counted as not named without it', () => {
      const ledger = new UserLedger();
      ledger.add([failed('other==', 5), failed('other==', 6), asked]);

      expect([...ledger.users()]).toMatchObject([{ dn: dn(1), change: null, problems: 0 }]);
      expect(ledger.counts().unnamed).toBe(1);
    });
  });

  test('can be missing at the end of a text that is as long as the log takes it', () => {
    const ledger = new UserLedger();
    const list = Array.from({ length: 400 }, (_, index) => `DN=${dn(index)}, Attempts=1, ErrorType=Busy`).join('\n');
    ledger.add([record(605, 5, list.slice(0, 31_839))]);

    expect(ledger.counts().fullTexts).toBe(1);
  });

  test('beyond the limit are left out, and that is known', () => {
    const ledger = new UserLedger(60);
    ledger.add(page(0, 2));

    expect(ledger.size).toBe(60);
    expect(ledger.counts().complete).toBe(false);
  });

  test('take a small record each: 100,000 of them, without the texts of their events', () => {
    const before = heapMb();
    const ledger = new UserLedger();
    for (let first = 0; first < 100_000; first += 1_000) {
      ledger.add(page(first, 20));
    }
    const used = heapMb() - before;

    expect(ledger.size).toBe(100_000);
    expect(ledger.counts().complete).toBe(true);
    // Without a collector to call, what is not needed any more is counted as well.
    expect(used).toBeLessThan(globalThis.gc === undefined ? 400 : 100);
  });

  test('take time in proportion to their number', async () => {
    expect(
      await growth((count) => {
        new UserLedger().add(page(0, count));
      }, 20),
    ).toBeLessThan(linear);
  });
});

describe('the connector of a user', () => {
  const place = placeUsers([adConnector(), adConnector('fabrikam.com')]);

  test.each([
    ['CN=Ann,OU=a,DC=contoso,DC=com', 'contoso.com'],
    ['CN=Lee\\, Ann,OU=a,DC=contoso,DC=com', 'contoso.com'],
    ['cn=Ann,dc=FABRIKAM,dc=com', 'fabrikam.com'],
    ['CN=Ann,DC=elsewhere,DC=com', null],
    ['not a DN', null],
  ])('of %s is %s, also when it is asked for again', (name, connector) => {
    expect([place(name), place(name)]).toEqual([connector, connector]);
  });
});
