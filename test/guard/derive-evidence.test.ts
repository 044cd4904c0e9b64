import { describe, expect, test } from '@jest/globals';
import { decide, isLeftOff, type Verdict } from '../../src/guard/decide.js';
import { buildLivePair, pairIdOf, type LivePair } from '../../src/guard/live-pair.js';
import { readInspection } from '../../src/model/guard-inspection.js';
import { readPairJournal } from '../../src/guard/journal.js';
import { runOnlyInEvents } from '../../src/guard/log-evidence.js';
import { readPair } from '../../src/guard/read-pair.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { ids } from '../support/facts.js';
import { closedGo, evidenceOf, toGo, toOff, toOn } from '../support/guard-evidence.js';
import {
  encodeRecord,
  eventRow,
  inspectionOf,
  livePair,
  journalRows,
  otherRun,
  pair,
  run,
  withHash,
  type EpochGiven,
} from '../support/guard-records.js';

function stageOf(slots: EpochGiven['slots']): string {
  return evidenceOf(journalRows([{ slots }])).stage;
}

function verdictOf(epochs: readonly EpochGiven[], live: Partial<LivePair> = {}): Verdict {
  return decide(evidenceOf(journalRows(epochs), live));
}

describe('the stage of the newest epoch', () => {
  test.each<[EpochGiven['slots'], string]>([
    [['CLAIM'], 'claimed'],
    [['CLAIM', 'ARMED'], 'claimed'],
    [toGo, 'going'],
    [[...toGo, 'PARAM_SET'], 'going'],
    [['CLAIM', closedGo], 'closed'],
    [[...toGo, 'CLOSED'], 'closed'],
    [toOff, 'off-intent'],
    [toOn, 'on-seen'],
    [[...toOn, 'AGAIN'], 'again'],
    [[...toOn, 'VERIFIED'], 'verified'],
    [[...toOn, 'REPAIRED'], 'repaired'],
    [[...toOn, 'AGAIN', 'REPAIRED'], 'repaired'],
    [[...toOn, 'UNKNOWN_OUTCOME'], 'unknown-outcome'],
    [[...toOff, 'UNKNOWN_OUTCOME'], 'early-end'],
    [['CLAIM', closedGo, 'ABANDONED'], 'abandoned'],
    [[...toGo, 'CLOSED', 'ABANDONED'], 'abandoned'],
    [[...toGo, 'PARAM_SET', 'CLOSED', 'PARAM_ONLY'], 'param-only'],
    [[...toGo, 'PARAM_SET', 'CLOSED', 'ABANDONED'], 'param-only'],
  ])('%j is %s', (slots, stage) => {
    expect(stageOf(slots)).toBe(stage);
  });

  test('of no journal is none, and all that was read agrees', () => {
    expect(evidenceOf([])).toEqual({
      journal: 'read',
      log: 'read',
      logSays: 'agrees',
      parameter: 'absent',
      channel: 'on',
      identity: 'same',
      lock: 'free',
      stage: 'none',
      earlier: 'in-order',
      doubts: 'none',
      sawOn: 'no',
    });
  });
});

