import { z } from 'zod';
import { showGuard } from '../guard/show-guard.js';
import { toolVersion } from '../base/version.js';
import { guardShowText } from '../views/guard-show-text.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { forSameServer } from '../command-steps/for-same-server.js';
import { connectorOption, guardOptions, printGuardText, withGuard } from '../command-steps/guard-command.js';
import { inspectPairs } from '../guard-run/inspect-pairs.js';
import { findOtherPairsLeftOff } from '../guard-run/other-pairs-left-off.js';
import { jsonText } from '../views/json.js';

/** `phs-tool guard show`: what is known of every full sync that this tool ran; reads only. */
export const guardShowCommand: Command = defineCommand({
  name: 'guard show',
  describe: 'Show which full syncs were run, by whom, how they ended, and what the guardian does now',
  examples: [
    { line: 'phs-tool guard show', description: 'Every pair of connectors' },
    { line: 'phs-tool guard show --connector contoso.com --output json', description: 'One, as data' },
  ],
  options: z.strictObject({ connector: connectorOption, ...guardOptions }),
  run: async (ctx, given) =>
    withGuard(ctx, given, async (guard, { opened, progress, source }) => {
      const { inspection, pairs: asked } = await inspectPairs(guard, given.connector);
      // Whatever was asked about: what a run left off is shown.
      const leftOff = await findOtherPairsLeftOff(
        guard,
        inspection,
        asked.map(({ live }) => live.pair),
      );
      const { simulated } = opened;
      const made = showGuard({
        toolVersion: toolVersion(),
        at: ctx.clock(),
        simulated,
        source,
        inspection,
        pairs: [...asked, ...leftOff],
        connectorsRead: guard.connectors.known,
      });
      const shown = {
        ...made,
        pairs: made.pairs.map((pair) => ({
          ...pair,
          explanation: { ...pair.explanation, next: forSameServer(pair.explanation.next, given) },
        })),
      };
      progress.done();
      if (given.output === 'json') {
        ctx.io.stdout(jsonText(shown));
      } else {
        printGuardText(ctx, given, (options) => guardShowText(shown, options));
      }
      return shown.exitCode;
    }),
});
