import { describe, expect, test } from '@jest/globals';
import { guardianIsArmed, guardianTaskName, hasSystemTask } from '../../src/guard/guardian-task.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { inspectionOf, pair } from '../support/guard-records.js';

const system = 'S-1-5-18';
const bob = 'S-1-5-21-1-2-3-1104';

function inspect(fields: GuardRow['fields'] | undefined): ReturnType<typeof inspectionOf> {
  const task = {
    name: guardianTaskName(pair, 1),
    state: 'Ready',
    execute: 'x',
    arguments: '',
    user: 'SYSTEM',
    ...fields,
  };
  return inspectionOf(fields === undefined ? [] : [{ kind: 'task', fields: task }]);
}

describe('the task of the guardian', () => {
  test.each([
    ['runs as the machine', { sid: system }, true],
    ['has the name of the machine and the SID of a user', { sid: bob }, false],
    ['runs as an account that Windows does not know', { sid: null }, false],
    ['stands in a recording that does not say its SID', {}, false],
    ['is not there', undefined, false],
  ])('vouches for a run only if it runs as the machine: it %s', (_, fields, vouches) => {
    expect(hasSystemTask(inspect(fields), pair, 1)).toBe(vouches);
    expect(hasSystemTask(inspect(fields), pair, 2)).toBe(false);
  });

  test.each([
    ['is of the machine', { sid: system }, '', true],
    ['is of a user', { user: 'CONTOSO\\bob', sid: bob }, '', false],
    ['is of the account of the claim', { user: 'svc-guard', sid: bob }, 'CONTOSO\\svc-guard', true],
    [
      'is of the account of the claim, as a UPN',
      { user: 'SVC-Guard@contoso.com', sid: bob },
      'CONTOSO\\svc-guard',
      true,
    ],
    ['is of another account than that of the claim', { user: 'CONTOSO\\bob', sid: bob }, 'CONTOSO\\svc-guard', false],
    ['is disabled', { state: 'Disabled', sid: system }, '', false],
    ['is not there', undefined, '', false],
    ['does not say whose it is', {}, '', null],
  ])('watches if it is the one that was registered: it %s', (_, fields, account, armed) => {
    expect(guardianIsArmed(inspect(fields), pair, { epoch: 1, account })).toBe(armed);
  });

  test('is not known if the Task Scheduler could not be read', () => {
    const unread = inspectionOf([], { tasks: { state: 'unreadable' } });
    expect(guardianIsArmed(unread, pair, { epoch: 1, account: '' })).toBeNull();
  });
});