describe('a journal that contradicts itself', () => {
  test.each<[string, EpochGiven['slots'], string]>([
    ['permission without GO', ['CLAIM', 'ARMED', 'OFF_INTENT'], 'damaged-off'],
    ['GO without the guardian', ['CLAIM', 'GO'], 'damaged'],
    ['seen on without permission', [...toGo, 'PARAM_SET', 'ON_SEEN'], 'damaged-off'],
    ['an end of a run that never began', ['VERIFIED'], 'damaged'],
    ['abandoned after permission', [...toOff, 'ABANDONED'], 'damaged-off'],
    ['verified although nobody saw it on', [...toOff, 'VERIFIED'], 'damaged-off'],
    ['a record of another run', [...toGo, { kind: 'PARAM_SET', values: { run: otherRun } }], 'damaged'],
    ['a record that does not follow', ['CLAIM', { kind: 'ARMED', values: { prev: 'a'.repeat(64) } }], 'damaged'],
    ['GO for another plan', ['CLAIM', 'ARMED', { kind: 'GO', values: { planHash: 'a'.repeat(64) } }], 'damaged'],
    ['a file that is not a slot', ['CLAIM', { slot: 'notes.txt', bytes: Buffer.from('x') }], 'damaged'],
    ['an empty slot', ['CLAIM', { slot: '20-armed', bytes: new Uint8Array() }], 'damaged'],
    [
      'a torn permission',
      [...toGo, 'PARAM_SET', { slot: '50-off', bytes: Buffer.from('phs-guard 1\n') }],
      'damaged-off',
    ],
    ['a torn end before it was seen on', [...toOff, { slot: '90-end', bytes: Buffer.from('garbage') }], 'damaged-off'],
    ['a torn end after it was seen on', [...toOn, { slot: '90-end', bytes: Buffer.from('phs-guard 1\n') }], 'damaged'],
    ['a link in place of a slot', ['CLAIM', { slot: '20-armed', bytes: null, problem: 'reparse-point' }], 'damaged'],
    ['a slot of a newer version', ['CLAIM', { slot: '20-armed', bytes: withHash('phs-guard 2\n') }], 'newer'],
  ])('%s', (_, slots, stage) => {
    expect(stageOf(slots)).toBe(stage);
  });

  test('says what is wrong', () => {
    const { epochs } = readPairJournal(inspectionOf(journalRows([{ slots: ['CLAIM', 'ARMED', 'OFF_INTENT'] }])), pair);

    expect(epochs[0]?.gaps).toEqual(['50-off is there and 30-go is not', '50-off is there and 40-param is not']);
  });

  test('of a slot that cannot be read is unreadable, not absent', () => {
    const rows = journalRows([{ slots: [{ slot: '10-claim', bytes: null, problem: 'unreadable' }] }]);

    expect(evidenceOf(rows)).toMatchObject({ journal: 'unreadable' });
    expect(decide(evidenceOf(rows))).not.toBe('MAY_RUN');
  });
});

describe('what the events add', () => {
  const about = { run };

  test('nothing, where the journal has the same records', () => {
    expect(evidenceOf(journalRows([{ slots: toOn }])).logSays).toBe('agrees');
  });

  test('a run whose journal was deleted', () => {
    expect(evidenceOf([eventRow('CLAIM', about)]).logSays).toBe('more');
    expect(decide(evidenceOf([eventRow('CLAIM', about)]))).toBe('REFUSE_ALREADY_RUN');
    expect(evidenceOf([eventRow('CLAIM', about), eventRow('OFF_INTENT', about)]).logSays).toBe('off-alone');
  });

  test('permission to switch off, where its slot is missing', () => {
    const rows = [...journalRows([{ slots: [...toGo, 'PARAM_SET'] }]), eventRow('OFF_INTENT', about)];

    expect(evidenceOf(rows)).toMatchObject({ stage: 'going', logSays: 'off-intent' });
    expect(decide(evidenceOf(rows, { channel: 'off' }))).toBe('REPAIR_NOW');
    expect(decide(evidenceOf(rows))).toBe('UNKNOWN_OUTCOME');
  });

  test('that it was on again, by an event of the same epoch and run, or of none', () => {
    const off = eventRow('OFF_INTENT', about);
    const says = (...more: readonly GuardRow[]): string => evidenceOf([off, ...more]).logSays;

    expect(says(eventRow('ON_SEEN', about))).toBe('on-again');
    expect(says(eventRow('TURNED_ON', { run: null }))).toBe('on-again');
    expect(says(eventRow('ON_SEEN', { run: otherRun }))).toBe('off-alone');
    expect(says(eventRow('TURNED_ON', { run, epoch: 2 }))).toBe('off-alone');
    expect(says(eventRow('PARAM_SET', about))).toBe('off-alone');
    expect(isLeftOff(evidenceOf([off], { channel: 'off' }))).toBe(true);
    expect(isLeftOff(evidenceOf([off, eventRow('ON_SEEN', about)], { channel: 'off' }))).toBe(false);
  });

  test('permission to switch off, which counts more than a slot that closed or ended the run', () => {
    const closed = [...toGo, 'PARAM_SET', 'CLOSED', 'PARAM_ONLY'] as const;
    const rows = [...journalRows([{ slots: closed }]), eventRow('OFF_INTENT', about)];

    expect(decide(evidenceOf(rows, { channel: 'off' }))).toBe('REPAIR_NOW');
    expect(decide(evidenceOf(rows))).toBe('HUMAN');
    expect(decide(evidenceOf(journalRows([{ slots: closed }]), { channel: 'off' }))).toBe('REFUSE_PHS_OFF');
  });

  test('nothing of a run that a later supersede sets aside, also where only events know it', () => {
    const aside = { kind: 'SUPERSEDE', values: { supersedes: run } } as const;
    const of = (epoch: number, who: string): readonly GuardRow[] => [
      eventRow('CLAIM', { epoch, run: who }),
      eventRow('OFF_INTENT', { epoch, run: who }),
    ];
    const opened = journalRows([{ epoch: 1, slots: [aside] }]);

    expect(evidenceOf([...of(1, run), ...opened]).logSays).toBe('agrees');
    expect(evidenceOf([...of(1, otherRun), ...opened]).logSays).toBe('off-intent');
    expect(evidenceOf([...of(2, otherRun), ...opened]).logSays).toBe('off-alone');
    expect(runOnlyInEvents(readPair(inspectionOf([...of(1, run), ...opened]), livePair()))).toBeUndefined();
    expect(runOnlyInEvents(readPair(inspectionOf([...of(1, run), ...of(2, otherRun)]), livePair()))).toBe(otherRun);
  });

  test('a contradiction: another run, or other bytes of the same record', () => {
    const rows = journalRows([{ slots: ['CLAIM'] }], false);

    expect(evidenceOf([...rows, eventRow('CLAIM', { run: otherRun })]).logSays).toBe('disagrees');
    expect(evidenceOf([...rows, eventRow('CLAIM', { run, record: 'a'.repeat(64) })]).logSays).toBe('disagrees');
    expect(evidenceOf([...rows, eventRow('CLAIM', { run })]).logSays).toBe('agrees');
  });

  test('nothing by alarms, which belong to no slot', () => {
    expect(evidenceOf([...journalRows([{ slots: toOn }]), eventRow('ALARM_OFF'), eventRow('TURNED_ON')]).logSays).toBe(
      'agrees',
    );
  });

  test('doubt, where the text of one cannot be understood', () => {
    const odd = { kind: 'event', fields: { ...eventRow('CLAIM').fields, message: 'Something else.' } };

    expect(evidenceOf([odd])).toMatchObject({ log: 'read', doubts: 'some' });
    expect(decide(evidenceOf([odd]))).toBe('REFUSE_EVIDENCE_UNREADABLE');
  });

  test('nothing about other pairs', () => {
    const other = eventRow('CLAIM');
    const message = (other.fields['message'] ?? '').replace(pair, 'f'.repeat(64));

    expect(evidenceOf([{ kind: 'event', fields: { ...other.fields, message } }]).logSays).toBe('agrees');
  });
});

