import { describe, expect, test } from '@jest/globals';
import { UserEventCollector } from '../../src/collect/collect-user-events.js';
import type { EventRecord } from '../../src/model/facts.js';
import { userKey } from '../../src/parsers/user-events.js';
import { minutesAgo, windowStartsAt } from '../support/facts.js';
import { growth, linear } from '../support/growth.js';

const anna = 'CN=Anna Adams,OU=Staff,DC=contoso,DC=com';
const bob = 'CN=Bob\\, B,OU=Staff,DC=contoso,DC=com';

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
const request = (ageMinutes: number, ...dns: string[]): EventRecord =>
  record(
    656,
    ageMinutes,
    dns
      .map((dn) => `Password Change Request - Anchor : eX5b==, Dn : ${dn}, Change Date : 05/01/2013 16:34:08`)
      .join('\r\n'),
  );
const result = (ageMinutes: number, dn: string, text: string): EventRecord =>
  record(657, ageMinutes, `Password Change Result - Anchor : eX5b==, Dn : ${dn}, PwdChangeOnLogon=False, ${text}`);

function collected(records: readonly EventRecord[], limit?: number): ReturnType<UserEventCollector['userEvents']> {
  const collector = new UserEventCollector(windowStartsAt, limit);
  collector.add(records);
  return collector.userEvents();
}

describe('events that name users', () => {
  test('are kept by user, the newest of each kind, in any order', () => {
    const { byUser } = collected([
      result(10, anna, 'Result : Success.'),
      result(30, anna, 'Result : Failed.'),
      request(31, anna, bob),
      request(11, anna),
    ]);

    expect(byUser.get(userKey(anna))).toMatchObject({
      latestRequest: { at: minutesAgo(11) },
      latestResult: { result: 'Success', at: minutesAgo(10) },
      latestProblem: { result: 'Failed', at: minutesAgo(30) },
      problemCount: 1,
    });
    expect(byUser.get(userKey(bob))).toMatchObject({ latestRequest: { at: minutesAgo(31) }, problemCount: 0 });
  });

  test('find a user whatever the case and the escapes of the DN', () => {
    const { byUser } = collected([request(5, bob)]);

    expect(byUser.has(userKey('cn=bob\\2c b, ou=STAFF, dc=contoso, dc=com'))).toBe(true);
  });

  test('keep the error of a result, and the cause of 664', () => {
    const { byUser } = collected([
      result(9, anna, 'Result: failed, Extended Error: It was busy.'),
      record(
        664,
        8,
        `Password hash synchronization of a single object failed. Dn : ${bob}. Details: It was not found.`,
      ),
    ]);

    expect(byUser.get(userKey(anna))?.latestProblem).toMatchObject({ eventId: 657, detail: 'It was busy.' });
    expect(byUser.get(userKey(bob))?.latestProblem).toMatchObject({ eventId: 664, detail: 'It was not found.' });
  });

  test.each([
    [
      605,
      `Added 2 objects.\nDN=${anna}, Attempts=3, ErrorType=UserNotFound\nDN=${bob}, Attempts=1, ErrorType=Busy`,
      '3 attempts, UserNotFound',
      null,
    ],
    [609, `Stopped.\nDN=${anna}, Attempts=1, ErrorType=Failure`, '1 attempt, Failure', null],
    [
      620,
      `Objects:\nDN=${bob}, PasswordSyncResultType=Success\nDN=${anna}, PasswordSyncResultType=FilteredByTarget`,
      null,
      'FilteredByTarget',
    ],
    [
      6948,
      `Password synchronization of the object "${anna}" failed: Microsoft.X.Exception: it was not found.`,
      null,
      null,
    ],
    [6948, `The object failed. Dn : ${anna}. Details: It was not found.`, 'It was not found.', null],
  ])('of a list or an object that failed, %i, are a problem of the user', (eventId, text, detail, problem) => {
    const source = eventId === 6948 ? 'ADSync' : 'Directory Synchronization';
    const { byUser } = collected([{ ...record(eventId, 8, text), source }, request(9, anna, bob)]);

    expect(byUser.get(userKey(anna))).toMatchObject({
      latestProblem: { eventId, at: minutesAgo(8), detail, result: problem },
      problemCount: 1,
    });
    expect(byUser.get(userKey(bob))?.problemCount).toBe(eventId === 605 ? 1 : 0);
  });

  test.each([
    [605, 'Added 0 objects.'],
    [609, 'Stopped.'],
    [620, `Objects:\nDN=${anna}, PasswordSyncResultType=Success`],
    [6948, 'One object failed.'],
    [654, `DN=${anna}, Attempts=3, ErrorType=Z`],
  ])('of %i without a problem of a user are none: %s', (eventId, text) => {
    expect(collected([record(eventId, 8, text)]).byUser.get(userKey(anna))?.latestProblem ?? null).toBeNull();
  });

  test('before the window are left out, and texts of another form say nothing', () => {
    const { byUser, complete } = collected([
      request(181, anna),
      record(656, 5, 'Something else'),
      record(664, 5, 'Something else'),
      record(654, 5, `Dn : ${anna}`),
    ]);

    expect(byUser.size).toBe(0);
    expect(complete).toBe(true);
  });

  test('of more users than are kept are dropped, and that is said; users who are kept go on', () => {
    const { byUser, complete } = collected([request(9, anna), request(8, bob), result(7, anna, 'Result : Failed.')], 1);

    expect(complete).toBe(false);
    expect([...byUser.keys()]).toEqual([userKey(anna)]);
    expect(byUser.get(userKey(anna))?.problemCount).toBe(1);
  });

  test.each([
    ['', 'Dn : '],
    ['', 'a'],
    ['Dn : ', '. '],
    ['', '\\'],
  ])('with %j and a flood of %j for a text are read in linear time', async (start, piece) => {
    for (const eventId of [656, 657, 664]) {
      const read = (count: number): unknown => collected([record(eventId, 5, start + piece.repeat(count))]);

      expect(await growth(read, 10_000)).toBeLessThan(linear);
    }
  });
});
