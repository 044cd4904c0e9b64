import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import { connectorArgument } from '../guard/explanation.js';
import type { JudgedPair } from '../guard/judge-pair.js';
import { chooseConnector, type GuardServer } from '../guard-run/guard-server.js';
import type { GuardPlan } from '../guard/plan.js';
import { planRun, runPlan, type RunRequest } from '../guard-run/run-guarded-sync.js';
import type { Planned } from '../guard/run-result.js';
import { toolVersion } from '../base/version.js';
import { planText, runText } from '../views/guard-plan-text.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { forSameServer } from '../command-steps/for-same-server.js';
import {
  connectorOption,
  guardOptions,
  requireLastingServer,
  textOptions,
  withGuard,
} from '../command-steps/guard-command.js';
import { adConnectorsOf } from '../command-steps/guard-pairs.js';
import { pairsLeftOff } from '../command-steps/left-off-elsewhere.js';
import type { ServerAtHand } from '../command-steps/with-server.js';
import { jsonText } from '../views/json.js';

const options = z.strictObject({
  connector: connectorOption,
  confirm: z.boolean().default(false).meta({ description: 'Carry the plan out; without it the plan is only shown' }),
  plan: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'it is the hash that the plan shows, 64 hexadecimal digits.' })
    .optional()
    .meta({ description: 'Only this plan; refused when the server is no longer as it says', value: 'HASH' }),
  guardianAccount: z.string().default('').meta({
    description:
      'Account of the guardian: a group managed service account instead of SYSTEM; a local administrator and in ADSyncAdmins',
    value: 'ACCOUNT',
  }),
  ...guardOptions,
});

type Given = z.output<typeof options>;

async function requestOf(
  ctx: Context,
  given: Given,
  guard: GuardServer,
  { opened, progress }: ServerAtHand,
): Promise<RunRequest> {
  return {
    connector: chooseConnector(await adConnectorsOf(guard, given), given.connector),
    toolVersion: toolVersion(),
    simulated: opened.simulated,
    guardianAccount: given.guardianAccount,
    clock: ctx.clock,
    signal: ctx.signal,
    onStage: progress.stage,
    onNote: progress.note,
  };
}

/** A plan that is not the one that was named is not carried out. */
function withNamedPlan({ plan, inspection }: Planned, named: string | undefined): Planned {
  if (named === undefined || plan.planHash === named) {
    return { plan, inspection };
  }
  const condition: GuardPlan['conditions'][number] = {
    id: 'plan',
    title: 'The plan is the one that was named',
    status: 'fail',
    evidence: `named ${named}, now ${plan.planHash ?? 'unknown'}`,
    remedy: 'The server has changed since, or it is another connector. Look at the plan as it is now.',
  };
  const look = `phs-tool force-full-sync${connectorArgument(plan.pair?.adConnector.name ?? null)}`;
  const conditions = [...plan.conditions, condition];
  return { plan: { ...plan, allowed: false, conditions, next: [look] }, inspection };
}

/** Nothing is begun for a connector while a run of this tool left another one off. */
function withOthers({ plan, inspection }: Planned, leftOff: readonly JudgedPair[]): Planned {
  const names = leftOff.map(({ live }) => live.adConnectorName ?? live.pair);
  const condition: GuardPlan['conditions'][number] = {
    id: 'other-connectors',
    title: 'No run of this tool left another connector off',
    status: leftOff.length === 0 ? 'ok' : 'fail',
    evidence: leftOff.length === 0 ? 'journal and events of phs-tool: none' : `off, or not known: ${names.join(', ')}`,
    ...(leftOff.length === 0 ? {} : { remedy: leftOff.map(({ explanation }) => explanation.safe).join(' ') }),
  };
  const conditions = [...plan.conditions, condition];
  if (leftOff.length === 0) {
    return { plan: { ...plan, conditions }, inspection };
  }
  const next = [...new Set(leftOff.flatMap(({ explanation }) => explanation.next))];
  return { plan: { ...plan, conditions, next, allowed: false, exitCode: ExitCode.leftOff }, inspection };
}

function print(ctx: Context, given: Given, made: GuardPlan): void {
  const explanation = { ...made.explanation, next: forSameServer(made.explanation.next, given) };
  const plan = { ...made, explanation, next: forSameServer(made.next, given) };
  const json = (): string => jsonText(plan);
  ctx.io.stdout(
    given.output === 'json' ? json() : (plan.result === undefined ? planText : runText)(plan, textOptions(ctx, given)),
  );
}

async function run(ctx: Context, given: Given): Promise<ExitCode> {
  if (given.confirm) {
    requireLastingServer(given, 'force-full-sync --confirm');
  }
  return withGuard(ctx, given, async (guard, server) => {
    const request = await requestOf(ctx, given, guard, server);
    const found = await planRun(guard, request);
    const elsewhere = await pairsLeftOff(guard, found.inspection, [guard.pairOf(request.connector)]);
    const planned = withOthers(withNamedPlan(found, given.plan), elsewhere);
    const plan = given.confirm && planned.plan.allowed ? await runPlan(guard, request, planned) : planned.plan;
    server.progress.done();
    print(ctx, given, plan);
    return plan.exitCode;
  });
}

/** `phs-tool force-full-sync`: the only command that changes how a server synchronizes. */
export const forceFullSyncCommand: Command = defineCommand({
  name: 'force-full-sync',
  describe: 'Trigger a full sync of all passwords: once, and never left off',
  examples: [
    { line: 'phs-tool force-full-sync', description: 'Show the plan; nothing is changed (exit code 6)' },
    { line: 'phs-tool force-full-sync --confirm', description: 'Carry it out, in an elevated console on the server' },
    {
      line: 'phs-tool force-full-sync --connector contoso.com --confirm',
      description: 'Where there are several AD connectors',
    },
    { line: 'phs-tool force-full-sync --simulate healthy', description: 'Anywhere: the plan for a simulated server' },
  ],
  options,
  run,
});
