import { broken, isOwnOff, limits, lockIndex, newestSlot, step, type Step } from './protocol.js';
import { at, edit, type EndKind, type Guard, type GuardPlace, type Journal, type State } from './state.js';
import type { Variant } from './variants.js';

interface Scene {
  readonly state: State;
  readonly index: number;
  readonly variant: Variant;
  readonly guard: Guard;
  readonly journal: Journal;
  /** The pair's lock. */
  readonly lock: number;
}

type Change = (next: State, guard: Guard, journal: Journal) => void;

function act(scene: Scene, label: string, place: GuardPlace, change: Change = () => undefined): Step {
  const { state, index } = scene;
  return step(state, `guardian ${index + 1}: ${label}`, (next) => {
    const guard = edit(next.guards, index);
    guard.place = place;
    change(next, guard, edit(next.journals, index));
  });
}

function isHung(state: State): boolean {
  return state.runs.some((run) => run.place === 'hung');
}

/** A tick begins: a late effect grows older, unless its caller still waits for it. */
export function beginTick(next: State): void {
  if (next.lateOff >= 0 && !isHung(next)) next.lateOff += 1;
  if (next.lateAdd >= 0) next.lateAdd += 1;
}

/** Whether a tick may begin before the late effects have come. */
export function mayTick(state: State): boolean {
  return (isHung(state) || state.lateOff < limits.latest) && state.lateAdd < limits.latest;
}

function idle(scene: Scene): Step[] {
  const { state, guard } = scene;
  return guard.task && mayTick(state)
    ? [
        act(scene, 'ticks', 'look', (next) => {
          beginTick(next);
        }),
      ]
    : [];
}

function look(scene: Scene): Step[] {
  const { state, journal, guard, variant, lock } = scene;
  if (journal.end !== 'absent' && journal.end !== 'torn' && !guard.byHand) {
    return [act(scene, 'sees END', 'unregister')];
  }
  if (journal.claim !== 'absent' && journal.armed === 'absent') {
    return [
      act(scene, 'creates armed', 'armWrite', (_next, _guard, own) => {
        own.armed = 'torn';
      }),
    ];
  }
  if (at(state.locks, lock) !== 0 && variant !== 'no-lock') {
    return [busy(scene)];
  }
  return [
    act(scene, 'takes the lock', 'decide', (next, own) => {
      if (variant !== 'no-lock') next.locks[lock] = 3 + scene.index;
      own.holdsLock = true;
      own.busy = 0;
    }),
  ];
}

/** The lock is busy: count, alarm, at last end the holder (guard.md 4). */
function busy(scene: Scene): Step {
  const { state, index, variant, guard, journal, lock } = scene;
  if (state.on || !isOwnOff(state, index, variant)) {
    return act(scene, 'finds the lock busy', 'idle', (_next, own) => {
      own.busy = 0;
      own.byHand = false;
      if (variant === 'soak-ignores-lock') own.soak = Math.min(limits.soak, own.soak + 1);
      else own.soak = 0;
    });
  }
  if (guard.busy + 1 < limits.endHolder || journal.go !== 'GO' || variant === 'never-end-holder') {
    return act(scene, 'finds the lock busy and PHS off', 'idle', (next, own) => {
      own.byHand = false;
      own.busy = Math.min(limits.endHolder, own.busy + 1);
      own.soak = 0;
      if (own.busy >= limits.alarmBusy && variant !== 'never-end-holder') next.alarm = true;
    });
  }
  return act(scene, 'ends the holder and takes the lock', 'decide', (next, own) => {
    const holder = at(next.locks, lock);
    if (holder === 1 || holder === 2) edit(next.runs, holder - 1).place = 'dead';
    next.locks[lock] = 3 + index;
    own.holdsLock = true;
    own.busy = 0;
  });
}

function endsWith(scene: Scene, kind: EndKind): Step {
  return act(scene, `will end with ${kind}`, 'end', (next, guard) => {
    guard.endKind = kind;
    const isStored = at(next.ghost.added, scene.index) && next.param;
    if (kind === 'ABANDONED' && isStored) broken(next, 'I8: ABANDONED although the parameter is stored');
  });
}

function leaves(scene: Scene, label: string): Step {
  return act(scene, label, 'release', (next) => {
    next.alarm ||= !next.on;
  });
}

/**
 * No OFF: close what is open and end. A torn GO is closed like a GO, and stays for a human to see. The script ends a run
 * that went only while PHS is on; the model leaves that out, so it allows more than the script does.
 */
