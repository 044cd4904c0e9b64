import { isOwnOff, newestSlot, step, type Step } from './protocol.js';
import { at, edit, isUsed, newJournal, type Budget, type State } from './state.js';

type Change = (next: State) => void;

function spend(state: State, what: keyof Budget, label: string, change: Change): Step[] {
  if (state.budget[what] === 0) {
    return [];
  }
  return [
    step(state, label, (next) => {
      next.budget[what] -= 1;
      change(next);
    }),
  ];
}

/** An accepted OFF takes effect. */
export function land(next: State): void {
  if (next.lateOff >= 0) {
    next.lateOff = -1;
    next.on = false;
    next.offBy = 'tool';
    next.logged = true;
  }
  if (next.lateAdd >= 0) {
    next.lateAdd = -1;
    next.param = true;
  }
}

function free(next: State, holder: number): void {
  next.locks = next.locks.map((held) => (held === holder ? 0 : held));
}

function isAlive(state: State, who: number): boolean {
  const { place } = at(state.runs, who);
  return place !== 'idle' && place !== 'done' && place !== 'dead';
}

function endRun(next: State, who: number): void {
  edit(next.runs, who).place = 'dead';
  free(next, who + 1);
}

function endTick(next: State, index: number): void {
  const guard = edit(next.guards, index);
  guard.place = 'idle';
  guard.byHand = false;
  guard.holdsLock = false;
  free(next, 3 + index);
}

function kills(state: State): Step[] {
  return [
    ...[0, 1]
      .filter((who) => isAlive(state, who))
      .flatMap((who) =>
        spend(state, 'kill', `run ${who === 0 ? 'A' : 'B'} is killed`, (next) => {
          endRun(next, who);
        }),
      ),
    ...[0, 1]
      .filter((index) => at(state.guards, index).place !== 'idle')
      .flatMap((index) =>
        spend(state, 'guardKill', `guardian ${index + 1} is killed in its tick`, (next) => {
          endTick(next, index);
        }),
      ),
  ];
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

function loseJournal(next: State): void {
  next.ghost.lost = 'journal';
  next.ghost.afterOn = [0, 0];
  next.journals = next.journals.map(() => newJournal());
  // The ticks, which count, are in the journal.
  next.guards = next.guards.map((guard) => ({ ...guard, waiting: 0, soak: 0, since: 0, busy: 0 }));
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

/** Whether a store may lose something: at most one of journal and event log does, until the run is over (guard.md 7). */
function mayLose(state: State, store: 'journal' | 'events'): boolean {
  const isOver = [0, 1].every((index) => !isAlive(state, index) && !at(state.guards, index).task);
  return isOver || state.ghost.lost === 'none' || state.ghost.lost === store;
}

function newestJournal(state: State): number {
  return isUsed(at(state.journals, 1)) ? 1 : 0;
}

function powerCuts(state: State): Step[] {
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

/** Whether the guardian may be taken away without exceeding what guard.md 7 promises: before the last look at it. */
function mayLoseTask(state: State): boolean {
  const risky = ['off', 'offWrite', 'offEvent', 'switchOff', 'hung', 'switchOn', 'readBack', 'on', 'onWrite'];
  const idle = !state.runs.some((run) => risky.includes(run.place));
  return idle && state.ghost.offCalls.every((count) => count === 0);
}

function tampering(state: State): Step[] {
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

function administrator(state: State): Step[] {
  return [
    ...spend(state, 'admin', `another administrator switches ${state.on ? 'off' : 'on'}`, (next) => {
      next.on = !next.on;
      next.offBy = 'admin';
    }),
    ...spend(state, 'admin', `another administrator ${state.param ? 'removes' : 'stores'} the parameter`, (next) => {
      next.param = !next.param;
    }),
  ];
}

function commands(state: State): Step[] {
  const newest = newestJournal(state);
  const journal = at(state.journals, newest);
  const guard = at(state.guards, newest);
  const isOpen = journal.claim !== 'absent' && journal.end === 'absent' && guard.place === 'idle';
  const isOver = journal.end !== 'absent' && !guard.task && guard.place === 'idle';
  const maySupersede = newest === 0 && isOver && state.on && state.locks.every((held) => held === 0);
  return [
    ...(isOpen
      ? spend(state, 'recover', 'an operator recovers', (next) => {
          edit(next.guards, newest).place = 'look';
          edit(next.guards, newest).byHand = true;
        })
      : []),
    ...(maySupersede
      ? spend(state, 'supersede', 'an operator supersedes the run', (next) => {
          edit(next.journals, 1).superseded = true;
          next.ghost.superseded += 1;
        })
      : []),
  ];
}

/** What can happen beside the runs and the guardians. */
export function worldSteps(state: State): Step[] {
  return [
    ...(state.lateOff >= 0 || state.lateAdd >= 0 ? [step(state, 'a late effect comes', land)] : []),
    ...kills(state),
    ...powerCuts(state),
    ...tampering(state),
    ...administrator(state),
    ...commands(state),
  ];
}

/** Whether PHS is off because of the tool, as far as its own evidence tells. */
export function isOffByTool(state: State): boolean {
  return (
    !state.on &&
    state.offBy === 'tool' &&
    [0, 1].some((index) => isOwnOff(state, index, 'as-designed') || at(state.ghost.offCalls, index) > 0)
  );
}
