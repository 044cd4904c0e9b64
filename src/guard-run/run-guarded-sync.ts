import { randomUUID } from 'node:crypto';
import { PhsError, PsError } from '../base/errors.js';
import type { Connector } from '../model/facts.js';
import type { GuardRow } from '../model/guard-row.js';
import type { GuardServer } from './guard-server.js';
import { buildPlan, nextEpoch, type GuardPlan } from '../guard/plan.js';
import { preflight } from '../guard/preflight.js';
import { adviceFor } from '../guard/refusals.js';
import {
  describeGuardianDoubt,
  chooseRunExitCode,
  readField,
  buildRunResult,
  listWatchCommands,
  type RunReplies,
  type PlannedRun,
  type ModeReply,
} from '../guard/run-result.js';
import { watchJournal } from './watch-journal.js';
import { inspectPair } from './inspect-pairs.js';
import { findOtherPairsLeftOff } from './other-pairs-left-off.js';

/** What one run needs to be known beside the server. */
export interface RunRequest {
  readonly connector: Connector;
  readonly toolVersion: string;
  readonly simulated: boolean;
  readonly guardianAccount: string;
  /** Hash of the one plan that may be carried out; undefined: whichever is shown. */
  readonly namedPlan: string | undefined;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  /** Shows a stage of the run. */
  readonly onStage: (text: string) => void;
  /** Shows a line that stays. */
  readonly onNote: (text: string) => void;
}

/** Reads everything and makes the plan; changes nothing. */
export async function planRun(server: GuardServer, request: RunRequest): Promise<PlannedRun> {
  const { connector, toolVersion, simulated, guardianAccount, namedPlan, clock } = request;
  const at = clock();
  const judged = await inspectPair(server, connector);
  const elsewhere = await findOtherPairsLeftOff(server, judged.inspection, [server.pairId(connector)]);
  const conditions = preflight({
    judged,
    elsewhere,
    namedPlan,
    service: server.service,
    productVersion: await server.productVersion(),
    at,
    entraConnectorCount: server.entraConnectorCount(),
  });
  return { plan: buildPlan({ toolVersion, at, simulated, judged, elsewhere, conditions, guardianAccount }), judged };
}

async function tryChange(change: Promise<readonly GuardRow[]>): Promise<ModeReply> {
  try {
    return { rows: await change };
  } catch (error) {
    if (error instanceof PhsError && !(error instanceof PsError && error.code === 'E_REPLAY_MUTATES')) {
      return { rows: [], lost: error };
    }
    throw error;
  }
}

/** Asks the guard to claim the run and to arm the guardian; `onFolder` gets the folder of the journal as soon as it is reported. */
function claimRun(
  server: GuardServer,
  { connector, toolVersion, guardianAccount }: RunRequest,
  { epoch, run, planHash }: { readonly epoch: number; readonly run: string; readonly planHash: string },
  onFolder: (folder: string) => void,
): Promise<ModeReply> {
  const adConnectorId = connector.identifier;
  return tryChange(
    server.change(
      { mode: 'Claim', adConnectorId, epoch, runId: run, planHash, toolVersion, guardianAccount },
      {
        onRows: (rows) => {
          const folder = readField(rows, 'claimed', 'journal');
          if (folder !== null) {
            onFolder(folder);
          }
        },
      },
    ),
  );
}

async function claimAndRun(
  server: GuardServer,
  request: RunRequest,
  plan: GuardPlan,
  epoch: number,
): Promise<RunReplies> {
  const run = randomUUID();
  const { guardianAccount, onStage, onNote, signal } = request;
  const planHash = plan.planHash ?? '';
  const pairId = plan.pair?.id ?? '';
  let stop = (): void => undefined;
  const onInterrupt = (): void => {
    onNote(
      'Interrupted: the step that has begun is being finished, so that synchronization is not left switched off. Please wait.',
    );
  };
  signal.addEventListener('abort', onInterrupt, { once: true });
  try {
    onStage('Claiming the run and arming the guardian');
    const claim = await claimRun(server, request, { epoch, run, planHash }, (folder) => {
      stop = watchJournal(folder, onStage);
    });
    const isArmed = claim.rows.some(({ kind }) => kind === 'armed');
    if (!isArmed || claim.lost !== undefined || signal.aborted) {
      return { run, epoch, claim, ran: undefined };
    }
    describeGuardianDoubt(claim.rows).forEach(onNote);
    // The folder is reported when the claim's rows arrive, which may be only with its end.
    stop();
    stop = watchJournal(readField(claim.rows, 'claimed', 'journal') ?? '', onStage, onNote);
    const ran = await tryChange(server.change({ mode: 'Run', pairId, epoch, runId: run, guardianAccount }));
    return { run, epoch, claim, ran };
  } finally {
    stop();
    signal.removeEventListener('abort', onInterrupt);
  }
}

/**
 * Carries out a plan that is allowed: Claim, Run, then reads everything back. Ctrl+C does not stop what has begun. The answer
 * is the document that is printed: the plan, what was read back afterwards, and the exit code (0, 4, 5, 6, 7 or 130).
 */
export async function runPlan(server: GuardServer, request: RunRequest, planned: PlannedRun): Promise<GuardPlan> {
  const { plan, judged } = planned;
  const pair = plan.pair?.id ?? '';
  const replies = await claimAndRun(server, request, plan, nextEpoch(judged));
  const last = replies.ran ?? replies.claim;
  request.onStage('Reading back');
  await server.readRegardless(last.lost !== undefined);
  const after = await inspectPair(server, request.connector);
  const interrupted = request.signal.aborted;
  const result = buildRunResult(replies, after, pair, interrupted);
  const { explanation, verdict, evidence } = after;
  const advice = result.refusal === null ? undefined : adviceFor(result.refusal, request.connector.name);
  const isWatched = result.outcome === 'switched' || result.outcome === 'uncertain';
  const next = isWatched ? listWatchCommands(request.connector.name) : (advice ?? explanation).next;
  return {
    ...plan,
    explanation: { ...explanation, found: [...explanation.found], next: [...explanation.next] },
    verdict,
    evidence,
    next: [...next],
    result: advice === undefined ? result : { ...result, said: [...result.said, advice.safe] },
    exitCode: chooseRunExitCode(result, after, interrupted),
  };
}
