import { explore, type Bounds } from './explore.js';
import type { Journal, State } from './state.js';

/** What a journal and its server look like from outside: the slots of one epoch in order, and the server's part. */
export interface Outcome {
  /** Slot name to `torn`, a kind, or `ON_SEEN run` / `ON_SEEN guard` / `ON_SEEN recover`. */
  readonly slots: Readonly<Partial<Record<string, string>>>;
  readonly on: boolean;
  /** Calls of `-Enable $false`. */
  readonly offCalls: number;
  readonly parameter: boolean;
}

const order = ['10-claim', '20-armed', '30-go', '40-param', '50-off', '70-on', '80-again', '90-end'] as const;

/** How the model names what a slot says. */
function said(slot: (typeof order)[number], text: string | undefined): string {
  if (text === undefined || text === 'torn') {
    return text ?? 'absent';
  }
  if (slot === '70-on') {
    return text === 'ON_SEEN run' ? 'run' : 'guard';
  }
  return slot === '30-go' || slot === '50-off' || slot === '90-end' ? text : 'valid';
}

function keyOf(slots: readonly string[], { on, offCalls, parameter }: Omit<Outcome, 'slots'>): string {
  return `${slots.join(' ')} | ${on ? 'on' : 'off'} ${offCalls} ${parameter ? 'set' : 'unset'}`;
}

/** Who read on, as a slot tells it from outside: with or without an error of the call before, found off or not. */
const readers: Readonly<Record<Journal['on'], string>> = {
  ...{ absent: 'absent', torn: 'torn', run: 'run', failed: 'run', guard: 'guard', calm: 'guard' },
};

function modelKey(state: State, journal: Journal): string {
  const { claim, armed, go, param, off, on, again, end } = journal;
  const facts = { on: state.on, offCalls: state.ghost.calls, parameter: state.param };
  return keyOf([claim, armed, go, param, off, readers[on], again, end], facts);
}

/** Every outcome that some path of the model leaves: what real runs leave must be among them. */
export class JournalPaths {
  private readonly outcomes = new Set<string>();

  /** Explores the protocol as designed within each of the bounds given. */
  constructor(bounds: readonly Omit<Bounds, 'variant' | 'onStep'>[]) {
    for (const trial of bounds) {
      explore({
        ...trial,
        variant: 'as-designed',
        onStep: (_before, after) => {
          const [first] = after.journals;
          if (first !== undefined) this.outcomes.add(modelKey(after, first));
        },
      });
    }
  }

  /** Number of different outcomes. */
  get count(): number {
    return this.outcomes.size;
  }

  /** Whether a path of the model leaves this journal on such a server. */
  isPathOfModel(outcome: Outcome): boolean {
    return this.outcomes.has(this.describe(outcome));
  }

  /** The outcome in the model's words. */
  describe({ slots, ...facts }: Outcome): string {
    return keyOf(
      order.map((slot) => said(slot, slots[slot])),
      facts,
    );
  }
}
