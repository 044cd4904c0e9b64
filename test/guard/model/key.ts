import { guardPlaces, runPlaces } from './state.js';
import { nothingForged, plantedStories, type Told } from './told.js';
import type { Guard, Journal, Run, State } from './state.js';

function codes(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index]));
}

const runCode = codes(runPlaces);
const guardCode = codes(guardPlaces);
const slotCode = codes([
  ...['absent', 'torn', 'valid', 'GO', 'CLOSED', 'OFF_INTENT', 'run', 'guard'],
  ...['ABANDONED', 'PARAM_ONLY', 'VERIFIED', 'REPAIRED', 'UNKNOWN_OUTCOME', 'failed', 'calm'],
]);

const code = (table: Readonly<Record<string, number>>, name: string): number => table[name] ?? 255;
const bit = (value: boolean, place: number): number => (value ? 1 << place : 0);

function pushJournal(codesOf: number[], journal: Journal): void {
  codesOf.push(
    code(slotCode, journal.claim) + 4 * (journal.claimBy + 1) + bit(journal.sawOn, 4) + bit(journal.superseded, 5),
    code(slotCode, journal.armed) + 4 * code(slotCode, journal.param) + 16 * code(slotCode, journal.again),
    code(slotCode, journal.go) + 16 * code(slotCode, journal.off),
    code(slotCode, journal.on) + 16 * code(slotCode, journal.end),
  );
}

function pushRun(codesOf: number[], run: Run): void {
  codesOf.push(
    code(runCode, run.place) +
      32 * run.epoch +
      bit(run.sawOn, 6) +
      bit(run.tries > 0, 7) +
      bit(run.owes, 8) +
      bit(run.offFailed, 9),
  );
}

function pushGuard(codesOf: number[], guard: Guard): void {
  codesOf.push(
    code(guardCode, guard.place) + bit(guard.task, 4) + bit(guard.byHand, 5) + bit(guard.holdsLock, 6),
    guard.waiting + 4 * guard.soak + 32 * guard.busy + 128 * code(slotCode, guard.endKind),
  );
}

function pushStores(codesOf: number[], { events, ghost }: State): void {
  for (let index = 0; index < 2; index += 1) {
    const event = events[index];
    codesOf.push(
      bit(event?.go === true, 0) +
        bit(event?.off === true, 1) +
        bit(ghost.added[index] === true, 2) +
        bit(ghost.readOn[index] === true, 3) +
        16 * Math.min(3, ghost.offCalls[index] ?? 0) +
        64 * Math.min(3, ghost.afterOn[index] ?? 0),
      bit(event?.on === true, 0) +
        bit(ghost.intent[index] === true, 1) +
        bit(ghost.sawOn[index] === true, 2) +
        bit(ghost.ended[index] === true, 3) +
        bit(event?.again === true, 4),
    );
  }
}

const rootCode = { absent: 0, protected: 1, planted: 2, repaired: 3 } as const;

function bitsOf(told: Told | undefined): number {
  return told === undefined ? 0 : bit(told.go, 0) + bit(told.off, 1) + bit(told.on, 2) + bit(told.again, 3);
}

/** What was forged; and what could be copied, as long as anything can still be forged. */
function pushForged(codesOf: number[], { forged, written, budget }: State): void {
  if (forged === nothingForged && budget.forge === 0) {
    return;
  }
  const [fakes, copies] = [forged.fakes, forged.copies].map((two) => bitsOf(two[0]) + 16 * bitsOf(two[1]));
  const known = budget.forge === 0 ? 0 : bitsOf(written[0]) + 16 * bitsOf(written[1]);
  const story = plantedStories.indexOf(forged.story);
  const tasks = bit(forged.tasks[0] === true, 5) + bit(forged.tasks[1] === true, 6);
  const flags = bit(forged.noise, 0) + bit(forged.switched, 1) + bit(forged.alive, 2) + 8 * story + tasks;
  codesOf.push((fakes ?? 0) + 256 * (copies ?? 0), known + 256 * flags);
}

/** Text that is the same for equal states and no others. */
export function stateKey(state: State): string {
  const { budget, ghost } = state;
  const codesOf = [
    bit(state.on, 0) +
      bit(state.offBy === 'tool', 1) +
      bit(state.param, 2) +
      bit(state.answered, 3) +
      16 * rootCode[state.root],
    state.lateOff + 1 + 8 * (state.lateAdd + 1),
    (state.locks[0] ?? 0) + 8 * (state.locks[1] ?? 0),
    budget.kill + 4 * budget.guardKill + 16 * budget.power + 64 * budget.tamper,
    budget.fault + 4 * budget.admin + 16 * budget.recover + 64 * budget.supersede + 256 * budget.forge,
    ghost.superseded +
      bit(ghost.lost === 'journal', 2) +
      bit(ghost.lost === 'events', 3) +
      16 * Math.min(3, ghost.calls),
  ];
  pushStores(codesOf, state);
  for (const journal of state.journals) pushJournal(codesOf, journal);
  for (const run of state.runs) pushRun(codesOf, run);
  for (const guard of state.guards) pushGuard(codesOf, guard);
  pushForged(codesOf, state);
  return String.fromCharCode(...codesOf);
}
