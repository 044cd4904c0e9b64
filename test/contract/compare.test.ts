import { describe, expect, test } from '@jest/globals';
import { marks } from '../../src/contract/event-assumptions.js';
import { compare, hasNews, type Compared, type Verdict } from '../../src/contract/compare.js';
import { errorIdForm, typeForm, type Observed, type Outcome } from '../../src/contract/observed.js';
import { kindOf } from '../../src/contract/assumption.js';
import type { ContractLine } from '../../src/contract/document.js';
import { lineWithName, nameParts } from '../../src/contract/own-names.js';
import type { ContractEvent, ContractShape } from '../../src/model/contract-rows.js';

const nothing: Observed = {
  service: 'Running',
  commands: [],
  calls: new Map(),
  shapes: new Map(),
  operations: new Map(),
  events: [],
};

function shape(members: Readonly<Record<string, string>>, more: Partial<ContractShape> = {}): ContractShape {
  return {
    path: '',
    type: 'Some.Type',
    typeName: 'Some.Type',
    count: 1,
    members: Object.entries(members).map(([name, type]) => ({ name, type, declared: 'System.Object' })),
    enums: [],
    constructors: [],
    ...more,
  };
}

function verdictOf(compared: readonly Compared[], what: string, item: string): Verdict | undefined {
  return compared.find((line) => line.what === what && line.items.includes(item))?.verdict;
}

const scheduler = (type: string): Observed => ({
  ...nothing,
  shapes: new Map([['scheduler', [shape({ SyncCycleEnabled: type })]]]),
});

describe('a member', () => {
  test('is as assumed with the right kind, or without a value of its own', () => {
    expect(verdictOf(compare(scheduler('bool')), 'scheduler', 'SyncCycleEnabled')).toBe('as assumed');
    expect(verdictOf(compare(scheduler('null')), 'scheduler', 'SyncCycleEnabled')).toBe('as assumed');
  });

  test('is different with another kind, and if it is missing', () => {
    const compared = compare(scheduler('string'));

    expect(compared).toContainEqual({
      verdict: 'different',
      what: 'scheduler',
      items: ['SyncCycleEnabled'],
      says: 'is text, not bool',
    });
    expect(verdictOf(compared, 'scheduler', 'StagingModeEnabled')).toBe('different');
    expect(hasNews(compared)).toBe(true);
  });

  test('is not known before if nothing is assumed of it, and not seen without its object', () => {
    const seen = { ...nothing, shapes: new Map([['channel', [shape({ Colour: 'string' })]]]) };

    expect(verdictOf(compare(seen), 'channel', 'Colour')).toBe('not known before');
    expect(verdictOf(compare(nothing), 'channel', 'Enabled')).toBe('not seen');
    expect(hasNews(compare(nothing))).toBe(false);
  });

  test('of a time has the kind of time that is assumed', () => {
    const at = (type: string): Observed => ({
      ...nothing,
      shapes: new Map([['partition-state', [shape({ PasswordSyncLastCycleStartTimestamp: type })]]]),
    });

    const name = 'PasswordSyncLastCycleStartTimestamp';
    expect(verdictOf(compare(at('datetime Unspecified')), 'partition-state', name)).toBe('as assumed');
    expect(verdictOf(compare(at('datetime Utc')), 'partition-state', name)).toBe('different');
  });
});

describe('a command', () => {
  const command = (found: boolean, type: string): Observed['commands'][number] => ({
    name: 'Set-ADSyncAADPasswordSyncConfiguration',
    found,
    commandType: 'Cmdlet',
    module: 'ADSync',
    moduleVersion: '1.0.0.0',
    parameters: found
      ? [
          { name: 'Enable', type, sets: [] },
          { name: 'AADUsername', type: 'string', sets: [] },
          { name: 'Verbose', type: 'switch', sets: [] },
        ]
      : [],
  });
  const what = 'command Set-ADSyncAADPasswordSyncConfiguration';

  test('shows its parameters, the types of them, and new ones', () => {
    const compared = compare({ ...nothing, commands: [command(true, 'bool')] });

    expect(verdictOf(compared, what, '-Enable')).toBe('as assumed');
    expect(verdictOf(compared, what, '-SourceConnector')).toBe('different');
    expect(verdictOf(compared, what, '-AADUsername')).toBe('not known before');
    expect(verdictOf(compared, what, '-Verbose')).toBeUndefined();
    expect(verdictOf(compare({ ...nothing, commands: [command(true, 'string')] }), what, '-Enable')).toBe('different');
  });

  test('that is missing is different, unless only some builds have it', () => {
    const optional = { ...command(false, ''), name: 'Get-ADSyncEntraConnectorCredential' };

    expect(verdictOf(compare({ ...nothing, commands: [command(false, '')] }), what, 'exists')).toBe('different');
    expect(verdictOf(compare({ ...nothing, commands: [optional] }), `command ${optional.name}`, 'exists')).toBe(
      'not seen',
    );
  });
});

