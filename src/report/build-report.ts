import { valueIfKnown, type Check, type CheckContext, type ExpectedRole } from '../checks/check.js';
import { runChecks } from '../checks/run-checks.js';
import { readStaging } from '../checks/staging.js';
import { ExitCode } from '../base/exit-codes.js';
import { findPairsLeftOff } from '../guard/judge-connector-pairs.js';
import type { DiagnosticEntry } from '../model/diagnostic-entry.js';
import { chooseExitCode, type FailOn } from '../model/choose-exit-code.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import { firstFailure } from '../model/first-cause.js';
import type { Finding } from '../model/finding.js';
import { isAdConnector } from '../model/connector-kind.js';
import { compareOpinions, type ComparedServer } from './compare-opinions.js';
import { buildOverview } from './overview.js';
import {
  reportSchemaVersion,
  type Counts,
  type Report,
  type ReportError,
  type Server,
  type Summary,
} from '../model/report.js';
import type { Source } from '../model/source.js';

/** What a report needs beside the facts. */
export interface ReportInput {
  readonly toolVersion: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly expect: ExpectedRole;
  readonly failOn: FailOn;
  /** The checks to run, in the order of ids; absent: those of `status`. */
  readonly checks?: readonly Check[] | undefined;
  /** What Microsoft's own diagnostics said, when they were asked. */
  readonly secondOpinion?: Fact<readonly DiagnosticEntry[]> | undefined;
  readonly connectorFilter?: string | undefined;
  readonly source: Source;
}

function countFindings(findings: readonly Finding[]): Counts {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 };
  for (const { status } of findings) {
    counts[status] += 1;
  }
  return counts;
}

function judgeStatus(counts: Counts): Summary['status'] {
  if (counts.fail > 0) {
    return 'fail';
  }
  return counts.unknown > 0 ? 'unknown' : counts.warn > 0 ? 'warn' : 'pass';
}

function findFirstCause(findings: readonly Finding[]): Summary['firstCause'] {
  const cause = firstFailure(findings);
  return cause === undefined
    ? null
    : {
        check: cause.check,
        ...(cause.subject === undefined ? {} : { subject: cause.subject }),
        title: cause.title,
        message: cause.message,
      };
}

function pick<From, To>(fact: Fact<From>, map: (value: From) => To): Fact<To> {
  return fact.known ? known(map(fact.value)) : unknown(fact.reason);
}

/** The machine that facts are about, as reports show it. */
export function buildServer(facts: Facts): Server {
  return {
    platform: pick(facts.platform, ({ machineName, osDescription, userName, elevated, productVersion }) => ({
      machineName,
      osDescription,
      userName,
      elevated,
      productVersion,
    })),
    engine: pick(facts.engine, ({ psVersion, edition, languageMode }) => ({ psVersion, edition, languageMode })),
    module: pick(facts.module, ({ name, version, path, origin }) => ({ name, version, path, origin })),
    simulated: facts.platform.known && facts.platform.value.simulated,
  };
}

function comparedServer(facts: Facts): ComparedServer {
  return {
    connectors: valueIfKnown(facts.connectors)?.filter(isAdConnector) ?? [],
    domains: valueIfKnown(facts.domains) ?? [],
    isStaging: readStaging(facts).enabled,
  };
}

/** Which run a report is of. */
type RunOfReport = Pick<ReportInput, 'toolVersion' | 'command' | 'startedAt' | 'finishedAt'>;

/** What every report begins with. */
function buildHead({
  toolVersion,
  command,
  startedAt,
  finishedAt,
}: RunOfReport): Pick<Report, 'schemaVersion' | 'tool' | 'command' | 'startedAt' | 'finishedAt'> {
  return {
    schemaVersion: reportSchemaVersion,
    tool: { name: 'phs-tool', version: toolVersion },
    command,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
  };
}

/** Judges the facts and puts everything that was found into one report. Pure: the same facts give the same report. */
export function buildReport(facts: Facts, input: ReportInput): Report {
  const now = new Date(facts.collectedAt);
  const windowStartsAt = new Date(facts.windowStartsAt);
  const context: CheckContext = {
    now,
    windowStartsAt,
    expect: input.expect,
    connectorFilter: input.connectorFilter,
  };
  const findings = runChecks(facts, context, input.checks);
  const counts = countFindings(findings);
  return {
    ...buildHead(input),
    server: buildServer(facts),
    source: input.source,
    window: {
      startsAt: windowStartsAt.toISOString(),
      endsAt: now.toISOString(),
      lengthMs: now.getTime() - windowStartsAt.getTime(),
    },
    summary: {
      status: judgeStatus(counts),
      exitCode: findPairsLeftOff(facts).length > 0 ? ExitCode.leftOff : chooseExitCode(counts, input.failOn),
      counts,
      firstCause: findFirstCause(findings),
    },
    overview: buildOverview(facts, context, findings),
    findings: [...findings],
    ...(input.secondOpinion === undefined
      ? {}
      : { secondOpinion: compareOpinions(input.secondOpinion, findings, comparedServer(facts)) }),
  };
}

/** The report of a command that did not get to its result: same form, no findings, and `error`. */
export function buildErrorReport(
  error: ReportError,
  input: RunOfReport & Partial<Pick<ReportInput, 'source'>>,
): Report {
  return {
    ...buildHead(input),
    server: null,
    ...(input.source === undefined ? {} : { source: input.source }),
    window: null,
    summary: {
      status: 'error',
      exitCode: error.exitCode,
      counts: { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 },
      firstCause: null,
    },
    overview: null,
    findings: [],
    error,
  };
}
