import type { Context } from '../command-line/context.js';
import { chooseZone, localTimes, type LocalTimes } from '../views/local-times.js';
import { chooseTheme, type Theme } from '../views/theme.js';

/** The options that say how text looks. */
export interface LookRequest {
  readonly noColor: boolean;
  /** Absent: times of this machine's zone. */
  readonly utc?: boolean | undefined;
}

/** How text looks in a context: on a terminal it is wrapped, in a pipe never. */
export interface TextLook {
  readonly theme: Theme;
  readonly columns?: number;
  readonly rows?: number | undefined;
  readonly times: LocalTimes;
}

/** The times of the text that a command prints, on stdout and stderr. */
export function chooseTimes({ env }: Pick<Context, 'env'>, { utc }: Pick<LookRequest, 'utc'>): LocalTimes {
  return localTimes(chooseZone({ utc: utc === true, env }));
}

/** The look of the text that a command prints on stdout; its times are written by `times` once it is put together. */
export function chooseLook({ io, env }: Pick<Context, 'io' | 'env'>, { noColor, utc }: LookRequest): TextLook {
  const { stdoutIsTerminal, columns, rows } = io;
  const theme = chooseTheme({ isTerminal: stdoutIsTerminal, noColor, env });
  const times = chooseTimes({ env }, { utc });
  return { theme, times, ...(stdoutIsTerminal ? { columns: columns - times.margin, rows } : {}) };
}
