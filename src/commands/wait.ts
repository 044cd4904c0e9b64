import { z } from 'zod';
import { configOptions, judgingOptions, outputOptions, serverOptions } from '../command-line/common-options.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { waitGoals } from '../model/wait-line.js';
import { parseDuration } from '../parsers/duration.js';
import { parseWait } from '../parsers/interval.js';

const options = z
  .strictObject({
    for: z
      .enum(waitGoals)
      .meta({ description: 'What to wait for: every connector alive, the end of a full sync, all in order' }),
    fresh: z.boolean().default(false).meta({
      description: 'With --for alive, after a restart: count only signs of life that come from now on',
    }),
    timeout: z
      .string()
      .default('2h')
      .meta({ description: 'How long to wait at most, with exit code 3 then: 30m, 2h', value: 'DURATION', alias: 't' }),
    interval: z
      .string()
      .optional()
      .meta({ description: 'Time between two looks, at least 30s (default 60s)', value: 'DURATION' }),
    since: judgingOptions.since,
    connector: judgingOptions.connector,
    expect: judgingOptions.expect,
    failOn: judgingOptions.failOn.meta({ description: 'Lowest severity that is not healthy' }),
    quiet: z.boolean().default(false).meta({ description: 'No progress on stderr', alias: 'q' }),
    noColor: outputOptions.noColor,
    utc: outputOptions.utc,
    ...serverOptions,
    ...configOptions,
  })
  .refine(({ fresh, for: goal }) => !fresh || goal === 'alive', { error: '--fresh is for --for alive.' });

/** `phs-tool wait`. */
export const waitCommand: Command = defineCommand({
  name: 'wait',
  describe: 'Wait until connectors are alive, a full sync has ended, or all is in order',
  examples: [
    { line: 'phs-tool wait --for alive', description: 'Until every connector shows signs of life, two hours at most' },
    {
      line: 'phs-tool wait --for alive --fresh',
      description: 'After a restart of the service: until a new sign of each',
    },
    {
      line: 'phs-tool wait --for full-sync-end --connector contoso.com --timeout 12h',
      description: 'After force-full-sync; a large forest takes hours',
    },
    {
      line: 'phs-tool wait --for healthy --timeout 30m > wait.ndjson',
      description: 'For a script: a line for each change',
    },
    {
      line: 'phs-tool wait --for alive --simulate healthy',
      description: 'With PowerShell (pwsh) on any machine: a simulated server',
    },
  ],
  options,
  run: async (ctx, given) => {
    const sinceMs = parseDuration(given.since);
    const timeoutMs = parseWait(given.timeout);
    const [{ waitFor }, { collectStatus }, { pause }] = await Promise.all([
      import('../command-steps/wait-for.js'),
      import('../collect/collect-status.js'),
      import('../base/async.js'),
    ]);
    const request = { ...given, goal: given.for, sinceMs, timeoutMs, output: 'text', verbose: false };
    return waitFor(ctx, request, { collect: collectStatus, pause });
  },
});
