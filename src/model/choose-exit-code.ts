import { ExitCode } from '../base/exit-codes.js';

/** From which status on a finding makes the exit code 3. `never`: findings do not change the exit code. */
export type FailOn = 'fail' | 'warn' | 'never';

/** The numbers that decide on an exit code. */
export interface JudgedCounts {
  readonly fail: number;
  readonly warn: number;
  readonly unknown: number;
}

/** The worst first. */
const severity: readonly ExitCode[] = [
  ExitCode.leftOff,
  ExitCode.interrupted,
  ExitCode.bug,
  ExitCode.couldNotRun,
  ExitCode.usage,
  ExitCode.refused,
  ExitCode.findings,
  ExitCode.unknown,
];

/** The exit code of several runs: the worst of them. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return severity.find((code) => codes.includes(code)) ?? ExitCode.ok;
}

/** The exit code of what was judged: 3, 4 or 0 (docs/exit-codes.md); 7 takes precedence over all of them. */
export function chooseExitCode(counts: JudgedCounts, failOn: FailOn): ExitCode {
  if ((failOn !== 'never' && counts.fail > 0) || (failOn === 'warn' && counts.warn > 0)) {
    return ExitCode.findings;
  }
  return counts.unknown > 0 ? ExitCode.unknown : ExitCode.ok;
}