describe('the identity', () => {
  const claimed = journalRows([{ slots: ['CLAIM'] }]);

  test('is the same on the machine that wrote the journal, and foreign on another one', () => {
    expect(evidenceOf(claimed).identity).toBe('same');
    expect(evidenceOf(claimed, {}, { platform: { machineId: 'another' } }).identity).toBe('foreign');
    expect(evidenceOf(claimed, {}, { platform: { machineId: null } }).identity).toBe('unknown');
    expect(evidenceOf([], {}, { platform: { machineId: 'another' } }).identity).toBe('same');
  });

  test('is renamed when the connectors have other names, also in case', () => {
    expect(evidenceOf(claimed, { adConnectorName: 'Contoso.com' }).identity).toBe('renamed');
    expect(evidenceOf(claimed, { entraConnectorName: 'x' }).identity).toBe('renamed');
    expect(evidenceOf(claimed, { adConnectorName: null, entraConnectorName: null }).identity).toBe('same');
  });

  test('is foreign for a claim of other connectors in this place', () => {
    const rows = journalRows([{ slots: [{ kind: 'CLAIM', values: { adConnectorId: ids.fabrikam } }] }]);

    expect(evidenceOf(rows).identity).toBe('foreign');
  });
});

describe('what the server says', () => {
  test('counts as on or off only when both readings agree', () => {
    const read = (enabled: string, enabledAgain: string): string => {
      const { snapshot } = inspectionOf([], { snapshot: { enabled, enabledAgain } });
      return snapshot === undefined ? 'none' : buildLivePair(snapshot).channel;
    };

    expect([read('yes', 'yes'), read('no', 'no')]).toEqual(['on', 'off']);
    expect([read('yes', 'no'), read('no', 'yes'), read('unknown', 'unknown')]).toEqual(Array(3).fill('unreadable'));
  });

  test('tells whether the claim saw it on', () => {
    expect(evidenceOf(journalRows([{ slots: ['CLAIM'] }])).sawOn).toBe('yes');
    expect(evidenceOf([]).sawOn).toBe('no');
  });

  test('a parameter that the engine has reset to 0 is no evidence of a run; a run in the journal still is', () => {
    expect(evidenceOf([], { parameter: '0' }).parameter).toBe('absent');
    expect(verdictOf([], { parameter: '0' })).toBe('MAY_RUN');
    expect(verdictOf([], { parameter: '1' })).toBe('REFUSE_ALREADY_RUN');
    expect(verdictOf([{ slots: [...toOn, 'VERIFIED'] }], { parameter: '0' })).toBe('REFUSE_ALREADY_RUN');
  });

  test('and the parameter', () => {
    expect(evidenceOf([]).parameter).toBe('absent');
    expect(evidenceOf([], { parameter: '1' }).parameter).toBe('present');
    expect(evidenceOf([], { parameter: 'TRUE' }).parameter).toBe('present');
    expect(evidenceOf([], { parameter: undefined }).parameter).toBe('unreadable');
  });
});

