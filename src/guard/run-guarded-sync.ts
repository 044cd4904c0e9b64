import { randomUUID } from 'node:crypto';
import { PhsError, PsError } from '../errors.js';
import { ExitCode } from '../exit-codes.js';
import type { Connector } from '../model/facts.js';
import type { GuardRow } from '../scripts/invoke-phs-guarded-sync.js';
import { decide, isLeftOff } from './decide.js';
import { deriveEvidence, liveOf, pairIdOf, unknownPair, type LivePair } from './derive-evidence.js';
import type { GuardServer } from './guard-server.js';
import type { Inspection } from './inspection.js';
import { buildPlan, nextEpoch, type GuardPlan, type RunResult } from './plan.js';
import { preflight } from './preflight.js';
import { refusalOf } from './refusals.js';
import { watchJournal } from './watch-journal.js';

/** What one run needs to be known beside the server. */
export interface RunRequest {
  readonly connector: Connector;
  readonly toolVersion: string;
  readonly simulated: boolean;
  readonly guardianAccount: string;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  /** Shows a stage of the run. */
  readonly onStage: (text: string) => void;
  /** Shows a line that stays. */
  readonly onNote: (text: string) => void;
}

/** A plan and what it was made from. */
export interface Planned {
  readonly plan: GuardPlan;
  readonly inspection: Inspection;
}

function fallbackOf(server: GuardServer, connector: Connector): LivePair {
  const entra = server.entraConnector();
  return entra === undefined
    ? unknownPair('')
    : {
        ...unknownPair(pairIdOf(connector.identifier, entra.identifier)),
        adConnectorName: connector.name,
        entraConnectorName: entra.name,
      };
}

/** Reads everything and makes the plan; changes nothing. */
export async function planRun(server: GuardServer, request: RunRequest): Promise<Planned> {
  const { connector } = request;
  const inspection = await server.inspect(connector.identifier);
  const fallback = fallbackOf(server, connector);
  const live = inspection.snapshot === undefined ? fallback : liveOf(inspection.snapshot);
  const evidence = deriveEvidence(inspection, live);
  const verdict = decide(evidence);
  const conditions = preflight({
    inspection,
    evidence,
    verdict,
    service: server.service,
    entraConnectorCount: server.entraConnectorCount(),
  });
  const { toolVersion, simulated, guardianAccount, clock } = request;
  const plan = buildPlan({
    toolVersion,
    at: clock(),
    simulated,
    inspection,
    fallback,
    evidence,
    verdict,
    conditions,
    guardianAccount,
  });
  return { plan, inspection };
}

/** What a mode said, or how its session was lost. */
interface Said {
  readonly rows: readonly GuardRow[];
  readonly lost?: Error;
}

async function attempt(change: Promise<readonly GuardRow[]>): Promise<Said> {
  try {
    return { rows: await change };
  } catch (error) {
    if (error instanceof PhsError && !(error instanceof PsError && error.code === 'E_REPLAY_MUTATES')) {
      return { rows: [], lost: error };
    }
    throw error;
  }
}

function fieldOf(rows: readonly GuardRow[], kind: string, name: string): string | null {
  return rows.find((row) => row.kind === kind)?.fields[name] ?? null;
}

function numberOf(text: string | null): number | null {
  const number = Number(text ?? '');
  return text === null || !Number.isFinite(number) ? null : number;
}

/** Where a run stands: its place in the journal and what its modes said. */
interface Course {
  readonly run: string;
  readonly epoch: number;
  readonly claim: Said;
  readonly ran: Said | undefined;
}

async function carryOut(server: GuardServer, request: RunRequest, plan: GuardPlan, epoch: number): Promise<Course> {
  const run = randomUUID();
  const { toolVersion, guardianAccount, connector, onStage, onNote, signal } = request;
  const planHash = plan.planHash ?? '';
  const pairId = plan.pair?.id ?? '';
  let stop = (): void => undefined;
  const onInterrupt = (): void => {
    onNote('Interrupted: what has begun is being finished, so that synchronization is never left off. Please wait.');
  };
  signal.addEventListener('abort', onInterrupt, { once: true });
  try {
    onStage('Claiming the run and arming the guardian');
    const claim = await attempt(
      server.change(
        {
          mode: 'Claim',
          adConnectorId: connector.identifier,
          epoch,
          runId: run,
          planHash,
          toolVersion,
          guardianAccount,
        },
        (rows) => {
          const folder = fieldOf(rows, 'claimed', 'journal');
          if (folder !== null) {
            stop = watchJournal(folder, onStage);
          }
        },
      ),
    );
    const isArmed = claim.rows.some(({ kind }) => kind === 'armed');
    if (!isArmed || claim.lost !== undefined || signal.aborted) {
      return { run, epoch, claim, ran: undefined };
    }
    // The folder is told when the claim's rows arrive, which may be only with its end.
    stop();
    stop = watchJournal(fieldOf(claim.rows, 'claimed', 'journal') ?? '', onStage);
    const ran = await attempt(server.change({ mode: 'Run', pairId, epoch, runId: run, guardianAccount }));
    return { run, epoch, claim, ran };
  } finally {
    stop();
    signal.removeEventListener('abort', onInterrupt);
  }
}

function outcomeOf({ claim, ran }: Course): RunResult['outcome'] {
  const said = ran ?? claim;
  if (said.lost !== undefined) {
    return 'lost';
  }
  const on = fieldOf(said.rows, 'result', 'on');
  return on === null ? 'refused' : on === 'read-back' ? 'switched' : 'not-read-back';
}

function seconds(ms: number | null): string {
  return ms === null ? 'for a time that was not measured' : `for ${(ms / 1000).toFixed(1)} s`;
}

