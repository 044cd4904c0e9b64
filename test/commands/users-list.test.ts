import { describe, expect, test } from '@jest/globals';
import { UserLedger } from '../../src/collect/user-ledger.js';
import { UsersList } from '../../src/command-steps/list-users.js';
import type { UserLog } from '../../src/model/affected-user.js';
import { known } from '../../src/model/fact.js';
import { adConnector, minutesAgo } from '../support/facts.js';

const dn = 'CN=Ann,DC=contoso,DC=com';
const entry = (status: string, minutes: number): UserLog => ({
  known: true,
  newest: { at: minutesAgo(minutes), status },
});

/** Outcomes that are listed of one user whose newest event is a 657 of an hour ago. */
async function listed(result: string, log: UserLog | undefined, failed: boolean): Promise<readonly string[]> {
  const ledger = new UserLedger();
  ledger.add([
    {
      ...{ recordId: 1, eventId: 657, source: 'Directory Synchronization', entryType: 'Information' },
      generatedAt: minutesAgo(60),
      message: `Password Change Result - Anchor : a, Dn : ${dn}, Result : ${result}.`,
    },
  ]);
  const users = new UsersList(ledger, {
    connectors: known([adConnector('contoso.com')]),
    connector: undefined,
    failed,
    readLog: log === undefined ? undefined : () => Promise.resolve(log),
    signal: new AbortController().signal,
    onVerify: () => undefined,
  });
  const outcomes: string[] = [];
  for await (const { outcome } of users.list()) {
    outcomes.push(outcome);
  }
  return outcomes;
}

describe('users --failed', () => {
  test.each<[string, string, UserLog | undefined, readonly string[]]>([
    ['a success', 'Success', undefined, []],
    ['a failure', 'Failed', undefined, ['failed']],
    ['a success with a newer error in the log', 'Success', entry('Error', 5), ['failed']],
    ['a success with an older error in the log', 'Success', entry('Error', 90), []],
    ['a success whose log cannot be read', 'Success', { known: false, message: 'No access' }, []],
    ['a failure with a newer success in the log', 'Failed', entry('Success', 5), []],
    ['a failure with an older success in the log', 'Failed', entry('Success', 90), ['failed']],
  ])('lists of %s what is not synchronized', async (_, result, log, outcomes) => {
    expect(await listed(result, log, true)).toEqual(outcomes);
  });

  test.each<[string, UserLog]>([
    ['Success', entry('Error', 5)],
    ['Success', entry('Error', 90)],
    ['Failed', entry('Success', 5)],
    ['Failed', entry('Success', 90)],
  ])('with --verify lists those that the whole list calls not synchronized: event %s, log %j', async (result, log) => {
    const whole = await listed(result, log, false);

    expect(await listed(result, log, true)).toEqual(whole.filter((outcome) => outcome !== 'synchronized'));
  });
});
