import { describe, expect, test } from '@jest/globals';
import type { ReportedChange, UserLog, UserRecord } from '../../src/model/affected-user.js';
import { buildUser, CauseTally, orderUsers, withLog } from '../../src/report/affected-users.js';
import { explainGaps, type UsersReading } from '../../src/report/users-gaps.js';
import { minutesAgo } from '../support/facts.js';

const at = (minutes: number): number => Date.parse(minutesAgo(minutes));

function user(change: Partial<ReportedChange> | null, changes: Partial<UserRecord> = {}): UserRecord {
  const whole = { at: at(10), eventId: 657, recordId: 100, result: 'Success', reason: null, attempts: null };
  return {
    dn: 'CN=Ann,DC=contoso,DC=com',
    change: change === null ? null : { ...whole, ...change },
    request: null,
    problems: 0,
    ...changes,
  };
}

describe('how the last change of a user ended', () => {
  test.each([
    ['a success', user({}), 'synchronized', 'Success (event 657)'],
    ['a failure', user({ result: 'UserNotFound' }), 'failed', 'UserNotFound (event 657)'],
    [
      'a failure with its error, without what differs from user to user',
      user({ result: 'failed', reason: 'No user 6f9619ff-8b86-d011-b42d-00c04fc964ff, code 123456.' }),
      'failed',
      'failed: No user ..., code ... (event 657)',
    ],
    ['a result that is cut off', user({ result: null }), 'no-result', 'no result in the text (event 657)'],
    [
      'a list of retries',
      user({ eventId: 605, result: null, reason: 'Busy', attempts: 3 }),
      'retrying',
      'Busy (event 605)',
    ],
    [
      'a list of those left out',
      user({ eventId: 620, result: 'FilteredByTarget' }),
      'left-out',
      'FilteredByTarget (event 620)',
    ],
    ['a list of those left out that says Success', user({ eventId: 620 }), 'synchronized', 'Success (event 620)'],
    ['a single object', user({ eventId: 664, result: null }), 'failed', 'no reason in the text (event 664)'],
    ['a request alone', user(null, { request: { at: at(5), recordId: 1 } }), 'no-result', 'no result yet (event 656)'],
    ['a newer request', user({}, { request: { at: at(5), recordId: 101 } }), 'no-result', 'no result yet (event 656)'],
    ['an older request', user({}, { request: { at: at(15), recordId: 1 } }), 'synchronized', 'Success (event 657)'],
    [
      'a request of the same second, written before',
      user({}, { request: { at: at(10), recordId: 99 } }),
      'synchronized',
      'Success (event 657)',
    ],
  ])('is told by %s', (_name, record, outcome, cause) => {
    expect(buildUser(record, null)).toMatchObject({ outcome, cause, saidBy: 'event' });
  });

  test('decides on the order: the worst first, the newest first within it', () => {
    const [good, older, newer] = [user({}), user({ result: 'Failure' }), user({ result: 'Failure', at: at(1) })];

    expect(orderUsers([good, older, newer])).toEqual([newer, older, good]);
  });

  test('is counted by cause, with what is known of it', () => {
    const tally = new CauseTally();
    const filtered = { eventId: 620, result: 'FilteredByTarget' };
    [user({}), user(filtered), user({ result: 'Failure' }), user(filtered)].forEach((record) => {
      tally.add(buildUser(record, null));
    });

    expect(tally.list()).toMatchObject([
      { outcome: 'failed', cause: 'Failure (event 657)', meaning: null, count: 1 },
      { outcome: 'left-out', meaning: expect.stringContaining('temporary'), count: 2 },
      { outcome: 'synchronized', count: 1 },
    ]);
  });
});

describe("the log of the user's object", () => {
  const failed = buildUser(user({ result: 'Failure' }), null);
  const entry = (minutes: number, status: string): UserLog => ({
    known: true,
    newest: { at: minutesAgo(minutes), status },
  });

  test.each([
    ['newer, a success', entry(5, 'Success'), 'synchronized', 'Success (log of the object)', 'object-log'],
    [
      'newer, an error',
      entry(5, 'NoTargetConnection'),
      'failed',
      'NoTargetConnection (log of the object)',
      'object-log',
    ],
    [
      'newer, to be tried again',
      entry(5, 'RetryRequestedByTarget'),
      'retrying',
      'RetryRequestedByTarget (log of the object)',
      'object-log',
    ],
    ['newer, unclear', entry(5, 'NoCodeReportedByTarget'), 'failed', 'Failure (event 657)', 'event'],
    ['newer, not documented', entry(5, 'Odd'), 'failed', 'Failure (event 657)', 'event'],
    ['older', entry(15, 'Success'), 'failed', 'Failure (event 657)', 'event'],
    ['empty', { known: true, newest: null } as const, 'failed', 'Failure (event 657)', 'event'],
    ['not readable', { known: false, message: 'x' } as const, 'failed', 'Failure (event 657)', 'event'],
  ])('counts if its newest entry is newer than the event: %s', (_name, log, outcome, cause, saidBy) => {
    expect(withLog(failed, log)).toMatchObject({ outcome, cause, saidBy, log });
  });

  test('does not take the place of a list that says the same', () => {
    const left = buildUser(user({ eventId: 620, result: 'NoTargetConnection' }), null);

    expect(withLog(left, entry(5, 'NoTargetConnection'))).toMatchObject({ outcome: 'left-out', saidBy: 'event' });
  });
});

describe('what the log cannot know', () => {
  const reading: UsersReading = {
    events: new Map([
      [605, 1],
      [657, 4],
    ]),
    unnamed: 0,
    fullTexts: 0,
    complete: true,
    size: 100_000,
    startsAt: minutesAgo(60),
    oldestAt: minutesAgo(600),
  };

  test('is at least who did not change a password in this time', () => {
    expect(explainGaps(reading)).toEqual([
      'Users whose passwords were not changed after 2026-11-22 09:15:00 UTC are not in the list, whether their passwords are in Microsoft Entra ID or not.',
    ]);
  });

  test.each([
    [{ oldestAt: minutesAgo(30) }, /reaches back to 2026-11-22 09:45:00 UTC only/],
    [{ oldestAt: null }, /log is empty/],
    [{ oldestAt: undefined }, /is not known/],
    [{ complete: false }, /more than 100,000 users/],
    [{ unnamed: 2 }, /2 users of events without a DN .* could not be named/],
    [{ fullTexts: 1 }, /1 event held as much text as an event can/],
    [
      {
        events: new Map([
          [605, 0],
          [620, 0],
          [657, 1],
        ]),
      },
      /No event with the id 605 or 620 was read/,
    ],
    [{ events: new Map([[0, 0]]) }, /No event with the id 0 \(password changes scheduled for retry\) was read/],
  ])('is also told for %j', (changes, sentence) => {
    const gaps = explainGaps({ ...reading, ...changes });

    expect(gaps).toHaveLength(2);
    expect(gaps[0]).toMatch(sentence);
  });
});
