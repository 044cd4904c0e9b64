/** Lets so many pieces of work run at a time; the others wait for their turn, in their order. */
export class Gate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Runs `work` when it is its turn, and settles as it does. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.most) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes later takes it first.
      const next = this.waiting.shift();
      if (next === undefined) {
        this.running -= 1;
      } else {
        next();
      }
    }
  }
}
