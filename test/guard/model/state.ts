/**
 * What one state of the model of the guard's protocol holds (guard.md 3 and 4). Times are scaled down: the guardian closes
 * after 2 ticks without GO, soaks for 3, alarms after 2 and ends the holder after 3 ticks of "lock busy and off"; an effect
 * that comes late comes before the second tick after its call, which is less than the soak. Two operators, two epochs.
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
  on: 'absent' | 'torn' | 'run' | 'guard';
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
  /** It called OFF and has neither read on nor alarmed since. */
  owes: boolean;
}

/** Where a tick of the guardian is. */
export const guardPlaces = [
  ...['idle', 'look', 'armWrite', 'decide', 'closeGoWrite', 'closeOffWrite', 'againWrite', 'turnOn', 'readBack'],
  ...['onWrite', 'end', 'endWrite', 'unregister', 'release'],
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
  /** Ticks since OFF, for a soak without activity. */
  since: number;
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
  /** Which of the two stores lost something; never both (guard.md 7). */
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
  /** The server's own log shows that an OFF took effect. */
  logged: boolean;
  journals: Journal[];
  /** Events 4102, 4105, 4106/4107 and 4111, by epoch. */
  events: { go: boolean; off: boolean; on: boolean; again: boolean }[];
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
    ...{ task: false, place: 'idle', byHand: false, holdsLock: false, waiting: 0, soak: 0, since: 0, busy: 0 },
    endKind: 'ABANDONED',
  };
  const run: Run = { place: 'idle', epoch: 0, sawOn: false, tries: 0, owes: false };
  return {
    on: true,
    offBy: 'admin',
    param: false,
    lateOff: -1,
    lateAdd: -1,
    alarm: false,
    logged: false,
    journals: [newJournal(), newJournal()],
    events: [
      { go: false, off: false, on: false, again: false },
      { go: false, off: false, on: false, again: false },
    ],
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

/** A copy that can be changed; entries of lists through {@link edit}. */
export function copyState(state: State): State {
  const { ghost } = state;
  return {
    ...state,
    journals: state.journals.slice(),
    events: state.events.slice(),
    locks: state.locks.slice(),
    runs: state.runs.slice(),
    guards: state.guards.slice(),
    budget: { ...state.budget },
    ghost: {
      ...ghost,
      offCalls: ghost.offCalls.slice(),
      added: ghost.added.slice(),
      intent: ghost.intent.slice(),
      ended: ghost.ended.slice(),
      sawOn: ghost.sawOn.slice(),
      readOn: ghost.readOn.slice(),
      afterOn: ghost.afterOn.slice(),
    },
  };
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
