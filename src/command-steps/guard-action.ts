import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import type { GuardAction } from '../guard/guard-document.js';
import { guardSchemaVersion } from '../guard/plan.js';
import { adviceFor, findRefusal } from '../guard/refusals.js';
import type { GuardRow } from '../model/guard-row.js';
import { toolVersion } from '../base/version.js';
import { guardActionText } from '../views/guard-show-text.js';
import { forSameServer } from './for-same-server.js';
import { printGuardText, type GuardOptions } from './guard-command.js';
import { jsonText } from '../views/json.js';

/** What is different between the commands that change something of the guard. */
export type ActionOutcome = Pick<GuardAction, 'outcome' | 'headline' | 'details' | 'next' | 'exitCode'>;

/** What a refusal says, undefined when the rows hold none; with the connector that it is about, null for none. */
export function refusedAction(rows: readonly GuardRow[], connectorName: string | null): ActionOutcome | undefined {
  const refusal = findRefusal(rows);
  if (refusal === undefined) {
    return undefined;
  }
  const { safe, next } = adviceFor(refusal, connectorName);
  return {
    outcome: 'refused',
    headline: `REFUSED (${refusal.reason}): ${refusal.detail}`,
    details: [safe],
    next: [...next],
    exitCode: ExitCode.refused,
  };
}

/** Prints what was done and gives the exit code. */
export function printAction(
  ctx: Context,
  given: GuardOptions,
  command: GuardAction['command'],
  simulated: boolean,
  said: ActionOutcome,
): ExitCode {
  const action: GuardAction = {
    schemaVersion: guardSchemaVersion,
    tool: { name: 'phs-tool', version: toolVersion() },
    command,
    at: ctx.clock().toISOString(),
    simulated,
    ...said,
    next: forSameServer(said.next, given),
  };
  if (given.output === 'json') {
    ctx.io.stdout(jsonText(action));
  } else {
    printGuardText(ctx, given, (options) => guardActionText(action, options));
  }
  return action.exitCode;
}
