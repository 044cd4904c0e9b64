import { act, endsWith, isClaimless, leaves, type Scene } from './guardian-scene.js';
import { limits, type Step } from './protocol.js';
import { claimsPermission } from './seen.js';
import { edit, type EndKind, type State } from './state.js';

/**
 * No OFF: close what is open and end. A torn GO is closed like a GO, and stays for a human to see. The script ends a run
 * that went only while PHS is on; the model leaves that out, so it allows more than the script does.
 */
export function closeOrEnd(scene: Scene): Step {
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
  if (journal.go !== 'CLOSED' && claimsPermission(state, scene.index)) {
    return soakInDoubt(scene);
  }
  // Also with a closed GO: a power cut may have taken the GO under which the parameter was stored.
  return endsWith(scene, state.param || journal.param !== 'absent' ? 'PARAM_ONLY' : 'ABANDONED');
}

/** A run that went, was closed, and of which somebody says more than the journal: nobody knows, and nothing is turned on. */
function soakInDoubt(scene: Scene): Step {
  const { state, guard } = scene;
  if (!state.on) {
    const left = leaves(scene, 'is in doubt, sees PHS off and alarms');
    edit(left.next.guards, scene.index).soak = 0;
    return left;
  }
  return guard.soak + 1 >= limits.longSoak && !guard.byHand ? endsWith(scene, 'UNKNOWN_OUTCOME') : seesOn(scene);
}

function endKind({ state, journal, variant }: Scene): EndKind {
  if (journal.again !== 'absent' || journal.on === 'guard') {
    return 'REPAIRED';
  }
  const isSwitched = variant === 'server-events-shorten-the-soak' && state.forged.switched;
  return journal.on === 'run' || isSwitched ? 'VERIFIED' : 'UNKNOWN_OUTCOME';
}

/** Short only where the journal tells that the switch took effect and was undone; what the server's log says counts for nothing. */
function soakNeeded({ state, journal, variant }: Scene): number {
  if (variant === 'disarm-at-first-on') {
    return 1;
  }
  const isShown = variant === 'server-events-shorten-the-soak' && state.forged.switched;
  return journal.on === 'run' || journal.on === 'guard' || isShown ? limits.soak : limits.longSoak;
}

function seesOn(scene: Scene): Step {
  return act(scene, 'sees PHS on', 'release', (next, own) => {
    // A recovery by hand writes no tick.
    if (!scene.guard.byHand) own.soak = Math.min(limits.longSoak, own.soak + 1);
    next.ghost.readOn[scene.index] = true;
  });
}

/** A tick that sees PHS on after a permission. */
export function soak(scene: Scene): Step[] {
  const { guard, journal } = scene;
  if (guard.byHand) {
    return [seesOn(scene)];
  }
  if (isClaimless(journal)) {
    return [guard.soak + 1 < limits.longSoak ? seesOn(scene) : leavesWithoutJournal(scene)];
  }
  if (journal.off === 'absent' || guard.soak + 1 < soakNeeded(scene)) {
    return [seesOn(scene)];
  }
  return [ends(scene)];
}

/** The soak is over. Before a permitted run in which nobody wrote down "on" is ended, the guardian does; an end that is there stays. */
function ends(scene: Scene): Step {
  const { index, journal } = scene;
  const isWatched = journal.off !== 'CLOSED';
  const hasSeen = (next: State): void => {
    next.ghost.readOn[index] = true;
  };
  if (journal.on === 'absent' && isWatched) {
    return act(scene, 'creates on', 'calmWrite', (next, _guard, own) => {
      hasSeen(next);
      own.on = 'torn';
    });
  }
  if (journal.end !== 'absent') {
    return act(scene, 'has soaked, finds an end there, and leaves', 'unregister', (next) => {
      hasSeen(next);
      next.ghost.ended[index] = true;
    });
  }
  const ended = endsWith(scene, endKind(scene));
  hasSeen(ended.next);
  return ended;
}

/** An end without a beginning would look like a damaged journal: it is told as an event alone. */
function leavesWithoutJournal(scene: Scene): Step {
  return act(scene, 'has no journal, has soaked, and leaves', 'unregister', (next) => {
    next.ghost.readOn[scene.index] = true;
    next.ghost.ended[scene.index] = true;
  });
}
