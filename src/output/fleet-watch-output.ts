import type { Context } from '../command-line/context.js';
import { escapeForTerminal } from '../base/escape.js';
import type { FleetDocument } from '../model/fleet-document.js';
import { fleetChanges } from '../model/fleet-watch-line.js';
import { changesBetween, type WatchReading } from '../model/watch-changes.js';
import { watchSchemaVersion, type SessionLine, type WatchLine } from '../model/watch-line.js';
import { fleetWatchText, type WatchedFleet } from '../views/fleet-watch-text.js';
import { jsonLine } from '../views/json.js';
import { chooseTimes } from './text-look.js';
import { sessionText, type WatchOutputRequest } from './watch-output.js';
import { openWatchTerminal } from './watch-terminal.js';

/** Where looks at several servers go. */
export interface FleetWatchOutput {
  /** A look at one of them; `before` is absent for the first one. */
  readonly look: (server: string, now: WatchReading, before: WatchReading | undefined, at: string) => void;
  /** One of them could not be asked, or can be asked again. */
  readonly session: (server: string, line: SessionLine) => void;
  /** All of them as they are known now. `nextAt`: the next look at one of them; null: one is being looked at. */
  readonly fleet: (now: WatchedFleet, nextAt: string | null) => void;
  /** Gives the terminal back. Safe to call twice. */
  readonly end: () => void;
}

/** A line of JSON for the first look at each server and for every change since; errors are reported on stderr as well. */
export function fleetLineOutput(
  { io, env }: Pick<Context, 'io' | 'env'>,
  { intervalMs, utc }: WatchOutputRequest,
): FleetWatchOutput {
  const times = chooseTimes({ env }, { utc });
  let last: FleetDocument | undefined;
  const write = (server: string, line: WatchLine): void => {
    const { type, ...rest } = line;
    io.stdout(jsonLine({ type, server, ...rest }));
  };
  return {
    look: (server, now, before, at) => {
      const lines: readonly WatchLine[] =
        before === undefined
          ? [{ type: 'state', schemaVersion: watchSchemaVersion, at, intervalMs, report: now.report }]
          : changesBetween(before, now, at);
      lines.forEach((line) => {
        write(server, line);
      });
    },
    session: (server, line) => {
      write(server, line);
      io.stderr(`${escapeForTerminal(server)}: ${times.write(sessionText(line))}\n`);
    },
    fleet: ({ document, pending }) => {
      if (pending.length === 0) {
        fleetChanges(last, document, document.finishedAt).forEach((line) => {
          io.stdout(jsonLine(line));
        });
        last = document;
      }
    },
    end: () => undefined,
  };
}

/** A line for each server, drawn over itself; the last look stays when the watch ends. */
export function fleetScreenOutput(ctx: Pick<Context, 'io' | 'env'>, request: WatchOutputRequest): FleetWatchOutput {
  const terminal = openWatchTerminal(ctx, request);
  return {
    look: () => undefined,
    session: () => undefined,
    fleet: (now, nextAt) => {
      terminal.show(() => ({
        text: fleetWatchText(now, terminal.view()),
        footer: terminal.rhythm(now.document.finishedAt, nextAt),
      }));
    },
    end: terminal.leave,
  };
}
