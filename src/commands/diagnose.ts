import type { AskOptions } from '../collect/ask.js';
import type { SecondOpinionRequest } from '../collect/collect-second-opinion.js';
import type { Context } from '../command-line/context.js';
import { UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { DiagnosticEntry } from '../model/diagnostic-entry.js';
import type { Fact } from '../model/fact.js';
import { parseDuration } from '../parsers/duration.js';
import { defineCommand, type Command } from '../command-line/command.js';
import {
  diagnoseServersOptions,
  namesObjects,
  type DiagnoseOptions,
  type DiagnoseServersOptions,
} from '../command-line/diagnose-options.js';
import {
  preloadReport,
  reportOnServer,
  type CollectFacts,
  type ReportKind,
} from '../command-steps/report-on-server.js';
import { refuseForSeveral, type FleetServer } from '../command-steps/fleet-servers.js';
import { forServers } from '../command-steps/for-servers.js';
import { requireNames } from '../command-steps/object-references.js';
import { requireReplay } from '../command-steps/require-replay.js';
import { withTimeout } from '../command-steps/with-deadline.js';
import { withServer, type OpenServer } from '../command-steps/with-server.js';

/** What the command asks a server; tests put something else in its place. */
export interface DiagnoseCollectors {
  readonly collect: CollectFacts;
  readonly askSecondOpinion: (
    server: OpenServer,
    request: SecondOpinionRequest,
    options: AskOptions,
  ) => Promise<Fact<readonly DiagnosticEntry[]>>;
}

async function listChecks(ctx: Context, given: Pick<DiagnoseOptions, 'only' | 'skip' | 'output'>): Promise<ExitCode> {
  const { checksJson, checksText, listedChecks } = await import('../output/list-checks.js');
  const { selectChecks } = await import('../checks/select-checks.js');
  const checks = selectChecks(listedChecks(), given);
  const columns = ctx.io.stdoutIsTerminal ? ctx.io.columns : undefined;
  ctx.io.stdout(given.output === 'json' ? checksJson(checks) : checksText(checks, columns));
  return ExitCode.ok;
}

function secondOpinion(
  ctx: Context,
  given: DiagnoseOptions,
  server: OpenServer,
  { askSecondOpinion }: DiagnoseCollectors,
): Pick<ReportKind, 'askSecondOpinion'> {
  if (!given.secondOpinion) {
    return {};
  }
  return {
    askSecondOpinion: (facts, connectorName) =>
      askSecondOpinion(
        server,
        { facts, connectorName, modulePath: given.modulePath },
        {
          signal: ctx.signal,
          onProgress: server.progress.reading,
        },
      ),
  };
}

async function runOne(
  ctx: Context,
  given: DiagnoseOptions,
  loadCollectors: () => Promise<DiagnoseCollectors>,
): Promise<ExitCode> {
  const sinceMs = parseDuration(given.since);
  requireReplay(ctx, given);
  const { catalog } = await import('../checks/catalog.js');
  const { selectChecks } = await import('../checks/select-checks.js');
  const checks = selectChecks(catalog, given);
  if (given.configExport !== undefined) {
    const { diagnoseExport } = await import('../command-steps/diagnose-export.js');
    return diagnoseExport(ctx, { ...given, configExport: given.configExport }, checks);
  }
  await requireNames(given, ctx);
  return withServer(ctx, { ...given, command: 'diagnose' }, preloadReport, async (server) => {
    if (namesObjects(given)) {
      const { diagnoseObjects } = await import('../command-steps/diagnose-objects.js');
      return diagnoseObjects(ctx, given, server);
    }
    const collectors = await loadCollectors();
    return reportOnServer(ctx, given, server, {
      command: 'diagnose',
      startedAt: server.startedAt,
      sinceMs,
      collect: collectors.collect,
      checks,
      ...secondOpinion(ctx, given, server, collectors),
    });
  });
}

/** Several servers: each is diagnosed for itself, then all of them together. */
async function runSeveral(
  ctx: Context,
  given: DiagnoseServersOptions,
  servers: readonly FleetServer[],
  loadCollectors: () => Promise<DiagnoseCollectors>,
): Promise<ExitCode> {
  refuseForSeveral(given, ['record', 'dnFile', 'allUsers', 'secondOpinion', 'configExport']);
  const sinceMs = parseDuration(given.since);
  if (namesObjects(given)) {
    if (given.output === 'ndjson') {
      throw new UsageError('--output ndjson is for one server, and several are named.', { hint: 'Use --output json.' });
    }
    await requireNames(given, ctx);
    const { diagnoseObjectsOfServers } = await import('../command-steps/objects-of-servers.js');
    return diagnoseObjectsOfServers(ctx, given, servers);
  }
  const { catalog } = await import('../checks/catalog.js');
  const { selectChecks } = await import('../checks/select-checks.js');
  const { reportOnFleet } = await import('../command-steps/report-on-fleet.js');
  const { readLimit } = await import('../command-steps/ask-fleet.js');
  return reportOnFleet(ctx, given, servers, {
    command: 'diagnose',
    sinceMs,
    checks: selectChecks(catalog, given),
    limitMs: readLimit(given.timeout),
    loadCollect: async () => (await loadCollectors()).collect,
  });
}

function run(
  ctx: Context,
  given: DiagnoseServersOptions,
  loadCollectors: () => Promise<DiagnoseCollectors>,
): Promise<ExitCode> {
  return given.listChecks
    ? listChecks(ctx, given)
    : forServers(
        ctx,
        given,
        (world, one, server) =>
          withTimeout(world, one.timeout, (inTime) =>
            runOne(inTime, { ...one, expect: one.expect ?? server?.expect ?? 'active' }, loadCollectors),
          ),
        (servers) => runSeveral(ctx, given, servers, loadCollectors),
      );
}

/** Makes the command; `loadCollectors` is called after PowerShell has been started. */
export function createDiagnoseCommand(loadCollectors: () => Promise<DiagnoseCollectors>): Command {
  return defineCommand({
    name: 'diagnose',
    describe: 'Find out why passwords are not synchronized, for everyone or for one user',
    examples: [
      { line: 'phs-tool diagnose', description: 'Every check of the server, the most likely cause first' },
      {
        line: 'phs-tool diagnose --dn "CN=Ann Lee,OU=Staff,DC=contoso,DC=com"',
        description: 'One user, from Active Directory to Entra',
      },
      { line: 'phs-tool diagnose --simulate fips', description: 'Anywhere, on a simulated server' },
      { line: 'phs-tool diagnose --simulate users --sam temp.word', description: 'The same, one of its users' },
      { line: 'phs-tool diagnose --only 4xx --connector contoso.com', description: 'Only connectivity, of one forest' },
      { line: 'phs-tool diagnose --second-opinion', description: "Beside Microsoft's own diagnostics" },
      {
        line: 'phs-tool diagnose --dn "CN=Ann Lee,OU=Staff,DC=contoso,DC=com" --second-opinion',
        description: "One user, beside Microsoft's own diagnostics of that user",
      },
      {
        line: 'phs-tool diagnose --config-export ./export',
        description: 'Without a server: its exported configuration',
      },
      { line: 'phs-tool diagnose --list-checks', description: 'What is checked' },
      { line: 'phs-tool diagnose --dn-file users.csv --output ndjson', description: 'Many users, one line for each' },
    ],
    options: diagnoseServersOptions,
    run: (ctx, given) => run(ctx, given, loadCollectors),
  });
}

/** `phs-tool diagnose`. */
export const diagnoseCommand: Command = createDiagnoseCommand(async () => {
  const { collectDiagnosis } = await import('../collect/collect-diagnosis.js');
  const { collectSecondOpinion } = await import('../collect/collect-second-opinion.js');
  return {
    collect: collectDiagnosis,
    askSecondOpinion: ({ opened }, request, options) => collectSecondOpinion(opened.session, request, options),
  };
});
