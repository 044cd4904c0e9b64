import type { Probe } from '../model/doctor.js';
import type { Fact } from '../model/fact.js';
import type { JudgedConnectorPair } from '../guard/judge-connector-pairs.js';
import type { PsSession } from '../ps/session.js';
import { notKnown } from './server-probes.js';

/** The folder in which the guard of full password syncs keeps its journal. */
export interface GuardJournal {
  readonly path: string;
  readonly exists: boolean;
  /** Null when it is as the guard wants it, or not there; otherwise what is wrong with it. */
  readonly problem: string | null;
}

/** What the guard of full password syncs reports. */
export interface GuardState {
  readonly journal: Fact<GuardJournal>;
  /** The pairs that a run left off, or may have; events report them too. */
  readonly leftOff: readonly JudgedConnectorPair[];
}

/** Asks a session for what the guard reports. */
export type GuardReader = (session: PsSession, signal: AbortSignal) => Promise<Fact<GuardState>>;

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
        text: 'force-full-sync refuses to run with it. First find out who made it; do not trust what is in it.',
        commands: ['phs-tool guard show'],
      },
    };
  }
  return exists
    ? { ...common, status: 'pass', message: `${path}; only administrators can change it.`, details }
    : { ...common, status: 'pass', message: `${path} is not there yet: no full sync was set up.`, details };
}

/** Did a full sync of this tool leave synchronization off? What the command is asked for matters less then (exit code 7). */
export function fullSyncProbe(state: Fact<GuardState>): Probe {
  const common = { id: 'full-sync', title: 'Full password sync' } as const;
  if (!state.known) {
    return { ...common, ...notKnown(state.reason) };
  }
  const { leftOff, journal } = state.value;
  const [first] = leftOff;
  if (first === undefined && !journal.known) {
    return { ...common, ...notKnown(journal.reason) };
  }
  if (first === undefined) {
    return {
      ...common,
      status: 'pass',
      message: 'No run of this tool left synchronization switched off.',
      details: [],
    };
  }
  const { headline, now, safe, next } = first.explanation;
  return {
    ...common,
    status: 'fail',
    message: `${headline} ${now}`,
    details: leftOff.map(({ name, verdict }) => ({ label: name, value: verdict })),
    cure: { text: safe, commands: [...next] },
  };
}

/** Both lines of the guard, from one answer. */
export function guardProbes(state: Fact<GuardState>): readonly Probe[] {
  return [guardProbe(state.known ? state.value.journal : state), fullSyncProbe(state)];
}
