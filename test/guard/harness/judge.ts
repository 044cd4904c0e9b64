import { truncateSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import type { JournalPaths } from '../model/journal-path.js';
import { newestSlotOf, readJournal, type SeenSlots } from './journal-files.js';
import type { ProofServer, Recovery, ServerFacts } from './proof-server.js';

/** What a power cut can leave of the slot that was written last. */
export const fates = ['as it is', 'missing', 'empty', 'torn'] as const;
/** See {@link fates}. */
export type Fate = (typeof fates)[number];

/** Does to the newest slot what a power cut can do; answers its name. */
export function suffer(server: string, fate: Fate): string | undefined {
  const newest = newestSlotOf(server);
  if (newest === undefined || fate === 'as it is') return newest?.slot;
  if (fate === 'missing') rmSync(newest.path);
  if (fate === 'empty') truncateSync(newest.path, 0);
  if (fate === 'torn') {
    const bytes = readFileSync(newest.path);
    writeFileSync(newest.path, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
  }
  return newest.slot;
}

/** The slots of the only epoch. */
export function slotsOf(server: ProofServer): SeenSlots {
  return readJournal(server.directory).at(-1)?.slots ?? {};
}

/** Text that is the same for states that the guardian cannot tell apart, times left aside. */
export function fingerprint(slots: SeenSlots, facts: ServerFacts): string {
  return JSON.stringify([slots, facts]);
}

/** How a proof ended. */
export interface Verdict {
  readonly violations: readonly string[];
  readonly end: string;
  readonly ticksToOn: number | undefined;
}

/** What the invariants say of a server at rest. With `stranger`, another administrator may have meant it to be off. */
export function judge(server: ProofServer, recovery: Recovery, paths: JournalPaths, stranger = false): Verdict {
  const slots = slotsOf(server);
  const { facts } = recovery;
  const alarmed = facts.events.some((id) => id === 4190 || id === 4191);
  const outcome = { slots, on: facts.on, offCalls: facts.offCalls, parameter: facts.parameter };
  const violations = [
    ...(facts.offCalls > 1 ? [`I1: OFF was called ${facts.offCalls} times`] : []),
    ...(facts.on || (stranger && (alarmed || facts.offCalls === 0)) ? [] : ['I2: PHS is off at the end']),
    ...(paths.isPathOfModel(outcome) ? [] : [`I8: no path of the model leaves ${paths.describe(outcome)}`]),
  ];
  return { violations, end: slots['90-end'] ?? 'open', ticksToOn: recovery.ticksToOn };
}

/** Most ticks that can change anything: a soak without activity takes 45, a claim without GO 10; a torn GO waits for a human. */
export function ticksNeeded(slots: SeenSlots): number {
  const off = slots['50-off'];
  const soaks = off !== undefined && off !== 'CLOSED' && slots['90-end'] === undefined;
  return soaks ? 60 : 14;
}
