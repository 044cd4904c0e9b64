import { ExitCode } from '../base/exit-codes.js';
import { isLeftOff, mayBeLeftOff } from './decide.js';
import { buildHistory } from './describe-run.js';
import type { GuardShow, ShownPair } from './guard-document.js';
import type { AnswerSource } from '../base/answer-source.js';
import type { Inspection } from '../model/guard-inspection.js';
import { runOf } from './journal.js';
import type { JudgedPair } from './judge-pair.js';
import { readGuardEvents } from './log-evidence.js';
import { guardSchemaVersion } from './plan.js';

/** What `guard show` is made of. */
export interface ShowInput {
  readonly toolVersion: string;
  readonly at: Date;
  readonly simulated: boolean;
  readonly source: AnswerSource;
  readonly inspection: Inspection;
  /** The pairs to show. */
  readonly pairs: readonly JudgedPair[];
  /** Whether the server reported its connectors; else the pairs are those that journal and events know. */
  readonly connectorsRead: boolean;
}

function showPair({ inspection, live, epochs, evidence, verdict, explanation }: JudgedPair): ShownPair {
  const events = readGuardEvents(inspection).events.filter(({ pair }) => pair === live.pair);
  return {
    pair: live.pair,
    adConnector: live.adConnectorName,
    entraConnector: live.entraConnectorName,
    verdict,
    leftOff: isLeftOff(evidence),
    explanation: { ...explanation, found: [...explanation.found], next: [...explanation.next] },
    evidence,
    epochs: epochs.map((epoch) => ({
      epoch: epoch.number,
      run: runOf(epoch),
      history: [...buildHistory(epoch)],
      gaps: [...epoch.gaps],
      tickCount: epoch.tickCount,
    })),
    events: events.map(({ recordId, at, eventId, kind, sentence, isAuthentic }) => ({
      ...{ recordId, at, eventId, kind, sentence },
      verified: isAuthentic,
    })),
  };
}

/** Everything that the guard knows, as a document; pure. Exit code 7 when a run left a pair off, or may have and nobody can tell, else 0. */
export function showGuard({
  toolVersion,
  at,
  simulated,
  source,
  inspection,
  pairs,
  connectorsRead,
}: ShowInput): GuardShow {
  const shown = pairs.map(showPair);
  return {
    schemaVersion: guardSchemaVersion,
    tool: { name: 'phs-tool', version: toolVersion },
    command: 'guard show',
    at: at.toISOString(),
    simulated,
    source,
    supported: inspection.platform.supported,
    connectors: connectorsRead ? 'read' : 'unreadable',
    places: inspection.directories.map(({ role, path, state, detail }) => ({ role, path, state, detail })),
    eventLog: { ...inspection.eventLog, leftOut: inspection.eventsLeftOut.count },
    taskScheduler: inspection.taskScheduler,
    tasks: inspection.tasks.map(({ name, state, user }) => ({ name, state, user })),
    pairs: shown,
    exitCode: shown.some(({ evidence }) => mayBeLeftOff(evidence)) ? ExitCode.leftOff : ExitCode.ok,
  };
}