describe('a call', () => {
  const outcome = (state: Outcome['state'], type?: string): Outcome => ({
    state,
    rows: 0,
    ms: 1,
    ...(type === undefined
      ? {}
      : { error: { id: null, types: [type], hresult: '80131500', category: 'NotSpecified' } }),
  });
  const judge = (call: string, item: string, of: Outcome): Verdict | undefined =>
    verdictOf(compare({ ...nothing, calls: new Map([[call, of]]) }), `call ${call}`, item);

  test('that fails is different, and says how without the text of the error', () => {
    const denied = outcome('failed', 'System.UnauthorizedAccessException');
    const compared = compare({ ...nothing, calls: new Map([['scheduler', denied]]) });

    expect(compared).toContainEqual({
      verdict: 'different',
      what: 'call scheduler',
      items: ['Get-ADSyncScheduler answers'],
      says: 'fails with System.UnauthorizedAccessException, 80131500',
    });
    expect(judge('scheduler', 'Get-ADSyncScheduler answers', outcome('answered'))).toBe('as assumed');
    expect(judge('scheduler', 'Get-ADSyncScheduler answers', outcome('empty'))).toBe('not seen');
    expect(judge('scheduler', 'Get-ADSyncScheduler answers', outcome('unreadable'))).toBe('different');
  });

  test('for something that is not there fails with its own exception', () => {
    const item = 'Get-ADSyncConnector fails with ConnectorNotFoundException';

    expect(judge('missing-connector', item, outcome('failed', 'Some.ConnectorNotFoundException'))).toBe('as assumed');
    expect(judge('missing-connector', item, outcome('failed', 'System.Exception'))).toBe('different');
    expect(judge('missing-connector', item, outcome('answered'))).toBe('different');
  });
});

test.each([
  ['80070005', 'access was denied', false],
  ['8007203a', 'a domain could not be reached', false],
  ['80131500', 'fails with System.Exception, 80131500', true],
])('a server that fails with %s says: %s', (hresult, says, isNews) => {
  const error = { id: null, types: ['System.Exception'], hresult, category: '' };
  const outcome = { state: 'failed', rows: 0, ms: 1, error } as const;
  const calls = new Map([['scheduler', outcome]]);
  const compared = compare({ ...nothing, calls, operations: new Map([['Get-PhsScheduler', outcome]]) });

  expect(compared.filter((line) => line.says === says).map(({ what }) => what)).toEqual(
    expect.arrayContaining(['operation Get-PhsScheduler', 'call scheduler']),
  );
  expect(hasNews(compared)).toBe(isNews);
});

describe('a service that does not run', () => {
  const failed = (hresult: string, type = 'System.Runtime.InteropServices.COMException'): Observed['calls'] =>
    new Map([
      ['scheduler', { state: 'failed', rows: 0, ms: 1, error: { id: null, types: [type], hresult, category: '' } }],
    ]);
  const item = 'cmdlets fail with 80080005 or 800706ba';
  const judge = (service: string | null, calls: Observed['calls']): Verdict | undefined =>
    verdictOf(compare({ ...nothing, service, calls }), 'service that does not run', item);

  test('is as assumed with the codes of an unreachable server, and different with others', () => {
    expect(judge('Stopped', failed('800706ba'))).toBe('as assumed');
    expect(judge('Stopped', failed('80131500'))).toBe('different');
    expect(judge('Stopped', failed('80131501', 'Some.CommandNotFoundException'))).toBe('not seen');
    expect(judge('Running', failed('80131500'))).toBe('not seen');
    expect(judge(null, failed('800706ba'))).toBe('not seen');
  });

  test('says nothing about the cmdlets that fail with it', () => {
    const compared = (service: string): readonly Compared[] =>
      compare({ ...nothing, service, calls: failed('800706ba'), operations: failed('800706ba') });

    expect(verdictOf(compared('Stopped'), 'call scheduler', 'Get-ADSyncScheduler answers')).toBe('not seen');
    expect(verdictOf(compared('Running'), 'call scheduler', 'Get-ADSyncScheduler answers')).toBe('different');
    expect(hasNews(compared('Stopped'))).toBe(false);
  });
});

