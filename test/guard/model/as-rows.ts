import type { RecordKind } from '../../../src/guard/slots.js';
import type { GuardRow } from '../../../src/model/guard-row.js';
import { eventRow, journalRows, otherRun, run, taskRow, type SlotGiven } from '../../support/guard-records.js';
import { at, isUsed, type Journal, type State } from './state.js';
import { toldKinds } from './told.js';

/** What a command of the tool would read in a state of the model: the same rows that the script gives. */

const runs = [run, otherRun] as const;
const eventKinds = { go: 'GO', off: 'OFF_INTENT', on: 'ON_SEEN', again: 'AGAIN' } as const;

function slotOf(
  name: string,
  found: string,
  kind: RecordKind,
  values: Readonly<Record<string, string>> = {},
): SlotGiven[] {
  if (found === 'absent') {
    return [];
  }
  return found === 'torn'
    ? [{ slot: name, bytes: Buffer.from('phs-guard 1\n') }]
    : [{ kind, values: { slot: name, ...values } }];
}

const endKinds = ['VERIFIED', 'REPAIRED', 'ABANDONED', 'PARAM_ONLY', 'UNKNOWN_OUTCOME'] as const;

function slotsOf(journal: Journal): SlotGiven[] {
  const { claim, armed, go, param, off, on, again, end } = journal;
  const by = on === 'run' || on === 'failed' ? 'run' : 'guard';
  return [
    ...(journal.superseded ? slotOf('00-supersede', 'valid', 'SUPERSEDE') : []),
    ...slotOf('10-claim', claim, 'CLAIM'),
    ...slotOf('20-armed', armed, 'ARMED'),
    ...slotOf('30-go', go, go === 'CLOSED' ? 'CLOSED' : 'GO'),
    ...slotOf('40-param', param, 'PARAM_SET'),
    ...slotOf('50-off', off, off === 'CLOSED' ? 'CLOSED' : 'OFF_INTENT'),
    ...slotOf('70-on', on, 'ON_SEEN', { by }),
    ...slotOf('80-again', again, 'AGAIN'),
    ...slotOf('90-end', end, endKinds.find((kind) => kind === end) ?? 'VERIFIED'),
  ];
}

function eventsOf({ events, forged }: State): GuardRow[] {
  return [0, 1].flatMap((index) => {
    const about = { epoch: index + 1, run: at(runs, index) };
    const [own, copy, fake] = [at(events, index), at(forged.copies, index), at(forged.fakes, index)];
    return toldKinds.flatMap((kind) => [
      ...(own[kind] ? [eventRow(eventKinds[kind], about)] : []),
      ...(copy[kind] ? [eventRow(eventKinds[kind], { ...about, recordId: 99_000 })] : []),
      ...(fake[kind] ? [eventRow(eventKinds[kind], { ...about, recordId: 99_001, authentic: 'no' })] : []),
    ]);
  });
}

/** See the top of the file; the folder of somebody else is told in `isForeign`, and nothing of it is read. */
export function rowsOf(state: State): { readonly rows: readonly GuardRow[]; readonly isForeign: boolean } {
  const isForeign = state.root === 'planted' || state.root === 'repaired';
  const used = isUsed(at(state.journals, 1)) ? 2 : 1;
  const epochs = state.journals.slice(0, used).map((journal, index) => ({
    epoch: index + 1,
    run: at(runs, index),
    slots: slotsOf(journal),
  }));
  const his = { user: 'CONTOSO\\bob', sid: 'S-1-5-21-1-2-3-1104' };
  const tasks = state.guards.flatMap(({ task }, index): GuardRow[] =>
    task || at(state.forged.tasks, index) ? [taskRow(index + 1, task ? {} : his)] : [],
  );
  const noise: GuardRow = { kind: 'event', fields: { ...eventRow('CLAIM').fields, authentic: 'no', message: 'x' } };
  const rows = [
    ...(isForeign ? [] : journalRows(epochs, false)),
    ...eventsOf(state),
    ...(state.forged.noise ? [noise] : []),
    ...tasks,
  ];
  return { rows, isForeign };
}
