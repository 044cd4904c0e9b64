import type { Report } from '../model/report.js';
import type { Theme } from './theme.js';

/** How much a text view shows: the verdict, what is not in order, or every finding with its evidence. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** Ages of the last sign of life, in ms, that a monitor warns of or finds critical when they are exceeded. */
export interface AgeLimits {
  readonly warningMs?: number;
  readonly criticalMs?: number;
}

/** What a view may know beside the report. */
export interface ViewOptions {
  readonly theme: Theme;
  /** Lines are wrapped at this width; absent: they are not wrapped. */
  readonly columns?: number;
  /** Height of the terminal in lines; a text that fits is shown in more detail. Absent: not a terminal. */
  readonly rows?: number | undefined;
  readonly verbosity: Verbosity;
  /** Makes a command to copy one for the server, or the recording, that answered; absent: it stays as it is. */
  readonly forServer?: (line: string) => string;
  /** The screen of a watch: it wraps no line, so a command that is wider is not shown, and what shows it is said. */
  readonly wrapsNothing?: boolean;
  /** For monitors: a replayed report has the state of the recorded run instead of an unknown one. */
  readonly asOfRecording?: boolean;
  /** For monitors: the machine that a failed run was on, if it was meant for this machine. */
  readonly machineName?: string;
  /** For monitors: limits of the age of the last sign of life. */
  readonly ageLimits?: AgeLimits;
}

/** A view is a pure function; it decides no status and no exit code. The text ends with a line feed. */
export type View = (report: Report, options: ViewOptions) => string;
