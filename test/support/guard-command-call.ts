import { forceFullSyncCommand } from '../../src/commands/force-full-sync.js';
import type { Command } from '../../src/command-line/command.js';
import { type GuardPlan, guardPlanSchema } from '../../src/guard/plan.js';
import type { GuardRow } from '../../src/model/guard-row.js';
import { type ChangeReply, FakeChangingSession } from './changing-session.js';
import { adConnector, entraConnector, now } from './facts.js';
import { fakeContext, type FakeContext } from './fake-context.js';
import type { FakeReplies } from './fake-session.js';
import { inspectRows, journalRows, pair, run, taskRow, type SlotGiven } from './guard-records.js';
import { healthyReplies } from './healthy-replies.js';

/** What Claim answers: claimed, and the guardian armed. */
export const claimed: readonly GuardRow[] = [
  { kind: 'claimed', fields: { pair, epoch: '1', run, journal: '/nowhere', task: '\\phs-tool\\Guard-x-1' } },
  { kind: 'armed', fields: { identity: 'NT AUTHORITY\\SYSTEM', groups: 'ADSyncAdmins', right: 'yes' } },
];
/** What Run answers when it switched off and on, with `changes` to it. */
export const ran = (changes: Readonly<Record<string, string | null>> = {}): readonly GuardRow[] => [
  {
    kind: 'result',
    fields: {
      parameter: 'set',
      off: 'issued',
      offError: null,
      on: 'read-back',
      onAttempts: '1',
      offMs: '1800',
      journal: 'complete',
      ...changes,
    },
  },
];
/** What any mode answers when it refuses. */
export const refusal = (reason: string): readonly GuardRow[] => [
  { kind: 'refused', fields: { reason, detail: 'Because of that.', phase: 'Claim' } },
];
const task = taskRow(1, { arguments: 'y' });

/** The inspection after a run with these slots. */
export function after(slots: readonly SlotGiven[], changes: Parameters<typeof inspectRows>[1] = {}): GuardRow[] {
  return inspectRows([...journalRows([{ slots }]), task], changes);
}

/** Changes of an inspection: it is off. */
export const off = { snapshot: { enabled: 'no', enabledAgain: 'no', parameter: '1' } };
/** Changes of an inspection: it is on, with the parameter of a run. */
export const on = { snapshot: { parameter: '1' } };

/** What a command did. */
export interface Outcome {
  readonly code: number;
  readonly ctx: FakeContext;
  readonly session: FakeChangingSession;
}

/** Runs a command; the inspections are answered one after the other, the last one again and again. */
export async function call(
  command: Command,
  given: Readonly<Record<string, unknown>>,
  inspections: readonly (readonly GuardRow[])[],
  modes: Readonly<Record<string, ChangeReply>> = {},
  connectors = [entraConnector(), adConnector()],
  replies: FakeReplies = {},
): Promise<Outcome> {
  const session = new FakeChangingSession(
    {
      ...healthyReplies,
      ...replies,
      'Get-PhsConnector': { rows: connectors },
      'Invoke-PhsGuardedSync': (_, count) => ({ rows: inspections[Math.min(count, inspections.length - 1)] ?? [] }),
    },
    modes,
  );
  const ctx = fakeContext({
    openSession: () =>
      Promise.resolve({ session, changing: session, now, simulated: true, close: () => Promise.resolve() }),
  });
  return { code: await command.run(ctx, given), ctx, session };
}

/** The same for `force-full-sync`, with the plan that it printed. */
export async function planOf(
  ...args: Parameters<typeof call> extends [unknown, ...infer Rest] ? Rest : never
): Promise<Outcome & { plan: GuardPlan }> {
  const [given, ...rest] = args;
  const outcome = await call(forceFullSyncCommand, { ...given, output: 'json' }, ...rest);
  return { ...outcome, plan: guardPlanSchema.parse(JSON.parse(outcome.ctx.out())) };
}
