/** Exit codes of every command; the same for every output format. `docs/exit-codes.md` explains them. */
export const ExitCode = {
  /** Completed; no finding at or above `--fail-on`. */
  ok: 0,
  /** A bug in phs-tool. */
  bug: 1,
  /** The command line was not understood. */
  usage: 2,
  /** Completed; at least one finding at or above `--fail-on`. */
  findings: 3,
  /** Completed; no finding at or above `--fail-on`, but something could not be checked. */
  unknown: 4,
  /** Could not run: no PowerShell, not an Entra Connect server, no rights. */
  couldNotRun: 5,
  /** Refused by the guard; nothing was changed. */
  refused: 6,
  /** Password hash synchronization was left off: act now. */
  leftOff: 7,
  /** Interrupted by the operator. */
  interrupted: 130,
} as const;

/** One of the values of {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