describe('events', () => {
  const event = (source: string, eventId: number, hits: number): ContractEvent => ({
    source,
    eventId,
    entryType: 'Information',
    count: 9,
    texts: 9,
    shortest: 10,
    longest: 90,
    marks: marks.map((mark) => (mark === 'TrackingID' ? hits : 0)),
    members: [],
  });
  const judge = (...events: readonly ContractEvent[]): readonly Compared[] =>
    compare({ ...nothing, events: [...events] });

  test('have texts with the mark, in all of them', () => {
    expect(verdictOf(judge(event('Directory Synchronization', 654, 9)), 'text of 654', '"TrackingID"')).toBe(
      'as assumed',
    );
    expect(verdictOf(judge(event('Directory Synchronization', 654, 8)), 'text of 654', '"TrackingID"')).toBe(
      'different',
    );
  });

  test('of an id or a source that the catalogue does not have are not known before', () => {
    const compared = judge(
      event('Directory Synchronization', 654, 9),
      event('Directory Synchronization', 699, 0),
      event('Entra Connect', 1011, 0),
      event('Microsoft Windows Service', 7, 0),
    );

    expect(compared.filter(({ verdict }) => verdict === 'not known before')).toEqual([
      { verdict: 'not known before', what: 'events of Directory Synchronization', items: ['699'] },
      { verdict: 'not known before', what: 'events of Entra Connect', items: ['1011'] },
    ]);
  });
});

describe('where events come from', () => {
  const event = (source: string, eventId: number, ...held: readonly string[]): ContractEvent => ({
    source,
    eventId,
    entryType: 'Error',
    count: 1,
    texts: 1,
    shortest: 10,
    longest: 90,
    marks: marks.map((mark) => (held.includes(mark) ? 1 : 0)),
    members: [],
  });
  const lineOf = (what: string, item: string, events: readonly ContractEvent[]): Compared | undefined =>
    compare({ ...nothing, events }).find((line) => line.what === what && line.items.includes(item));

  test.each([
    ['Entra Connect', 1011, 'as assumed'],
    ['Directory Synchronization', 1014, 'as assumed'],
    ['Password Agent', 1012, 'different'],
  ])('of a certificate: %s %i is %s', (source, eventId, verdict) => {
    const what = 'certificate events 1011, 1012, 1014';
    const item = 'source is named like a product of Entra';

    expect(lineOf(what, item, [event(source, eventId, 'certificate')])?.verdict).toBe(verdict);
    expect(lineOf(what, item, [event(source, eventId)])?.verdict).toBe('not seen');
  });

  test('of a refused sign-in: a text elsewhere is named with its source and id', () => {
    const what = 'codes of a refused sign-in';
    const item = '"AADSTS" in 652, 655, 904, 906, 6900 only';
    const of906 = event('Directory Synchronization', 906, 'AADSTS');

    expect(lineOf(what, item, [of906])?.verdict).toBe('as assumed');
    expect(lineOf(what, item, [of906, event('Directory Synchronization', 611, 'AADSTS')])).toMatchObject({
      verdict: 'different',
      says: '611 of Directory Synchronization',
    });
  });

  test('of the audit: its source, and numbers of one list', () => {
    const what = 'audit of administrators';
    const source = 'source Entra Connect Admin Actions';
    const numbers = 'numbers of one of the two lists';
    const audit = (eventId: number): ContractEvent => event('Entra Connect Admin Actions', eventId, 'AuditEventType');

    expect(lineOf(what, source, [audit(2506)])?.verdict).toBe('as assumed');
    expect(lineOf(what, source, [audit(2506), event('Azure AD Connect', 2506, 'AuditEventType')])?.verdict).toBe(
      'different',
    );
    // Telemetry of the diagnostics has the same numbers and another text.
    expect(lineOf(what, source, [event('Directory Synchronization', 2506)])?.verdict).toBe('not seen');
    expect(lineOf(what, numbers, [audit(2503), audit(2526)])?.verdict).toBe('as assumed');
    expect(lineOf(what, numbers, [audit(2606)])?.verdict).toBe('as assumed');
    expect(lineOf(what, numbers, [audit(2506), audit(2606)])?.verdict).toBe('different');
    expect(lineOf(what, numbers, [audit(2550)])?.verdict).toBe('different');
  });
});

