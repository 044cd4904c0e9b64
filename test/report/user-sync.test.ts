import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';
import { known } from '../../src/model/fact.js';
import type { ObjectPassword, ServerCause } from '../../src/model/object-report.js';
import type { ObjectLogEntry, ObjectTrace } from '../../src/model/object-trace.js';
import { userSyncRefusals } from '../../src/model/user-sync.js';
import { adviseUserSync } from '../../src/report/advise-user-sync.js';
import { refuseUserSync } from '../../src/report/refuse-user-sync.js';
import type { UserEvent } from '../../src/parsers/user-events.js';
import { minutesAgo, unreadable } from '../support/facts.js';
import { resultOf } from '../support/object-results.js';
import { directoryObject, healthyTrace, sourceObject, userDn, userEvent, userEvents } from '../support/trace.js';

const command = `phs-tool sync-user --dn '${userDn}'`;

function entry(status: string, minutes: number, details: string | null = null): ObjectLogEntry {
  return { status, at: minutesAgo(minutes), details };
}

function cause(check: string, effect: ServerCause['effect']): ServerCause {
  const status = effect === 'stops' ? 'fail' : effect === 'hides' ? 'unknown' : 'warn';
  return { check, title: 'A title', message: 'It is off.', status, effect };
}

/** Commands of the finding that decides the verdict on a user. */
function nextCommands(changes: Partial<ObjectTrace>, serverCauses: readonly ServerCause[] = []): readonly string[] {
  const { cause: first, findings } = resultOf(changes, { serverCauses });
  return findings.find(({ check }) => check === first?.check)?.remedy?.commands ?? [];
}

/** The advice for a user. */
function adviceFor(
  changes: Partial<ObjectTrace>,
  serverCauses: readonly ServerCause[] = [],
  problem: UserEvent | null = null,
): string {
  const events = userEvents(problem === null ? {} : { [userDn]: { latestProblem: problem, problemCount: 1 } });
  const { password, findings } = resultOf(changes, { serverCauses }, events);
  return adviseUserSync({ password, findings, serverCauses, log: healthyTrace(changes).log, problem }).helps;
}

describe('diagnose names sync-user as the first command', () => {
  test.each(['Error', 'Unknown', 'TargetNotExportedToDirectory', 'NoCodeReportedByTarget'])(
    'for a last attempt that ended with %s while the way is in order',
    (status) => {
      const changes = { log: known([entry('Success', 4000), entry(status, 50)]) };

      expect(nextCommands(changes)[0]).toBe(command);
      expect(adviceFor(changes)).toBe('yes');
    },
  );

  test('for a success that is older than the last change, and for a change without any attempt', () => {
    const directory = known(directoryObject({ passwordLastSetAt: minutesAgo(60) }));

    expect(nextCommands({ directory, log: known([entry('Success', 1500)]) })[0]).toBe(command);
    expect(nextCommands({ directory, log: known([]) })[0]).toBe(command);
  });
});

describe('diagnose does not name it', () => {
  const failed = { log: known([entry('Error', 50)]) };

  test.each<[string, Partial<ObjectTrace>, readonly ServerCause[]]>([
    ['if the last change is synchronized', { log: known([entry('Success', 5)]) }, []],
    ['if the hashes themselves are missing', { log: known([entry('MissingAttribute', 50)]) }, []],
    ['if an object was not there at the last attempt', { log: known([entry('NoTargetConnection', 50)]) }, []],
    ['if the server goes on by itself', { log: known([entry('RetryRequestedByTarget', 5)]) }, []],
    ['for a status that nobody documents', { log: known([entry('DeferredByThrottle', 50)]) }, []],
    ['if the way of the user is broken above', { ...failed, metaverse: known(null) }, []],
    ['if the server keeps every password from arriving', failed, [cause('PHS205', 'stops')]],
    [
      'if the password was changed only now',
      { directory: known(directoryObject({ passwordLastSetAt: minutesAgo(3) })), log: known([]) },
      [],
    ],
  ])('%s', (_, changes, serverCauses) => {
    const { findings } = resultOf(changes, { serverCauses });

    expect(
      findings.flatMap(({ remedy }) => remedy?.commands ?? []).filter((line) => line.includes('sync-user')),
    ).toEqual([]);
    expect(adviceFor(changes, serverCauses)).not.toBe('yes');
  });
});

