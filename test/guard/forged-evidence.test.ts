import { describe, expect, test } from '@jest/globals';
import { decide, isLeftOff, leftOffBy, mayBeLeftOff, mayRun } from '../../src/guard/decide.js';
import { evidenceValues, type GuardEvidence } from '../../src/guard/evidence.js';
import { judgePair, type JudgedPair } from '../../src/guard/judge-pair.js';
import { epochToRecover } from '../../src/guard/log-evidence.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { closedGo, toGo, toOff, toOn } from '../support/guard-evidence.js';
import {
  eventRow,
  inspectionOf,
  journalRows,
  livePair,
  otherRun,
  run,
  taskRow,
  type EpochGiven,
} from '../support/guard-records.js';

/**
 * The rule of docs/guard.md, tried over products of inputs: what any signed-in user can write only makes more careful. Each
 * judgement is compared with the one of the same server without what was forged.
 */

type Undoubted = Omit<GuardEvidence, 'doubts'>;

function* undoubted(): Generator<Undoubted> {
  for (const journal of evidenceValues.journal)
    for (const log of evidenceValues.log)
      for (const logSays of evidenceValues.logSays)
        for (const parameter of evidenceValues.parameter)
          for (const channel of evidenceValues.channel)
            for (const identity of evidenceValues.identity)
              for (const lock of evidenceValues.lock)
                for (const stage of evidenceValues.stage)
                  for (const earlier of evidenceValues.earlier)
                    for (const sawOn of evidenceValues.sawOn)
                      yield { journal, log, logSays, parameter, channel, identity, lock, stage, earlier, sawOn };
}

/** What a change of the evidence may never do; the names of what it does. */
function broken(before: GuardEvidence, after: GuardEvidence): string[] {
  const [was, is] = [decide(before), decide(after)];
  return [
    ...(mayRun(is) && !mayRun(was) ? ['lets a run begin'] : []),
    ...(is === 'REPAIR_NOW' && was !== is ? ['makes the tool act'] : []),
    ...(isLeftOff(before) && !isLeftOff(after) ? ['silences exit code 7'] : []),
    ...(mayBeLeftOff(before) && !mayBeLeftOff(after) ? ['calls it done'] : []),
  ];
}

describe('decide, over the whole product of its inputs', () => {
  const faults = new Map<string, Undoubted>();
  const note = (what: string, evidence: Undoubted): void => {
    if (!faults.has(what)) faults.set(what, evidence);
  };
  let doubted = 0;
  let refused = 0;
  let alarmed = 0;
  for (const given of undoubted()) {
    const before: GuardEvidence = { ...given, doubts: 'none' };
    const was = decide(before);
    for (const doubts of ['some', 'off-intent'] as const) {
      const after: GuardEvidence = { ...given, doubts };
      const is = decide(after);
      doubted += 1;
      for (const what of broken(before, after)) note(`${doubts} ${what}`, given);
      if (mayRun(is)) note(`${doubts} does not keep a run from beginning`, given);
      if (is !== was && !mayRun(was)) note(`${doubts} changes a verdict that was careful already`, given);
      if (isLeftOff(before) && leftOffBy(after) !== leftOffBy(before)) note(`${doubts} changes who says it`, given);
      if (doubts === 'some' && isLeftOff(after) !== isLeftOff(before)) note('some alarms', given);
      if (mayRun(was)) refused += 1;
      if (!isLeftOff(before) && isLeftOff(after)) alarmed += 1;
    }
    // A permission that only authentic events know, of which anybody can write copies, orders nothing.
    if (given.logSays === 'off-alone') {
      for (const what of broken({ ...before, logSays: 'agrees' }, before)) note(`off-alone ${what}`, given);
    }
    // A folder of his own in place of none.
    if (given.journal === 'read' && given.stage === 'none' && given.earlier === 'in-order' && given.sawOn === 'no') {
      for (const what of broken(before, { ...before, journal: 'untrusted' })) note(`untrusted ${what}`, given);
      if (mayRun(decide({ ...before, journal: 'untrusted' }))) note('untrusted lets a run begin', given);
    }
  }

  test('doubts, events alone and folders of others only make it more careful', () => {
    expect(Object.fromEntries(faults)).toEqual({});
  });

  test('and they do make it so', () => {
    expect(doubted).toBeGreaterThan(500_000);
    expect(refused).toBeGreaterThan(0);
    expect(alarmed).toBeGreaterThan(0);
  });
});

