import { z } from 'zod';
import { defineCommand, type Command } from '../command-line/command.js';
import { outputOptions } from '../command-line/common-options.js';
import { toolVersion } from '../base/version.js';
import type { DiffDocument } from '../model/diff-document.js';

/** `phs-tool diff <before> <after>`. */
export const diffCommand: Command = defineCommand({
  name: 'diff',
  describe: 'Show what changed between two recordings, bundles, configuration exports or JSON documents',
  examples: [
    { line: 'phs-tool diff monday.ndjson tuesday.ndjson', description: 'Findings, settings, rules and builds' },
    { line: 'phs-tool diff ./export-sync01 ./export-sync02', description: 'Two configuration exports' },
    { line: 'phs-tool diff before.json after.json --output json', description: 'Documents of --output json, as data' },
  ],
  positionals: ['before', 'after'],
  options: z.strictObject({
    before: z
      .string()
      .meta({ description: 'Recording, bundle, configuration export, or saved JSON', value: 'FILE|DIR' }),
    after: z.string().meta({ description: 'What it is compared with', value: 'FILE|DIR' }),
    output: outputOptions.output,
    verbose: z
      .boolean()
      .default(false)
      .meta({ description: 'List the checks that could not be compared, too', alias: 'v' }),
    noColor: outputOptions.noColor,
    utc: outputOptions.utc,
  }),
  run: async (ctx, given) => {
    const { readDocument } = await import('../command-steps/read-document.js');
    const { compareReports, describeSide } = await import('../report/compare-reports.js');
    const before = await readDocument(ctx, given.before);
    const after = await readDocument(ctx, given.after);
    const document: DiffDocument = {
      schemaVersion: '1.0',
      tool: { name: 'phs-tool', version: toolVersion() },
      command: 'diff',
      before: describeSide(given.before, before),
      after: describeSide(given.after, after),
      ...compareReports(before, after),
    };
    if (given.output === 'json') {
      const { jsonText } = await import('../views/json.js');
      ctx.io.stdout(jsonText(document));
    } else {
      const { diffText } = await import('../views/diff-text.js');
      const { chooseLook } = await import('../output/text-look.js');
      const { times, ...look } = chooseLook(ctx, given);
      ctx.io.stdout(times.write(diffText(document, { ...look, verbosity: given.verbose ? 'verbose' : 'normal' })));
    }
    return document.summary.exitCode;
  },
});
