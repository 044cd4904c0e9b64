import type { JournalPaths } from '../model/journal-path.js';
import { guardianView } from './guardian-view.js';
import { judge, slotsOf, ticksNeeded, type Verdict } from './judge.js';
import type { ProofServer } from './proof-server.js';

/** A state on the way: its name, where it can be told from others, and whether PHS was on. */
interface Passed {
  readonly name: string | undefined;
  readonly on: boolean;
}

/**
 * Brings servers to rest by ticks alone and judges them. A state that an earlier recovery has passed is not followed again:
 * it comes to the same end.
 */
export class RestPaths {
  /** Recoveries that came to a state that was known. */
  joined = 0;
  private readonly known = new Map<string, Verdict>();

  constructor(private readonly paths: JournalPaths) {}

  /** Ticks until nothing changes any more. With `stranger`, another administrator may have meant it to be off. */
  async follow(server: ProofServer, stranger = false): Promise<Verdict> {
    const most = ticksNeeded(slotsOf(server));
    const passed: Passed[] = [];
    for (;;) {
      const view = await guardianView(server);
      const name = view === undefined ? undefined : `${view} ${String(stranger)}`;
      const end = name === undefined ? undefined : this.known.get(name);
      if (end !== undefined) {
        this.joined += 1;
        return this.remember(passed, end, 1);
      }
      passed.push({ name, on: (await server.facts()).on });
      const recovery = await server.recover(passed.length <= most ? 1 : 0);
      if (recovery.ticks === 0) return this.remember(passed, judge(server, recovery, this.paths, stranger), 0);
    }
  }

  /** Keeps the end for each state that was passed, its ticks counted from there; answers it for the first. */
  private remember(passed: readonly Passed[], end: Verdict, ticksApart: 0 | 1): Verdict {
    let verdict = end;
    let ticks: number = ticksApart;
    for (const { name, on } of [...passed].reverse()) {
      const ticksToOn = verdict.ticksToOn === undefined ? undefined : verdict.ticksToOn + ticks;
      verdict = { ...end, ticksToOn: on ? 0 : ticksToOn };
      ticks = 1;
      if (name !== undefined) this.known.set(name, verdict);
    }
    return verdict;
  }
}
