import { describe, expect, test } from '@jest/globals';
import type { FleetMember } from '../../src/fleet/fleet-member.js';
import { runFleetChecks } from '../../src/fleet/run-fleet-checks.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { ImportRun } from '../../src/model/last-import.js';
import { channel, entraConnector, ids, lastImport, minutesAgo, now, scheduler, unreadable } from '../support/facts.js';
import { fleetFacts, inStaging, member, silent } from '../support/fleet.js';

/** Status and sentence of one check, of each subject. */
function told(id: string, members: readonly FleetMember[]): readonly (readonly [string, string])[] {
  return runFleetChecks(members, false)
    .filter(({ check }) => check === id)
    .map(({ status, message }) => [status, message] as const);
}
const statuses = (id: string, members: readonly FleetMember[]): readonly string[] =>
  told(id, members).map(([status]) => status);

const active = member(fleetFacts(1));
const staging = member(fleetFacts(2, inStaging));
const withStaging = (changes: Partial<Facts>, ...rest: readonly object[]): readonly FleetMember[] => [
  active,
  member(fleetFacts(2, { ...inStaging, ...changes }, ...rest)),
];

/** The runs of the AD connector; those of the Entra connector are in order. */
const imports = (...runs: readonly Partial<ImportRun>[]): Partial<Facts> => ({
  lastImports: known([lastImport(ids.contoso, ...runs), lastImport(ids.entra)]),
});
const refusal = { message: 'No access', errorId: '', category: '', exceptionTypes: [], hresult: '', position: '' };

describe('a fleet in order', () => {
  test('passes every check', () => {
    const findings = runFleetChecks([active, staging], false);

    expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual(
      ['PHS601', 'PHS602', 'PHS603', 'PHS604', 'PHS605'].map((id) => `${id} pass`),
    );
    expect(new Set(findings.map(({ category }) => category))).toEqual(new Set(['fleet']));
  });

  test('is not asked by status whether it could be taken over', () => {
    expect(runFleetChecks([active, staging], true).map(({ check }) => check)).not.toContain('PHS603');
  });
});

