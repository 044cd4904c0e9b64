import { nothingForged, nothingTold, type Forged, type Told } from './told.js';

/**
 * What one state of the model of the guard's protocol holds (docs/guard.md, "Order"). Times are scaled down: the guardian closes
 * after 2 ticks without GO, soaks for 3, or for 5 when nobody wrote down that PHS was on again, alarms after 2 and ends the
 * holder after 3 ticks of "lock busy and off". A switch-off that comes late comes before the second tick after its call when
 * ON was called after it, and before the fourth when its caller died before that. Two operators, two epochs.
 */

/** Whether a slot's file is absent, there but not verifying, or there. */
export type Written = 'absent' | 'torn' | 'valid';
/** How an epoch ended. */
export type EndKind = 'ABANDONED' | 'PARAM_ONLY' | 'VERIFIED' | 'REPAIRED' | 'UNKNOWN_OUTCOME';

/** The slots of one epoch. */
export interface Journal {
  claim: Written;
  /** Which run claimed it; -1 for none. */
  claimBy: number;
  /** Whether the claim saw PHS on. */
  sawOn: boolean;
  armed: Written;
  go: 'absent' | 'torn' | 'GO' | 'CLOSED';
  param: Written;
  off: 'absent' | 'torn' | 'OFF_INTENT' | 'CLOSED';
  /**
   * Who read on: the run, the run after a call of OFF that failed, a guardian that found it off, or one that saw it on
   * until the end of its soak.
   */
  on: 'absent' | 'torn' | 'run' | 'failed' | 'guard' | 'calm';
  again: Written;
  end: 'absent' | 'torn' | EndKind;
  /** Opened by `guard supersede`. */
  superseded: boolean;
}

/** Where a run is. What it waits for or does next, in order. */
export const runPlaces = [
  ...[
    'idle',
    'claim',
    'claimWrite',
    'register',
    'waitArmed',
    'takeLock',
    'recheck',
    'closeGo',
    'closeGoWrite',
    'go',
    'goWrite',
  ],
  ...[
    'goEvent',
    'add',
    'readParam',
    'param',
    'paramWrite',
    'checkArmed',
    'off',
    'offWrite',
    'offEvent',
    'switchOff',
    'closeOff',
    'closeOffWrite',
  ],
  ...['hung', 'switchOn', 'readBack', 'on', 'onWrite', 'release', 'done', 'dead'],
] as const;
/** See {@link runPlaces}. */
export type RunPlace = (typeof runPlaces)[number];

/** One operator's command: Claim, then Run. */
export interface Run {
  place: RunPlace;
  epoch: number;
  sawOn: boolean;
  /** Further attempts to switch on. */
  tries: number;
  /** The call of OFF came back with an error. */
  offFailed: boolean;
  /** It called OFF and has neither read on nor alarmed since. */
  owes: boolean;
}

/** Where a tick of the guardian is. */
export const guardPlaces = [
  ...['idle', 'look', 'armWrite', 'decide', 'closeGoWrite', 'closeOffWrite', 'againWrite', 'turnOn', 'readBack'],
  ...['onWrite', 'calmWrite', 'end', 'endWrite', 'unregister', 'release'],
] as const;
/** See {@link guardPlaces}. */
export type GuardPlace = (typeof guardPlaces)[number];

/** The guardian of one epoch; the counts stand in the ticks that it writes. */
export interface Guard {
  task: boolean;
  place: GuardPlace;
  byHand: boolean;
  holdsLock: boolean;
  /** Ticks without GO. */
  waiting: number;
  /** Ticks in a row that saw PHS on and the lock free. */
  soak: number;
  /** Ticks in a row that saw the lock busy and PHS off. */
  busy: number;
  endKind: EndKind;
}

/** What may still happen from outside; every use takes one away. */
export interface Budget {
  kill: number;
  guardKill: number;
  power: number;
  tamper: number;
  fault: number;
  admin: number;
  recover: number;
  supersede: number;
  /** What a signed-in user without rights writes. */
  forge: number;
}

/** What only the checker sees. */
export interface Ghost {
  /** All calls of `-Enable $false`. */
  calls: number;
  /** Those of an epoch since its claim. */
  offCalls: number[];
  /** The parameter reached the server by this epoch's run. */
  added: boolean[];
  /** The permission for OFF was given, or torn; and what the run saw just before. */
  intent: boolean[];
  /** An END was written. */
  ended: boolean[];
  sawOn: boolean[];
  /** PHS was read as on after OFF, by epoch. */
  readOn: boolean[];
  /** Times the guardian switched on after ON_SEEN and read it back, by epoch. */
  afterOn: number[];
  superseded: number;
  /** Which of the two stores lost something; never both (docs/guard-testing.md, "What is not covered"). */
  lost: 'none' | 'journal' | 'events';
  /** Broken rule that a single step shows; empty for none. */
  broken: string;
}