function closeOrEnd(scene: Scene): Step {
  const { state, journal, guard, variant } = scene;
  const closes = variant !== 'no-closed';
  if (journal.go === 'absent' && journal.off === 'absent') {
    if (guard.waiting + 1 < limits.closeAfter && !guard.byHand) {
      return act(scene, 'waits for GO', 'release', (_next, own) => {
        own.waiting += 1;
      });
    }
    return closes
      ? act(scene, 'creates go', 'closeGoWrite', (_next, _guard, own) => {
          own.go = 'torn';
        })
      : endsWith(scene, 'ABANDONED');
  }
  if (journal.go !== 'CLOSED' && journal.off === 'absent' && closes) {
    return act(scene, 'creates off', 'closeOffWrite', (next, _guard, own) => {
      next.ghost.intent[scene.index] = true;
      own.off = 'torn';
    });
  }
  // Also with a closed GO: a power cut may have taken the GO under which the parameter was stored.
  return endsWith(scene, state.param || journal.param !== 'absent' ? 'PARAM_ONLY' : 'ABANDONED');
}

/** PHS was on again after the run; the log is not looked at where the journal alone asks for a repair. */
function wasOnAgain({ state, index, journal }: Scene): boolean {
  return journal.on !== 'absent' || (journal.off === 'absent' && at(state.events, index).on);
}

/** The slots were deleted: only the events tell of the run. */
function isClaimless(journal: Journal): boolean {
  return newestSlot(journal) === undefined;
}

function repair(scene: Scene): Step {
  const { state, index, guard, journal, variant } = scene;
  const hasRepairedAgain = journal.again !== 'absent' || at(state.events, index).again || isClaimless(journal);
  const isSabotaged = variant === 'repair-for-ever' || variant === 'repair-anyones-off';
  return wasOnAgain(scene) && hasRepairedAgain && !guard.byHand && !isSabotaged
    ? leaves(scene, 'has repaired once more already and alarms')
    : act(scene, 'decides to repair', 'turnOn');
}

function endKinds({ state, journal }: Scene): EndKind[] {
  if (journal.on === 'absent' || journal.on === 'torn') {
    return state.logged ? ['VERIFIED', 'UNKNOWN_OUTCOME'] : ['UNKNOWN_OUTCOME'];
  }
  if (journal.on === 'run' && journal.again === 'absent') {
    // A run writes down that switching off failed; the model leaves that out, so it allows more than the script does.
    return ['VERIFIED', 'UNKNOWN_OUTCOME'];
  }
  return ['REPAIRED'];
}

function soak(scene: Scene): Step[] {
  const { guard, journal, variant, index } = scene;
  const needed = variant === 'disarm-at-first-on' ? 1 : limits.soak;
  const maySettle = journal.off !== 'absent' && !guard.byHand;
  const soaked = guard.soak + 1 >= needed && maySettle;
  const waits = act(scene, 'sees PHS on', 'release', (next, own) => {
    // A recovery by hand writes no tick.
    if (!guard.byHand) own.soak = Math.min(limits.soak, own.soak + 1);
    if (!guard.byHand) own.since = Math.min(limits.withoutActivity, own.since + 1);
    next.ghost.readOn[index] = true;
  });
  if (isClaimless(journal) && !guard.byHand) {
    return [guard.since + 1 >= limits.withoutActivity ? leavesWithoutJournal(scene) : waits];
  }
  const ends = soaked ? endKinds(scene).map((kind) => endsWith(scene, kind)) : [];
  for (const { next } of ends) next.ghost.readOn[index] = true;
  return [...ends, ...(soaked && guard.since >= limits.withoutActivity ? [] : [waits])];
}

/** An end without a beginning would look like a damaged journal: it is told as an event alone. */
function leavesWithoutJournal(scene: Scene): Step {
  return act(scene, 'has no journal, has soaked, and leaves', 'unregister', (next) => {
    next.ghost.readOn[scene.index] = true;
    next.ghost.ended[scene.index] = true;
  });
}

function decide(scene: Scene): Step[] {
  const { state, index, variant, journal } = scene;
  const isOwn = isOwnOff(state, index, variant) || (variant === 'repair-anyones-off' && !state.on);
  if (isOwn && state.on) {
    return soak(scene);
  }
  if (isOwn) {
    const repaired = repair(scene);
    edit(repaired.next.guards, index).soak = 0;
    return [repaired];
  }
  if (isClaimless(journal) && state.on) {
    return soak(scene);
  }
  return [journal.claim === 'absent' ? leaves(scene, 'has no claim to go by') : closeOrEnd(scene)];
}

