import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import type { GuardRow } from '../model/guard-row.js';
import { toolVersion } from '../base/version.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { printAction, refusedAction, type ActionOutcome } from '../command-steps/guard-action.js';
import { guardOptions, requireLastingServer, refuseRemote, withGuard } from '../command-steps/guard-command.js';
import { addPairsLeftOff } from '../command-steps/add-pairs-left-off.js';
import { readOtherPairsLeftOff } from '../guard-run/other-pairs-left-off.js';

const parts: Readonly<Record<string, string>> = {
  journal: 'Directory of the journal',
  pin: "Directory of the guardian's script",
  script: "The guardian's script",
  'event-source': 'Event source',
};

function formatRow({ fields }: GuardRow): string {
  const part = fields['part'] ?? '';
  return `${parts[part] ?? part}: ${fields['state'] ?? ''} (${fields['detail'] ?? ''})`;
}

function describeSetup(rows: readonly GuardRow[]): ActionOutcome {
  const made = rows.filter(({ kind }) => kind === 'setup');
  const isNew = made.some(({ fields }) => fields['state'] === 'made');
  return {
    outcome: isNew ? 'done' : 'nothing-to-do',
    headline: isNew
      ? 'The guard is set up. Synchronization was not touched.'
      : 'Everything exists already and is as it should be.',
    details: made.map(formatRow),
    next: ['phs-tool force-full-sync'],
    exitCode: ExitCode.ok,
  };
}

/** `phs-tool guard setup`: makes or verifies the tool's own places; the server's synchronization is not touched. */
export const guardSetupCommand: Command = defineCommand({
  name: 'guard setup',
  describe: 'Create or verify what a guarded full sync needs: journal, event source, pinned script',
  examples: [
    { line: 'phs-tool guard setup', description: 'In an elevated console on the server; can be repeated' },
    { line: 'phs-tool guard setup --simulate ./server', description: 'On a simulated server in a directory' },
  ],
  options: z.strictObject(guardOptions),
  refuse: refuseRemote,
  run: async (ctx, given) => {
    requireLastingServer(given, 'guard setup');
    return withGuard(ctx, given, async (guard, { opened, progress }) => {
      const leftOff = await readOtherPairsLeftOff(guard, []);
      progress.stage('Setting up');
      const rows = await guard.change({ mode: 'Setup', toolVersion: toolVersion() });
      progress.done();
      const said = addPairsLeftOff(refusedAction(rows, null) ?? describeSetup(rows), leftOff);
      return printAction(ctx, given, 'guard setup', opened.simulated, said);
    });
  },
});
