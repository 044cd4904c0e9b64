import { guardPlaces, runPlaces, type Guard, type Journal, type Run, type State } from './state.js';

function codes(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index]));
}

const runCode = codes(runPlaces);
const guardCode = codes(guardPlaces);
const slotCode = codes([
  ...['absent', 'torn', 'valid', 'GO', 'CLOSED', 'OFF_INTENT', 'run', 'guard'],
  ...['ABANDONED', 'PARAM_ONLY', 'VERIFIED', 'REPAIRED', 'UNKNOWN_OUTCOME'],
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
    code(runCode, run.place) + 32 * run.epoch + bit(run.sawOn, 6) + bit(run.tries > 0, 7) + bit(run.owes, 8),
  );
}

function pushGuard(codesOf: number[], guard: Guard): void {
  codesOf.push(
    code(guardCode, guard.place) + bit(guard.task, 4) + bit(guard.byHand, 5) + bit(guard.holdsLock, 6),
    guard.waiting + 4 * guard.soak + 16 * guard.busy,
    guard.since + 8 * code(slotCode, guard.endKind),
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

/** Text that is the same for equal states and no others. */
export function stateKey(state: State): string {
  const { budget, ghost } = state;
  const codesOf = [
    bit(state.on, 0) + bit(state.offBy === 'tool', 1) + bit(state.param, 2) + bit(state.logged, 3),
    state.lateOff + 1 + 8 * (state.lateAdd + 1),
    (state.locks[0] ?? 0) + 8 * (state.locks[1] ?? 0),
    budget.kill + 4 * budget.guardKill + 16 * budget.power + 64 * budget.tamper,
    budget.fault + 4 * budget.admin + 16 * budget.recover + 64 * budget.supersede,
    ghost.superseded +
      bit(ghost.lost === 'journal', 2) +
      bit(ghost.lost === 'events', 3) +
      16 * Math.min(3, ghost.calls),
  ];
  pushStores(codesOf, state);
  for (const journal of state.journals) pushJournal(codesOf, journal);
  for (const run of state.runs) pushRun(codesOf, run);
  for (const guard of state.guards) pushGuard(codesOf, guard);
  return String.fromCharCode(...codesOf);
}