function turnOn(scene: Scene): Step[] {
  const { state, index, variant } = scene;
  const checked = (next: State): void => {
    const { ghost } = next;
    if (!at(ghost.intent, index)) broken(next, 'I3: the guardian switches on without a permission for OFF');
    if (!at(ghost.sawOn, index)) broken(next, 'I3: the guardian switches on what its run did not see on');
  };
  const place = variant === 'no-read-back' ? 'onWrite' : 'readBack';
  return [
    act(scene, 'switches on', place, (next) => {
      checked(next);
      next.on = true;
    }),
    ...(state.budget.fault === 0
      ? []
      : [
          act(scene, 'switches on, which is dropped', place, (next) => {
            next.budget.fault -= 1;
            checked(next);
          }),
        ]),
  ];
}

function readBack(scene: Scene): Step[] {
  const { state, index, journal, guard } = scene;
  if (!state.on) {
    return [
      act(scene, 'reads off and alarms', 'release', (next) => {
        next.alarm = true;
      }),
    ];
  }
  // The first "on", or that of a person, goes to the slot of "on"; the one after it to the slot of "again".
  const isAgain = wasOnAgain(scene) && !guard.byHand;
  const slot = isAgain ? 'again' : 'on';
  const writes = journal[slot] === 'absent' && journal.claim !== 'absent';
  return [
    act(scene, 'reads on', !writes ? 'release' : isAgain ? 'againWrite' : 'onWrite', (next, _guard, own) => {
      next.ghost.readOn[index] = true;
      // What a crash kept from being written down may be done again; what was written down may not.
      if (isAgain && next.ghost.lost !== 'journal') next.ghost.afterOn[index] = at(next.ghost.afterOn, index) + 1;
      edit(next.events, index)[slot] = true;
      if (writes) own[slot] = 'torn';
    }),
  ];
}

function wrote(scene: Scene, label: string, place: GuardPlace, values: Partial<Journal>): Step {
  return act(scene, label, place, (_next, _guard, journal) => {
    Object.assign(journal, values);
  });
}

function end(scene: Scene): Step[] {
  if (scene.journal.end !== 'absent') {
    return [act(scene, 'finds end there', 'release')];
  }
  return [wrote(scene, 'creates end', 'endWrite', { end: 'torn' })];
}

function writeEnd(scene: Scene): Step[] {
  const { index, guard } = scene;
  const kind = guard.endKind;
  return [
    act(scene, `writes end ${kind}`, 'unregister', (next, _guard, journal) => {
      const { ghost } = next;
      const withoutOff = kind === 'ABANDONED' || kind === 'PARAM_ONLY';
      if (withoutOff && at(ghost.offCalls, index) > 0) broken(next, `I8: ${kind} although OFF was called`);
      const proved = kind === 'VERIFIED' || kind === 'REPAIRED';
      if (proved && !at(ghost.readOn, index)) broken(next, `I8: ${kind} although nobody read on`);
      journal.end = kind;
      ghost.ended[index] = true;
    }),
  ];
}

function writeOn(scene: Scene): Step[] {
  const { index } = scene;
  return [
    act(scene, 'writes on guard', 'release', (next, _guard, journal) => {
      if (!at(next.ghost.readOn, index)) broken(next, 'I8: ON_SEEN although nobody read on');
      journal.on = 'guard';
    }),
  ];
}

const places: Readonly<Record<GuardPlace, (scene: Scene) => Step[]>> = {
  idle,
  look,
  armWrite: (scene) => [wrote(scene, 'writes armed', 'look', { armed: 'valid' })],
  decide,
  closeGoWrite: (scene) => [wrote(scene, 'writes go CLOSED', 'decide', { go: 'CLOSED' })],
  closeOffWrite: (scene) => [wrote(scene, 'writes off CLOSED', 'decide', { off: 'CLOSED' })],
  againWrite: (scene) => [wrote(scene, 'writes again', 'release', { again: 'valid' })],
  turnOn,
  readBack,
  onWrite: writeOn,
  end,
  endWrite: writeEnd,
  unregister: (scene) => [
    act(scene, 'unregisters its task', 'release', (_next, guard) => {
      guard.task = false;
    }),
  ],
  release: (scene) => [
    act(scene, 'releases the lock', 'idle', (next, guard) => {
      if (at(next.locks, scene.lock) === 3 + scene.index) next.locks[scene.lock] = 0;
      guard.holdsLock = false;
      guard.byHand = false;
    }),
  ],
};

/** What the guardian of one epoch can do next. */
export function guardSteps(state: State, index: number, variant: Variant): Step[] {
  const guard = at(state.guards, index);
  const journal = at(state.journals, index);
  return places[guard.place]({ state, index, variant, guard, journal, lock: lockIndex(variant, index) });
}