describe('PHS601: exactly one server of the tenant is active', () => {
  test('fails for two writers, and names them', () => {
    expect(told('PHS601', [active, member(fleetFacts(2)), member(fleetFacts(3, inStaging))])).toEqual([
      ['fail', 'SYNC01 and SYNC02 are active at the same time.'],
    ]);
  });

  test('does not call one active server that was named twice two, nor three', () => {
    const again: FleetMember = { ...active, name: 'sync01-recorded' };

    expect(told('PHS601', [active, again, staging])).toEqual([
      [
        'unknown',
        'SYNC01 and sync01-recorded are active, have the same computer name, and nothing tells them apart: whether they are one server is not known.',
      ],
    ]);
    expect(statuses('PHS601', [active, again, member(fleetFacts(2))])).toEqual(['fail']);
  });

  test('says what to do about two that nothing tells apart, such as one server that was asked in two ways', () => {
    const ways = ['sync01.contoso.com', 'admin@10.0.0.1'].map((name): FleetMember => ({ ...active, name }));
    const [finding] = runFleetChecks(ways, false).filter(({ check }) => check === 'PHS601');

    expect(finding).toMatchObject({
      status: 'unknown',
      remedy: {
        text: expect.stringMatching(/^Name each server once/),
        commands: [expect.stringContaining('SyncMachineIdentifier')],
      },
    });
  });

  test.each([
    ['machine identifier', { machineIdentifier: 'bbbbbbbb-0000-4000-8000-000000000001' }, 'fail'],
    ['unknown identifier', { machineIdentifier: null }, 'unknown'],
    ['computer name', { machineName: 'SYNC02' }, 'fail'],
  ])('judges two active ones by what differs: the %s', (_, machine, status) => {
    expect(statuses('PHS601', [active, member(fleetFacts(1, {}, { machine }), { name: 'other' })])).toEqual([status]);
  });

  test('fails if all are in staging mode', () => {
    expect(told('PHS601', [staging])).toEqual([['fail', 'No server is active: SYNC02 is in staging mode.']]);
  });

  test.each([
    ['a server that did not answer', silent('SYNC09')],
    ['a role that could not be read', member(fleetFacts(3, { scheduler: unreadable(), globalSetting: unreadable() }))],
  ])('is unknown with %s, unless two others are active', (_, open) => {
    expect(statuses('PHS601', [active, open])).toEqual(['unknown']);
    expect(statuses('PHS601', [staging, open])).toEqual(['unknown']);
    expect(statuses('PHS601', [active, member(fleetFacts(2)), open])).toEqual(['fail']);
  });

  test('judges each tenant for itself, and a silent server of an unknown one for all of them', () => {
    const fabrikam = known([entraConnector({ accountName: 'Sync_1@fabrikam.onmicrosoft.com' })]);
    const members = [active, member(fleetFacts(2, { connectors: fabrikam })), silent('SYNC09')];

    expect(statuses('PHS601', members.slice(0, 2))).toEqual(['pass', 'pass']);
    const perhaps =
      'Whether SYNC09 is an active server of this tenant is not known, so it cannot be confirmed that exactly one is.';
    expect(told('PHS601', members)).toEqual([
      ['unknown', perhaps],
      ['unknown', perhaps],
      ['unknown', 'Which tenant SYNC09 writes to is not known.'],
    ]);
    expect(statuses('PHS601', [...members, member(fleetFacts(3))])).toEqual(['unknown', 'fail', 'unknown']);
    const spare = member(fleetFacts(4, { ...inStaging, connectors: unreadable() }));
    expect(statuses('PHS601', [...members.slice(0, 2), spare])).toEqual(['pass', 'pass', 'unknown']);
    const nameless = member(fleetFacts(4, { connectors: unreadable() }));
    expect(statuses('PHS601', [...members.slice(0, 2), nameless])).toEqual(['unknown', 'unknown', 'unknown']);
    expect(
      statuses('PHS601', [...members.slice(0, 2), silent('SYNC09', { tenant: 'Fabrikam.onmicrosoft.com' })]),
    ).toEqual(['pass', 'unknown']);
  });

  describe('takes servers as those of one tenant', () => {
    const reporting = (number: number, domain: string, tenant?: string): FleetMember =>
      member(fleetFacts(number, { connectors: known([entraConnector({ accountName: `Sync_1@${domain}` })]) }), {
        tenant,
      });
    const [first, second] = ['contoso.onmicrosoft.com', 'fabrikam.onmicrosoft.com'];
    const twoWriters = [['fail', 'SYNC01 and SYNC02 are active at the same time.']];

    test.each<[string, FleetMember, FleetMember]>([
      ['report it, and one has another word for it', reporting(1, first, 'Contoso'), reporting(2, first)],
      [
        'report it, and each has another word for it',
        reporting(1, first, 'Contoso'),
        reporting(2, first, 'Head office'),
      ],
      ['have one word for it', reporting(1, first, 'Contoso'), reporting(2, second, 'CONTOSO')],
      ['are linked by a word that the other reports', reporting(1, first, second), reporting(2, second)],
    ])('that %s', (_, one, other) => {
      expect(told('PHS601', [one, other])).toEqual(twoWriters);
      expect(told('PHS601', [other, one])).toHaveLength(1);
    });

    test('that a third one links, and a silent one by its word', () => {
      const link = member(fleetFacts(3, inStaging), { tenant: 'Fabrikam.onmicrosoft.com' });

      expect(told('PHS601', [reporting(1, first), reporting(2, second), link])).toEqual(twoWriters);
      expect(
        told('PHS601', [reporting(1, first, 'One'), reporting(2, second, 'Two'), silent('SYNC09', { tenant: 'two' })]),
      ).toMatchObject([
        ['pass', 'SYNC01 is the only active server.'],
        ['unknown', expect.stringContaining('SYNC09')],
      ]);
    });

    test('not if nothing links them, and names each by what it reports', () => {
      const findings = runFleetChecks([reporting(1, first, 'One'), reporting(2, second, 'Two')], true);

      expect(findings.filter(({ check }) => check === 'PHS601')).toMatchObject([
        { status: 'pass', subject: first },
        { status: 'pass', subject: second },
      ]);
    });
  });
});

