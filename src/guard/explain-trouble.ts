import { isLeftOff } from './decide.js';
import { recoverLine, supersedeLine, watch, wayOnLines, type Said, type VerdictInput } from './explanation.js';
import { isNewer, recordOfKind, tornSlots, type Epoch } from './journal.js';

/** How a run whose records are damaged is brought to its end, and then set aside. */
function ofDamage({ inspection, live }: VerdictInput, newest: Epoch | undefined): Said {
  const isOver = newest === undefined || newest.slots.has('90-end');
  const torn = newest === undefined ? [] : tornSlots(newest).map(({ slot }) => slot);
  const what = torn.length === 0 ? '' : ` (${torn.join(', ')})`;
  const isSet = newest !== undefined && recordOfKind(newest, 'SUPERSEDE') !== undefined && newest.slots.size === 1;
  const first = isOver
    ? 'That run is over; "guard recover" turns on what it may have left off and removes its task.'
    : 'First "guard recover": it turns on what the run may have left off and arms its guardian, which ends the run when synchronization has stayed on.';
  return {
    headline: `The journal of this pair is damaged${what} or contradicts itself or the event log: a person must look at it.`,
    safe: `Do not delete or repair files of the journal: they are the evidence. ${first} See whether a full sync ran (event 623). Where one more run is needed after its end, set this one aside with supersede and say why.`,
    next: [
      ...(isSet || !isOver ? [] : [recoverLine(live)]),
      ...(isSet ? [supersedeLine(inspection, live)] : wayOnLines(inspection, live)),
      'phs-tool guard show',
      watch,
    ],
  };
}

/** Explains HUMAN: what makes the journal unbelievable, and what helps. */
export function ofHuman(input: VerdictInput, newest: Epoch | undefined): Said {
  if (newest !== undefined && isNewer(newest)) {
    return {
      headline: 'The journal was written by a newer phs-tool.',
      safe: 'This version does not judge what it does not understand. Use the newer version.',
      next: ['phs-tool --version', 'phs-tool guard show'],
    };
  }
  if (input.evidence.journal === 'untrusted') {
    const found = input.inspection.directories.find(({ role }) => role === 'journal');
    return {
      headline: 'Others than administrators may have written to the journal.',
      safe: `Find out who made or changed ${found?.path ?? 'the directory of the journal'} before anything else: what stands in it cannot be believed.`,
      next: [`icacls "${found?.path ?? ''}"`, 'phs-tool guard show'],
    };
  }
  return ofDamage(input, newest);
}

/** Explains that a run may have left it off, and the server does not tell. */
export function ofUnread({ live }: VerdictInput): Said {
  return {
    headline:
      'A run of this tool may have left password hash synchronization OFF, and whether it is on could not be read.',
    safe: 'Have the server answer, then turn synchronization on: that is safe, and all that "recover" does. The guardian does the same with every start, where its task runs and the server answers.',
    next: ['Restart-Service ADSync', recoverLine(live), 'phs-tool guard show'],
  };
}

/** Explains that it is off: left off by a run of the tool, or by somebody else. */
export function ofOff({ evidence, live }: VerdictInput): Said {
  if (isLeftOff(evidence)) {
    return {
      headline: 'Password hash synchronization is OFF, and a run of this tool may have left it off.',
      safe: 'Turning it on is safe. Where it was turned on before and is off again, somebody else may mean it: ask first.',
      next: [recoverLine(live), 'phs-tool status'],
    };
  }
  const ended = ['verified', 'repaired', 'unknown-outcome'].includes(evidence.stage);
  return {
    headline: ended
      ? 'Password hash synchronization of this connector is off. The last run of this tool ended while it was on; it was switched off since.'
      : 'Password hash synchronization of this connector is off, and not by this tool.',
    safe: 'The tool never turns on what it did not switch off. A full sync is not the cure: turn synchronization on in the wizard, and passwords go again.',
    next: ['phs-tool status', 'phs-tool diagnose --only PHS205'],
  };
}
