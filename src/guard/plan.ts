import { commandToCopy } from '../base/command-to-copy.js';
import { z } from 'zod';
import { instantSchema } from '../model/instant.js';
import { ExitCode } from '../base/exit-codes.js';
import { conditionSchema, type Condition } from './condition.js';
import { mayBeLeftOff, mayRun, verdicts } from './decide.js';
import { evidenceValues } from './evidence.js';
import { guardianTaskName } from './guardian-task.js';
import type { Inspection } from '../model/guard-inspection.js';
import { recordOfKind } from './journal.js';
import type { JudgedPair } from './judge-pair.js';
import type { PairReading } from './read-pair.js';

/** Version of the form of the guard's documents. */
export const guardSchemaVersion = '1.0';

/** See {@link evidenceValues}. */
export const evidenceSchema = z.object({
  journal: z.enum(evidenceValues.journal),
  log: z.enum(evidenceValues.log),
  doubts: z.enum(evidenceValues.doubts),
  logSays: z.enum(evidenceValues.logSays),
  parameter: z.enum(evidenceValues.parameter),
  channel: z.enum(evidenceValues.channel),
  identity: z.enum(evidenceValues.identity),
  lock: z.enum(evidenceValues.lock),
  stage: z.enum(evidenceValues.stage),
  earlier: z.enum(evidenceValues.earlier),
  sawOn: z.enum(evidenceValues.sawOn),
});

/** A verdict in words; see Explanation in explanation.ts. */
export const explanationSchema = z.object({
  headline: z.string(),
  found: z.array(z.string()),
  now: z.string(),
  safe: z.string(),
  next: z.array(z.string()),
  microsoft: z.string().optional(),
});

/** What was read back after a run. */
export const runResultSchema = z.object({
  run: z.string(),
  epoch: z.number().int(),
  /** How it ended: `switched` off and on and read back; `uncertain`: switching off failed, on was read back, and nobody knows whether it was off between; `not-read-back`: off was issued and on could not be read; `refused`: nothing was switched; `lost`: PowerShell ended before it said anything. */
  outcome: z.enum(['switched', 'uncertain', 'not-read-back', 'refused', 'lost']),
  /** The parameter as the server has it now; null: not there or not read. */
  parameter: z.string().nullable(),
  channel: z.enum(evidenceValues.channel),
  offMs: z.number().nullable(),
  onAttempts: z.number().nullable(),
  offError: z.string().nullable(),
  journalComplete: z.boolean().nullable(),
  guardianIsArmed: z.boolean().nullable(),
  refusal: z.object({ reason: z.string(), detail: z.string() }).nullable(),
  /** What is claimed, one sentence each; and what is not. */
  said: z.array(z.string()),
});
/** See {@link runResultSchema}. */
export type RunResult = z.output<typeof runResultSchema>;

/** The one document of `force-full-sync --output json`: the plan, and with --confirm what came of it. */
export const guardPlanSchema = z.object({
  schemaVersion: z.literal(guardSchemaVersion),
  tool: z.object({ name: z.literal('phs-tool'), version: z.string() }),
  command: z.literal('force-full-sync'),
  at: instantSchema,
  simulated: z.boolean(),
  server: z.object({
    machineName: z.string().nullable(),
    machineId: z.string().nullable(),
    operator: z.string().nullable(),
  }),
  pair: z
    .object({
      id: z.string(),
      adConnector: z.object({ name: z.string(), identifier: z.string() }),
      entraConnector: z.object({ name: z.string(), identifier: z.string() }),
    })
    .nullable(),
  verdict: z.enum(verdicts),
  explanation: explanationSchema,
  /** True: with --confirm this plan is carried out. */
  allowed: z.boolean(),
  conditions: z.array(conditionSchema),
  evidence: evidenceSchema,
  steps: z.array(z.object({ by: z.string(), does: z.string(), changes: z.boolean() })),
  expectedTimeOff: z.string(),
  repairer: z.object({ task: z.string(), account: z.string(), runs: z.string(), rightToRepair: z.string() }).nullable(),
  sideEffects: z.array(z.string()),
  /** Names the plan: give it to --plan, so that another one is refused. */
  planHash: z.string().nullable(),
  next: z.array(z.string()),
  result: runResultSchema.optional(),
  exitCode: z.literal(Object.values(ExitCode)),
});
/** See {@link guardPlanSchema}. */
export type GuardPlan = z.output<typeof guardPlanSchema>;

/** What a plan is made of. */
export interface PlanInput {
  readonly toolVersion: string;
  readonly at: Date;
  readonly simulated: boolean;
  /** The pair that the run is for. */
  readonly judged: JudgedPair;
  /** Other pairs of the server that a run left off, or may have: they cannot wait. */
  readonly elsewhere: readonly JudgedPair[];
  readonly conditions: readonly Condition[];
  readonly guardianAccount: string;
}

/** What a full sync does beside what it is for (facts 0.11, 4.8). */
export const sideEffects: readonly string[] = [
  "Every synchronized user's password hash is sent again; a large forest takes hours.",
  'Passwords that were set in the cloud for synchronized users are overwritten by those of Active Directory.',
  'If the tenant has CloudPasswordPolicyForPasswordSyncedUsersEnabled on, PasswordPolicies values such as DisablePasswordExpiration that were set on users by hand may be cleared.',
  'It starts no full synchronization of objects.',
  'The parameter stays on the connector; Microsoft does not document when the server clears it.',
];

