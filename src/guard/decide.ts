import type { GuardEvidence, Stage } from './evidence.js';

/** Every answer to "may a full password sync be run now?"; what each means is with {@link decide}. */
export const verdicts = [
  'MAY_RUN',
  'ABANDONED_MAY_RUN',
  'REFUSE_ALREADY_RUN',
  'REFUSE_PHS_OFF',
  'REFUSE_EVIDENCE_UNREADABLE',
  'IN_PROGRESS',
  'REPAIR_NOW',
  'UNKNOWN_OUTCOME',
  'FOREIGN',
  'HUMAN',
] as const;
/** One of {@link verdicts}. */
export type Verdict = (typeof verdicts)[number];

/** Stages of a run that has not ended and may have switched off. */
const mayBeOff: ReadonlySet<Stage> = new Set<Stage>(['off-intent', 'on-seen', 'again', 'damaged-off', 'early-end']);
/** Stages before switching off was permitted by the journal; an event may know more. */
const beforeOff: ReadonlySet<Stage> = new Set<Stage>(['claimed', 'going', 'closed']);
/** Stages that cannot be believed. */
const damaged: ReadonlySet<Stage> = new Set<Stage>(['damaged', 'damaged-off', 'newer']);
/** Stages after which nothing was switched: an event of switching off contradicts them. */
const neverOff: ReadonlySet<Stage> = new Set<Stage>(['abandoned', 'param-only']);

/** The events permit switching off where the journal does not say so. */
function isLogged({ logSays }: GuardEvidence): boolean {
  return logSays === 'off-intent' || logSays === 'off-alone' || logSays === 'on-again';
}

/** The journal has no permission to switch off, and the log, the second store of it, cannot be read: nobody can tell. */
export function isUnsure({ stage, log }: GuardEvidence): boolean {
  return stage === 'going' && log === 'unreadable';
}

/** A run of this server may have switched off, and nothing shows that it ended with synchronization on. */
function mayHaveSwitchedOff(evidence: GuardEvidence): boolean {
  const { identity, stage, logSays, earlier, doubts } = evidence;
  // The event was written before the switch: it wins over every slot, also over one that closes or ends the run.
  const isSaid = logSays === 'off-intent' || logSays === 'off-alone';
  const loggedOnly = isSaid || (isLogged(evidence) && (stage === 'claimed' || stage === 'going'));
  const possible = mayBeOff.has(stage) || loggedOnly || isUnsure(evidence);
  // Whoever wrote it: an alarm is the careful side. It orders nothing, and is told in words of its own.
  const isClaimed = doubts === 'off-intent';
  return identity !== 'foreign' && (possible || isClaimed || earlier === 'unfinished-off');
}

/**
 * True when a run may have switched password hash synchronization off, has not ended, and it is off now: act now,
 * whatever else is known (exit code 7).
 */
export function isLeftOff(evidence: GuardEvidence): boolean {
  return evidence.channel === 'off' && mayHaveSwitchedOff(evidence);
}

/**
 * Why it counts as left off: `journal`: slots say so, or an authentic event beside a slot or the guardian's task; `events`:
 * authentic events alone, which order nothing; `doubt`: events of which nobody knows who wrote them.
 */
export type LeftOffBy = 'journal' | 'events' | 'doubt';

/** See {@link LeftOffBy}; undefined when nothing shows that a run may have left it off. */
export function leftOffBy(evidence: GuardEvidence): LeftOffBy | undefined {
  if (!mayHaveSwitchedOff(evidence)) {
    return undefined;
  }
  const withoutDoubts: GuardEvidence = { ...evidence, doubts: 'none' };
  if (!mayHaveSwitchedOff(withoutDoubts)) {
    return 'doubt';
  }
  const isAlone = evidence.logSays === 'off-alone' && !mayHaveSwitchedOff({ ...withoutDoubts, logSays: 'agrees' });
  return isAlone ? 'events' : 'journal';
}

/** The same, or nobody can tell whether it is on: who was asked to turn it on must not call that done. */
export function mayBeLeftOff(evidence: GuardEvidence): boolean {
  return evidence.channel !== 'on' && mayHaveSwitchedOff(evidence);
}

/** The tool's own run on this server left it off, and the journal says well enough that it was on before (I2 within I3). */
function isOursToRepair(evidence: GuardEvidence): boolean {
  const { stage, journal, sawOn, logSays, channel } = evidence;
  const inJournal = stage === 'off-intent' || stage === 'on-seen' || stage === 'damaged-off' || stage === 'early-end';
  const issued = inJournal || isUnsure(evidence);
  const saysNothingOfOff = beforeOff.has(stage) || neverOff.has(stage) || stage === 'superseded' || stage === 'damaged';
  const logged = logSays === 'off-intent' && saysNothingOfOff;
  return channel === 'off' && journal === 'read' && sawOn === 'yes' && (issued || logged);
}

