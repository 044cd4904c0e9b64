import { endRun, endTick, isAlive, newestJournal, spend, type Change } from './outside.js';
import { newestSlot, type Step } from './protocol.js';
import { at, edit, isUsed, newJournal, type State } from './state.js';

/** An accepted OFF takes effect. */
export function land(next: State): void {
  if (next.lateOff >= 0) {
    next.lateOff = -1;
    next.on = false;
    next.offBy = 'tool';
  }
  if (next.lateAdd >= 0) {
    next.lateAdd = -1;
    next.param = true;
  }
}

function tear(next: State, index: number): void {
  const journal = edit(next.journals, index);
  const slot = newestSlot(journal);
  if (slot !== undefined) {
    Object.assign(journal, { [slot]: 'torn' });
    if (slot === 'off') next.ghost.intent[index] = true;
  }
}

function loseSlot(next: State, index: number): void {
  const journal = edit(next.journals, index);
  const slot = newestSlot(journal);
  next.ghost.lost = 'journal';
  if (slot === undefined) {
    return;
  }
  Object.assign(journal, { [slot]: 'absent' });
  if (slot === 'claim') journal.claimBy = -1;
  if (slot === 'claim') journal.sawOn = false;
  // A disk that forgets what it has flushed allows one more repair, which is the safe side.
  if (slot === 'again') next.ghost.afterOn[index] = 0;
}

/** All slots and ticks are gone. */
export function loseJournal(next: State): void {
  next.ghost.lost = 'journal';
  next.ghost.afterOn = [0, 0];
  next.root = 'absent';
  next.journals = next.journals.map(() => newJournal());
  // The ticks, which count, are in the journal.
  next.guards = next.guards.map((guard) => ({ ...guard, waiting: 0, soak: 0, busy: 0 }));
}

function loseEvents(next: State, indices: readonly number[]): void {
  next.ghost.lost = 'events';
  for (const index of indices)
    Object.assign(edit(next.events, index), { go: false, off: false, on: false, again: false });
}

function loseEvent(next: State, index: number): void {
  next.ghost.lost = 'events';
  const event = edit(next.events, index);
  if (event.again) event.again = false;
  else if (event.on) event.on = false;
  else if (event.off) event.off = false;
  else event.go = false;
}

/** Whether a store may lose something: at most one of journal and event log does, until the run is over (docs/guard-testing.md, "What is not covered"). */
function mayLose(state: State, store: 'journal' | 'events'): boolean {
  const isOver = [0, 1].every((index) => !isAlive(state, index) && !at(state.guards, index).task);
  return isOver || state.ghost.lost === 'none' || state.ghost.lost === store;
}

/** A power cut, with what it does to what was written last and to what is on its way. */
export function powerCuts(state: State): Step[] {
  if (state.budget.power === 0) {
    return [];
  }
  const newest = newestJournal(state);
  const losing = (store: 'journal' | 'events', text: string, change: Change): [string, Change][] =>
    mayLose(state, store) ? [[text, change]] : [];
  const fates: readonly (readonly [string, Change])[] = [
    ['', () => undefined],
    ...losing('journal', ' and loses the newest slot', (next) => {
      loseSlot(next, newest);
    }),
    [
      ' and tears the newest slot',
      (next) => {
        tear(next, newest);
      },
    ],
    ...losing('events', ' and loses the newest event', (next) => {
      loseEvent(next, newest);
    }),
  ];
  const effects: readonly (readonly [string, Change])[] = [
    [
      '',
      (next) => {
        next.lateOff = -1;
        next.lateAdd = -1;
      },
    ],
    ...(state.lateOff >= 0 || state.lateAdd >= 0 ? [[' (late effects come)', land] as const] : []),
  ];
  return fates.flatMap(([fate, change]) =>
    effects.flatMap(([effect, settle]) =>
      spend(state, 'power', `the power fails${fate}${effect}`, (next) => {
        for (const who of [0, 1]) if (isAlive(next, who)) endRun(next, who);
        for (const index of [0, 1]) endTick(next, index);
        settle(next);
        change(next);
      }),
    ),
  );
}

/** Whether the guardian may be taken away without exceeding what docs/guard-testing.md, "What is not covered" promises: before the last look at it. */
function mayLoseTask(state: State): boolean {
  const risky = ['off', 'offWrite', 'offEvent', 'switchOff', 'hung', 'switchOn', 'readBack', 'on', 'onWrite'];
  const idle = !state.runs.some((run) => risky.includes(run.place));
  return idle && state.ghost.offCalls.every((count) => count === 0);
}

/** Switching off is permitted, and nobody has ended the run: the moment in which an end that is not the guardian's would matter. */
function isStillOpen(state: State, index: number): boolean {
  const { off, end } = at(state.journals, index);
  return (off === 'OFF_INTENT' || off === 'torn') && end === 'absent';
}

/**
 * The same, nobody can write "on" any more but the guardian, and no OFF is on its way: an end that verifies is the word of an
 * administrator, and is believed once "on" was written down (docs/guard-testing.md, "What is not covered").
 */
function isAlone(state: State, index: number): boolean {
  const isQuiet = state.lateOff < 0 && [0, 1].every((who) => !isAlive(state, who));
  return isQuiet && at(state.journals, index).on === 'absent';
}

/** People who delete or damage journal, event log and task. */
export function tampering(state: State): Step[] {
  const newest = newestJournal(state);
  const hasSlots = isUsed(at(state.journals, newest));
  const tamper = (possible: boolean, label: string, change: Change): Step[] =>
    possible ? spend(state, 'tamper', `somebody ${label}`, change) : [];
  const hasEvents = state.events.some((event) => event.go || event.off);
  return [
    ...tamper(hasSlots && mayLose(state, 'journal'), 'deletes the journal', loseJournal),
    ...tamper(hasSlots && mayLose(state, 'journal'), 'deletes the newest slot', (next) => {
      loseSlot(next, newest);
    }),
    ...tamper(hasSlots, 'damages the newest slot', (next) => {
      tear(next, newest);
    }),
    ...tamper(isStillOpen(state, newest) && isAlone(state, newest), 'puts an end into the journal', (next) => {
      edit(next.journals, newest).end = 'VERIFIED';
    }),
    ...tamper(isStillOpen(state, newest), 'puts a damaged end into the journal', (next) => {
      edit(next.journals, newest).end = 'torn';
    }),
    ...tamper(hasEvents && mayLose(state, 'events'), 'clears the event log', (next) => {
      loseEvents(next, [0, 1]);
    }),
    ...[0, 1].flatMap((index) =>
      tamper(mayLoseTask(state) && at(state.guards, index).task, 'deletes the task', (next) => {
        edit(next.guards, index).task = false;
      }),
    ),
  ];
}
