import { z } from 'zod';
import { ExitCode } from '../exit-codes.js';
import { decide, isLeftOff } from '../guard/decide.js';
import { deriveEvidence } from '../guard/derive-evidence.js';
import { meaningOf } from '../guard/describe-run.js';
import { explainVerdict } from '../guard/explain-verdict.js';
import { chooseConnector, type GuardServer } from '../guard/guard-server.js';
import { readPairJournal, recordOfKind } from '../guard/journal.js';
import type { GuardRow } from '../scripts/invoke-phs-guarded-sync.js';
import { toolVersion } from '../version.js';
import { defineCommand, type Command } from './command.js';
import { printAction, refusedAction, type ActionSaid } from './guard-action.js';
import { connectorOption, guardOptions, requireLastingServer, withGuard } from './guard-command.js';
import { seePair, type SeenPair } from './guard-pairs.js';

const nothingToRecover: ActionSaid = {
  outcome: 'nothing-to-do',
  headline: 'There is no run of this pair in the journal, so there is nothing to recover. Nothing was changed.',
  details: ['The tool turns on only what its own run switched off. Where synchronization is off, use the wizard.'],
  next: ['phs-tool status'],
  exitCode: ExitCode.ok,
};

const headlines: Readonly<Record<string, string>> = {
  none: 'There was nothing to turn on and nothing to close.',
  closed: 'The unfinished run is closed; nothing had been switched off.',
  'turned-on': 'Password hash synchronization was turned on again and read back as on.',
  'not-turned-on': 'Password hash synchronization is OFF and could not be turned on: act now.',
};

/** What the server and the journal say after it: the exit code rests on this, not on what the script says of itself. */
function saidOf(rows: readonly GuardRow[], after: SeenPair): ActionSaid {
  const fields = rows.find(({ kind }) => kind === 'recovered')?.fields ?? {};
  const action = fields['action'] ?? 'none';
  const end = fields['end'] ?? null;
  const detail = fields['detail'] ?? null;
  const { inspection, live } = after;
  const evidence = deriveEvidence(inspection, live);
  const explanation = explainVerdict({ inspection, live, evidence, verdict: decide(evidence) });
  const isOff = isLeftOff(evidence) || action === 'not-turned-on';
  return {
    outcome: isOff ? 'not-turned-on' : action === 'none' ? 'nothing-to-do' : 'done',
    headline: headlines[isOff ? 'not-turned-on' : action] ?? action,
    details: [
      explanation.now,
      ...(end === null ? [] : [`The run ended as ${end}: ${meaningOf(end)}.`]),
      ...(detail === null || detail === '' ? [] : [detail]),
      ...(isOff
        ? ['Restart the service Microsoft Azure AD Sync (ADSync) and run "guard recover" again.']
        : [explanation.headline]),
    ],
    next: isOff
      ? ['Restart-Service ADSync', 'phs-tool guard recover', 'phs-tool status']
      : ['phs-tool guard show', 'phs-tool status'],
    exitCode: isOff ? ExitCode.leftOff : ExitCode.ok,
  };
}

async function recover(guard: GuardServer, named: string | undefined): Promise<ActionSaid> {
  const connector = chooseConnector(guard.adConnectors(), named);
  const { inspection, live } = await seePair(guard, connector);
  const newest = readPairJournal(inspection, live.pair).epochs.at(-1);
  if (newest === undefined) {
    return nothingToRecover;
  }
  const guardianAccount = recordOfKind(newest, 'CLAIM')?.guardian ?? '';
  const place = { pairId: live.pair, epoch: newest.number, guardianAccount, toolVersion: toolVersion() };
  const rows = await guard.change({ mode: 'Recover', ...place });
  await guard.readRegardless(false);
  return refusedAction(rows) ?? saidOf(rows, await seePair(guard, connector));
}

/** `phs-tool guard recover`: what the guardian would do, at once; only ever towards "on". */
export const guardRecoverCommand: Command = defineCommand({
  name: 'guard recover',
  describe: 'Turn synchronization on again after a run that was cut off, or close a run that never began',
  examples: [
    { line: 'phs-tool guard recover', description: 'In an elevated console on the server' },
    { line: 'phs-tool guard recover --connector contoso.com', description: 'Where there are several AD connectors' },
  ],
  options: z.strictObject({ connector: connectorOption, ...guardOptions }),
  run: async (ctx, given) => {
    requireLastingServer(given, 'guard recover');
    return withGuard(ctx, given, async (guard, { opened, progress }) => {
      const said = await recover(guard, given.connector);
      progress.done();
      return printAction(ctx, given, 'guard recover', opened.simulated, said);
    });
  },
});
