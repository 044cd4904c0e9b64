import { commandToCopy } from '../base/command-to-copy.js';
import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { mayBeLeftOff, mayRun } from '../guard/decide.js';
import { supersedeLine } from '../guard/explanation.js';
import { chooseConnector, type GuardServer } from '../guard-run/guard-server.js';
import { runOf } from '../guard/journal.js';
import type { JudgedPair } from '../guard/judge-pair.js';
import { runOnlyInEvents } from '../guard/log-evidence.js';
import type { PairReading } from '../guard/read-pair.js';
import type { Connector } from '../model/facts.js';
import type { GuardRow } from '../model/guard-row.js';
import { toolVersion } from '../base/version.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { printAction, refusedAction, type ActionOutcome } from '../command-steps/guard-action.js';
import {
  connectorOption,
  guardOptions,
  requireLastingServer,
  refuseRemote,
  withGuard,
} from '../command-steps/guard-command.js';
import { readAdConnectors } from '../command-steps/guard-pairs.js';
import { addPairsLeftOff } from '../command-steps/add-pairs-left-off.js';
import { inspectPair } from '../guard-run/inspect-pairs.js';
import { readOtherPairsLeftOff } from '../guard-run/other-pairs-left-off.js';

const options = z
  .strictObject({
    connector: connectorOption,
    run: z
      .string()
      .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
        error: 'it is the id of the run, as "guard show" reports it.',
      })
      .optional()
      .meta({ description: 'Set this run aside: its id, from "guard show"', value: 'ID' }),
    evidence: z.enum(['parameter', 'events']).optional().meta({
      description:
        'Set aside a parameter that another full sync left on the connector, or events of phs-tool that cannot be verified',
    }),
    reason: z
      .string()
      .max(500, { error: 'it is longer than 500 characters.' })
      .optional()
      .meta({ description: 'Why, for the journal and the event log; required', value: 'TEXT' }),
    ...guardOptions,
  })
  .superRefine(({ run, evidence, reason }, context) => {
    if ((run === undefined) === (evidence === undefined)) {
      context.addIssue({ code: 'custom', message: 'Give either --run ID or --evidence with what is set aside.' });
    }
    if (reason === undefined || reason.trim() === '') {
      context.addIssue({ code: 'custom', message: '--reason TEXT is required: it is written down.' });
    }
  });

type Given = z.output<typeof options>;

/** Not while something is under way: first it is brought to its end. */
const unfinished: ReadonlySet<string> = new Set(['IN_PROGRESS', 'REPAIR_NOW']);

/** The newest run that the journal or the events know, undefined when there is none. */
function knownRun(reading: PairReading): string | undefined {
  const newest = reading.epochs.at(-1);
  return runOnlyInEvents(reading) ?? (newest === undefined ? undefined : (runOf(newest) ?? undefined));
}

/** A parameter counts as left over only if no run of this tool can have set it. */
function notAParameter(run: string, reading: PairReading): ActionOutcome {
  return {
    outcome: 'refused',
    headline: `REFUSED: a run of this tool is known (${run}); the parameter may be of that run.`,
    details: [
      'Nothing was changed. "--evidence parameter" is for a parameter that another full sync left: set that run aside.',
    ],
    next: [supersedeLine(reading), 'phs-tool guard show'],
    exitCode: ExitCode.refused,
  };
}

/** Decided again on what was read after it: what is still in the way is said. */
function describeSuperseding(
  { name }: Connector,
  rows: readonly GuardRow[],
  { evidence, verdict, explanation }: JudgedPair,
): ActionOutcome {
  const epoch = rows.find(({ kind }) => kind === 'superseded')?.fields['epoch'] ?? '?';
  const { headline, found, now, safe, next } = explanation;
  const written = 'This and the reason are written into the journal and the event log (event 4180).';
  const opened = `Epoch ${epoch} is open for "${name}"`;
  if (!mayRun(verdict)) {
    return {
      outcome: 'done',
      headline: `${opened}, and a full sync may still not be run (${verdict}): ${headline} Nothing was deleted, synchronization was not touched.`,
      details: [written, ...found, now, safe],
      next: [...next],
      exitCode: mayBeLeftOff(evidence) ? ExitCode.leftOff : ExitCode.ok,
    };
  }
  return {
    outcome: 'done',
    headline: `${opened}: one more full sync may be run. Nothing was deleted, synchronization was not touched.`,
    details: [written],
    next: [commandToCopy('phs-tool force-full-sync', [['connector', name]])],
    exitCode: ExitCode.ok,
  };
}

async function supersede(guard: GuardServer, connector: Connector, given: Given): Promise<ActionOutcome> {
  const before = await inspectPair(guard, connector);
  const { evidence, verdict, explanation } = before;
  if (unfinished.has(verdict) || mayBeLeftOff(evidence)) {
    const { headline, now, safe, found, next } = explanation;
    const exitCode = mayBeLeftOff(evidence) ? ExitCode.leftOff : ExitCode.refused;
    const details = [...found, now, safe];
    return { outcome: 'refused', headline: `REFUSED (${verdict}): ${headline}`, details, next: [...next], exitCode };
  }
  const known = given.evidence === 'parameter' ? knownRun(before) : undefined;
  if (known !== undefined) {
    return notAParameter(known, before);
  }
  const rows = await guard.change({
    mode: 'Supersede',
    adConnectorId: connector.identifier,
    reason: given.reason ?? '',
    evidence: given.evidence ?? 'run',
    toolVersion: toolVersion(),
    ...(given.run === undefined ? {} : { runId: given.run.toLowerCase() }),
  });
  const after = await inspectPair(guard, connector);
  const refused = refusedAction(rows, connector.name);
  if (refused === undefined) {
    return describeSuperseding(connector, rows, after);
  }
  return { ...refused, details: [...refused.details, after.explanation.now] };
}

/** `phs-tool guard supersede`: one more run by an explicit decision; deletes nothing. */
export const guardSupersedeCommand: Command = defineCommand({
  name: 'guard supersede',
  describe: 'Allow one more full sync by an explicit decision, which is written down',
  examples: [
    {
      line: 'phs-tool guard supersede --run 7f3c0a52-1111-4222-8333-944455556666 --reason "Microsoft support case 123"',
      description: 'After a run of this tool',
    },
    {
      line: 'phs-tool guard supersede --evidence parameter --reason "left over from the migration in 2021"',
      description: 'If only a parameter was left over',
    },
  ],
  options,
  refuse: refuseRemote,
  run: async (ctx, given) => {
    requireLastingServer(given, 'guard supersede');
    return withGuard(ctx, given, async (guard, { opened, progress }) => {
      const connector = chooseConnector(await readAdConnectors(guard, given), given.connector);
      const said = addPairsLeftOff(
        await supersede(guard, connector, given),
        await readOtherPairsLeftOff(guard, [guard.pairId(connector)]),
      );
      progress.done();
      return printAction(ctx, given, 'guard supersede', opened.simulated, said);
    });
  },
});
