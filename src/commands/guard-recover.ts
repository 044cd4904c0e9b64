import { commandToCopy } from '../base/command-to-copy.js';
import { z } from 'zod';
import { PhsError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { isLeftOff, leftOffBy, mayBeLeftOff } from '../guard/decide.js';
import { describeKind } from '../guard/describe-run.js';
import { chooseConnector, type GuardServer } from '../guard-run/guard-server.js';
import { guardianAccountOf } from '../guard/journal.js';
import type { JudgedPair } from '../guard/judge-pair.js';
import { epochToRecover } from '../guard/log-evidence.js';
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
import { turnOnWithDeadline, type RecoveryOptions } from '../command-steps/turn-on-with-deadline.js';

const options = z.strictObject({
  connector: connectorOption,
  run: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
      error: 'it is the id of the run, as "guard show" reports it.',
    })
    .optional()
    .meta({ description: 'Turn on what this run switched off according to events alone: your decision', value: 'ID' }),
  ...guardOptions,
});

const nothingToRecover: ActionOutcome = {
  outcome: 'nothing-to-do',
  headline:
    'No run of this connector is in the journal or the event log, so there is nothing to recover. Nothing was changed.',
  details: ['The tool turns on only what its own run switched off. If synchronization is off, use the wizard.'],
  next: ['phs-tool status'],
  exitCode: ExitCode.ok,
};

const headlines: Readonly<Record<string, string>> = {
  none: 'There was nothing to turn on and nothing to close.',
  closed: 'The unfinished run is closed; nothing had been switched off.',
  'turned-on': 'Password hash synchronization was turned on again and read back as on.',
};

const guardianTexts: Readonly<Record<string, string | undefined>> = {
  armed:
    'Its guardian is armed: it ends the run once synchronization has stayed on for three to forty-five of its starts, one per minute.',
  registered:
    'Its guardian is registered and was started, but has not reported: check whether it can start under its account, or check yourself that synchronization stays on.',
  'not-armed':
    'Its guardian could not be armed, or its task is not the one that was registered: check whether it runs, or check yourself that synchronization stays on.',
};

const restart = 'Restart the service Microsoft Azure AD Sync (ADSync) and run "guard recover" again.';

/** It is off, or nobody can tell, after a run of the tool may have switched it off: exit code 7, whatever was answered. */
function stillOff(
  name: string,
  details: readonly string[],
  outcome: ActionOutcome['outcome'],
  isOff: boolean,
): ActionOutcome {
  return {
    outcome,
    headline: isOff
      ? 'Password hash synchronization is OFF and could not be turned on: act now.'
      : 'A run may have left password hash synchronization OFF, and whether it is on could not be read: act now.',
    details: [...details, restart],
    next: ['Restart-Service ADSync', commandToCopy('phs-tool guard recover', [['connector', name]]), 'phs-tool status'],
    exitCode: ExitCode.leftOff,
  };
}

/** What the script and the server say after it. */
function describeRecovery(
  name: string,
  rows: readonly GuardRow[],
  { evidence, verdict, explanation }: JudgedPair,
): ActionOutcome {
  const fields = rows.find(({ kind }) => kind === 'recovered')?.fields ?? {};
  const action = fields['action'] ?? 'none';
  const end = fields['end'] ?? null;
  const detail = fields['detail'] ?? null;
  const guardian = guardianTexts[fields['guardian'] ?? 'not-needed'];
  const isOff = isLeftOff(evidence) || action === 'not-turned-on';
  const details = [
    explanation.now,
    ...(end === null ? [] : [`The run ended as ${end}: ${describeKind(end)}.`]),
    ...(detail === null || detail === '' ? [] : [detail]),
    ...(guardian === undefined ? [] : [guardian]),
  ];
  if (isOff || mayBeLeftOff(evidence)) {
    return stillOff(name, details, 'not-turned-on', isOff);
  }
  const needsMore = verdict === 'HUMAN';
  return {
    outcome: action === 'none' ? 'nothing-to-do' : 'done',
    headline: headlines[action] ?? action,
    details: [...details, explanation.headline, ...(needsMore ? [explanation.safe] : [])],
    next: needsMore
      ? explanation.next.filter((line) => !line.startsWith('phs-tool guard recover'))
      : ['phs-tool guard show', 'phs-tool status'],
    exitCode: ExitCode.ok,
  };
}

/** What came of the script: its rows, or why there are none. */
type ChangeAttempt = { readonly rows: readonly GuardRow[] } | { readonly failure: PhsError };

async function tryChange(change: Promise<readonly GuardRow[]>): Promise<ChangeAttempt> {
  try {
    return { rows: await change };
  } catch (error) {
    if (error instanceof PhsError && error.code !== 'E_REPLAY_MUTATES') {
      return { failure: error };
    }
    throw error;
  }
}