describe('the lock and the journal directory', () => {
  test.each([
    ['free', 'free'],
    ['busy', 'busy'],
    ['absent', 'free'],
    ['unreadable', 'unreadable'],
  ])('a lock that is %s counts as %s', (state, lock) => {
    expect(evidenceOf([{ kind: 'lock', fields: { pair, state, detail: null } }]).lock).toBe(lock);
  });

  test.each([
    ['absent', 'read'],
    ['protected', 'read'],
    ['wrong-owner', 'untrusted'],
    ['wrong-access', 'untrusted'],
    ['reparse-point', 'untrusted'],
    ['not-a-directory', 'untrusted'],
    ['unreadable', 'unreadable'],
  ])('a directory that is %s counts as %s', (state, journal) => {
    expect(evidenceOf([], {}, { directory: { state } }).journal).toBe(journal);
    expect(decide(evidenceOf([], {}, { directory: { state } })) === 'MAY_RUN').toBe(journal === 'read');
  });

  describe('the folder of a pair', () => {
    const folder = (of: string | null, state: string, role = 'pair'): GuardRow => ({
      kind: 'directory',
      fields: { role, pair: of, path: 'C:\\ProgramData\\phs-tool\\guard\\x', state, detail: null },
    });
    const journalWith = (...rows: readonly GuardRow[]): string => evidenceOf(rows).journal;

    test('counts as the root above it does', () => {
      expect(journalWith(folder(pair, 'protected'))).toBe('read');
      expect(journalWith(folder(pair, 'wrong-access'))).toBe('untrusted');
      expect(journalWith(folder(pair, 'reparse-point'))).toBe('untrusted');
      expect(journalWith(folder(pair, 'unreadable'))).toBe('unreadable');
    });

    test('of another pair, and the folder of the script, say nothing of this one', () => {
      expect(journalWith(folder('f'.repeat(64), 'wrong-access'))).toBe('read');
      expect(journalWith(folder(null, 'wrong-access', 'pin'))).toBe('read');
      expect(journalWith(folder(pair, 'wrong-access', 'pin'))).toBe('read');
    });
  });

  test('the events are unreadable when the log is, or was not asked', () => {
    expect(evidenceOf([], {}, { events: { state: 'unreadable' } }).log).toBe('unreadable');
    expect(evidenceOf([], {}, { events: null }).log).toBe('unreadable');
  });
});

