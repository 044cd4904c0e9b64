import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { UsageError } from '../base/errors.js';
import type { ExitCode } from '../base/exit-codes.js';
import { parseDuration } from '../parsers/duration.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { configOptions, outputOptions, recordOptions, serverOptions } from '../command-line/common-options.js';
import { formsWhere, machineForm } from '../output/output-forms.js';
import { preloadReport, reportOnServer, type CollectFacts } from '../command-steps/report-on-server.js';
import { withServer } from '../command-steps/with-server.js';

const monitorForms = formsWhere(({ onlyOf }) => onlyOf === 'status');
const fileForms = formsWhere(({ toFile }) => toFile === true);
const formsOfNow = formsWhere(({ judgesNow }) => judgesNow === true);

const options = z
  .strictObject({
    since: z
      .string()
      .default('3h')
      .meta({ description: 'Window for heartbeats and errors: 90m, 3h, 2d', value: 'DURATION' }),
    connector: z.string().optional().meta({ description: 'Look at this AD connector only', value: 'NAME' }),
    expect: z
      .enum(['active', 'staging'])
      .default('active')
      .meta({ description: 'Expected role of the server; the other role is a finding' }),
    failOn: z
      .enum(['fail', 'warn', 'never'])
      .default('fail')
      .meta({ description: 'Lowest severity that makes the command exit with 3' }),
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
        description: `Form of the result; ndjson only with --watch, ${monitorForms.join(' and ')} for monitors`,
        alias: 'o',
      }),
    out: z
      .string()
      .optional()
      .meta({
        description: `With --output ${fileForms.join(' or ')}: write to this file, replaced atomically`,
        value: 'FILE',
      }),
    asOfRecording: z
      .boolean()
      .default(false)
      .meta({
        description: `Of a replay, for ${formsOfNow.join(' and ')}: the state when it was recorded, not UNKNOWN`,
      }),
    ...serverOptions,
    ...configOptions,
    ...recordOptions,
  })
  .refine(({ quiet, verbose }) => !(quiet && verbose), { error: '--quiet and --verbose cannot be used together.' })
  .refine(({ out, output }) => out === undefined || fileForms.includes(output), {
    error: `--out needs --output ${fileForms.join(' or ')}.`,
  })
  .refine(({ asOfRecording, output }) => !asOfRecording || formsOfNow.includes(output), {
    error: `--as-of-recording needs --output ${formsOfNow.join(' or ')}.`,
  })
  .refine(({ watch, output }) => !watch || output === 'text' || output === 'ndjson', {
    error: '--watch writes text or ndjson only.',
  })
  .refine(({ watch, output }) => watch || output !== 'ndjson', { error: '--output ndjson needs --watch.' })
  .refine(({ watch, interval }) => watch || interval === undefined, { error: '--interval needs --watch.' })
  .refine(({ watch, record }) => !watch || record === undefined, {
    error: '--watch cannot be used with --record: a recording covers a single run.',
  });

type StatusOptions = z.output<typeof options>;

async function run(ctx: Context, given: StatusOptions, loadCollect: () => Promise<CollectFacts>): Promise<ExitCode> {
  const sinceMs = parseDuration(given.since);
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
  const quiet = given.quiet || machineForm(given.output)?.onStderr === 'nothing';
  return withServer(ctx, { ...given, quiet, command: 'status' }, preloadReport, async (server) => {
    if (given.asOfRecording && server.source.kind !== 'recording') {
      throw new UsageError('--as-of-recording is for a recording, and a server answers.', {
        hint: 'Leave it out, or replay a recording: phs-tool replay FILE status --as-of-recording',
      });
    }
    const collect = await loadCollect();
    return reportOnServer(ctx, given, server, { command: 'status', startedAt: server.startedAt, sinceMs, collect });
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
