import { commandToCopy } from '../base/command-to-copy.js';
import type { Verdict } from './decide.js';
import type { GuardEvidence } from './evidence.js';
import { isOver, runOf } from './journal.js';
import type { LivePair } from './live-pair.js';
import { runOnlyInEvents } from './log-evidence.js';
import type { PairReading } from './read-pair.js';

/** What Microsoft's page says of the script for a full sync. */
export const onlyOnce =
  'Run this script only once. If you need to run it more than once, something else is the problem.';

/** A verdict for a person: what was found (where, when, by whom), whether it is on now, what is safe, what to do next. */
export interface Explanation {
  /** One sentence. */
  readonly headline: string;
  /** What was found, one sentence each. */
  readonly found: readonly string[];
  /** Whether password hash synchronization is on right now. */
  readonly now: string;
  /** What is safe to do, and what is not. */
  readonly safe: string;
  /** The exact commands, the first one first. */
  readonly next: readonly string[];
  /** Microsoft's sentence, if a full sync has run already. */
  readonly microsoft?: string;
}

/** What an explanation is made of. */
export interface VerdictInput extends PairReading {
  readonly evidence: GuardEvidence;
  readonly verdict: Verdict;
}

/** Shows how a full sync went. */
export const watch = 'phs-tool events --id 617,618,621,622,623';

/** The line that recovers this connector. */
export function recoverLine({ adConnectorName }: LivePair): string {
  return commandToCopy('phs-tool guard recover', [['connector', adConnectorName]]);
}

/** The line that sets the newest run aside: of the events if the journal does not know it, else of the journal. */
export function supersedeLine(reading: PairReading): string {
  const { live, epochs } = reading;
  const newest = epochs.at(-1);
  const run = runOnlyInEvents(reading) ?? (newest === undefined ? null : runOf(newest));
  const what = run === null ? '--evidence parameter' : `--run ${run}`;
  return commandToCopy(`phs-tool guard supersede ${what}`, [
    ['connector', live.adConnectorName],
    ['reason', 'Microsoft support case ...'],
  ]);
}

/**
 * What brings the newest run to where another one may be decided on: "recover" while it has no end, else "supersede", which is
 * refused before. What was opened by hand and not begun is not a run.
 */
export function listRecoveryCommands(reading: PairReading): readonly string[] {
  const { live, epochs } = reading;
  const newest = epochs.at(-1);
  const isOpen =
    newest !== undefined && !isOver(newest) && [...newest.slots.keys()].some((slot) => slot !== '00-supersede');
  return isOpen ? [recoverLine(live)] : [supersedeLine(reading)];
}

/** What one verdict adds to an explanation. */
export type VerdictText = Pick<Explanation, 'headline' | 'safe' | 'next'> & { readonly ranAlready?: boolean };
