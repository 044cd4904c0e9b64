import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import { chooseConnector, type GuardServer } from '../guard-run/guard-server.js';
import type { GuardPlan } from '../guard/plan.js';
import { shortestPlanHash } from '../guard/preflight-conditions.js';
import { planRun, runPlan, type RunRequest } from '../guard-run/run-guarded-sync.js';
import { toolVersion } from '../base/version.js';
import { planText, runText } from '../views/guard-plan-text.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { forSameServer } from '../command-steps/for-same-server.js';
import {
  connectorOption,
  guardOptions,
  requireLastingServer,
  refuseRemote,
  printGuardText,
  withGuard,
} from '../command-steps/guard-command.js';
import { readAdConnectors } from '../command-steps/guard-pairs.js';
import type { OpenServer } from '../command-steps/with-server.js';
import { jsonText } from '../views/json.js';

const options = z.strictObject({
  connector: connectorOption,
  confirm: z.boolean().default(false).meta({ description: 'Apply the plan; without it the plan is only shown' }),
  plan: z
    .string()
    .regex(/^[0-9a-f]{12,64}$/, { error: 'it is the hash that the plan shows, at least 12 hexadecimal digits.' })
    .optional()
    .meta({
      description: 'Apply only the plan whose hash begins so; refused if the server has changed',
      value: 'HASH',
    }),
  guardianAccount: z.string().default('').meta({
    description:
      'Account of the guardian: a group managed service account instead of SYSTEM; a local administrator and in ADSyncAdmins',
    value: 'ACCOUNT',
  }),
  verbose: z.boolean().default(false).meta({ description: 'List every condition of the plan', alias: 'v' }),
  ...guardOptions,
});

type Given = z.output<typeof options>;

async function buildRequest(
  ctx: Context,
  given: Given,
  guard: GuardServer,
  { opened, progress }: OpenServer,
): Promise<RunRequest> {
  return {
    connector: chooseConnector(await readAdConnectors(guard, given), given.connector),
    toolVersion: toolVersion(),
    simulated: opened.simulated,
    guardianAccount: given.guardianAccount,
    namedPlan: given.plan,
    clock: ctx.clock,
    signal: ctx.signal,
    onStage: progress.stage,
    onNote: progress.note,
  };
}

/** The text with the plan's hash as short as it can be typed. */
function shortenHash(text: string, { planHash }: GuardPlan): string {
  return planHash === null ? text : text.replaceAll(planHash, planHash.slice(0, shortestPlanHash));
}

function print(ctx: Context, given: Given, made: GuardPlan): void {
  const explanation = { ...made.explanation, next: forSameServer(made.explanation.next, given) };
  const plan = { ...made, explanation, next: forSameServer(made.next, given) };
  if (given.output === 'json') {
    ctx.io.stdout(jsonText(plan));
  } else {
    const view = plan.result === undefined ? planText : runText;
    const { verbose } = given;
    printGuardText(ctx, given, (options) => shortenHash(view(plan, { ...options, verbose }), plan));
  }
}

/** A plan that was only asked for, and that nothing stands in the way of, was not refused. */
function settlePlan(plan: GuardPlan, { confirm }: Given): GuardPlan {
  return !confirm && plan.allowed && plan.exitCode === ExitCode.refused ? { ...plan, exitCode: ExitCode.ok } : plan;
}

async function run(ctx: Context, given: Given): Promise<ExitCode> {
  if (given.confirm) {
    requireLastingServer(given, 'force-full-sync --confirm');
  }
  return withGuard(ctx, given, async (guard, server) => {
    const request = await buildRequest(ctx, given, guard, server);
    const planned = await planRun(guard, request);
    const plan =
      given.confirm && planned.plan.allowed ? await runPlan(guard, request, planned) : settlePlan(planned.plan, given);
    server.progress.done();
    print(ctx, given, plan);
    return plan.exitCode;
  });
}

/** `phs-tool force-full-sync`: the only command that changes how a server synchronizes. */
export const forceFullSyncCommand: Command = defineCommand({
  name: 'force-full-sync',
  describe: 'Trigger a full password sync once, without ever leaving synchronization off',
  examples: [
    {
      line: 'phs-tool force-full-sync',
      description: 'Show the plan; nothing is changed (exit code 6 if it would be refused)',
    },
    { line: 'phs-tool force-full-sync --confirm', description: 'Run the plan, in an elevated console on the server' },
    {
      line: 'phs-tool force-full-sync --connector contoso.com --confirm',
      description: 'If there is more than one AD connector',
    },
    {
      line: 'phs-tool force-full-sync --simulate healthy',
      description: 'With PowerShell (pwsh) on any machine: the plan for a simulated server',
    },
  ],
  options,
  refuse: refuseRemote,
  run,
});