test('an enumeration shows numbers that differ, values that are missing, and new ones', () => {
  const enums = [
    { type: 'A.B.PasswordHashSyncCycleStatus', names: ['None', 'Successful', 'Paused'], numbers: [0, 2, 5] },
  ];
  const compared = compare({ ...nothing, shapes: new Map([['partition-state', [shape({}, { enums })]]]) });
  const what = 'enumeration PasswordHashSyncCycleStatus';

  expect(verdictOf(compared, what, 'None=0')).toBe('as assumed');
  expect(verdictOf(compared, what, 'Successful=1')).toBe('different');
  expect(verdictOf(compared, what, 'Failed=2')).toBe('different');
  expect(verdictOf(compared, what, 'Paused=5')).toBe('not known before');
});

test('types are told by the names that both editions of PowerShell give them', () => {
  const types = [
    'string',
    'System.String',
    'int',
    'uint32',
    'System.UInt32',
    'short',
    'bool',
    'switch',
    'guid',
    'timespan',
  ];

  expect(types.map(kindOf)).toEqual(['text', 'text', 'int', 'int', 'int', 'int', 'bool', 'switch', 'guid', 'span']);
  expect(['System.Management.Automation.SwitchParameter', 'string[]', 'enum A.B', 'list A', 'A.B'].map(kindOf)).toEqual(
    ['switch', 'list', 'enum', 'list', 'object'],
  );
});

describe('what may leave', () => {
  test('is an error id of several words, never one that can be a message', () => {
    expect(errorIdForm('NamedParameterNotFound,Get-ADSyncConnector')).toBe(
      'NamedParameterNotFound,Get-ADSyncConnector',
    );
    expect(errorIdForm('Connector contoso.com is busy.,Microsoft.IdentityManagement.Cmdlet')).toBe(
      'Microsoft.IdentityManagement.Cmdlet',
    );
    expect(errorIdForm('contoso.com')).toBeNull();
    expect(errorIdForm('CN=Ann Lee,OU=Staff,DC=contoso,DC=com')).toBeNull();
    expect(typeForm('System.Exception')).toBe('System.Exception');
    expect(typeForm('Ann Lee')).toBe('another form');
  });

  test('holds no name of the server, and no part by which it would be known', () => {
    const names = nameParts(['contoso.com', 'DC=contoso,DC=com', 'CONTOSO\\admin', 'Connector', null]);
    const outcome = { state: 'failed', rows: 0, ms: 1 } as const;
    const error = { types: [], hresult: '0', category: 'NotSpecified' };
    const shape = { type: 'shape', of: 'a', path: '', count: 1 } as const;
    const event = {
      type: 'events',
      id: 1,
      entryType: 'Error',
      count: 1,
      texts: 0,
      lengths: [1, 1],
      marks: {},
    } as const;
    const places = (text: string): readonly ContractLine[] => [
      { type: 'command', name: 'a', found: true, commandType: null, module: text, parameters: {}, sets: {} },
      { type: 'call', name: 'a', ...outcome, error: { ...error, id: text } },
      { ...shape, is: text, name: 'a', members: {} },
      { ...shape, is: 'a', name: 'a', members: { string: `Name ${text}` } },
      { type: 'enum', name: 'a', values: { [text]: 1 } },
      { ...event, lengths: [1, 1], source: text },
    ];

    expect(names).toContain('contoso');
    // Words of the product, which no server can be known by.
    expect(names).not.toContain('connector');
    expect(names).not.toContain('admin');
    for (const [index] of places('').entries()) {
      const at = (text: string): number | undefined => lineWithName(places(text).slice(index, index + 1), names);
      expect([at('is Contoso'), at('Contosoish, but Contoso as well')]).toEqual([1, 1]);
      expect([at('is text'), at('is contosoish')]).toEqual([undefined, undefined]);
    }
  });
});
