import type { Context } from '../command-line/context.js';
import { escapeForTerminal } from '../base/escape.js';
import { indented } from '../views/layout.js';

const patienceMs = 1_000;
const redrawMs = 250;
const eraseLine = '\r\u001b[2K';

/** Says on stderr what takes long. */
export interface Progress {
  /** A new stage has begun. Shown on a terminal only. */
  readonly stage: (text: string) => void;
  /** A stage that reads this. */
  readonly reading: (what: string) => void;
  /** A line that stays, whatever the progress shows. */
  readonly note: (text: string) => void;
  /** Nothing is shown after this; safe to call twice. */
  readonly done: () => void;
}

/** Stages that are shown like this. */
export function stages(stage: Progress['stage']): Pick<Progress, 'stage' | 'reading'> {
  return {
    stage,
    reading: (what) => {
      stage(`Reading ${what}`);
    },
  };
}

/**
 * Progress with elapsed time on a terminal: one line, from the first stage on, that is redrawn and removed at the end. Nothing at
 * all elsewhere, so that a file of errors holds errors, or when `quiet`.
 */
export function startProgress(ctx: Pick<Context, 'io' | 'clock'>, quiet: boolean): Progress {
  const { io, clock } = ctx;
  const startedMs = clock().getTime();
  let current: string | undefined;
  let drawn = false;
  let ended = false;
  const erase = (): void => {
    if (drawn) {
      io.stderr(eraseLine);
      drawn = false;
    }
  };
  const tick = (): void => {
    if (current === undefined) {
      return;
    }
    const nowMs = clock().getTime();
    const elapsed = `${Math.floor((nowMs - startedMs) / 1000)} s`;
    const passed = nowMs - startedMs >= patienceMs ? ` ${elapsed}` : '';
    io.stderr(`${eraseLine}${current.slice(0, Math.max(10, io.columns - 12))} ...${passed}`);
    drawn = true;
  };
  const isShown = !quiet && io.stderrIsTerminal;
  const timer = !isShown ? undefined : setInterval(tick, redrawMs);
  timer?.unref();
  const stage = (text: string): void => {
    current = escapeForTerminal(text);
    // Whoever waits at a terminal sees at once that something happens; what follows is shown when it is redrawn.
    if (isShown && !drawn && !ended) {
      tick();
    }
  };
  return {
    ...stages(stage),
    note: (text) => {
      erase();
      const lines = indented(escapeForTerminal(text), 0, io.stderrIsTerminal ? io.columns : undefined);
      io.stderr(`${lines.join('\n')}\n`);
    },
    done: () => {
      ended = true;
      clearInterval(timer);
      current = undefined;
      erase();
    },
  };
}