describe('the advice', () => {
  const base = { findings: [], serverCauses: [], log: known([]), problem: null };
  const password = (parts: Partial<ObjectPassword>): ObjectPassword => ({
    state: 'not-synchronized',
    changedAt: null,
    synchronizedAt: null,
    next: 'arrives',
    ...parts,
  });

  test.each<[Partial<ObjectPassword>, 'yes' | 'maybe' | 'no', RegExp]>([
    [{}, 'yes', /no attempt with the last change/],
    [{ state: 'synchronized' }, 'no', /synchronized already/],
    [{ state: 'not-recorded' }, 'maybe', /does not go back/],
    [{ state: 'unknown' }, 'maybe', /not known/],
    [{ next: 'unknown' }, 'maybe', /could be checked/],
    [{ next: 'excluded' }, 'no', /on purpose/],
    [{ next: 'elsewhere' }, 'no', /staging/],
    [{ next: 'stopped' }, 'no', /cannot arrive/],
  ])('for %j is %s', (parts, helps, why) => {
    const advice = adviseUserSync({ ...base, password: password(parts) });

    expect(advice.helps).toBe(helps);
    expect(advice.why).toMatch(why);
  });
});

describe('the advice for a status', () => {
  const helps = {
    ...{ Error: 'yes', Unknown: 'yes', TargetNotExportedToDirectory: 'yes' },
    ...{ MissingAttribute: 'no', FilteredByTarget: 'no' },
    ...{ NoTargetConnection: 'maybe', SourceConnectorNotPresent: 'maybe' },
  };
  const filtered = (result: string | null, minutes = 50): UserEvent => userEvent(620, minutes, { result });

  test.each(Object.entries(helps))('%s is "%s" from the log and from event 620', (status, expected) => {
    expect(adviceFor({ log: known([entry(status, 50)]) })).toBe(expected);
    expect(adviceFor({}, [], filtered(status))).toBe(expected);
  });

  test('is that of the newer one of the two', () => {
    const failed = { log: known([entry('Error', 50)]) };

    expect(adviceFor(failed, [], filtered('MissingAttribute', 20))).toBe('no');
    expect(adviceFor(failed, [], filtered('MissingAttribute', 80))).toBe('yes');
  });

  test.each<[UserEvent, string]>([
    [userEvent(657, 50, { result: 'Failed' }), 'yes'],
    [userEvent(657, 50, { result: 'DeferredByThrottle' }), 'maybe'],
    [filtered(null), 'maybe'],
    [userEvent(664, 50, { detail: 'The object was not found in the target directory.' }), 'maybe'],
    [userEvent(6948, 50), 'maybe'],
  ])('is left open by an event whose cause is not known: %j', (problem, expected) => {
    expect(adviceFor({}, [], problem)).toBe(expected);
  });
});

describe('the call is refused', () => {
  const refusalOf = (changes: Partial<ObjectTrace>, serverCauses: readonly ServerCause[] = []): string | undefined =>
    refuseUserSync(resultOf(changes, { serverCauses }), healthyTrace(changes))?.reason;

  test('for nobody whose way and server are in order, whatever the last attempt was', () => {
    expect(refusalOf({})).toBeUndefined();
    expect(refusalOf({ log: known([entry('Error', 50)]) })).toBeUndefined();
    expect(refusalOf({}, [cause('PHS303', 'doubts')])).toBeUndefined();
  });

  test.each([
    ['PHS204', 'stops', 'staging'],
    ['PHS205', 'stops', 'channel-off'],
    ['PHS211', 'stops', 'left-off'],
    ['PHS106', 'stops', 'build-cut-off'],
    ['PHS104', 'stops', 'server-broken'],
    ['PHS204', 'hides', 'unreadable'],
    ['PHS205', 'hides', 'unreadable'],
  ] as const)('if %s %s passwords: %s', (check, effect, reason) => {
    expect(refusalOf({}, [cause('PHS302', 'doubts'), cause(check, effect)])).toBe(reason);
  });

  test('with the cause that forbids it rather than another one', () => {
    expect(refusalOf({}, [cause('PHS104', 'stops'), cause('PHS204', 'stops')])).toBe('staging');
  });

  test('if the way of the user is broken, the object is not there, or cannot be read', () => {
    expect(refusalOf({ metaverse: known(null) })).toBe('way-broken');
    expect(refusalOf({ source: known(null) })).toBe('way-broken');
    expect(refusalOf({ source: unreadable('timeout') })).toBe('unreadable');
    expect(refusalOf({ log: unreadable('failed') })).toBe('unreadable');
    expect(refusalOf({ source: known(sourceObject({ objectType: 'inetOrgPerson' })) })).toBe('way-broken');
  });

  test('for reasons that the page explains', () => {
    const page = readFileSync(join(packageRoot(), 'docs', 'sync-user.md'), 'utf8');

    expect(userSyncRefusals.filter((reason) => !page.includes(`\`${reason}\``))).toEqual([]);
  });
});
