import type { Context } from '../command-line/context.js';
import { chooseZone, localTimes } from '../views/local-times.js';
import { chooseTheme, type Theme } from '../views/theme.js';
import type { Verbosity } from '../views/view.js';
import { createScreen } from '../views/watch-screen.js';
import type { WatchViewOptions } from '../views/watch-text.js';

/** How a watch looks on a terminal. */
export interface WatchTerminalRequest {
  readonly noColor: boolean;
  readonly utc: boolean;
  readonly verbosity: Verbosity;
}

/** A terminal that a watch is drawn on, repeatedly over itself. */
export interface WatchTerminal {
  readonly theme: Theme;
  /** What a view may know of it at this moment. */
  readonly view: () => WatchViewOptions;
  /** The quiet line below: when the last look was, and when the next one is (null: now). */
  readonly rhythm: (lastAt: string, nextAt: string | null) => string;
  readonly draw: (text: string, footer: string) => void;
  /** Gives the terminal back. Safe to call twice. */
  readonly leave: () => void;
}

/** An empty line, and the one that says when the next look is. */
const footerRows = 2;

/** Opens the terminal for a watch. */
export function openWatchTerminal(
  { io, env }: Pick<Context, 'io' | 'env'>,
  { noColor, utc, verbosity }: WatchTerminalRequest,
): WatchTerminal {
  const height = (): number => io.rows ?? 24;
  const screen = createScreen({ write: io.stdout, rows: height });
  const theme = chooseTheme({ isTerminal: true, noColor, env });
  const { at: clockAt, margin, write } = localTimes(chooseZone({ utc, env }));
  return {
    theme,
    view: () => ({ theme, columns: io.columns - margin, rows: height() - footerRows, verbosity }),
    rhythm: (lastAt, nextAt) => {
      const next = nextAt === null ? 'looking now' : `next ${clockAt(nextAt).time}`;
      return theme.paint('quiet', `Last look ${clockAt(lastAt).time}, ${next}${theme.separator}Ctrl+C ends`);
    },
    draw: (text, footer) => {
      screen.draw(write(text), write(footer));
    },
    leave: screen.leave,
  };
}
