import { at, hasSlots, newJournal, type Journal, type State } from './state.js';
import { toldKinds, type PlantedStory, type Told } from './told.js';
import type { Variant } from './variants.js';

/**
 * What the tool takes from what it finds: slots of protected folders, and authentic events as a set. What a signed-in user
 * wrote is a doubt and no more (docs/guard.md, "What is believed"); each broken variant believes one thing too much.
 */

/** Slots of a folder that somebody else made, as he wants them read. */
const stories: Readonly<Record<PlantedStory, Partial<Journal>>> = {
  none: {},
  'left off': { claim: 'valid', sawOn: true, armed: 'valid', go: 'GO', param: 'valid', off: 'OFF_INTENT' },
  abandoned: { claim: 'valid', sawOn: true, armed: 'valid', go: 'CLOSED', end: 'ABANDONED' },
  ended: { on: 'run', end: 'VERIFIED' },
};

/** Whether the folder of the journal, and all below it, belongs to administrators, as far as the tool looks. */
export function isTrusted({ root }: State, variant: Variant): boolean {
  return (
    root === 'absent' ||
    root === 'protected' ||
    variant === 'reads-unprotected-root' ||
    (root === 'repaired' && variant === 'only-upper-folders-judged')
  );
}

/** The slots of an epoch that are read; none below a folder that is not protected. */
export function journalSeen(state: State, index: number, variant: Variant): Journal {
  const own = at(state.journals, index);
  const { root, forged } = state;
  if (root === 'absent' || root === 'protected') {
    return own;
  }
  if (!isTrusted(state, variant)) {
    return newJournal();
  }
  const told = index === 0 ? stories[forged.story] : {};
  // What the tool wrote itself is there; his are the slots beside it.
  const kept = Object.entries(own).filter(([, value]) => value !== 'absent' && value !== false);
  return { ...own, ...told, ...Object.fromEntries<Partial<Journal>[keyof Journal]>(kept) };
}

function isBelieved(fake: Told, kind: keyof Told, variant: Variant): boolean {
  const believed: Readonly<Partial<Record<Variant, readonly (keyof Told)[]>>> = {
    'unauthentic-event-orders': ['go', 'off'],
    'unauthentic-event-calms': ['on'],
    'unauthentic-4111-counts': ['again'],
  };
  return fake[kind] && (believed[variant] ?? []).includes(kind);
}

/** The authentic events of an epoch, copies among them. */
export function eventsSeen(state: State, index: number, variant: Variant): Told {
  const [own, copy, fake] = [at(state.events, index), at(state.forged.copies, index), at(state.forged.fakes, index)];
  const told = { ...own };
  for (const kind of toldKinds) told[kind] = own[kind] || copy[kind] || isBelieved(fake, kind, variant);
  if (variant === 'newest-event-counts' && copy.off && !copy.on) told.on = false;
  return told;
}

/** Somebody wrote an event under the tool's source that is not the tool's. */
export function isDoubtful({ forged }: State, index: number): boolean {
  const fake = at(forged.fakes, index);
  return forged.noise || toldKinds.some((kind) => fake[kind]);
}

/** The same, and it claims that the run of an epoch was permitted to switch off, or may do so. */
export function claimsPermission({ forged }: State, index: number): boolean {
  return forged.noise || at(forged.fakes, index).off;
}

function isPermittedBySlot({ off }: Journal, variant: Variant): boolean {
  return off === 'OFF_INTENT' || (off === 'torn' && variant !== 'torn-is-absent');
}

/** The run of an epoch was permitted to switch off, by its slot or by an authentic event. */
export function isPermitted(state: State, index: number, variant: Variant): boolean {
  return isPermittedBySlot(journalSeen(state, index, variant), variant) || eventsSeen(state, index, variant).off;
}

/** A run has come to its end: a permitted one only when its end verifies and somebody wrote down that PHS was on again. */
export function isOver(state: State, index: number, variant: Variant): boolean {
  const journal = journalSeen(state, index, variant);
  const { end, on } = journal;
  if (variant === 'torn-end-is-an-end' && end !== 'absent') {
    return true;
  }
  const isEarly = isPermittedBySlot(journal, variant) && on === 'absent';
  return end !== 'absent' && end !== 'torn' && (!isEarly || variant === 'early-end-is-an-end');
}

/**
 * What every command of the tool says with exit code 7: PHS is off, and a run may have left it so. An event that claims a
 * permission and is not authentic says it as well: that much is only an alarm.
 */
export function saysLeftOff(state: State, variant: Variant): boolean {
  return !state.on && [0, 1].some((index) => mayHaveLeftOff(state, index, variant));
}

function mayHaveLeftOff(state: State, index: number, variant: Variant): boolean {
  const journal = journalSeen(state, index, variant);
  const events = eventsSeen(state, index, variant);
  if (at(state.forged.fakes, index).off) {
    return true;
  }
  if (!isPermitted(state, index, variant)) {
    return false;
  }
  if (variant === 'exit-code-believes-the-end' && journal.end !== 'absent') {
    return false;
  }
  if (!hasSlots(journal)) {
    return !events.on;
  }
  // An end that cannot be read was written after the last look; later nobody of the tool's switched off.
  const isEnded = journal.end !== 'absent' && (journal.on !== 'absent' || !isPermittedBySlot(journal, variant));
  return !isEnded;
}
