import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { ExpectedRole } from '../checks/check.js';
import { parseDuration } from '../parsers/duration.js';
import { parseTimeout } from '../parsers/interval.js';
import { defineCommand, type Command } from '../command-line/command.js';
import {
  configOptions,
  expectOfServers,
  judgingOptions,
  outputOptions,
  recordOptions,
  serverOptions,
  severalServersOptions,
} from '../command-line/common-options.js';
import { formsWhere, machineForm, type FormRequest } from '../output/output-forms.js';
import { forServers, type OfOneServer } from '../command-steps/for-servers.js';
import { refuseForSeveral, type FleetServer } from '../command-steps/fleet-servers.js';
import { preloadReport, reportOnServer, type CollectFacts } from '../command-steps/report-on-server.js';
import { withDeadline, type OnResult } from '../command-steps/with-deadline.js';
import { withServer } from '../command-steps/with-server.js';
import type { AgeLimits } from '../views/view.js';

/** `nagios, checkmk and prtg`. */
function listForms(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`;
}

const monitorForms = formsWhere(({ onlyOf }) => onlyOf === 'status');
const fileForms = formsWhere(({ toFile }) => toFile === true);
const limitForms = formsWhere(({ ageLimits }) => ageLimits === true);
const formsOfNow = formsWhere(({ judgesNow }) => judgesNow === true);

const options = z
  .strictObject({
    since: judgingOptions.since,
    connector: judgingOptions.connector,
    expect: expectOfServers,
    failOn: judgingOptions.failOn,
    ...outputOptions,
    watch: z.boolean().default(false).meta({
      description: 'Repeat until Ctrl+C: redraws on a terminal, otherwise one line of JSON per change',
    }),
    interval: z
      .string()
      .optional()
      .meta({ description: 'With --watch: polling interval, at least 30s (default 60s)', value: 'DURATION' }),
    output: z
      .enum(['text', 'json', 'ndjson', ...monitorForms])
      .default('text')
      .meta({
        description: `Form of the result; ndjson only with --watch, ${listForms(monitorForms, 'and')} for monitors`,
        alias: 'o',
      }),
    out: z
      .string()
      .optional()
      .meta({
        description: `With --output ${listForms(fileForms, 'or')}: write to this file, replaced atomically`,
        value: 'FILE',
      }),
    timeout: z
      .string()
      .optional()
      .meta({
        description: `End the run after this time, with exit code 5 (default 60s for ${listForms(monitorForms, 'and')})`,
        value: 'DURATION',
        alias: 't',
      }),
    warning: z
      .string()
      .optional()
      .meta({
        description: `For ${listForms(limitForms, 'and')}: warn when the last sign of life is older`,
        value: 'DURATION',
        alias: 'w',
      }),
    critical: z
      .string()
      .optional()
      .meta({ description: 'The same for CRITICAL (default: --since)', value: 'DURATION', alias: 'c' }),
    asOfRecording: z
      .boolean()
      .default(false)
      .meta({
        description: `With a replay, for ${listForms(formsOfNow, 'and')}: print the state when it was recorded, not UNKNOWN`,
      }),
    ...serverOptions,
    ...severalServersOptions,
    ...configOptions,
    ...recordOptions,
  })
  .refine(({ quiet, verbose }) => !(quiet && verbose), { error: '--quiet and --verbose cannot be used together.' })
  .refine(({ out, output }) => out === undefined || fileForms.includes(output), {
    error: `--out needs --output ${listForms(fileForms, 'or')}.`,
  })
  .refine(({ asOfRecording, output }) => !asOfRecording || formsOfNow.includes(output), {
    error: `--as-of-recording needs --output ${listForms(formsOfNow, 'or')}.`,
  })
  .refine(({ warning, critical, output }) => (warning ?? critical) === undefined || limitForms.includes(output), {
    error: `--warning and --critical need --output ${listForms(limitForms, 'or')}.`,
  })
  .refine(({ watch, timeout }) => !watch || timeout === undefined, { error: '--watch has no --timeout.' })
  .refine(({ watch, output }) => !watch || output === 'text' || output === 'ndjson', {
    error: '--watch writes text or ndjson only.',
  })
  .refine(({ watch, output }) => watch || output !== 'ndjson', { error: '--output ndjson needs --watch.' })
  .refine(({ watch, interval }) => watch || interval === undefined, { error: '--interval needs --watch.' })
  .refine(({ watch, record }) => !watch || record === undefined, {
    error: '--watch cannot be used with --record: a recording covers a single run.',
  });

type GivenOptions = z.output<typeof options>;
type StatusOptions = OfOneServer<GivenOptions> & { readonly expect: ExpectedRole };

/** Raises a UsageError for limits that no state could follow. */
function readAgeLimits({ warning, critical }: Pick<GivenOptions, 'warning' | 'critical'>, sinceMs: number): AgeLimits {
  const warningMs = warning === undefined ? undefined : parseDuration(warning, '--warning');
  const criticalMs = critical === undefined ? undefined : parseDuration(critical, '--critical');
  if (Math.max(warningMs ?? 0, criticalMs ?? 0) > sinceMs) {
    const longer = (warningMs ?? 0) > (criticalMs ?? 0) ? warning : critical;
    throw new UsageError('--warning and --critical cannot be longer than --since.', {
      hint: `A connector that is silent for all of that time fails in any case; look at a longer time: --since ${longer ?? ''}.`,
    });
  }
  if (warningMs !== undefined && warningMs >= (criticalMs ?? sinceMs)) {
    throw new UsageError('--warning must be shorter than --critical.');
  }
  return { ...(warningMs === undefined ? {} : { warningMs }), ...(criticalMs === undefined ? {} : { criticalMs }) };
}

async function runOne(ctx: Context, given: StatusOptions, loadCollect: () => Promise<CollectFacts>): Promise<ExitCode> {
  const sinceMs = parseDuration(given.since);
  const ageLimits = readAgeLimits(given, sinceMs);
  const form = machineForm(given.output);
  const limitMs = given.timeout === undefined ? form?.timeoutMs : parseTimeout(given.timeout);
  if (given.watch) {
    const [{ watchStatus }, { pause }] = await Promise.all([
      import('../command-steps/watch-status.js'),
      import('../base/async.js'),
    ]);
    return watchStatus(ctx, { ...given, sinceMs }, { collect: await loadCollect(), pause });
  }
  if (given.out !== undefined) {
    // Better said before a server is asked.
    const { probeFile } = await import('../files/replace-file.js');
    await probeFile(given.out);
  }
  const quiet = given.quiet || form?.onStderr === 'nothing';
  const report = { ...given, quiet, ageLimits };
  const look = (world: Context, onResult: OnResult): Promise<ExitCode> =>
    lookOnce(world, report, { sinceMs, loadCollect, onResult });
  return limitMs === undefined
    ? look(ctx, () => undefined)
    : withDeadline(ctx, { limitMs, lostCode: form?.lostCode ?? ExitCode.couldNotRun }, look);
}

/** Several servers: `--timeout` is each one's own. */
async function runSeveral(
  ctx: Context,
  given: GivenOptions,
  servers: readonly FleetServer[],
  loadCollect: () => Promise<CollectFacts>,
): Promise<ExitCode> {
  const sinceMs = parseDuration(given.since);
  const ageLimits = readAgeLimits(given, sinceMs);
  refuseForSeveral(given, ['record']);
  if (given.watch) {
    const [{ watchFleet }, { pause }] = await Promise.all([
      import('../command-steps/watch-fleet.js'),
      import('../base/async.js'),
    ]);
    return watchFleet(ctx, { ...given, sinceMs }, servers, { collect: await loadCollect(), pause });
  }
  if (given.out !== undefined) {
    const { probeFile } = await import('../files/replace-file.js');
    await probeFile(given.out);
  }
  const form = machineForm(given.output);
  const { reportOnFleet } = await import('../command-steps/report-on-fleet.js');
  const { readLimit } = await import('../command-steps/ask-fleet.js');
  const limitMs = readLimit(given.timeout, form?.timeoutMs);
  const quiet = given.quiet || form?.onStderr === 'nothing';
  const kind = { command: 'status', sinceMs, limitMs, loadCollect };
  return reportOnFleet(ctx, { ...given, quiet, ageLimits }, servers, kind);
}

function run(ctx: Context, given: GivenOptions, loadCollect: () => Promise<CollectFacts>): Promise<ExitCode> {
  return forServers(
    ctx,
    given,
    (world, one, server) => runOne(world, { ...one, expect: one.expect ?? server?.expect ?? 'active' }, loadCollect),
    (servers) => runSeveral(ctx, given, servers, loadCollect),
  );
}

interface Look {
  readonly sinceMs: number;
  readonly loadCollect: () => Promise<CollectFacts>;
  readonly onResult: OnResult;
}

function lookOnce(ctx: Context, given: StatusOptions & FormRequest, look: Look): Promise<ExitCode> {
  return withServer(ctx, { ...given, command: 'status' }, preloadReport, async (server) => {
    if (given.asOfRecording && server.source.kind !== 'recording') {
      throw new UsageError('--as-of-recording is for a recording, and a server answers.', {
        hint: 'Leave it out, or replay a recording: phs-tool replay FILE status --as-of-recording',
      });
    }
    const collect = await look.loadCollect();
    const { sinceMs } = look;
    const code = await reportOnServer(ctx, given, server, {
      command: 'status',
      startedAt: server.startedAt,
      sinceMs,
      collect,
    });
    look.onResult(code);
    return code;
  });
}

/** Makes the command; `loadCollect` is called after PowerShell has been started. */
export function createStatusCommand(loadCollect: () => Promise<CollectFacts>): Command {
  return defineCommand({
    name: 'status',
    describe: 'Check that password hash synchronization is configured and running',
    examples: [
      { line: 'phs-tool status', description: 'On the Entra Connect server, in an elevated console' },
      { line: 'phs-tool status --simulate healthy', description: 'Anywhere, on a simulated server' },
      { line: 'phs-tool status --output json --since 6h', description: 'For a script: one JSON document' },
      { line: 'phs-tool status --expect staging', description: 'On a server that is meant to be in staging mode' },
      { line: 'phs-tool status --watch', description: 'On a terminal: redrawn every minute' },
      { line: 'phs-tool status --output nagios', description: 'For Nagios, Icinga or checkmk' },
      { line: 'phs-tool status --connector contoso.com --verbose', description: 'One forest, with all evidence' },
    ],
    options,
    run: (ctx, given) => run(ctx, given, loadCollect),
  });
}

/** `phs-tool status`. */
export const statusCommand: Command = createStatusCommand(async () => {
  const { collectStatus } = await import('../collect/collect-status.js');
  return collectStatus;
});