/** The pair after it, undefined when it cannot be read any more. */
async function inspectAfterwards(
  guard: GuardServer,
  connector: Connector,
  reload: boolean,
): Promise<JudgedPair | undefined> {
  try {
    await guard.readRegardless(reload);
    return await inspectPair(guard, connector);
  } catch (error) {
    if (error instanceof PhsError) {
      return undefined;
    }
    throw error;
  }
}

function judgeRecovery(
  name: string,
  tried: ChangeAttempt,
  before: JudgedPair,
  after: JudgedPair | undefined,
): ActionOutcome {
  const { evidence, explanation } = after ?? before;
  const isOff = after !== undefined && isLeftOff(evidence);
  // What was read before does not show how it is now.
  const mayBeOff = mayBeLeftOff(after === undefined ? { ...evidence, channel: 'unreadable' } : evidence);
  if ('failure' in tried) {
    if (!mayBeOff) {
      throw tried.failure;
    }
    return stillOff(
      name,
      [tried.failure.message, ...(after === undefined ? [] : [explanation.now])],
      'not-turned-on',
      isOff,
    );
  }
  const refused = refusedAction(tried.rows, name);
  if (refused !== undefined && mayBeOff && leftOffBy(evidence) !== 'journal') {
    // Not a repair that failed: nothing but events asks for it, so a person decides.
    const { now, next } = explanation;
    return { ...refused, details: [now, ...refused.details], next: [...next], exitCode: ExitCode.leftOff };
  }
  if (refused !== undefined) {
    return mayBeOff ? stillOff(name, [refused.headline, ...refused.details], 'refused', isOff) : refused;
  }
  if (after === undefined) {
    const unread = 'The server could not be read again afterwards.';
    return mayBeOff ? stillOff(name, [unread], 'not-turned-on', false) : describeRecovery(name, tried.rows, before);
  }
  return describeRecovery(name, tried.rows, after);
}

/** Nothing was found; but what cannot be read is not absent (I5). */
function nothingFound({ evidence, explanation }: JudgedPair): ActionOutcome {
  if (mayBeLeftOff(evidence) && leftOffBy(evidence) === 'doubt') {
    return {
      outcome: 'refused',
      headline:
        'REFUSED (EVENTS_UNVERIFIED): An event 4105 says that a run switched it off, but it cannot be verified that this tool wrote it, nor for which connector. It was left as it is.',
      details: [explanation.now, explanation.safe],
      next: [...explanation.next],
      exitCode: ExitCode.leftOff,
    };
  }
  if (evidence.journal !== 'unreadable' && evidence.log !== 'unreadable') {
    return nothingToRecover;
  }
  return {
    outcome: 'refused',
    headline: 'Whether there is a run to recover could not be read. Nothing was changed.',
    details: [explanation.now, '"Unreadable" does not mean "absent". Make it readable and run the command again.'],
    next: ['phs-tool guard show', 'phs-tool status'],
    exitCode: ExitCode.refused,
  };
}

async function recover(
  guard: GuardServer,
  connector: Connector,
  run: string | undefined,
  recovering: RecoveryOptions,
): Promise<ActionOutcome> {
  const before = await inspectPair(guard, connector);
  const epoch = epochToRecover(before);
  if (epoch === undefined) {
    return nothingFound(before);
  }
  const guardianAccount = guardianAccountOf(before.epochs.find(({ number }) => number === epoch));
  const named = run === undefined ? {} : { runId: run.toLowerCase() };
  const place = { pairId: before.live.pair, epoch, guardianAccount, toolVersion: toolVersion(), ...named };
  const tried = await tryChange(turnOnWithDeadline(guard, { mode: 'Recover', ...place }, recovering));
  return judgeRecovery(connector.name, tried, before, await inspectAfterwards(guard, connector, 'failure' in tried));
}

/** `phs-tool guard recover`: what the guardian would do, at once; only ever towards "on". */
export const guardRecoverCommand: Command = defineCommand({
  name: 'guard recover',
  describe: 'Turn synchronization on again after a run that was cut off, or close a run that never began',
  examples: [
    { line: 'phs-tool guard recover', description: 'In an elevated console on the server' },
    { line: 'phs-tool guard recover --connector contoso.com', description: 'If there is more than one AD connector' },
    {
      line: 'phs-tool guard recover --run 7f3c0a52-1111-4222-8333-944455556666',
      description: 'If the journal of the run is gone and only events know it',
    },
  ],
  options,
  refuse: refuseRemote,
  run: async (ctx, given) => {
    requireLastingServer(given, 'guard recover');
    return withGuard(ctx, given, async (guard, { opened, progress }) => {
      const connector = chooseConnector(await readAdConnectors(guard, given), given.connector);
      const said = addPairsLeftOff(
        await recover(guard, connector, given.run, { signal: ctx.signal, progress }),
        await readOtherPairsLeftOff(guard, [guard.pairId(connector)]),
      );
      progress.done();
      return printAction(ctx, given, 'guard recover', opened.simulated, said);
    });
  },
});
