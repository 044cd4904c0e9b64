import { durationText } from '../model/duration.js';
import type { ConnectorOverview, Report } from '../model/report.js';
import type { AgeLimits, ViewOptions } from './view.js';

/** States of a monitoring plugin with their numbers (Monitoring Plugins Development Guidelines, "Plugin Return Codes"). */
export const monitorStates = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;

/** One of OK, WARNING, CRITICAL and UNKNOWN. */
export type MonitorState = keyof typeof monitorStates;

/** What a monitor asks beside the report: whether a replay may have the state of its run, and limits of age. */
export type MonitorRequest = Pick<ViewOptions, 'asOfRecording' | 'ageLimits'>;

/** What a state follows from. */
export type JudgedReport = Pick<Report, 'summary' | 'source' | 'overview' | 'window'>;

const statesByStatus: Readonly<Record<Report['summary']['status'], MonitorState>> = {
  pass: 'OK',
  warn: 'WARNING',
  fail: 'CRITICAL',
  unknown: 'UNKNOWN',
  error: 'UNKNOWN',
};

/** The states, the worst last. */
export const fromGoodToBad: readonly MonitorState[] = ['OK', 'WARNING', 'UNKNOWN', 'CRITICAL'];

/** True for a report that says nothing of the present: a recording answered, and nobody asked for the state it had. */
export function isOfThePast({ source }: Pick<Report, 'source'>, { asOfRecording }: MonitorRequest): boolean {
  return source?.kind === 'recording' && asOfRecording !== true;
}

function successAges(connector: ConnectorOverview, endsAt: string): readonly number[] {
  const cycles = connector.lastCycles.known ? connector.lastCycles.value : [];
  return cycles.flatMap(({ lastSuccessEndedAt }) =>
    lastSuccessEndedAt === null ? [] : [Date.parse(endsAt) - Date.parse(lastSuccessEndedAt)],
  );
}

/**
 * Age in ms of the youngest sign of life, an event or a cycle that succeeded; null: none is known. Of a silent connector it is the
 * age of the last event, because that is the silence that its text states.
 */
export function signAgeMs(connector: ConnectorOverview, { window }: Pick<Report, 'window'>): number | null {
  const { lastSignOfLife, verdict } = connector;
  const event = lastSignOfLife.known ? lastSignOfLife.value?.ageMs : undefined;
  if (event !== undefined && verdict.status === 'silent') {
    return Math.max(0, event);
  }
  const ages = [
    ...(event === undefined ? [] : [event]),
    ...(window === null ? [] : successAges(connector, window.endsAt)),
  ];
  return ages.length === 0 ? null : Math.max(0, Math.min(...ages));
}

/**
 * From which age of the last sign of life on a connector is to be reported. Without limits of its own it is critical when it is
 * silent for the whole window (PHS301), unless its silence is explained or proves nothing.
 */
export function limitsFor({ verdict }: ConnectorOverview, report: JudgedReport, request: MonitorRequest): AgeLimits {
  if (verdict.status === 'off' || verdict.status === 'explained') {
    return {};
  }
  const wholeWindow = verdict.status === 'unknown' ? undefined : report.window?.lengthMs;
  return { ...(wholeWindow === undefined ? {} : { criticalMs: wholeWindow }), ...request.ageLimits };
}

/** A state and what it follows from, not escaped. */
export interface ToldState {
  readonly state: MonitorState;
  readonly text: string;
}

/** What is to be said of a last sign of life that is older than a limit; undefined if none is exceeded. */
function judgeAge(connector: ConnectorOverview, report: JudgedReport, request: MonitorRequest): ToldState | undefined {
  const ageMs = signAgeMs(connector, report) ?? 0;
  const { warningMs = Infinity, criticalMs = Infinity } = limitsFor(connector, report, request);
  if (ageMs <= Math.min(warningMs, criticalMs)) {
    return undefined;
  }
  const isCritical = ageMs > criticalMs;
  const limit = durationText(isCritical ? criticalMs : warningMs);
  const text = `The last sign of life is ${durationText(ageMs)} old; the limit is ${limit}.`;
  return { state: isCritical ? 'CRITICAL' : 'WARNING', text };
}

/** Connectors whose last sign of life is older than a limit, the worst first. */
function findOverdue(report: JudgedReport, request: MonitorRequest): readonly ToldState[] {
  const connectors = report.overview?.connectors.known === true ? report.overview.connectors.value : [];
  return connectors
    .flatMap((connector): readonly ToldState[] => {
      const told = judgeAge(connector, report, request);
      return told === undefined ? [] : [{ ...told, text: `${connector.name}: ${told.text}` }];
    })
    .sort((left, right) => fromGoodToBad.indexOf(right.state) - fromGoodToBad.indexOf(left.state));
}

const statesByVerdict: Readonly<Record<Exclude<ConnectorOverview['verdict']['status'], 'explained'>, MonitorState>> = {
  alive: 'OK',
  failing: 'CRITICAL',
  silent: 'CRITICAL',
  off: 'CRITICAL',
  unknown: 'UNKNOWN',
};

/** The state of one connector, for monitors that have a service for each. */
export function connectorState(connector: ConnectorOverview, report: JudgedReport, request: MonitorRequest): ToldState {
  const { status, text } = connector.verdict;
  // What explains its silence is a finding about the server, unless it is as expected.
  const explained = report.summary.status === 'fail' ? 'UNKNOWN' : 'OK';
  const own: ToldState = { state: status === 'explained' ? explained : statesByVerdict[status], text };
  const told = judgeAge(connector, report, request);
  return told !== undefined && isWorse(told.state, own.state) ? told : own;
}

/** What is to be said of limits: nothing, unless they make the state worse than the report is. */
export function overdueText(report: JudgedReport, request: MonitorRequest): string | undefined {
  const [worst] = findOverdue(report, request);
  return worst !== undefined && isWorse(worst.state, statesByStatus[report.summary.status]) ? worst.text : undefined;
}

function isWorse(one: MonitorState, other: MonitorState): boolean {
  return fromGoodToBad.indexOf(one) > fromGoodToBad.indexOf(other);
}

/**
 * What a monitor gets: it follows the report's status, and the limits of age that were asked for. An interrupted or failed run is
 * UNKNOWN, never CRITICAL, and so is a replay: what a server was like says nothing of what it is.
 */
export function monitorState(report: JudgedReport, request: MonitorRequest): MonitorState {
  if (isOfThePast(report, request)) {
    return 'UNKNOWN';
  }
  const state = statesByStatus[report.summary.status];
  const [worst] = findOverdue(report, request);
  return worst !== undefined && isWorse(worst.state, state) ? worst.state : state;
}