const supersede = { kind: 'SUPERSEDE', values: { supersedes: run, parameter: null } } as const;
const abandoned: EpochGiven = { slots: ['CLAIM', closedGo, 'ABANDONED'] };
const torn = (slot: string) => ({ slot, bytes: Buffer.from('phs-guard 1\n') });
const task = taskRow();

/** Servers before anything is forged: how far a run got, and what of it is left. */
const journals: Readonly<Record<string, readonly EpochGiven[]>> = {
  'no run': [],
  'a claim': [{ slots: ['CLAIM', 'ARMED'] }],
  'a run that went': [{ slots: toGo }],
  'a run that was closed': [{ slots: [...toGo, 'CLOSED'] }],
  'an abandoned run': [abandoned],
  'a run that set the parameter only': [{ slots: [...toGo, 'PARAM_SET', 'CLOSED', 'PARAM_ONLY'] }],
  'a permitted run': [{ slots: toOff }],
  'a torn permission': [{ slots: [...toGo, 'PARAM_SET', torn('50-off')] }],
  'a run that was seen on': [{ slots: toOn }],
  'a run that was repaired again': [{ slots: [...toOn, 'AGAIN'] }],
  'a verified run': [{ slots: [...toOn, 'VERIFIED'] }],
  'a permitted run with an end too early': [{ slots: [...toOff, 'UNKNOWN_OUTCOME'] }],
  'a permitted run with a torn end': [{ slots: [...toOff, torn('90-end')] }],
  'a run after a supersede': [{ slots: [...toOn, 'VERIFIED'] }, { slots: [supersede, 'CLAIM', 'ARMED', 'GO'] }],
  'an open supersede': [{ slots: [...toOn, 'VERIFIED'] }, { slots: [supersede] }],
  'a second run': [abandoned, { slots: toOff }],
};
const bases = Object.entries(journals).flatMap(([name, epochs]): [string, GuardRow[]][] => {
  const rows = journalRows(epochs);
  const events = rows.filter(({ kind }) => kind === 'event');
  const slots = rows.filter(({ kind }) => kind !== 'event');
  return [
    [name, rows],
    [`${name}, its guardian registered`, [...rows, task]],
    [`${name}, the log flooded`, slots],
    [`${name}, the journal deleted`, events],
    [`${name}, the journal deleted and its guardian registered`, [...events, task]],
  ];
});

const kinds = [
  ...['SUPERSEDE', 'CLAIM', 'ARMED', 'GO', 'CLOSED', 'PARAM_SET', 'OFF_INTENT', 'ON_SEEN', 'TURNED_ON', 'AGAIN'],
  ...['VERIFIED', 'REPAIRED', 'ABANDONED', 'PARAM_ONLY', 'UNKNOWN_OUTCOME', 'ALARM_OFF', 'NONSENSE'],
];
const fake = (kind: string, epoch: number, who: string | null, recordId: number): GuardRow =>
  eventRow(kind, { epoch, run: who, recordId, authentic: 'no' });
