const escape = '\u001b[';

/** Alternate screen, no cursor, no wrapping: what was on the terminal before comes back untouched. */
const enterText = `${escape}?1049h${escape}?25l${escape}?7l${escape}H${escape}2J`;
const leaveText = `${escape}?7h${escape}?25h${escape}?1049l`;

/** What a screen needs of the terminal. */
export interface ScreenTerminal {
  readonly write: (text: string) => void;
  /** Height in lines at this moment. */
  readonly rows: () => number;
}

/**
 * The lines that fit: the first one, then the last ones, because the verdict stands at the end. A mark says how many are
 * left out.
 */
export function fitLines(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) {
    return lines;
  }
  const [first = '', ...rest] = lines;
  const tail = Math.max(1, rows - 2);
  const hidden = rest.length - tail;
  return [
    first,
    `... ${hidden} more line${hidden === 1 ? '' : 's'}: enlarge the window, or leave out --watch`,
    ...rest.slice(-tail),
  ];
}

/** A text that is drawn repeatedly over itself. */
export interface WatchScreen {
  /** Draws `text`, with `footer` in the last line. */
  readonly draw: (text: string, footer: string) => void;
  /** Gives the terminal back as it was and leaves the last text on it. Safe to call twice. */
  readonly leave: () => void;
}

/** Makes a screen; the terminal is not touched before the first drawing. Texts are escaped and coloured already. */
export function createScreen(terminal: ScreenTerminal): WatchScreen {
  let last: string | undefined;
  return {
    draw: (text, footer) => {
      const isFirst = last === undefined;
      last = text;
      const lines = [...fitLines(text.trimEnd().split('\n'), Math.max(3, terminal.rows() - 2)), '', footer];
      // Erased before and not after it: at the end of a line as wide as the window, the last character would go.
      const body = lines.map((line) => `${escape}2K${line}`).join('\r\n');
      terminal.write(`${isFirst ? enterText : ''}${escape}H${body}${escape}J`);
    },
    leave: () => {
      if (last !== undefined) {
        terminal.write(`${leaveText}${last}`);
        last = undefined;
      }
    },
  };
}
