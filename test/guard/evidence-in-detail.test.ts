import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { pairIdOf, unknownPair } from '../../src/guard/live-pair.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { ids } from '../support/facts.js';
import { closedGo, evidenceOf, toGo, toOff } from '../support/guard-evidence.js';
import { journalRows, otherRun, planText, type EpochGiven } from '../support/guard-records.js';

const elsewhere = 'c0ffee00-0000-4000-8000-000000000000';
const torn = (slot: string): EpochGiven['slots'][number] => ({ slot, bytes: new Uint8Array() });
const abandoned: EpochGiven = { slots: ['CLAIM', closedGo, 'ABANDONED'] };
const superseded: EpochGiven = { slots: ['SUPERSEDE'] };
const unfinished: EpochGiven = { run: otherRun, slots: toOff };

describe('a pair', () => {
  test('is named by the hash of both identifiers in lower case', () => {
    const text = `phs-guard/1|${ids.contoso.toLowerCase()}|${ids.entra.toLowerCase()}`;
    const expected = createHash('sha256').update(text).digest('hex');

    expect(pairIdOf(ids.contoso.toUpperCase(), ids.entra.toUpperCase())).toBe(expected);
    expect(ids.contoso).toMatch(/[a-f]/);
    expect(ids.entra).toMatch(/[a-f]/);
  });

  test('of which the server told nothing has no names, and neither is on nor off', () => {
    expect(unknownPair('x')).toEqual({
      pair: 'x',
      adConnectorName: null,
      entraConnectorName: null,
      channel: 'unreadable',
      parameter: undefined,
    });
  });
});

describe('the stage of an epoch', () => {
  test.each<[string, EpochGiven['slots'], string]>([
    ['that cannot be believed and was closed before the switch', ['CLAIM', torn('20-armed'), 'CLOSED'], 'damaged'],
    ['that cannot be believed and was permitted', ['CLAIM', torn('20-armed'), 'OFF_INTENT'], 'damaged-off'],
    ['that was opened by hand', ['SUPERSEDE'], 'superseded'],
    ['of which nothing could be read', [{ slot: '10-claim', bytes: null, problem: 'unreadable' }], 'damaged'],
  ])('%s', (_, slots, stage) => {
    expect(evidenceOf(journalRows([{ slots }])).stage).toBe(stage);
  });
});

describe('the epochs before the newest one', () => {
  const earlierOf = (epochs: readonly EpochGiven[], changes = {}): string =>
    evidenceOf(journalRows(epochs), {}, changes).earlier;

  test('are looked through for a run that may have left it off; the newest is not one of them', () => {
    expect(earlierOf([{ slots: toOff }])).toBe('in-order');
    expect(earlierOf([{ slots: toOff }, superseded])).toBe('unfinished-off');
    expect(earlierOf([abandoned, unfinished, superseded])).toBe('unfinished-off');
    expect(earlierOf([{ slots: [...toOff, 'UNKNOWN_OUTCOME'] }, superseded])).toBe('in-order');
  });

  test('do not count when another machine wrote all of them, and count when this one wrote any', () => {
    const foreign = toOff.map((kind) => ({ kind, values: { machineId: elsewhere } }));
    const [first, ...own] = toOff;
    const mixed = [{ kind: first ?? 'CLAIM', values: { machineId: elsewhere } }, ...own] as const;

    expect(earlierOf([{ slots: foreign }, superseded])).toBe('in-order');
    expect(earlierOf([{ slots: mixed }, superseded])).toBe('unfinished-off');
    expect(earlierOf([{ slots: toOff }, superseded], { platform: { machineId: null } })).toBe('unfinished-off');
  });

  test('are in order when they begin with 1 or a supersede and none is missing', () => {
    const second: EpochGiven = { run: otherRun, slots: ['CLAIM'] };

    expect(earlierOf([abandoned, second])).toBe('in-order');
    expect(earlierOf([abandoned, { ...second, epoch: 3 }])).toBe('not-in-order');
    expect(earlierOf([{ ...second, epoch: 2 }])).toBe('not-in-order');
    expect(earlierOf([{ ...superseded, epoch: 2 }])).toBe('in-order');
    expect(earlierOf([{ slots: ['CLAIM'] }, second])).toBe('not-in-order');
    expect(earlierOf([])).toBe('in-order');
  });
});

describe('the parameter', () => {
  const parameterOf = (epochs: readonly EpochGiven[], parameter: string | null): string =>
    evidenceOf(journalRows(epochs), { parameter }).parameter;

  test('is as recorded where a supersede set that value aside, and present in every other case', () => {
    expect(parameterOf([{ slots: toGo }, superseded], '1')).toBe('as-recorded');
    expect(parameterOf([{ slots: toGo }, superseded], '2')).toBe('present');
    expect(parameterOf([{ slots: toGo }], '1')).toBe('present');
    expect(parameterOf([], '1')).toBe('present');
    expect(parameterOf([{ slots: toGo }, superseded], null)).toBe('absent');
  });
});

describe('the identity of the journal', () => {
  test('is foreign when any record is of another machine', () => {
    const rows = journalRows([{ slots: ['CLAIM', { kind: 'ARMED', values: { machineId: elsewhere } }] }]);

    expect(evidenceOf(rows).identity).toBe('foreign');
  });

  test('is the same where nothing is recorded, also where the machine does not report who it is', () => {
    expect(evidenceOf([], {}, { platform: { machineId: null } }).identity).toBe('same');
    expect(evidenceOf(journalRows([{ slots: ['CLAIM'] }]), {}, { platform: { machineId: null } }).identity).toBe(
      'unknown',
    );
  });
});

describe('the journal and its lock', () => {
  test('a journal that nobody looked at is unreadable, whatever the pinned script is', () => {
    expect(evidenceOf([], {}, { directory: null }).journal).toBe('unreadable');
  });

  test('the lock of another pair is not that of this one', () => {
    const lock: GuardRow = { kind: 'lock', fields: { pair: 'f'.repeat(64), state: 'busy', detail: null } };

    expect(evidenceOf([lock]).lock).toBe('free');
  });
});

describe('whether the claim saw it on', () => {
  test('is what the plan in it says', () => {
    const plan = planText({ enabled: 'no' });
    const planHash = createHash('sha256').update(plan).digest('hex');
    const off = journalRows([{ slots: [{ kind: 'CLAIM', values: { plan, planHash } }] }]);

    expect(evidenceOf(off).sawOn).toBe('no');
    expect(evidenceOf(journalRows([{ slots: ['CLAIM'] }])).sawOn).toBe('yes');
  });
});