describe('PHS602: the servers of the tenant have the same build, and it is supported', () => {
  const build = (productVersion: string | null): readonly FleetMember[] => [
    active,
    member(fleetFacts(2, { ...inStaging, globalSetting: unreadable() }, { machine: { productVersion } })),
  ];

  test('warns of another build, and of one that is out of support', () => {
    expect(told('PHS602', build('2.6.93.0'))).toEqual([
      ['warn', expect.stringContaining('The builds differ: 2.6.92.0, 2.6.93.0.')],
    ]);
    expect(told('PHS602', build('2.5.79.0'))[0]).toEqual([
      expect.stringMatching(/^(?:warn|fail)$/),
      expect.stringContaining('SYNC02: '),
    ]);
  });

  test('fails for one that is cut off', () => {
    expect(told('PHS602', build('2.4.18.0'))).toEqual([
      ['fail', expect.stringContaining('SYNC02: Entra Connect 2.4.18.0')],
    ]);
  });

  test('is unknown if a build is', () => {
    expect(statuses('PHS602', build(null))).toEqual(['unknown']);
    expect(statuses('PHS602', [active, silent('SYNC09')])).toEqual(['unknown']);
  });
});

describe('PHS603: the staging server could take over', () => {
  test.each<[string, Partial<Facts>, object, RegExp]>([
    [
      'other containers',
      {},
      { scope: { includedContainers: ['OU=Staff,DC=contoso,DC=com'] } },
      /it differs from SYNC01 in scope/,
    ],
    ['no rule for passwords', { rules: known([]) }, {}, /it differs from SYNC01 in rule/],
    [
      'a channel that is off',
      { channels: known([channel('contoso.com', { enabled: false })]) },
      {},
      /channel is disabled there/,
    ],
    [
      'cycles that do not begin',
      { scheduler: known(scheduler({ stagingModeEnabled: true, nextCycleStartsAt: minutesAgo(90) })) },
      {},
      /has not begun/,
    ],
    [
      'a last import that failed',
      imports({ result: 'no-start-connection' }, { startedAt: minutesAgo(46), endedAt: minutesAgo(45) }),
      {},
      /the last import of "contoso\.com" ended with no-start-connection\.$/,
    ],
    [
      'a last import that is too old',
      imports({ startedAt: minutesAgo(92), endedAt: minutesAgo(91) }),
      {},
      /the last import of "contoso\.com" is 1 h 31 min old, more than 3 intervals of the scheduler\.$/,
    ],
    [
      'an empty run history',
      { lastImports: known([{ ...lastImport(), runs: [], runCount: 0, oldestRunAt: null }, lastImport(ids.entra)]) },
      {},
      /the run history holds no import of "contoso\.com" that has ended\.$/,
    ],
    [
      'a first import that has not ended',
      imports({ isComplete: false, result: 'in-progress', endedAt: null }),
      {},
      /the run history holds no import of "contoso\.com" that has ended\.$/,
    ],
    [
      'an Entra connector that could not be reached',
      { lastImports: known([lastImport(), lastImport(ids.entra, { result: 'stopped-server-down' })]) },
      {},
      /the last import of "contoso\.onmicrosoft\.com - AAD" ended with stopped-server-down/,
    ],
  ])('fails with %s', (_, changes, rest, message) => {
    expect(told('PHS603', withStaging(changes, rest))).toEqual([['fail', expect.stringMatching(message)]]);
  });

  test('fails for a channel that is off on both, although nothing differs', () => {
    const off = { channels: known([channel('contoso.com', { enabled: false })]) };

    expect(statuses('PHS603', [member(fleetFacts(1, off)), member(fleetFacts(2, { ...inStaging, ...off }))])).toEqual([
      'fail',
    ]);
  });

  test.each<[string, Partial<Facts>]>([
    ['rules', { rules: unreadable() }],
    ['features', { companyFeature: unreadable() }],
    ['channels', { channels: unreadable() }],
  ])('is unknown if its %s could not be read', (_, changes) => {
    expect(statuses('PHS603', withStaging(changes))).toEqual(['unknown']);
  });

  test.each<[string, Partial<Facts>, RegExp]>([
    ['the imports could not be read', { lastImports: unreadable('command-missing') }, /its last imports are not known/],
    [
      'those of one connector could not be read',
      { lastImports: known([lastImport(), { ...lastImport(ids.entra), runs: [], failure: refusal }]) },
      /the last import of "contoso\.onmicrosoft\.com - AAD" could not be read/,
    ],
    ['one connector was not answered', { lastImports: known([lastImport()]) }, /AAD" could not be read/],
    ['the result is not known', imports({ result: 'completed-no-objects' }), /ended with completed-no-objects/],
    ['nobody says that the run is over', imports({ isComplete: null }), /ended with success/],
    ['there is no result', imports({ result: '' }), /ended with no result/],
    ['it has no time', imports({ startedAt: null, endedAt: null }), /the age of the last import of "contoso\.com"/],
    [
      'the interval is not reported',
      { scheduler: known(scheduler({ stagingModeEnabled: true, effectiveIntervalMs: null })) },
      /the age of the last import/,
    ],
    [
      'it is old and a cycle is running',
      {
        ...imports({ startedAt: minutesAgo(300), endedAt: minutesAgo(299) }),
        scheduler: known(scheduler({ stagingModeEnabled: true, syncCycleInProgress: true })),
      },
      /and a cycle is running/,
    ],
    [
      'a run after it failed and does not report its steps',
      imports({}, { stepTypes: [], result: 'no-start-connection', endedAt: minutesAgo(5) }),
      /the last run \(its steps are not reported\) of "contoso\.com" ended with no-start-connection/,
    ],
    ['no run reports its steps', imports({ stepTypes: [] }), /when "contoso\.com" was imported last is not known/],
    [
      'the runs that were looked at do not reach back far enough',
      {
        lastImports: known([
          { ...lastImport(), runs: [], runCount: 30, oldestRunAt: minutesAgo(60) },
          lastImport(ids.entra),
        ]),
      },
      /when "contoso\.com" was imported last is not known/,
    ],
  ])('is unknown if %s', (_, changes, message) => {
    expect(told('PHS603', withStaging(changes))).toEqual([['unknown', expect.stringMatching(message)]]);
  });

  test.each<[string, Partial<Facts>]>([
    ['a full import', imports({ profileName: 'Vollimport', stepTypes: ['full-import'] })],
    ['one that is exactly three intervals old', imports({ endedAt: minutesAgo(90) })],
    ['a newer one that has not ended', imports({}, { isComplete: false, result: 'in-progress', endedAt: null })],
    ['a failed one before it', imports({ result: 'no-start-connection', endedAt: minutesAgo(45) }, {})],
    [
      'a run after it that worked and does not report its steps',
      imports({}, { stepTypes: [], endedAt: minutesAgo(5) }),
    ],
  ])('passes with %s', (_, changes) => {
    expect(told('PHS603', withStaging(changes))).toEqual([
      ['pass', 'SYNC02 synchronizes what SYNC01 does, and its imports are recent.'],
    ]);
  });

  test('names what was imported last, and when it last worked', () => {
    const failing = imports({ result: 'no-start-connection' }, { startedAt: minutesAgo(46), endedAt: minutesAgo(45) });
    const [finding] = runFleetChecks(withStaging(failing), false).filter(({ check }) => check === 'PHS603');

    expect(finding?.evidence).toEqual([
      expect.objectContaining({ label: 'Last import of contoso.onmicrosoft.com - AAD' }),
      {
        label: 'Last import of contoso.com',
        value:
          'Delta Import, no-start-connection, 2026-11-22 10:00:00 UTC; before, with success: Delta Import, success, 2026-11-22 09:30:00 UTC',
        source: 'Get-ADSyncRunProfileResult',
      },
    ]);
  });

  test('does not ask an active server for its imports', () => {
    expect(statuses('PHS603', [member(fleetFacts(1, { lastImports: unreadable('not-collected') })), staging])).toEqual([
      'pass',
    ]);
  });

  test('is unknown for a server that is meant to be one and did not answer', () => {
    expect(statuses('PHS603', [active, silent('SYNC09', { expect: 'staging' })])).toEqual(['unknown']);
    expect(statuses('PHS603', [active, silent('SYNC09')])).toEqual([]);
  });

  test('is skipped if nobody knows from which server', () => {
    const [finding] = runFleetChecks([staging], false).filter(({ check }) => check === 'PHS603');

    expect(finding).toMatchObject({ status: 'skip', blockedBy: 'PHS601' });
  });
});

describe('PHS604: each server has its own application or account and machine identifier', () => {
  test('fails for a shared application, and for a clone', () => {
    const shared = active.profile?.identity.signIn ?? '';
    const credential = {
      entraCredential: known({ identityType: 'Application', applicationId: shared, certificateManagedBy: null }),
    };
    const clone = { machine: { machineIdentifier: active.profile?.identity.machineIdentifier } };

    expect(told('PHS604', withStaging(credential))).toEqual([
      ['fail', 'SYNC01 and SYNC02 share the application or account.'],
    ]);
    expect(told('PHS604', withStaging({}, clone))).toEqual([
      ['fail', 'SYNC01 and SYNC02 share the machine identifier.'],
    ]);
  });

  test('says which servers look like one machine instead of passing them uncompared', () => {
    const again = member(fleetFacts(1), { name: 'sync01-recorded' });

    expect(told('PHS604', [active, again, staging])).toEqual([
      [
        'unknown',
        'SYNC01 and sync01-recorded have the same computer name (SYNC01), and nothing tells them apart: they are taken for one machine and were not compared.',
      ],
    ]);
    expect(statuses('PHS604', [active, staging])).toEqual(['pass']);
  });

  test('compares two servers with one computer name if something else tells them apart', () => {
    const named = { machine: { machineName: 'SYNC01' } };
    const account = { entraCredential: fleetFacts(1).entraCredential };

    expect(statuses('PHS604', withStaging({}, named))).toEqual(['pass']);
    expect(told('PHS604', withStaging(account, named))).toEqual([
      ['fail', 'SYNC01 and SYNC01 share the application or account.'],
    ]);
  });

  test('still finds a clone among servers of which one was named twice', () => {
    const again = member(fleetFacts(1), { name: 'sync01-recorded' });
    const clone = { machine: { machineIdentifier: active.profile?.identity.machineIdentifier } };

    expect(statuses('PHS604', [again, ...withStaging({}, clone)])).toEqual(['fail']);
  });

  test.each<[string, FleetMember]>([
    [
      'an application without an identifier',
      member(fleetFacts(2, inStaging, { machine: { machineIdentifier: null } })),
    ],
    [
      'a sign-in that could not be read',
      member(fleetFacts(2, { ...inStaging, entraCredential: unreadable(), connectors: unreadable() })),
    ],
    ['a server that did not answer', silent('SYNC09')],
  ])('is unknown with %s', (_, other) => {
    expect(statuses('PHS604', [active, other])).toEqual(['unknown']);
  });

  test('needs no identifier of a server that signs in with an account', () => {
    const account = {
      entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
      connectors: known([entraConnector({ accountName: 'Sync_SYNC02_1@contoso.onmicrosoft.com' })]),
    };

    expect(statuses('PHS604', withStaging(account, { machine: { machineIdentifier: null } }))).toEqual(['pass']);
  });
});

describe('PHS605: the clocks of the servers agree', () => {
  const ahead = (seconds: number): object => ({
    machine: { clockAt: new Date(now.getTime() + seconds * 1000).toISOString() },
  });

  test('passes for less than five minutes and fails for more, in both directions', () => {
    expect(statuses('PHS605', withStaging({}, ahead(299)))).toEqual(['pass']);
    expect(told('PHS605', withStaging({}, ahead(360)))).toEqual([
      ['fail', 'The clocks of SYNC01 and SYNC02 are 6 min apart.'],
    ]);
    expect(statuses('PHS605', withStaging({}, ahead(-360)))).toEqual(['fail']);
  });

  test('is unknown if a clock is not known', () => {
    expect(statuses('PHS605', withStaging({}, { machine: { clockAt: undefined } }))).toEqual(['unknown']);
    expect(statuses('PHS605', [active, silent('SYNC09')])).toEqual(['unknown']);
  });
});