/** The epoch that the next run would have: the number that the script accepts. */
export function nextEpoch({ inspection, live, epochs }: PairReading): number {
  const numbers = inspection.tickCounts.filter((row) => row.pair === live.pair).map(({ epoch }) => epoch);
  const highest = Math.max(0, ...numbers);
  const newest = epochs.find(({ number }) => number === highest);
  const isOpen = newest === undefined || [...newest.slots.keys()].every((slot) => slot === '00-supersede');
  return highest > 0 && isOpen ? highest : highest + 1;
}

function listSteps(ad: string, entra: string, account: string): GuardPlan['steps'] {
  const step = (by: string, does: string, changes: boolean): GuardPlan['steps'][number] => ({ by, does, changes });
  return [
    step('Setup', 'make or verify the journal, the pinned script and the event source phs-tool', false),
    step('Claim', "write the claim into the journal, register the guardian's task, wait for its first report", false),
    step('Run', 'take the lock, read everything again, write 30-go and event 4102', false),
    step(
      'Run',
      `Get-ADSyncConnector "${ad}", set Microsoft.Synchronize.ForceFullPasswordSync = 1, Add-ADSyncConnector, read it back`,
      true,
    ),
    step('Run', 'write 50-off and event 4105: permission to switch off once', false),
    step(
      'Run',
      `Set-ADSyncAADPasswordSyncConfiguration -SourceConnector "${ad}" -TargetConnector "${entra}" -Enable $false`,
      true,
    ),
    step(
      'Run',
      `Set-ADSyncAADPasswordSyncConfiguration -SourceConnector "${ad}" -TargetConnector "${entra}" -Enable $true, until it is read back as on`,
      true,
    ),
    step(`Guardian (${account})`, 'watch that it stays on, write the end of the run, remove its own task', false),
  ];
}

function describeRight({ epochs }: PairReading): string {
  const newest = epochs.at(-1);
  const armed = newest === undefined ? undefined : recordOfKind(newest, 'ARMED');
  return armed === undefined
    ? 'not verified yet: the task reports its groups at its first start, before anything is changed'
    : armed.right === 'yes'
      ? `member of ADSyncAdmins (${armed.groups ?? ''})`
      : `right to repair unverified (${armed.groups ?? 'groups not known'})`;
}

function chooseExitCode({ judged, elsewhere }: PlanInput): GuardPlan['exitCode'] {
  return mayBeLeftOff(judged.evidence) || elsewhere.length > 0 ? ExitCode.leftOff : ExitCode.refused;
}

/** What to do next, the first thing first: another pair that is off, the plan as it is now, what keeps this one from being carried out. */
function listNextCommands({ judged, elsewhere, conditions, guardianAccount }: PlanInput, allowed: boolean): string[] {
  const { snapshot } = judged.inspection;
  if (elsewhere.length > 0) {
    return [...new Set(elsewhere.flatMap(({ explanation }) => explanation.next))];
  }
  if (conditions.some(({ id, status }) => id === 'plan' && status !== 'ok')) {
    return [commandToCopy('phs-tool force-full-sync', [['connector', snapshot?.adConnectorName]])];
  }
  const blocked = mayRun(judged.verdict) && !allowed;
  return blocked ? ['phs-tool status'] : confirmLines(judged.explanation.next, snapshot, guardianAccount);
}

/** The line that carries a plan out names the account of the guardian and the plan's hash: what was seen, and nothing else. */
function confirmLines(lines: readonly string[], snapshot: Inspection['snapshot'], account: string): string[] {
  const hash = snapshot === undefined ? '' : ` --plan ${snapshot.planHash}`;
  return lines.map((line) =>
    line.startsWith('phs-tool force-full-sync')
      ? `${commandToCopy(`${line} --confirm`, [['guardian-account', account === '' ? undefined : account]])}${hash}`
      : line,
  );
}

/** The plan of one run: everything that would be done, and why it may or may not be; pure. */
export function buildPlan(input: PlanInput): GuardPlan {
  const { judged, conditions } = input;
  const { evidence, verdict, explanation } = judged;
  const { snapshot, platform } = judged.inspection;
  const account = input.guardianAccount === '' ? 'NT AUTHORITY\\SYSTEM' : input.guardianAccount;
  const allowed = snapshot !== undefined && mayRun(verdict) && conditions.every(({ status }) => status === 'ok');
  return {
    schemaVersion: guardSchemaVersion,
    tool: { name: 'phs-tool', version: input.toolVersion },
    command: 'force-full-sync',
    at: input.at.toISOString(),
    simulated: input.simulated,
    server: { machineName: platform.machineName, machineId: platform.machineId, operator: platform.operator },
    pair:
      snapshot === undefined
        ? null
        : {
            id: snapshot.pair,
            adConnector: { name: snapshot.adConnectorName, identifier: snapshot.adConnectorId },
            entraConnector: { name: snapshot.entraConnectorName, identifier: snapshot.entraConnectorId },
          },
    verdict,
    explanation: { ...explanation, found: [...explanation.found], next: [...explanation.next] },
    allowed,
    conditions: [...conditions],
    evidence,
    steps: snapshot === undefined ? [] : listSteps(snapshot.adConnectorName, snapshot.entraConnectorName, account),
    expectedTimeOff:
      "As long as the server takes for the two calls, usually seconds. If the run is cut off between them: until the guardian's next start, at most about a minute while the machine runs, or at its next start-up.",
    repairer:
      snapshot === undefined
        ? null
        : {
            task: `\\phs-tool\\${guardianTaskName(snapshot.pair, nextEpoch(judged))}`,
            account,
            runs: 'at start-up and every minute, from before the switch until synchronization has been on for a while',
            rightToRepair: describeRight(judged),
          },
    sideEffects: [...sideEffects],
    planHash: snapshot?.planHash ?? null,
    next: listNextCommands(input, allowed),
    exitCode: chooseExitCode(input),
  };
}
