import { spend } from './outside.js';
import { newestSlot, type Step } from './protocol.js';
import { isDoubtful, isOver, isPermitted, journalSeen } from './seen.js';
import { at, edit, isUsed, type State } from './state.js';
import { nothingForged } from './told.js';
import type { Variant } from './variants.js';

/** A slot of a run or its task: without either, an event of it orders nothing. */
function isCorroborated(state: State, index: number, variant: Variant): boolean {
  const isSquatted = variant === 'task-vouches-by-name' && at(state.forged.tasks, index);
  return newestSlot(journalSeen(state, index, variant)) !== undefined || at(state.guards, index).task || isSquatted;
}

function recovers(state: State, index: number, variant: Variant): Step[] {
  const journal = journalSeen(state, index, variant);
  const isIdle = at(state.guards, index).place === 'idle';
  const isOpen = journal.claim !== 'absent' && journal.end === 'absent';
  const believes = variant === 'recover-acts-on-events-alone' || isCorroborated(state, index, variant);
  const isLeftOff = !state.on && isPermitted(state, index, variant) && !isOver(state, index, variant) && believes;
  return isIdle && (isOpen || isLeftOff)
    ? spend(state, 'recover', 'an operator recovers', (next) => {
        edit(next.guards, index).place = 'look';
        edit(next.guards, index).byHand = true;
      })
    : [];
}

function supersedes(state: State, newest: number, variant: Variant): Step[] {
  const { end, on } = journalSeen(state, newest, variant);
  const guard = at(state.guards, newest);
  const isEnded = isOver(state, newest, variant) || (end !== 'absent' && on !== 'absent');
  const hasEnded = isEnded && !guard.task && guard.place === 'idle';
  const believes = variant === 'supersede-follows-any-event' && at(state.forged.fakes, 1).go;
  const mayFollow = state.on && state.locks.every((held) => held === 0) && newest === 0;
  // A person's decision: the events that nobody authenticated, as they are now, are set aside with it.
  const opens = (next: State, index: number): void => {
    edit(next.journals, index).superseded = true;
    next.forged = { ...next.forged, fakes: nothingForged.fakes, noise: false };
  };
  const nothing = !isUsed(at(state.journals, 0)) && state.root === 'absent';
  const doubts = nothing && (isDoubtful(state, 0) || isDoubtful(state, 1));
  return [
    ...(mayFollow && (hasEnded || believes)
      ? spend(state, 'supersede', 'an operator supersedes the run', (next) => {
          opens(next, 1);
          next.ghost.superseded += 1;
        })
      : []),
    ...(doubts && mayFollow
      ? spend(state, 'supersede', 'an operator sets the doubts aside', (next) => {
          opens(next, 0);
          next.root = 'protected';
        })
      : []),
  ];
}

/** What an operator can do beside a run. */
export function commands(state: State, variant: Variant): Step[] {
  const newest = isUsed(journalSeen(state, 1, variant)) ? 1 : 0;
  return [...recovers(state, newest, variant), ...supersedes(state, newest, variant)];
}