/** One state. */
export interface State {
  on: boolean;
  /** Who switched it off last. */
  offBy: 'tool' | 'admin';
  param: boolean;
  /** An accepted OFF that has not taken effect: its age in ticks, -1 for none. */
  lateOff: number;
  lateAdd: number;
  /** An alarm was raised; looked at from one state on only, so it does not tell states apart. */
  alarm: boolean;
  /** ON was called after the last OFF. */
  answered: boolean;
  /**
   * The journal's folder: not there, made by Setup, made by somebody else, or that with the rights of the upper folders
   * repaired, which leaves those of the folders below.
   */
  root: 'absent' | 'protected' | 'planted' | 'repaired';
  journals: Journal[];
  /** Events 4100/4102, 4105, 4106/4107 and 4111 that the tool wrote and that are still in the log, by epoch. */
  events: Told[];
  /** Those that the tool ever wrote: what can be copied. */
  written: Told[];
  /** Shared between states: replaced, never changed. */
  forged: Forged;
  /** Who holds the lock of a pair: 0 nobody, 1 and 2 the runs, 3 and 4 the guardians. */
  locks: number[];
  runs: Run[];
  guards: Guard[];
  budget: Budget;
  ghost: Ghost;
}

const emptyJournal: Journal = {
  claim: 'absent',
  claimBy: -1,
  sawOn: false,
  armed: 'absent',
  go: 'absent',
  param: 'absent',
  off: 'absent',
  on: 'absent',
  again: 'absent',
  end: 'absent',
  superseded: false,
};

/** A journal without slots. */
export function newJournal(): Journal {
  return { ...emptyJournal };
}

/** A server with PHS on and no earlier run, before so many operators begin. */
export function initialState(budget: Budget, operators: number): State {
  const guard: Guard = {
    ...{ task: false, place: 'idle', byHand: false, holdsLock: false, waiting: 0, soak: 0, busy: 0 },
    endKind: 'ABANDONED',
  };
  const run: Run = { place: 'idle', epoch: 0, sawOn: false, tries: 0, offFailed: false, owes: false };
  return {
    on: true,
    offBy: 'admin',
    param: false,
    lateOff: -1,
    lateAdd: -1,
    alarm: false,
    answered: false,
    root: 'absent',
    journals: [newJournal(), newJournal()],
    events: [{ ...nothingTold }, { ...nothingTold }],
    written: [{ ...nothingTold }, { ...nothingTold }],
    forged: nothingForged,
    locks: [0, 0],
    runs: [{ ...run }, { ...run, place: operators > 1 ? 'idle' : 'done' }],
    guards: [{ ...guard }, { ...guard }],
    budget: { ...budget },
    ghost: {
      calls: 0,
      offCalls: [0, 0],
      added: [false, false],
      intent: [false, false],
      ended: [false, false],
      sawOn: [true, true],
      readOn: [false, false],
      afterOn: [0, 0],
      superseded: 0,
      lost: 'none',
      broken: '',
    },
  };
}

/** A copy that can be changed; entries of lists through {@link edit}. Plain copies first: a literal that replaces is slower. */
export function copyState(state: State): State {
  const next = { ...state };
  next.journals = state.journals.slice();
  next.events = state.events.slice();
  next.written = state.written.slice();
  next.locks = state.locks.slice();
  next.runs = state.runs.slice();
  next.guards = state.guards.slice();
  next.budget = { ...state.budget };
  next.ghost = copyGhost(state.ghost);
  return next;
}

function copyGhost(ghost: Ghost): Ghost {
  const next = { ...ghost };
  next.offCalls = ghost.offCalls.slice();
  next.added = ghost.added.slice();
  next.intent = ghost.intent.slice();
  next.ended = ghost.ended.slice();
  next.sawOn = ghost.sawOn.slice();
  next.readOn = ghost.readOn.slice();
  next.afterOn = ghost.afterOn.slice();
  return next;
}

/** The entry of a list that is known to be there. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) {
    throw new Error(`The model has no entry ${index}.`);
  }
  return found;
}

/** An entry of a list of a copied state, to be changed. */
export function edit<T extends object>(list: T[], index: number): T {
  const copy = { ...at(list, index) };
  list[index] = copy;
  return copy;
}

/** Whether a journal has any slot. */
export function isUsed(journal: Journal): boolean {
  return journal.claim !== 'absent' || journal.superseded;
}

/** Whether a journal has a slot of a run. */
export function hasSlots({ claim, armed, go, param, off, on, again, end }: Journal): boolean {
  return [claim, armed, go, param, off, on, again, end].some((slot) => slot !== 'absent');
}