function needsHuman(evidence: GuardEvidence): boolean {
  const { journal, stage, earlier, logSays } = evidence;
  const contradicted = isLogged(evidence) && neverOff.has(stage);
  return (
    journal === 'untrusted' ||
    damaged.has(stage) ||
    earlier === 'not-in-order' ||
    logSays === 'disagrees' ||
    contradicted
  );
}

/** The verdict of a run that was found, on its own; undefined when it does not stand in the way of another. */
function verdictOfRun(evidence: GuardEvidence): Verdict | undefined {
  const { stage, logSays, earlier } = evidence;
  if (earlier === 'unfinished-off') {
    return 'IN_PROGRESS';
  }
  if (stage === 'off-intent' || (beforeOff.has(stage) && isLogged(evidence))) {
    return 'UNKNOWN_OUTCOME';
  }
  if (beforeOff.has(stage) || stage === 'on-seen' || stage === 'again') {
    return 'IN_PROGRESS';
  }
  if (stage === 'unknown-outcome' || stage === 'early-end') {
    return 'UNKNOWN_OUTCOME';
  }
  const isOver = stage === 'verified' || stage === 'repaired' || stage === 'param-only';
  return isOver || logSays === 'more' || isLogged(evidence) ? 'REFUSE_ALREADY_RUN' : undefined;
}

function isUnreadable({ journal, log, parameter, channel, identity, lock, doubts }: GuardEvidence): boolean {
  const cannotBeRead = journal === 'unreadable' || log === 'unreadable' || lock === 'unreadable';
  return (
    cannotBeRead ||
    doubts !== 'none' ||
    parameter === 'unreadable' ||
    channel === 'unreadable' ||
    identity === 'unknown'
  );
}

/** All sources could be read, and events cannot be verified. */
export function isOnlyDoubt(evidence: GuardEvidence): boolean {
  return evidence.doubts !== 'none' && !isUnreadable({ ...evidence, doubts: 'none' });
}

/**
 * May a full password sync of this pair be run now? Total and pure. In this order, the first that holds:
 *
 * 1. FOREIGN: the journal was written by another machine or for other connectors (copied, restored).
 * 2. IN_PROGRESS: the lock is held: somebody may be calling a changing cmdlet this moment, nobody else may do anything.
 * 3. REPAIR_NOW: it is off, the tool's own unfinished run may have done it and saw it on before (I2); an event that permits
 *    switching off (an authentic one, of a run that the journal knows), without one that reports on again, counts more than a slot that closed that run; so does a run that went
 *    and whose permission could only stand in a log that cannot be read. Comes before all
 *    doubts about the rest, also unreadable sources: after switching off was permitted, on first and questions later. Not
 *    after it was turned on twice: then somebody else may want it off (I3), and HUMAN or REFUSE_PHS_OFF follows.
 * 4. FOREIGN: the connectors were renamed since.
 * 5. HUMAN: a slot is torn or of a newer version, the journal contradicts itself or the events, or others may write to it.
 * 6. REFUSE_PHS_OFF: it is off and not ours to turn on (I3); this command is not the cure.
 * 7. What the newest run says (positive evidence wins over unreadable sources): IN_PROGRESS, UNKNOWN_OUTCOME,
 *    REFUSE_ALREADY_RUN; also an event of a run that the journal does not have (deleted journal).
 * 8. REFUSE_ALREADY_RUN: the parameter is on the connector and no supersede set that value aside.
 * 9. REFUSE_EVIDENCE_UNREADABLE: "none" was found, but a source could not be read (I5), or events cannot be verified.
 * 10. ABANDONED_MAY_RUN as the next epoch after one that ended before anything was switched, else MAY_RUN.
 */
export function decide(evidence: GuardEvidence): Verdict {
  const { identity, lock, channel, parameter, stage } = evidence;
  if (identity === 'foreign') {
    return 'FOREIGN';
  }
  if (lock === 'busy') {
    return 'IN_PROGRESS';
  }
  if (isOursToRepair(evidence)) {
    return 'REPAIR_NOW';
  }
  if (identity === 'renamed') {
    return 'FOREIGN';
  }
  if (needsHuman(evidence)) {
    return 'HUMAN';
  }
  if (channel === 'off') {
    return 'REFUSE_PHS_OFF';
  }
  const ofRun = verdictOfRun(evidence);
  if (ofRun !== undefined) {
    return ofRun;
  }
  // A value that a supersede set aside needs that supersede; without one it is there like any other.
  if (parameter === 'present' || (parameter === 'as-recorded' && stage === 'none')) {
    return 'REFUSE_ALREADY_RUN';
  }
  if (isUnreadable(evidence)) {
    return 'REFUSE_EVIDENCE_UNREADABLE';
  }
  return stage === 'abandoned' ? 'ABANDONED_MAY_RUN' : 'MAY_RUN';
}

/** True for the verdicts that let a run begin. */
export function mayRun(verdict: Verdict): boolean {
  return verdict === 'MAY_RUN' || verdict === 'ABANDONED_MAY_RUN';
}
