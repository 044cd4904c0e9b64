import { describe, expect, test } from '@jest/globals';
import { buildProfile } from '../../src/fleet/build-profile.js';
import { compareProfiles, type Comparison } from '../../src/fleet/compare-profiles.js';
import { known } from '../../src/model/fact.js';
import type { Facts, Partition } from '../../src/model/facts.js';
import {
  adConnector,
  channel,
  diagnosedFacts,
  entraConnector,
  partition,
  passwordRule,
  platform,
  scheduler,
  unreadable,
} from '../support/facts.js';

const root = { includedContainers: ['DC=contoso,DC=com'] };

/** Facts of a server that says everything; `changes` replaces parts of them. */
function server(changes: Partial<Facts> = {}, scope: Partial<Partition> = root): Facts {
  const forest = adConnector('contoso.com', { partitions: [partition('contoso.com', scope)] });
  return diagnosedFacts({ connectors: known([entraConnector(), forest]), ...changes });
}

function compare(second: Facts, first = server()): Comparison {
  return compareProfiles(buildProfile(first), buildProfile(second));
}

const difference = (area: string, changes: object): unknown => expect.objectContaining({ area, ...changes });

describe('two servers', () => {
  test('that say the same do not differ', () => {
    expect(compare(server())).toEqual({ namesDiffer: false, differences: [], notCompared: [] });
  });

  test('may have different roles, accounts, applications and identifiers of connectors', () => {
    const forest = adConnector('contoso.com', {
      identifier: 'aaaaaaaa-0000-4000-8000-000000000001',
      accountName: 'MSOL_other',
      partitions: [partition('CONTOSO.com', { includedContainers: ['dc=contoso,dc=com'] })],
    });
    const other = server({
      connectors: known([
        entraConnector({ accountName: 'aaaaaaaa-0000-4000-8000-000000000002@contoso.onmicrosoft.com' }),
        forest,
      ]),
      scheduler: known(scheduler({ stagingModeEnabled: true })),
      rules: known([passwordRule('Inbound', { connectorId: forest.identifier }), passwordRule('Outbound')]),
    });

    expect(compare(other).differences).toEqual([]);
  });

  test.each<[string, string, Partial<Facts>, object]>([
    [
      'another tenant',
      'connector',
      { connectors: known([entraConnector({ accountName: 'Sync_1@fabrikam.onmicrosoft.com' }), adConnector()]) },
      { name: 'Entra connector', first: 'to contoso.onmicrosoft.com', second: 'to fabrikam.onmicrosoft.com' },
    ],
    [
      'a disabled channel',
      'channel',
      { channels: known([channel('contoso.com', { enabled: false })]) },
      { name: 'Channel' },
    ],
    [
      'a rule that is disabled',
      'rule',
      { rules: known([passwordRule('Inbound', { disabled: true }), passwordRule('Outbound')]) },
      { name: 'In from AD - User AccountEnabled (inbound)', second: 'disabled, EnablePasswordSync on' },
    ],
    ['a rule that is missing', 'rule', { rules: known([passwordRule('Outbound')]) }, { second: null }],
    [
      'a tenant that does not accept hashes',
      'feature',
      { companyFeature: known({ passwordHashSync: false, forcePasswordChangeOnLogOn: false }) },
      { first: 'on', second: 'off' },
    ],
    [
      'a scheduler that is off',
      'scheduler',
      { scheduler: known(scheduler({ syncCycleEnabled: false })) },
      { name: 'Synchronization cycle' },
    ],
    [
      'a build that is cut off',
      'build',
      { platform: known(platform({ productVersion: '1.1.880.0' })) },
      { name: 'Entra Connect' },
    ],
  ])('differ by %s, which keeps one from taking over', (_, area, changes, said) => {
    expect(compare(server(changes)).differences).toContainEqual(difference(area, { ...said, keepsFromTakeover: true }));
    // In the other direction as well.
    expect(compare(server(), server(changes)).differences).toContainEqual(
      difference(area, { keepsFromTakeover: true }),
    );
  });

  test.each<[string, Partial<Partition>, object]>([
    [
      'a container that only one includes',
      { includedContainers: ['OU=Staff,DC=contoso,DC=com'] },
      { name: 'OU=Staff,DC=contoso,DC=com', first: null, second: 'included' },
    ],
    [
      'a container that one excludes',
      { ...root, excludedContainers: ['OU=Old,DC=contoso,DC=com'] },
      { second: 'excluded' },
    ],
  ])('differ by %s', (_, scope, said) => {
    expect(compare(server({}, scope)).differences).toContainEqual(
      difference('scope', { ...said, keepsFromTakeover: true }),
    );
  });

  test('differ by a partition that only one has selected', () => {
    expect(compare(server({}, { ...root, selected: false })).differences).toContainEqual(
      difference('partition', { first: 'selected', second: null, keepsFromTakeover: true }),
    );
  });

  test.each<[string, string, Partial<Facts>]>([
    ['a newer build', 'build', { platform: known(platform({ productVersion: '2.6.93.0' })) }],
    ['the interval', 'scheduler', { scheduler: known(scheduler({ effectiveIntervalMs: 3_600_000 })) }],
    [
      'the precedence of a rule',
      'rule',
      { rules: known([passwordRule('Inbound', { precedence: 104 }), passwordRule('Outbound')]) },
    ],
    [
      'how the Entra connector signs in',
      'credential',
      { entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }) },
    ],
  ])('may differ by %s', (_, area, changes) => {
    expect(compare(server(changes)).differences).toEqual([difference(area, { keepsFromTakeover: false })]);
  });

  test('may prefer other domain controllers', () => {
    const other = server({}, { ...root, preferredDomainControllers: ['DC02.contoso.com'], dcFailover: false });

    expect(compare(other).differences).toEqual([
      difference('domain-controller', {
        first: 'none',
        second: 'DC02.contoso.com (only these)',
        keepsFromTakeover: false,
      }),
    ]);
  });

  test('say once that one has another forest, and not everything that follows from it', () => {
    const forests = known([
      entraConnector(),
      adConnector('contoso.com', { partitions: [partition('contoso.com', root)] }),
      adConnector('fabrikam.com'),
    ]);
    const { differences } = compare(
      server({ connectors: forests, channels: known([channel(), channel('fabrikam.com')]) }),
    );

    expect(differences).toEqual([
      difference('connector', { name: 'fabrikam.com', first: null, keepsFromTakeover: true }),
    ]);
  });

  test.each<[string, string, Partial<Facts>]>([
    ['connectors', 'connector', { connectors: unreadable() }],
    ['rules', 'rule', { rules: unreadable() }],
    ['channels', 'channel', { channels: unreadable() }],
    ['the tenant', 'feature', { companyFeature: unreadable() }],
    ['the scheduler', 'scheduler', { scheduler: unreadable() }],
    ['the version', 'build', { platform: unreadable(), globalSetting: unreadable() }],
  ])('do not differ by %s that one could not say', (_, area, changes) => {
    const { differences, notCompared } = compare(server(changes));

    expect(differences).toEqual([]);
    expect(notCompared).toContainEqual(difference(area, { side: 'second', matters: true }));
    expect(compare(server(changes), server(changes)).notCompared).toContainEqual(difference(area, { side: 'both' }));
  });

  test.each<[string, string, Partial<Facts>]>([
    ['the module', 'build', { module: unreadable() }],
    ['who renews the certificate', 'credential', { entraCredential: unreadable() }],
  ])('may lack %s, which is not taken for a difference', (_, area, changes) => {
    const renewed = { identityType: 'Application', applicationId: null, certificateManagedBy: 'EntraConnect' };
    const { differences, notCompared } = compareProfiles(
      buildProfile(server({ entraCredential: known(renewed) })),
      buildProfile(server({ entraCredential: known(renewed), ...changes })),
    );

    expect(differences).toEqual([]);
    expect(notCompared).toEqual([difference(area, { side: 'second', matters: false })]);
  });

  test('do not differ by containers that a build does not report', () => {
    const { differences, notCompared } = compare(server({}, {}));

    expect(differences).toEqual([]);
    expect(notCompared).toEqual([difference('scope', { subject: 'contoso.com', side: 'second', matters: true })]);
  });
});