function channelSentence(result: Pick<RunResult, 'channel'>): string {
  return result.channel === 'unreadable'
    ? 'Whether synchronization is on now could not be read.'
    : `Synchronization is ${result.channel === 'on' ? 'ON' : 'OFF'} now (read back from the server).`;
}

function saidOf(result: Omit<RunResult, 'said'>, lost: Error | undefined, interrupted: boolean): readonly string[] {
  const guardian =
    result.guardianIsArmed === true
      ? 'The guardian stays until synchronization has been on for a while: three to forty-five of its starts, one a minute.'
      : 'No guardian of this run is registered now.';
  switch (result.outcome) {
    case 'switched':
      return [
        'The parameter was set and read back.',
        `Synchronization was switched off ${seconds(result.offMs)} and on again. ${channelSentence(result)}`,
        'A full password sync was triggered. That it ran to its end (event 623), and that all passwords are in Microsoft Entra ID, was not verified.',
        ...(result.offError === null ? [] : [`The server said of switching off: ${result.offError}`]),
        ...(result.journalComplete === true
          ? []
          : ['The last record could not be written; the guardian completes the journal.']),
        guardian,
      ];
    case 'not-read-back':
      return [
        'Synchronization was switched off, and could NOT be read back as on.',
        channelSentence(result),
        `${guardian} Restart the service Microsoft Azure AD Sync (ADSync), then recover.`,
      ];
    case 'lost':
      return [`The run was cut off: ${lost?.message ?? 'no reason is known'}`, channelSentence(result), guardian];
    case 'refused':
      return [
        interrupted && result.refusal === null
          ? 'Interrupted after the claim: the run was not begun. The guardian closes it.'
          : `Refused: ${result.refusal?.detail ?? 'the script gave no reason'}`,
        channelSentence(result),
        ...(result.guardianIsArmed === true ? [guardian] : []),
      ];
  }
}

function exitCodeOf(result: RunResult, after: GuardPlan, interrupted: boolean): ExitCode {
  const mayBeOff =
    result.outcome === 'not-read-back' ||
    (result.outcome === 'lost' && mayHaveSwitched(after) && result.channel !== 'on');
  if (isLeftOff(after.evidence) || mayBeOff || (result.outcome === 'switched' && result.channel === 'off')) {
    return ExitCode.leftOff;
  }
  if (interrupted) {
    return ExitCode.interrupted;
  }
  return result.outcome === 'switched'
    ? ExitCode.ok
    : result.outcome === 'lost'
      ? ExitCode.couldNotRun
      : ExitCode.refused;
}

function mayHaveSwitched({ evidence }: GuardPlan): boolean {
  return !['none', 'superseded', 'claimed', 'closed', 'abandoned', 'param-only'].includes(evidence.stage);
}

function guardianIsArmed({ tasks, taskScheduler }: Inspection, pair: string, epoch: number): boolean | null {
  const name = `Guard-${pair.slice(0, 16)}-${epoch}`;
  return taskScheduler.state === 'read' ? tasks.some((task) => task.name === name && task.state !== 'Disabled') : null;
}

/** What to look at after a run. */
const watchLines: readonly string[] = [
  'phs-tool guard show',
  'phs-tool events --id 601,609,617,618,621,622,623 --since 24h',
  'phs-tool status',
];

/**
 * Carries out a plan that is allowed: Claim, Run, then reads everything back. Ctrl+C does not stop what has begun. The answer
 * is the document that is printed: the plan, what was read back afterwards, and the exit code (0, 5, 6, 7 or 130).
 */
export async function runPlan(server: GuardServer, request: RunRequest, planned: Planned): Promise<GuardPlan> {
  const { plan, inspection } = planned;
  const pair = plan.pair?.id ?? '';
  const course = await carryOut(server, request, plan, nextEpoch(inspection, pair));
  const last = course.ran ?? course.claim;
  request.onStage('Reading back');
  await server.readRegardless(last.lost !== undefined);
  const after = await planRun(server, request);
  const rows = last.rows;
  const refusal = refusalOf(rows);
  const withoutWords: Omit<RunResult, 'said'> = {
    run: course.run,
    epoch: course.epoch,
    outcome: outcomeOf(course),
    parameter: after.inspection.snapshot?.parameter ?? null,
    channel: after.plan.evidence.channel,
    offMs: numberOf(fieldOf(rows, 'result', 'offMs')),
    onAttempts: numberOf(fieldOf(rows, 'result', 'onAttempts')),
    offError: fieldOf(rows, 'result', 'offError'),
    journalComplete: rows.some(({ kind }) => kind === 'result')
      ? fieldOf(rows, 'result', 'journal') === 'complete'
      : null,
    guardianIsArmed: guardianIsArmed(after.inspection, pair, course.epoch),
    refusal: refusal === undefined ? null : { reason: refusal.reason, detail: refusal.detail },
  };
  const interrupted = request.signal.aborted;
  const right = fieldOf(course.claim.rows, 'armed', 'right');
  const doubt =
    right === null || right === 'yes'
      ? []
      : [
          `The guardian runs as ${fieldOf(course.claim.rows, 'armed', 'identity') ?? 'unknown'}; its right to repair is not verified (no group ADSyncAdmins in its token).`,
        ];
  const result: RunResult = { ...withoutWords, said: [...saidOf(withoutWords, last.lost, interrupted), ...doubt] };
  const { explanation, verdict, evidence } = after.plan;
  const next = result.outcome === 'switched' ? [...watchLines] : [...explanation.next];
  return {
    ...plan,
    explanation,
    verdict,
    evidence,
    next,
    result,
    exitCode: exitCodeOf(result, after.plan, interrupted),
  };
}
