import { describe, expect, test } from '@jest/globals';
import { objectCatalog } from '../../src/object-checks/catalog.js';
import { runObjectChecks } from '../../src/object-checks/run-object-checks.js';
import { known, unknown } from '../../src/model/fact.js';
import { logStatuses } from '../../src/model/log-statuses.js';
import { now, unreadable } from '../support/facts.js';
import { logEntry, sourceObject } from '../support/trace.js';
import { nameRows } from './name-rows.js';
import { connectorSpaceRows } from './connector-space-rows.js';
import { ruleRows } from './rule-rows.js';
import { metaverseRows } from './metaverse-rows.js';
import { passwordRows } from './password-rows.js';
import { selectiveRows } from './selective-rows.js';
import { subjectOf, findingsOf, find, forTheFeature, notThere, temporary } from './object-row.js';

const rows = [...nameRows, ...connectorSpaceRows, ...ruleRows, ...metaverseRows, ...passwordRows, ...selectiveRows];

describe('checks of one object', () => {
  test('all pass for a user whose password is synchronized', () => {
    expect(findingsOf({}).filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(findingsOf({}).map(({ check }) => check)).toEqual(objectCatalog.map(({ id }) => id));
  });

  test.each(rows.map((row) => [`${row.check} ${row.status}: ${row.name}`, row] as const))('%s', (_title, row) => {
    const finding = find(findingsOf(row), row.check);

    expect({ status: finding.status, blockedBy: finding.blockedBy }).toEqual({
      status: row.status,
      blockedBy: row.blockedBy,
    });
    expect(finding.message).toMatch(row.says ?? /./);
    if (row.advises !== undefined) {
      expect(`${finding.remedy?.text ?? ''}\n${finding.remedy?.commands.join('\n') ?? ''}`).toMatch(row.advises);
    }
  });

  test('unreadable events are unknown', () => {
    const subject = { ...subjectOf({}), userEvents: unreadable('access-denied') };

    expect(find(runObjectChecks(subject, { now }), 'PHS513').status).toBe('unknown');
  });

  test.each(objectCatalog.map(({ id }) => id))('%s is tested when it holds and when it does not', (id) => {
    const statuses = new Set(rows.filter(({ check }) => check === id).map(({ status }) => status));
    const blocked = rows.some(({ check, blockedBy }) => check === id && blockedBy !== undefined);

    expect(statuses).toContain('pass');
    expect(statuses).toContain('fail');
    expect(statuses.has('unknown') || blocked).toBe(true);
  });

  test.each([...logStatuses.keys()])('log status %s is explained', (status) => {
    const { message, status: verdict } = find(findingsOf({ trace: { log: known([logEntry(status)]) } }), 'PHS511');

    expect(message).toContain(logStatuses.get(status)?.meaning);
    expect(verdict === 'pass').toBe(status === 'Success');
  });

  test('every failing finding says what to do', () => {
    const silent = rows
      .filter(({ status }) => status === 'fail')
      .filter((row) => (find(findingsOf(row), row.check).remedy?.text ?? '') === '');

    expect(silent.map(({ check, name }) => `${check} ${name}`)).toEqual([]);
  });
});

describe('the chain', () => {
  test('stops at the first broken link, and every check below names it', () => {
    const findings = findingsOf({ trace: { source: known(sourceObject({ objectType: 'inetOrgPerson' })) } });

    expect(findings.map(({ status }) => status)).toEqual([
      ...['pass', 'pass', 'pass', 'fail'],
      ...Array.from({ length: 9 }, () => 'skip'),
    ]);
    expect(new Set(findings.slice(4).map(({ blockedBy }) => blockedBy))).toEqual(new Set(['PHS504']));
  });

  test('is not broken by an attempt that failed: the temporary password and the events are judged too', () => {
    const findings = findingsOf({ trace: { ...temporary, log: known([logEntry('Error')]) } });

    expect(findings.slice(10).map(({ status }) => status)).toEqual(['fail', 'fail', 'pass']);
  });

  test('tells a part that could not be read once, and never passes on it', () => {
    const findings = findingsOf({ trace: { metaverse: unreadable(), target: unreadable() } });

    expect(findings.slice(5, 10).map(({ check, status, blockedBy }) => [check, status, blockedBy])).toEqual([
      ['PHS506', 'unknown', undefined],
      ['PHS507', 'skip', 'PHS506'],
      ['PHS508', 'skip', 'PHS506'],
      ['PHS509', 'unknown', undefined],
      ['PHS510', 'skip', 'PHS509'],
    ]);
  });
});

test('what helps one user stands before what changes the tenant, each under its label', () => {
  const commands =
    find(findingsOf({ trace: temporary, server: forTheFeature(false) }), 'PHS512').remedy?.commands ?? [];
  const at = (part: RegExp): number => commands.findIndex((line) => part.test(line));

  expect(at(/^# This user only, changes the account /)).toBe(0);
  expect(at(/^Set-ADUser -Identity '.*' -Server 'contoso\.com' -ChangePasswordAtLogon \$false$/)).toBe(1);
  expect(at(/^# All users, changes the tenant/)).toBe(2);
  expect(at(/^Update-Mg/)).toBeGreaterThan(2);
});

test('whether the feature is on is asked first only if it is not known', () => {
  const commands = (feature: boolean | null): readonly string[] =>
    find(findingsOf({ trace: temporary, server: forTheFeature(feature, '1.4.18.0') }), 'PHS512').remedy?.commands ?? [];

  expect(commands(null).slice(0, 2)).toEqual([
    '# Check first, changes nothing: is ForcePasswordChangeOnLogOn on?',
    'Get-ADSyncAADCompanyFeature',
  ]);
  expect(commands(false)).toContainEqual(expect.stringMatching(/^Set-ADUser /));
  expect(commands(false)).not.toContain('Get-ADSyncAADCompanyFeature');
});

test('the commands that allow temporary passwords fit the build', () => {
  const commands = (version: string): readonly string[] =>
    find(findingsOf({ trace: temporary, server: forTheFeature(false, version) }), 'PHS512').remedy?.commands ?? [];
  const cmdlet = 'Set-ADSyncAADCompanyFeature -ForcePasswordChangeOnLogOn $true';

  expect(commands('2.6.3.0').at(-1)).toBe(`# Or, instead of Graph: ${cmdlet}`);
  expect(commands('2.6.84.0').at(-1)).toBe(`# Or, instead of Graph: ${cmdlet} -AADUsername '<administrator>'`);
  for (const version of ['2.6.3.0', '2.6.84.0']) {
    expect(commands(version).join('\n')).toMatch(
      /Update-MgDirectoryOnPremiseSynchronization .*UserForcePasswordChange/,
    );
  }
});

describe('the reason of a name that leads nowhere', () => {
  const reasonOf = (text: string, message: string | null): string | undefined =>
    find(
      findingsOf({
        trace: {
          ...notThere,
          reference: { kind: 'sam', text },
          distinguishedName: null,
          connectorNames: [],
          ...(message === null ? {} : { directory: unknown({ code: 'not-found', message }) }),
        },
      }),
      'PHS501',
    ).reason;

  test('is the same for every name, so that many users are grouped by it', () => {
    expect(reasonOf('anna', null)).toBe('No object with this sAMAccountName was found.');
    expect(reasonOf('bert', null)).toBe(reasonOf('anna', null));
    const several = (name: string): string => `Several objects have the account name "${name}".`;
    expect(reasonOf('bert', several('bert'))).toBe('Several objects have this account name.');
    expect(reasonOf('anna', several('anna'))).toBe(reasonOf('bert', several('bert')));
  });

  test('is another one for another fault', () => {
    expect(reasonOf('anna', 'The directory is busy.')).not.toBe(reasonOf('anna', null));
  });
});