/** What a user can make up: an event of each kind for the run that is there and for the next, and all at once of every run. */
const fakes: readonly (readonly GuardRow[])[] = [
  ...kinds.map((kind) => [fake(kind, 1, run, 1)]),
  ...['SUPERSEDE', 'CLAIM', 'OFF_INTENT', 'ON_SEEN'].map((kind) => [fake(kind, 2, otherRun, 99_000)]),
  kinds.flatMap((kind) =>
    [1, 2, 3, 9_999, 999_999_999].flatMap((epoch) =>
      [run, otherRun, null].map((who) => fake(kind, epoch, who, 99_000)),
    ),
  ),
];
const nonsense = ['', 'x', '\n\n', 'phs-guard/1 ', 'phs-guard/1 OFF_INTENT', `hmac-sha256 ${'0'.repeat(64)}`].map(
  (message): GuardRow => ({ kind: 'event', fields: { ...eventRow('CLAIM').fields, authentic: 'no', message } }),
);
const fromServer = [601, 602, 609, 617, 623, 650, 654, 2503].map((eventId): GuardRow => ({
  kind: 'server-event',
  fields: { eventId: String(eventId), at: '2026-11-20T10:02:01.0000000Z', message: 'contoso.com' },
}));
const channels = ['on', 'off', 'unreadable'] as const;

interface Judged extends JudgedPair {
  readonly recovers: number | undefined;
}

/** A server as it is judged with the channel on, off and unreadable. */
function judge(rows: readonly GuardRow[]): readonly Judged[] {
  const inspection = inspectionOf(rows);
  return channels.map((channel) => {
    const judged = judgePair(inspection, livePair({ channel }));
    return { ...judged, recovers: epochToRecover(judged) };
  });
}

function callsSafe({ explanation }: JudgedPair): boolean {
  return /\bis safe\b/.test(JSON.stringify(explanation));
}

/** What a user's rows may never do to a judgement. */
function harm(before: Judged, after: Judged): string[] {
  const acts = before.verdict === 'REPAIR_NOW';
  return [
    ...broken(before.evidence, after.evidence),
    ...(acts && after.verdict !== 'REPAIR_NOW' ? ['prevents a repair'] : []),
    ...(acts && before.recovers !== after.recovers ? ['sends the repair to another run'] : []),
    ...(callsSafe(after) && !callsSafe(before) ? ['calls something safe'] : []),
  ];
}

function harms(base: readonly GuardRow[], forgeries: readonly (readonly GuardRow[])[]): string[] {
  const before = judge(base);
  return forgeries.flatMap((forged) =>
    judge([...base, ...forged]).flatMap((after, index) => {
      const was = before[index];
      const message = String(forged[0]?.fields['message']);
      return was === undefined ? [] : harm(was, after).map((what) => `${channels[index] ?? ''}: ${what}: ${message}`);
    }),
  );
}

const evidenceOf = (rows: readonly GuardRow[]): readonly GuardEvidence[] => judge(rows).map(({ evidence }) => evidence);

describe.each(bases)('%s', (_name, base) => {
  test('events that the tool did not write, of any kind, run and epoch, only make it more careful', () => {
    expect(harms(base, [...fakes, nonsense])).toEqual([]);
  });

  test('events of the server change nothing', () => {
    expect(evidenceOf([...base, ...fromServer])).toEqual(evidenceOf(base));
  });

  test('copies of what the tool wrote change nothing, whenever they are written', () => {
    const copies = base
      .filter(({ kind }) => kind === 'event')
      .map(({ kind, fields }) => ({ kind, fields: { ...fields, recordId: '99500', at: '2026-12-24T00:00:00Z' } }));
    for (const copy of copies) expect(evidenceOf([...base, copy])).toEqual(evidenceOf(base));
    expect(evidenceOf([...base, ...[...copies].reverse()])).toEqual(evidenceOf(base));
  });
});

describe('events of a run, written back into a log that had lost them', () => {
  test.each(Object.entries(journals))('%s', (_name, epochs) => {
    const rows = journalRows(epochs);
    const slots = rows.filter(({ kind }) => kind !== 'event');
    const events = rows.filter(({ kind }) => kind === 'event');
    // One of each, and all that come before or after one: what an attacker chooses to bring back.
    const chosen = events.flatMap((event, index) => [[event], events.slice(0, index), events.slice(index)]);

    expect(harms(slots, chosen).filter((what) => !what.includes('calls something safe'))).toEqual([]);
    expect(harms([], chosen)).toEqual([]);
  });
});
