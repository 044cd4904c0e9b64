import { act, isClaimless, leaves, type Scene } from './guardian-scene.js';
import { closeOrEnd, soak } from './guardian-soak.js';
import { broken, limits, lockIndex, tell, type Step } from './protocol.js';
import { claimsPermission, eventsSeen, isOver, isPermitted, isTrusted, journalSeen } from './seen.js';
import { at, edit, type GuardPlace, type Journal, type State } from './state.js';
import type { Variant } from './variants.js';

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
  const latest = state.answered ? limits.latest : limits.latestAlone;
  return (isHung(state) || state.lateOff < latest) && state.lateAdd < limits.latest;
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
  const { state, index, journal, guard, variant, lock } = scene;
  if (!isTrusted(state, variant)) {
    return [refusesToRead(scene)];
  }
  if (isOver(state, index, variant) && !guard.byHand) {
    return [
      act(scene, 'sees END', 'unregister', (next) => {
        next.ghost.ended[index] = true;
      }),
    ];
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

/** Below a folder that is not protected nothing is read: it neither acts nor leaves, and says so every time. */
function refusesToRead(scene: Scene): Step {
  return act(scene, 'finds the journal unprotected and alarms', 'release', (next) => {
    next.alarm = true;
  });
}

/** The lock is busy: count, alarm, at last end the holder (docs/guard.md, "Order"). */
function busy(scene: Scene): Step {
  const { state, index, variant, guard, journal, lock } = scene;
  if (state.on || !isPermitted(state, index, variant)) {
    return act(scene, 'finds the lock busy', 'idle', (_next, own) => {
      own.busy = 0;
      own.byHand = false;
      if (variant === 'soak-ignores-lock') own.soak = Math.min(limits.longSoak, own.soak + 1);
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

/** PHS was on again after the run; the log is not looked at where the journal alone asks for a repair. */
function wasOnAgain({ state, index, journal, variant }: Scene): boolean {
  return journal.on !== 'absent' || (journal.off === 'absent' && eventsSeen(state, index, variant).on);
}

function repair(scene: Scene): Step {
  const { state, index, guard, journal, variant } = scene;
  const hasRepairedAgain =
    journal.again !== 'absent' || eventsSeen(state, index, variant).again || isClaimless(journal);
  const isSabotaged = variant === 'repair-for-ever' || variant === 'repair-anyones-off';
  return wasOnAgain(scene) && hasRepairedAgain && !guard.byHand && !isSabotaged
    ? leaves(scene, 'has repaired once more already and alarms')
    : act(scene, 'decides to repair', 'turnOn');
}

function decide(scene: Scene): Step[] {
  const { state, index, variant, journal } = scene;
  const isUnsure = variant === 'doubt-is-an-unreadable-log' && claimsPermission(state, index) && journal.go === 'GO';
  const believes = variant === 'repair-anyones-off' || (isUnsure && journal.off === 'absent');
  const isOwn = isPermitted(state, index, variant) || (believes && !state.on);
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
    const isUndone = at(ghost.ended, index) && at(ghost.readOn, index) && isClaimless(scene.journal);
    if (isUndone) broken(next, 'I3: the guardian switches on although its run has ended with PHS on');
    if (!at(ghost.sawOn, index)) broken(next, 'I3: the guardian switches on what its run did not see on');
  };
  const place = variant === 'no-read-back' ? 'onWrite' : 'readBack';
  return [
    act(scene, 'switches on', place, (next) => {
      checked(next);
      next.on = true;
      next.answered = true;
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
      tell(next, index, slot);
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

function writeOn(scene: Scene, by: 'guard' | 'calm', place: GuardPlace): Step[] {
  const { index } = scene;
  return [
    act(scene, `writes on ${by}`, place, (next, _guard, journal) => {
      if (!at(next.ghost.readOn, index)) broken(next, 'I8: ON_SEEN although nobody read on');
      if (by === 'calm') tell(next, index, 'on');
      journal.on = by;
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
  onWrite: (scene) => writeOn(scene, 'guard', 'release'),
  calmWrite: (scene) => writeOn(scene, 'calm', 'decide'),
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
  const journal = journalSeen(state, index, variant);
  return places[guard.place]({ state, index, variant, guard, journal, lock: lockIndex(variant, index) });
}
