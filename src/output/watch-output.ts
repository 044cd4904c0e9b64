import type { Context } from '../command-line/context.js';
import type { WatchReading } from '../model/watch-changes.js';
import { changesBetween } from '../model/watch-changes.js';
import { watchSchemaVersion, type SessionLine, type WatchLine } from '../model/watch-line.js';
import { instantText } from '../model/instant.js';
import type { Report } from '../model/report.js';
import { escapeForTerminal } from '../base/escape.js';
import { jsonLine } from '../views/json.js';
import { fitsWhole, watchText } from '../views/watch-text.js';
import { durationText } from '../model/duration.js';
import { chooseTimes } from './text-look.js';
import { openWatchTerminal, type Drawing, type WatchTerminalRequest } from './watch-terminal.js';

/** Where looks and troubles go. */
export interface WatchOutput {
  /** A look at the server; `before` is absent for the first one. */
  readonly look: (now: WatchReading, before: WatchReading | undefined, at: string) => void;
  /** The server could not be asked, or can be asked again. */
  readonly session: (line: SessionLine) => void;
  /** Gives the terminal back. Safe to call twice. */
  readonly end: () => void;
}

/** What the output needs to know beside the context. */
export interface WatchOutputRequest extends WatchTerminalRequest {
  readonly intervalMs: number;
}

/** One line of JSON for the first look and for every change since; errors are reported on stderr as well. */
export function lineOutput(
  { io, env }: Pick<Context, 'io' | 'env'>,
  { intervalMs, utc }: WatchOutputRequest,
): WatchOutput {
  const times = chooseTimes({ env }, { utc });
  const write = (line: WatchLine): void => {
    io.stdout(jsonLine(line));
  };
  return {
    look: (now, before, at) => {
      if (before === undefined) {
        write({ type: 'state', schemaVersion: watchSchemaVersion, at, intervalMs, report: now.report });
      } else {
        changesBetween(before, now, at).forEach(write);
      }
    },
    session: (line) => {
      write(line);
      io.stderr(`${times.write(sessionText(line))}\n`);
    },
    end: () => undefined,
  };
}

/** A trouble, or its end, in a line. */
export function sessionText({ at, message, retryInMs }: SessionLine): string {
  const again = retryInMs === null ? '' : ` Next attempt in ${durationText(retryInMs)}.`;
  return `${instantText(at)}: ${escapeForTerminal(message)}${again}`;
}

/** What `status` reports as far as the window has room, drawn over itself; the last look stays when the watch ends. */
export function screenOutput(ctx: Pick<Context, 'io' | 'env'>, request: WatchOutputRequest): WatchOutput {
  const terminal = openWatchTerminal(ctx, request);
  let last: { readonly report: Report; readonly at: string } | undefined;
  let trouble: string | undefined;
  const footerOf = (report: Report, at: string): string =>
    terminal.rhythm(
      at,
      new Date(Date.parse(at) + request.intervalMs).toISOString(),
      fitsWhole(report, terminal.view()),
    );
  const make = (): Drawing => {
    const text = last === undefined ? '' : watchText(last.report, terminal.view());
    const footer = last === undefined ? '' : footerOf(last.report, last.at);
    return { text, footer: trouble === undefined ? footer : terminal.theme.paint('bad', trouble) };
  };
  return {
    look: ({ report }, _before, at) => {
      last = { report, at };
      terminal.show(make);
    },
    session: (line) => {
      trouble = line.state === 'lost' ? sessionText(line) : undefined;
      terminal.show(make);
    },
    end: terminal.leave,
  };
}
