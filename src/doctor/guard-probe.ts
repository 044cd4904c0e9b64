import type { Probe } from '../model/doctor.js';
import type { Fact } from '../model/fact.js';
import type { PsSession } from '../ps/session.js';
import { notKnown } from './server-probes.js';

/** The folder in which the guard of full password syncs keeps its journal. */
export interface GuardJournal {
  readonly path: string;
  readonly exists: boolean;
  /** Null when it is as the guard wants it, or not there; otherwise what is wrong with it. */
  readonly problem: string | null;
}

/** Asks a session for the guard's journal. */
export type GuardReader = (session: PsSession, signal: AbortSignal) => Promise<Fact<GuardJournal>>;

/** Is the journal of the guard in a state in which a full password sync can be recorded? */
export function guardProbe(journal: Fact<GuardJournal>): Probe {
  const common = { id: 'guard-journal', title: 'Guard journal' } as const;
  if (!journal.known) {
    return { ...common, ...notKnown(journal.reason) };
  }
  const { path, exists, problem } = journal.value;
  const details = [{ label: 'Folder', value: path }];
  if (problem !== null) {
    return {
      ...common,
      status: 'fail',
      message: `${path}: ${problem}.`,
      details,
      cure: {
        text: 'force-full-sync refuses to run with it. Find out who made it before anything else; what stands in it cannot be believed.',
        commands: ['phs-tool guard show'],
      },
    };
  }
  return exists
    ? { ...common, status: 'pass', message: `${path}; only administrators may change it.`, details }
    : { ...common, status: 'pass', message: `${path} is not there yet: no full sync was set up.`, details };
}
