import { catalog, statusChecks } from '../../src/checks/catalog.js';
import type { Report } from '../../src/model/report.js';
import type { Expectation } from '../../src/simulator/expectation.js';

/** What a scenario's expectation speaks of, with the lists in alphabetical order. */
export interface Outcome {
  readonly exitCode: number;
  readonly firstCause: string | null;
  readonly fail: readonly string[];
  readonly warn: readonly string[];
  readonly skip: readonly string[];
  readonly unknown: readonly string[];
}

/** The outcome of a report. */
export function outcomeOf({ findings, summary: { exitCode, firstCause } }: Report): Outcome {
  const withStatus = (status: string): string[] =>
    findings
      .filter((finding) => finding.status === status)
      .map(idOf)
      .sort();
  return {
    exitCode,
    firstCause: firstCause === null ? null : idOf(firstCause),
    fail: withStatus('fail'),
    warn: withStatus('warn'),
    skip: withStatus('skip'),
    unknown: withStatus('unknown'),
  };
}

/** The outcome that a scenario expects of a command; "all others" becomes the checks of the command that are left. */
export function expectedOutcome(expected: Expectation, command: 'status' | 'diagnose'): Outcome {
  const { exitCode, firstCause, fail, warn, skip, unknown, pass = [] } = expected;
  const named = [...fail, ...warn, ...unknown, ...pass];
  const checks = command === 'status' ? statusChecks : catalog;
  const skipped =
    skip === 'all others' ? checks.map(({ id }): string => id).filter((id) => !named.includes(id)) : [...skip];
  return {
    exitCode,
    firstCause,
    fail: [...fail].sort(),
    warn: [...warn].sort(),
    skip: skipped.sort(),
    unknown: [...unknown].sort(),
  };
}

/** Parts of sentences that a scenario expects of a report and that are not there, or are there and must not be. */
export function untoldParts({ findings }: Report, { says = {}, saysNot = {} }: Expectation): readonly string[] {
  const messageOf = (id: string): string => findings.find((finding) => idOf(finding) === id)?.message ?? '';
  const missing = Object.entries(says).flatMap(([id, parts]) =>
    parts.filter((part) => !messageOf(id).includes(part)).map((part) => `${id} does not say: ${part}`),
  );
  const forbidden = Object.entries(saysNot).flatMap(([id, parts]) =>
    parts.filter((part) => messageOf(id).includes(part)).map((part) => `${id} says: ${part}`),
  );
  return [...missing, ...forbidden];
}

function idOf({ check, subject }: { check: string; subject?: string | undefined }): string {
  return subject === undefined ? check : `${check} ${subject}`;
}

/** What Microsoft's diagnostics came to, in the form of a scenario's expectation; undefined if they could not be run. */
export function opinionLines({ secondOpinion }: Report): readonly string[] | undefined {
  if (secondOpinion?.known !== true) {
    return undefined;
  }
  return secondOpinion.value
    .filter(({ topic }) => topic !== 'heading' && topic !== 'other')
    .map(({ topic, subject, status, check, ours, disagrees }) => {
      const words = [topic, subject ?? '', status, ...(check === null ? [] : [check, ours ?? ''])];
      return `${words.join(' ')}${disagrees ? ' DISAGREES' : ''}`;
    });
}
