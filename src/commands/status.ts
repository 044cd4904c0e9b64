import { z } from 'zod';
import type { CollectOptions } from '../collect/collect-status.js';
import type { Context, OpenedSession } from '../context.js';
import { UsageError } from '../errors.js';
import { ExitCode } from '../exit-codes.js';
import { isAdConnector } from '../model/connector-kind.js';
import type { Facts } from '../model/facts.js';
import type { Report } from '../model/report.js';
import { parseDuration } from '../parsers/duration.js';
import type { PsSession } from '../ps/session.js';
import { didYouMean } from '../suggest.js';
import { toolVersion } from '../version.js';
import { defineCommand, type Command } from './command.js';
import { outputOptions, serverOptions } from './common-options.js';
import { startProgress, type Progress } from './progress.js';
import { openTrace } from './trace.js';

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
      .meta({ description: 'What the server is meant to be; the other one is a finding' }),
    failOn: z
      .enum(['fail', 'warn', 'never'])
      .default('fail')
      .meta({ description: 'Findings that give exit code 3: failed ones, warnings as well, or none' }),
    ...outputOptions,
    ...serverOptions,
  })
  .refine(({ quiet, verbose }) => !(quiet && verbose), { error: '--quiet and --verbose exclude each other.' });

type StatusOptions = z.output<typeof options>;

/** Asks a server everything that `status` needs. */
export type CollectStatus = (session: PsSession, options: CollectOptions) => Promise<Facts>;

/** The exact name of the connector that was typed; a different case is accepted where it is clear. Raises a UsageError. */
export function resolveConnector(typed: string | undefined, facts: Facts): string | undefined {
  if (typed === undefined || !facts.connectors.known) {
    return typed;
  }
  const names = facts.connectors.value.filter(isAdConnector).map(({ name }) => name);
  const sameLetters = names.filter((name) => name.toLowerCase() === typed.toLowerCase());
  const [only, another] = names.includes(typed) ? [typed] : sameLetters;
  if (only !== undefined && another === undefined) {
    return only;
  }
  const list = names.length === 0 ? 'There is none on this server.' : `There is: ${names.join(', ')}.`;
  throw new UsageError(`There is no AD connector named "${typed}".${didYouMean(typed, names)}`, { hint: list });
}

async function print(report: Report, { output, quiet, verbose, noColor }: StatusOptions, ctx: Context): Promise<void> {
  if (output === 'json') {
    const [{ jsonView }, { plainTheme }] = await Promise.all([import('../views/json.js'), import('../views/theme.js')]);
    ctx.io.stdout(jsonView(report, { theme: plainTheme, verbosity: 'normal' }));
    return;
  }
  const [{ textView }, { chooseTheme }] = await Promise.all([import('../views/text.js'), import('../views/theme.js')]);
  const { stdoutIsTerminal, columns } = ctx.io;
  ctx.io.stdout(
    textView(report, {
      theme: chooseTheme({ isTerminal: stdoutIsTerminal, noColor, env: ctx.env }),
      ...(stdoutIsTerminal ? { columns } : {}),
      verbosity: quiet ? 'quiet' : verbose ? 'verbose' : 'normal',
    }),
  );
}

/** PowerShell is started first; what is only needed later is loaded while it starts. */
async function open(
  ctx: Context,
  given: StatusOptions,
  progress: Progress,
  debug: ((text: string) => void) | undefined,
): Promise<OpenedSession> {
  const opening = ctx.openSession({
    onNote: progress.note,
    ...(given.simulate === undefined ? {} : { simulate: given.simulate }),
    ...(given.modulePath === undefined ? {} : { modulePath: given.modulePath }),
    ...(given.powershell === undefined ? {} : { powershell: given.powershell }),
    ...(debug === undefined ? {} : { debug }),
  });
  const preloading = Promise.all([import('../model/build-report.js'), import('../views/text.js')]);
  const [opened] = await Promise.all([opening, preloading]);
  return opened;
}

async function run(ctx: Context, given: StatusOptions, loadCollect: () => Promise<CollectStatus>): Promise<ExitCode> {
  const startedAt = ctx.clock();
  const sinceMs = parseDuration(given.since);
  const trace = openTrace(given, ctx);
  const progress = startProgress(ctx, given.quiet);
  let opened: OpenedSession | undefined;
  try {
    progress.stage('Starting PowerShell');
    opened = await open(ctx, given, progress, trace.write);
    const [collect, { buildReport }] = await Promise.all([loadCollect(), import('../model/build-report.js')]);
    const facts = await collect(opened.session, {
      now: opened.now,
      sinceMs,
      signal: ctx.signal,
      onProgress: (text) => {
        progress.stage(`Reading ${text}`);
      },
      modulePath: given.modulePath,
    });
    const connectorFilter = resolveConnector(given.connector, facts);
    const report = buildReport(facts, {
      toolVersion: toolVersion(),
      command: 'status',
      startedAt,
      finishedAt: ctx.clock(),
      expect: given.expect,
      failOn: given.failOn,
      ...(connectorFilter === undefined ? {} : { connectorFilter }),
    });
    progress.done();
    await print(report, given, ctx);
    return report.summary.exitCode;
  } finally {
    progress.done();
    await opened?.close();
  }
}

/** Makes the command; `loadCollect` is called after PowerShell has been started. */
export function createStatusCommand(loadCollect: () => Promise<CollectStatus>): Command {
  return defineCommand({
    name: 'status',
    describe: 'Is password hash synchronization configured and alive?',
    examples: [
      { line: 'phs-tool status', description: 'On the Entra Connect server, in an elevated console' },
      { line: 'phs-tool status --simulate healthy', description: 'Anywhere, on a simulated server' },
      { line: 'phs-tool status --output json --since 6h', description: 'For a script: one JSON document' },
      { line: 'phs-tool status --expect staging', description: 'On a server that is meant to be in staging mode' },
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