describe('several epochs', () => {
  const abandoned: EpochGiven = { slots: ['CLAIM', closedGo, 'ABANDONED'] };
  const verified: EpochGiven = { slots: [...toOn, 'VERIFIED'] };
  const next = (...slots: EpochGiven['slots'][number][]): EpochGiven => ({ run: otherRun, slots });
  const superseded: EpochGiven = { slots: ['SUPERSEDE'] };

  test('after one that was abandoned another may begin, and counts as its own', () => {
    expect(verdictOf([abandoned])).toBe('ABANDONED_MAY_RUN');
    expect(verdictOf([abandoned, next('CLAIM')])).toBe('IN_PROGRESS');
    expect(verdictOf([abandoned, next(...toOn, 'VERIFIED')])).toBe('REFUSE_ALREADY_RUN');
    expect(verdictOf([abandoned, next('CLAIM', closedGo, 'ABANDONED')])).toBe('ABANDONED_MAY_RUN');
  });

  test('after one that was done nothing begins, not even when somebody adds an epoch by hand', () => {
    expect(verdictOf([verified])).toBe('REFUSE_ALREADY_RUN');
    expect(verdictOf([verified, next('CLAIM', closedGo, 'ABANDONED')])).toBe('HUMAN');
  });

  test('a supersede opens one more, and only one', () => {
    expect(verdictOf([verified, superseded], { parameter: '1' })).toBe('MAY_RUN');
    expect(verdictOf([verified, superseded], { parameter: '2' })).toBe('REFUSE_ALREADY_RUN');
    expect(verdictOf([verified, next('SUPERSEDE', ...toOn, 'VERIFIED')], { parameter: '1' })).toBe(
      'REFUSE_ALREADY_RUN',
    );
    expect(verdictOf([verified, next('SUPERSEDE', 'CLAIM', closedGo, 'ABANDONED')], { parameter: '1' })).toBe(
      'ABANDONED_MAY_RUN',
    );
  });

  test('a supersede sets aside a torn epoch, and a parameter without any run', () => {
    const torn: EpochGiven = { slots: ['CLAIM', { slot: '20-armed', bytes: new Uint8Array() }] };
    const byParameter = { kind: 'SUPERSEDE', values: { evidence: 'parameter', supersedes: null } } as const;

    expect(verdictOf([torn])).toBe('HUMAN');
    expect(verdictOf([torn, superseded])).toBe('MAY_RUN');
    expect(verdictOf([{ slots: [byParameter] }], { parameter: '1' })).toBe('MAY_RUN');
  });

  test('a supersede does not hide a run that may have switched off and never came to its end', () => {
    expect(verdictOf([{ slots: toOff }, superseded])).toBe('IN_PROGRESS');
    expect(evidenceOf(journalRows([{ slots: toOff }, superseded])).earlier).toBe('unfinished-off');
  });

  test('a supersede opens one more after a run of another machine, which can have no end here', () => {
    const elsewhere = toOff.map((kind) => ({ kind, values: { machineId: 'c0ffee00-0000-4000-8000-000000000000' } }));

    expect(verdictOf([{ slots: elsewhere }])).toBe('FOREIGN');
    expect(verdictOf([{ slots: elsewhere }, superseded])).toBe('MAY_RUN');
  });

  test('a supersede opens one more where the run before it is only in the events, its journal was deleted', () => {
    const aside = { kind: 'SUPERSEDE', values: { supersedes: otherRun, prev: null } } as const;
    const event = eventRow('CLAIM', { epoch: 2, run: otherRun });
    const first = [event, ...journalRows([{ epoch: 3, slots: [aside] }])];
    const third = [event, ...journalRows([abandoned, { epoch: 3, slots: [aside] }])];

    expect(decide(evidenceOf([event]))).toBe('REFUSE_ALREADY_RUN');
    expect(decide(evidenceOf(first))).toBe('MAY_RUN');
    expect(decide(evidenceOf(third))).toBe('MAY_RUN');
  });

  test('a torn supersede opens nothing', () => {
    expect(verdictOf([verified, { slots: [{ slot: '00-supersede', bytes: new Uint8Array() }] }])).toBe('HUMAN');
  });

  test('a missing epoch is noticed', () => {
    const rows = journalRows([abandoned, next('CLAIM', closedGo, 'ABANDONED')], false);
    const withoutFirst = rows.filter(({ fields }) => fields['epoch'] !== '1');

    expect(decide(evidenceOf(withoutFirst))).toBe('HUMAN');
  });

  test('a directory without slots is no epoch', () => {
    expect(verdictOf([{ slots: [] }])).toBe('MAY_RUN');
    expect(verdictOf([abandoned, { slots: [] }])).toBe('ABANDONED_MAY_RUN');
  });
});

describe('rows', () => {
  test('of a kind or form that is not in the contract are refused', () => {
    expect(() => readInspection([])).toThrow('another form');
    expect(() => inspectionOf([{ kind: 'nonsense', fields: {} }])).toThrow('"nonsense"');
    expect(() => inspectionOf([], { platform: { wizard: 'ajar' } })).toThrow('"platform"');
  });

  test('name a pair by identifiers, whatever their case', () => {
    expect(pairIdOf(ids.contoso.toUpperCase(), ids.entra)).toBe(pair);
    expect(pairIdOf(ids.fabrikam, ids.entra)).not.toBe(pair);
    expect(encodeRecord('GO')).not.toEqual(encodeRecord('GO', { pair: 'f'.repeat(64) }));
  });
});
