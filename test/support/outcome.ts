import type { Report } from '../../src/model/report.js';
import type { Expectation } from '../../src/simulator/scenario.js';

/** What a scenario's expectation speaks of, with the lists in alphabetical order. */
export interface Outcome {
  readonly exitCode: number;
  readonly firstCause: string | null;
  readonly fail: readonly string[];
  readonly warn: readonly string[];
  readonly skip: readonly string[];
  readonly unknown: readonly string[];
}

function idOf({ check, subject }: { check: string; subject?: string | undefined }): string {
  return subject === undefined ? check : `${check} ${subject}`;
}

/** The outcome of a report, or of an expectation, in one comparable form. */
export function outcomeOf(source: Report | Expectation): Outcome {
  if (!('findings' in source)) {
    const { exitCode, firstCause, fail, warn, skip, unknown } = source;
    return {
      exitCode,
      firstCause,
      fail: sorted(fail),
      warn: sorted(warn),
      skip: sorted(skip),
      unknown: sorted(unknown),
    };
  }
  const withStatus = (status: string): string[] =>
    sorted(source.findings.filter((finding) => finding.status === status).map(idOf));
  const { exitCode, firstCause } = source.summary;
  return {
    exitCode,
    firstCause: firstCause === null ? null : idOf(firstCause),
    fail: withStatus('fail'),
    warn: withStatus('warn'),
    skip: withStatus('skip'),
    unknown: withStatus('unknown'),
  };
}

function sorted(ids: readonly string[]): string[] {
  return [...ids].sort();
}
