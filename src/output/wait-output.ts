import type { Context } from '../command-line/context.js';
import { escapeForTerminal } from '../base/escape.js';
import type { ExitCode } from '../base/exit-codes.js';
import { durationText } from '../model/duration.js';
import { instantText } from '../model/instant.js';
import type { SessionLine } from '../model/watch-line.js';
import type { WaitGoal, WaitLine } from '../model/wait-line.js';
import type { WaitState } from '../report/judge-wait.js';
import { jsonLine } from '../views/json.js';
import { indented } from '../views/layout.js';
import type { Progress } from './progress.js';
import { chooseLook, type LookRequest } from './text-look.js';

/** How waiting ended. */
export interface WaitEnd {
  readonly met: boolean;
  /** The last look; undefined: there was none. */
  readonly state: WaitState | undefined;
  readonly at: string;
  readonly waitedMs: number;
  readonly exitCode: ExitCode;
}

/** Where the state of waiting goes. */
export interface WaitOutput {
  readonly state: (state: WaitState, at: string) => void;
  readonly session: (line: SessionLine) => void;
  readonly end: (end: WaitEnd) => void;
}

/** One line of JSON for the first look and for every change, and one for the end. */
export function waitLines({ io }: Pick<Context, 'io'>, goal: WaitGoal): WaitOutput {
  const write = (line: WaitLine): void => {
    io.stdout(jsonLine(line));
  };
  let before: WaitState | undefined;
  return {
    state: (state, at) => {
      if (before?.met !== state.met || before.text !== state.text) {
        write({ type: 'state', schemaVersion: '1.0', at, for: goal, ...state });
      }
      before = state;
    },
    session: write,
    end: ({ met, state, at, waitedMs, exitCode }) => {
      write({ type: 'end', at, for: goal, met, text: state?.text ?? null, waitedMs, exitCode });
    },
  };
}

/** What is waited for as progress on stderr, and one sentence at the end. */
export function waitText(
  ctx: Pick<Context, 'io' | 'env'>,
  goal: WaitGoal,
  progress: Progress,
  look: LookRequest,
): WaitOutput {
  const { times, columns } = chooseLook(ctx, look);
  return {
    state: ({ text }) => {
      progress.stage(times.write(`Waiting for ${goal}: ${text}`));
    },
    session: ({ at, message }) => {
      progress.note(times.write(`${instantText(at)}: ${message}`));
    },
    end: ({ met, state, waitedMs }) => {
      progress.done();
      const known = state === undefined ? 'The server could not be asked.' : state.text;
      const head = met ? `${goal} after ${durationText(waitedMs)}` : `Not ${goal} within ${durationText(waitedMs)}`;
      const lines = indented(escapeForTerminal(`${head}: ${known}`), 0, columns);
      ctx.io.stdout(times.write(`${lines.join('\n')}\n`));
    },
  };
}
