import type { Context } from '../command-line/context.js';
import { displayWidth } from '../views/layout.js';
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
  /** Makes a command to copy one for the server that is watched; absent: there are several. */
  readonly forServer?: (line: string) => string;
}

/** What stands in the window. */
export interface Drawing {
  readonly text: string;
  /** The last line. */
  readonly footer: string;
}

/** A terminal that a watch is drawn on, repeatedly over itself. */
export interface WatchTerminal {
  readonly theme: Theme;
  /** What a view may know of it at this moment. */
  readonly view: () => WatchViewOptions;
  /** The quiet line below: when the last look was, when the next one is (null: now), and whether a larger window shows more. */
  readonly rhythm: (lastAt: string, nextAt: string | null, isWhole?: boolean) => string;
  /** Draws what `make` makes for the window, and again whenever the window has another size. */
  readonly show: (make: () => Drawing) => void;
  /** Gives the terminal back. Safe to call twice. */
  readonly leave: () => void;
}

/** An empty line, and the one that says when the next look is. */
const footerRows = 2;

const ends = 'Ctrl+C ends';

/** Opens the terminal for a watch. */
export function openWatchTerminal(
  { io, env }: Pick<Context, 'io' | 'env'>,
  { noColor, utc, verbosity, forServer }: WatchTerminalRequest,
): WatchTerminal {
  const height = (): number => io.rows ?? 24;
  const screen = createScreen({ write: io.stdout, rows: height });
  const theme = chooseTheme({ isTerminal: true, noColor, env });
  const { at: clockAt, margin, write } = localTimes(chooseZone({ utc, env }));
  const width = (): number => io.columns - margin;
  let make: (() => Drawing) | undefined;
  let stopListening: (() => void) | undefined;
  const draw = (): void => {
    if (make !== undefined) {
      const { text, footer } = make();
      screen.draw(write(text), write(footer));
    }
  };
  return {
    theme,
    view: () => ({
      theme,
      columns: width(),
      rows: height() - footerRows,
      verbosity,
      ...(forServer === undefined ? {} : { forServer }),
    }),
    rhythm: (lastAt, nextAt, isWhole = true) => {
      const next = nextAt === null ? 'looking now' : `next ${clockAt(nextAt).time}`;
      const looks = `Last look ${clockAt(lastAt).time}, ${next}`;
      const texts = isWhole
        ? [[looks, ends]]
        : [
            [looks, ends, 'a larger window shows more'],
            [looks, 'larger window: more'],
          ];
      const lines = texts.map((parts) => parts.join(theme.separator));
      return theme.paint('quiet', lines.find((line) => displayWidth(line) <= width()) ?? looks);
    },
    show: (made) => {
      make = made;
      stopListening ??= io.onResize?.(draw);
      draw();
    },
    leave: () => {
      stopListening?.();
      make = undefined;
      screen.leave();
    },
  };
}
