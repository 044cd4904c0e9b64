import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { configOptions, outputOptions, serverOptions } from '../command-line/common-options.js';
import type { Context } from '../command-line/context.js';
import { askBoth } from '../command-steps/ask-both.js';
import { endFleetRun, readLimit } from '../command-steps/ask-fleet.js';
import { chooseCompared } from '../command-steps/choose-compared.js';
import type { FleetServer } from '../command-steps/fleet-servers.js';
import type { ServerAnswer } from '../command-steps/read-server-facts.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import { worstExitCode } from '../model/choose-exit-code.js';
import type { ComparisonDocument } from '../model/comparison-document.js';
import type { ComparedServer } from '../report/build-comparison.js';

const { port, useSsl, configuration, modulePath, powershell, debug, logFile } = serverOptions;
const place = 'FILE, DIR (an export), this-server, computer:NAME, ssh:USER@HOST[:PORT], server:NAME or simulate:NAME';

const options = z.strictObject({
  first: z.string().meta({ description: place, value: 'SERVER' }),
  second: z.string().meta({ description: 'The server that it is compared with', value: 'SERVER' }),
  output: z.enum(['text', 'json', 'html']).default('text').meta({ description: 'Form of the result', alias: 'o' }),
  out: z.string().min(1).optional().meta({
    description: 'With --output html: write to this file, replaced atomically',
    value: 'FILE',
  }),
  verbose: outputOptions.verbose.meta({ description: 'List everything that could not be compared', alias: 'v' }),
  noColor: outputOptions.noColor,
  utc: outputOptions.utc,
  port,
  useSsl,
  configuration,
  modulePath,
  powershell,
  debug,
  logFile,
  timeout: z.string().optional().meta({
    description: 'Give each of the two this time, then end with exit code 5 (default 2m)',
    value: 'DURATION',
    alias: 't',
  }),
  ...configOptions,
});
type CompareOptions = z.output<typeof options>;

async function describeServer(name: string, { facts, source }: ServerAnswer): Promise<ComparedServer> {
  const { buildProfile } = await import('../fleet/build-profile.js');
  return { name, source, facts, profile: buildProfile(facts) };
}

/** What cannot wait is said beside the result, as by every command that asks a server. */
function tellLeftOff(
  ctx: Context,
  { modulePath, powershell }: CompareOptions,
  { request }: FleetServer,
  { facts, source }: ServerAnswer,
): ExitCode {
  return source.kind === 'configuration-export'
    ? ExitCode.ok
    : sayLeftOff(ctx, facts, { ...request, modulePath, powershell, source });
}

async function print(ctx: Context, given: CompareOptions, document: ComparisonDocument): Promise<void> {
  switch (given.output) {
    case 'json': {
      const { jsonText } = await import('../views/json.js');
      ctx.io.stdout(jsonText(document));
      return;
    }
    case 'html': {
      const { comparisonPage } = await import('../views/html/comparison.js');
      const { replaceFile } = await import('../files/replace-file.js');
      const page = comparisonPage(document);
      if (given.out === undefined) {
        ctx.io.stdout(page);
      } else {
        await replaceFile(given.out, page);
      }
      return;
    }
    case 'text': {
      const { comparisonText } = await import('../views/comparison-text.js');
      const { chooseLook } = await import('../output/text-look.js');
      const { times, ...look } = chooseLook(ctx, given);
      const verbosity = given.verbose ? 'verbose' : 'normal';
      ctx.io.stdout(times.write(comparisonText(document, { ...look, verbosity })));
    }
  }
}

async function run(ctx: Context, given: CompareOptions): Promise<ExitCode> {
  if (given.out !== undefined && given.output !== 'html') {
    throw new UsageError('--out needs --output html.');
  }
  if (given.out !== undefined) {
    // Better said before a server is asked.
    const { probeFile } = await import('../files/replace-file.js');
    await probeFile(given.out);
  }
  const limitMs = readLimit(given.timeout);
  const servers = chooseCompared([given.first, given.second], given, ctx.servers);
  const { answers, ended } = await askBoth(ctx, given, servers, { limitMs });
  const { buildComparison } = await import('../report/build-comparison.js');
  const [first, second] = answers;
  const document = buildComparison(
    await describeServer(given.first, first),
    await describeServer(given.second, second),
    toolVersion(),
  );
  await print(ctx, given, document);
  const leftOff = [tellLeftOff(ctx, given, servers[0], first), tellLeftOff(ctx, given, servers[1], second)];
  return endFleetRun(ctx, worstExitCode([document.summary.exitCode, ...leftOff]), ended);
}

/** `phs-tool compare <first> <second>`. */
export const compareCommand: Command = defineCommand({
  name: 'compare',
  describe: 'Compare two servers, and judge whether a difference would keep one from taking over',
  examples: [
    { line: 'phs-tool compare sync01.ndjson sync02.ndjson', description: 'Two recordings or bundles' },
    { line: 'phs-tool compare this-server ./export-sync02', description: 'This server and a configuration export' },
    {
      line: 'phs-tool compare computer:sync01.contoso.com server:SYNC02',
      description: 'Two others, by PowerShell remoting; SYNC02 is in the configured list',
    },
    {
      line: 'phs-tool compare simulate:healthy simulate:staging --output html --out two.html',
      description: 'Anywhere, two simulated servers, as a page',
    },
  ],
  positionals: ['first', 'second'],
  options,
  run,
});
