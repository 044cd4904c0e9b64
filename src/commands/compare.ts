import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { toolVersion } from '../base/version.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { configOptions, outputOptions, serverOptions } from '../command-line/common-options.js';
import type { Context } from '../command-line/context.js';
import { readServerFacts, type ServerAnswer } from '../command-steps/read-server-facts.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import { worstExitCode } from '../model/choose-exit-code.js';
import type { ComparisonDocument } from '../model/comparison-document.js';
import type { ComparedServer } from '../report/build-comparison.js';

const { modulePath, powershell, debug, logFile } = serverOptions;
const place = 'Recording, bundle, configuration export, simulate:NAME or this-server';

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
  modulePath,
  powershell,
  debug,
  logFile,
  ...configOptions,
});
type CompareOptions = z.output<typeof options>;

async function describeServer(name: string, { facts, source }: ServerAnswer): Promise<ComparedServer> {
  const { buildProfile } = await import('../fleet/build-profile.js');
  return { name, source, facts, profile: buildProfile(facts) };
}

/** What cannot wait is said beside the result, as by every command that asks a server. */
function tellLeftOff(ctx: Context, given: CompareOptions, { facts, source }: ServerAnswer): ExitCode {
  return source.kind === 'configuration-export' ? ExitCode.ok : sayLeftOff(ctx, facts, { ...given, source });
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
  const request = { ...given, quiet: false, command: 'compare' };
  const [first, second] = [
    await readServerFacts(ctx, request, given.first),
    await readServerFacts(ctx, request, given.second),
  ];
  const { buildComparison } = await import('../report/build-comparison.js');
  const document = buildComparison(
    await describeServer(given.first, first),
    await describeServer(given.second, second),
    toolVersion(),
  );
  await print(ctx, given, document);
  const leftOff = [first, second].map((answer) => tellLeftOff(ctx, given, answer));
  return worstExitCode([document.summary.exitCode, ...leftOff]);
}

/** `phs-tool compare <first> <second>`. */
export const compareCommand: Command = defineCommand({
  name: 'compare',
  describe: 'What differs between two servers, and whether it would keep one from taking over',
  examples: [
    { line: 'phs-tool compare sync01.ndjson sync02.ndjson', description: 'Two recordings or bundles' },
    { line: 'phs-tool compare this-server ./export-sync02', description: 'This server and a configuration export' },
    {
      line: 'phs-tool compare simulate:healthy simulate:staging --output html --out two.html',
      description: 'Anywhere, two simulated servers, as a page',
    },
  ],
  positionals: ['first', 'second'],
  options,
  run,
});
