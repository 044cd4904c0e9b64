import { commandToCopy } from '../base/command-to-copy.js';
import { GuardError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { GuardRow } from '../model/guard-row.js';
import { isLeftOff, isUnsure } from './decide.js';
import { guardianIsArmed } from './guardian-task.js';
import { asksForFullSync } from '../model/full-sync-parameter.js';
import { guardianAccountOf } from './journal.js';
import type { JudgedPair } from './judge-pair.js';
import type { GuardPlan, RunResult } from './plan.js';
import { findRefusal } from './refusals.js';

/** A plan and what it was made from. */
export interface PlannedRun {
  readonly plan: GuardPlan;
  readonly judged: JudgedPair;
}

/** What a mode said, or how its session was lost. */
export interface ModeReply {
  readonly rows: readonly GuardRow[];
  readonly lost?: Error;
}

/** A field of the first row of a kind, null when there is none. */
export function readField(rows: readonly GuardRow[], kind: string, name: string): string | null {
  return rows.find((row) => row.kind === kind)?.fields[name] ?? null;
}

function parseNumber(text: string | null): number | null {
  const number = Number(text ?? '');
  return text === null || !Number.isFinite(number) ? null : number;
}

/** Where a run is: its place in the journal and what its modes said. */
export interface RunReplies {
  readonly run: string;
  readonly epoch: number;
  readonly claim: ModeReply;
  readonly ran: ModeReply | undefined;
}

/** What was read of the pair after the run. */
type PairAfterRun = Pick<JudgedPair, 'evidence'>;

/** A mode that failed and said so is refused if nothing can have been switched; a lost session reported nothing. */
function judgeOutcome({ claim, ran }: RunReplies, after: PairAfterRun): RunResult['outcome'] {
  const said = ran ?? claim;
  if (said.lost !== undefined) {
    return said.lost instanceof GuardError && !isPermitted(after) ? 'refused' : 'lost';
  }
  const on = readField(said.rows, 'result', 'on');
  if (on === null) {
    return 'refused';
  }
  const failed = readField(said.rows, 'result', 'offError') !== null;
  return on !== 'read-back' ? 'not-read-back' : failed ? 'uncertain' : 'switched';
}

function seconds(ms: number | null): string {
  return ms === null ? 'for a time that was not measured' : `for ${(ms / 1000).toFixed(1)} s`;
}

function channelSentence(result: Pick<RunResult, 'channel'>): string {
  return result.channel === 'unreadable'
    ? 'Whether synchronization is on now could not be read.'
    : `Synchronization is ${result.channel === 'on' ? 'ON' : 'OFF'} now (read back from the server).`;
}

/** What the guardian does next: it closes what was not permitted, and watches what was. */
function guardianSentence({ guardianIsArmed }: Pick<RunResult, 'guardianIsArmed'>, after: PairAfterRun): string {
  if (guardianIsArmed !== true) {
    return 'No guardian of this run is registered now.';
  }
  return isPermitted(after)
    ? 'The guardian stays until synchronization has been on for a while: three to forty-five of its starts, one per minute.'
    : 'The guardian closes the run with one of its next starts, after ten at the most, and removes its task.';
}

/** What is known of a run that set the parameter and asked for the switch. */
function describeSwitch(result: Omit<RunResult, 'said'>): readonly string[] {
  return result.outcome === 'switched'
    ? [
        `Synchronization was switched off ${seconds(result.offMs)} and on again. ${channelSentence(result)}`,
        'A full password sync was triggered. That it ran to its end (event 623), and that all passwords are in Microsoft Entra ID, was not verified.',
      ]
    : [
        `Switching off failed: ${result.offError ?? 'the server gave no reason'}. It may have taken effect anyway. ${channelSentence(result)}`,
        'Whether a full password sync was triggered is not known: events 609 and 617 show it. The run is used up.',
      ];
}

function describeResult(
  result: Omit<RunResult, 'said'>,
  { lost, interrupted, after }: { lost: Error | undefined; interrupted: boolean; after: PairAfterRun },
): readonly string[] {
  const guardian = guardianSentence(result, after);
  const parameter = !asksForFullSync(result.parameter)
    ? []
    : [
        `The connector carries the parameter (${result.parameter}): the next start of the channel may be a full sync; PHS208 reports it.`,
      ];
  const last =
    result.journalComplete === true
      ? []
      : ['The last record could not be written; the guardian completes the journal.'];
  switch (result.outcome) {
    case 'switched':
    case 'uncertain':
      return ['The parameter was set and read back.', ...describeSwitch(result), ...last, guardian];
    case 'not-read-back':
      return [
        'Synchronization was switched off, and could NOT be read back as on.',
        channelSentence(result),
        `${guardian} Restart the service Microsoft Azure AD Sync (ADSync), then recover.`,
      ];
    case 'lost':
      return [
        `The run was cut off: ${lost?.message ?? 'no reason is known'}`,
        channelSentence(result),
        ...parameter,
        guardian,
      ];
    case 'refused':
      return [
        interrupted && result.refusal === null
          ? 'Interrupted after the claim: the run was not begun.'
          : `Refused: ${result.refusal?.detail ?? lost?.message ?? 'the script gave no reason'}`,
        channelSentence(result),
        ...parameter,
        ...(result.guardianIsArmed === true ? [guardian] : []),
      ];
  }
}

const permittedStages: readonly string[] = [
  'off-intent',
  'on-seen',
  'again',
  'damaged-off',
  'early-end',
  'verified',
  'repaired',
  'unknown-outcome',
];

const exitCodes: Readonly<Record<RunResult['outcome'], ExitCode>> = {
  switched: ExitCode.ok,
  uncertain: ExitCode.unknown,
  'not-read-back': ExitCode.leftOff,
  lost: ExitCode.couldNotRun,
  refused: ExitCode.refused,
};

/** 7 if it may be off, whatever else; then 130, 0, 4, 5 or 6. */
export function chooseRunExitCode(result: RunResult, after: PairAfterRun, interrupted: boolean): ExitCode {
  const mayBeOff =
    result.outcome === 'not-read-back' ||
    (result.outcome === 'lost' && mayHaveSwitched(after) && result.channel !== 'on');
  const wasSwitched = result.outcome === 'switched' || result.outcome === 'uncertain';
  if (isLeftOff(after.evidence) || mayBeOff || (wasSwitched && result.channel === 'off')) {
    return ExitCode.leftOff;
  }
  if (interrupted) {
    return ExitCode.interrupted;
  }
  return exitCodes[result.outcome];
}

/** Journal or events permit switching off, or nobody can tell: such a run is watched, another one is closed. */
function isPermitted({ evidence }: PairAfterRun): boolean {
  const { stage, logSays } = evidence;
  return (
    isUnsure(evidence) || ['off-intent', 'off-alone', 'on-again'].includes(logSays) || permittedStages.includes(stage)
  );
}

function mayHaveSwitched({ evidence }: PairAfterRun): boolean {
  return !['none', 'superseded', 'claimed', 'closed', 'abandoned', 'param-only'].includes(evidence.stage);
}

/** What to do and to look at after a run that switched a connector. */
export function listWatchCommands(connectorName: string): readonly string[] {
  return [
    commandToCopy('phs-tool wait --for full-sync-end --timeout 12h', [['connector', connectorName]]),
    'phs-tool guard show',
    'phs-tool events --id 601,609,617,618,621,622,623 --since 24h',
    'phs-tool status',
  ];
}

/** Whether the guardian may turn it on, if that is not verified; said before the run begins, and again with its result. */
export function describeGuardianDoubt(claimed: readonly GuardRow[]): readonly string[] {
  const right = readField(claimed, 'armed', 'right');
  const identity = readField(claimed, 'armed', 'identity') ?? 'unknown';
  return right === null || right === 'yes'
    ? []
    : [
        `The guardian runs as ${identity}; its right to repair is not verified (${right === 'no' ? 'no group ADSyncAdmins in its token' : 'its groups could not be read'}).`,
      ];
}

/** What is claimed after a run: what its modes said, and what was read back from the server. */
export function buildRunResult(replies: RunReplies, after: JudgedPair, pair: string, interrupted: boolean): RunResult {
  const last = replies.ran ?? replies.claim;
  const { rows } = last;
  const refusal = findRefusal(rows);
  const claimed = after.epochs.find(({ number }) => number === replies.epoch);
  const withoutWords: Omit<RunResult, 'said'> = {
    run: replies.run,
    epoch: replies.epoch,
    outcome: judgeOutcome(replies, after),
    parameter: after.inspection.snapshot?.parameter ?? null,
    channel: after.evidence.channel,
    offMs: parseNumber(readField(rows, 'result', 'offMs')),
    onAttempts: parseNumber(readField(rows, 'result', 'onAttempts')),
    offError: readField(rows, 'result', 'offError'),
    journalComplete: rows.some(({ kind }) => kind === 'result')
      ? readField(rows, 'result', 'journal') === 'complete'
      : null,
    guardianIsArmed: guardianIsArmed(after.inspection, pair, {
      epoch: replies.epoch,
      account: guardianAccountOf(claimed),
    }),
    refusal: refusal === undefined ? null : { reason: refusal.reason, detail: refusal.detail },
  };
  return {
    ...withoutWords,
    said: [
      ...describeResult(withoutWords, { lost: last.lost, interrupted, after }),
      ...describeGuardianDoubt(replies.claim.rows),
    ],
  };
}
