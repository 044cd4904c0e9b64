import { recoverLine, watch, type VerdictInput, type VerdictText } from './explanation.js';
import { guardianIsArmed } from './guardian-task.js';
import { guardianAccountOf, recordOfKind, type Epoch } from './journal.js';

/** It is on again, and its guardian watches, or should. */
function explainWatched(
  { live, inspection }: Pick<VerdictInput, 'live' | 'inspection'>,
  newest: Epoch | undefined,
): VerdictText {
  const failed = newest !== undefined && (recordOfKind(newest, 'ON_SEEN')?.offError ?? null) !== null;
  const account = guardianAccountOf(newest);
  const triggered = failed
    ? 'A run could not switch off, or the server said so; whether a full password sync was triggered is not known.'
    : 'A full password sync was triggered.';
  if (guardianIsArmed(inspection, live.pair, { epoch: newest?.number ?? 0, account }) === false) {
    return {
      headline: `${triggered} Its guardian is gone before it saw synchronization stay on.`,
      safe: 'Its task was removed or disabled, or is not the one that was registered. "guard recover" arms it again; it then ends the run by itself, after three to forty-five minutes.',
      next: [recoverLine(live), 'phs-tool guard show', watch],
      ranAlready: true,
    };
  }
  return {
    headline: `${triggered} Its guardian still watches that synchronization stays on.`,
    safe: 'Nothing needs to be done. The guardian ends the run by itself, after three to forty-five minutes.',
    next: ['phs-tool guard show', watch],
    ranAlready: true,
  };
}

/** Explains a run that was begun and has not finished: who is at work on it, and what may be done. */
export function explainProgress({ evidence, live, inspection, epochs }: VerdictInput): VerdictText {
  const newest = epochs.at(-1);
  const recover = recoverLine(live);
  if (evidence.lock === 'busy') {
    return {
      headline: 'A run or its guardian is at work on this connector right now.',
      safe: 'Wait: whoever works holds a lock that ends with its process. A call of the server that hangs and leaves synchronization off is ended by the guardian after five minutes, and synchronization is turned on; while it is on, the guardian only waits.',
      next: ['phs-tool guard show'],
    };
  }
  if (evidence.stage === 'on-seen' || evidence.stage === 'again') {
    return explainWatched({ live, inspection }, newest);
  }
  if (evidence.earlier === 'unfinished-off') {
    return {
      headline: 'An earlier run that may have switched off has not finished.',
      safe: 'Let its guardian finish, or recover; do not begin another run before.',
      next: ['phs-tool guard show', recover],
    };
  }
  if (evidence.stage === 'going' && evidence.log === 'unreadable') {
    return {
      headline:
        'A run of this connector was begun and has not finished. Whether it switched off is not known: the event log could not be read.',
      safe: 'Make the Application log readable and run the command again. The guardian turns on what it finds off meanwhile.',
      next: ['Get-Service EventLog', 'phs-tool guard show', recover],
    };
  }
  return {
    headline: 'A run of this connector was begun and has not finished. Nothing was switched off.',
    safe: 'Synchronization was not touched. The guardian closes such a run with one of its next starts, after ten at the most; "guard recover" closes it at once, also if no guardian was armed.',
    next: ['phs-tool guard show', recover],
  };
}
