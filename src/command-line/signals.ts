/** How the tool ends on signals. */
export interface SignalDoor {
  /** Fires on the first one: the command ends in order. */
  readonly interrupted: AbortSignal;
  /** From now on there is nothing to end in order: the first signal ends the process. */
  readonly finish: () => void;
}

/** What is reported of signals, and what ends the process; tests put something else in their place. */
export interface SignalWorld {
  readonly on: (name: NodeJS.Signals, listener: () => void) => void;
  /** Milliseconds on a clock that is never set. */
  readonly nowMs: () => number;
  readonly exit: () => void;
}

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm and npx pass on the Ctrl+C that the terminal sends to the tool as well: one press of the operator arrives twice. */
const samePressMs = 250;

/** The first signal interrupts the command, the second one ends the process at once, whatever it waits for. */
export function listenToSignals({ on, nowMs, exit }: SignalWorld): SignalDoor {
  const interrupt = new AbortController();
  let first: { readonly name: NodeJS.Signals; readonly atMs: number } | undefined;
  let isFinished = false;
  for (const name of signals) {
    on(name, () => {
      if (isFinished) {
        exit();
      } else if (first === undefined) {
        first = { name, atMs: nowMs() };
        interrupt.abort();
      } else if (name !== first.name || nowMs() - first.atMs >= samePressMs) {
        exit();
      }
    });
  }
  return {
    interrupted: interrupt.signal,
    finish: () => {
      isFinished = true;
    },
  };
}
