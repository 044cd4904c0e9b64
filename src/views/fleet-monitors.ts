import { escapeForTerminal, escapeJsonText } from '../base/escape.js';
import type { ExitCode } from '../base/exit-codes.js';
import { counted } from '../base/text.js';
import type { Finding } from '../model/finding.js';
import type { FleetDocument, FleetServerResult } from '../model/fleet-document.js';
import { checkmkLines, serviceLine } from './checkmk.js';
import { fleetTotals } from './fleet-text.js';
import {
  fromGoodToBad,
  isOfThePast,
  monitorState,
  monitorStates,
  overdueText,
  type MonitorRequest,
  type MonitorState,
} from './monitor-state.js';
import { headlineOf, nagiosText } from './monitor-text.js';
import { performanceData, performanceText, type PerformanceDatum } from './performance-data.js';
import { reportMetrics } from './prometheus.js';
import { gauge, metricsText, type Metric } from './prometheus-text.js';
import { longestText, mostChannels, stateChannel } from './prtg.js';
import type { ViewOptions } from './view.js';

const statesOfFindings: Readonly<Record<Finding['status'], MonitorState>> = {
  pass: 'OK',
  skip: 'OK',
  warn: 'WARNING',
  unknown: 'UNKNOWN',
  fail: 'CRITICAL',
};

function worstOf(states: readonly MonitorState[]): MonitorState {
  return fromGoodToBad.findLast((state) => states.includes(state)) ?? 'OK';
}

/** The findings about all servers together; of recordings they say nothing of the present. */
function findingsState({ findings, servers }: FleetDocument, request: MonitorRequest): MonitorState {
  return servers.some(({ report }) => isOfThePast(report, request))
    ? 'UNKNOWN'
    : worstOf(findings.map(({ status }) => statesOfFindings[status]));
}

/** The worst state of the servers, and of what was found of them together. */
export function fleetState(document: FleetDocument, request: MonitorRequest): MonitorState {
  return worstOf([
    ...document.servers.map(({ report }) => monitorState(report, request)),
    findingsState(document, request),
  ]);
}

/** The exit code of `--output nagios` for several servers: the worst of theirs. */
export function fleetNagiosExitCode(document: FleetDocument, request: MonitorRequest): ExitCode {
  return monitorStates[fleetState(document, request)];
}

function dataOf({ name, report }: FleetServerResult, request: MonitorRequest): readonly PerformanceDatum[] {
  return isOfThePast(report, request)
    ? []
    : performanceData(report, request).map((datum) => ({ ...datum, label: `${name} ${datum.label}` }));
}

/** The findings about all servers together that are not in order, a line each. */
function togetherLines({ findings }: FleetDocument): readonly string[] {
  return findings
    .filter(({ status }) => status !== 'pass' && status !== 'skip')
    .map(
      ({ check, status, subject, message }) =>
        `[${status}] ${check} ${subject === undefined ? '' : `${subject}: `}${message}`,
    );
}

/** The totals, and what makes a state worse than they are: recordings, which show nothing of the present, and limits of age. */
function totalsOf(document: FleetDocument, request: MonitorRequest): string {
  const reports = document.servers.map(({ report }) => report);
  const replayed = reports.filter((report) => isOfThePast(report, request)).length;
  const overdue = reports.filter(
    (report) => !isOfThePast(report, request) && overdueText(report, request) !== undefined,
  ).length;
  return [
    ...(replayed === 0
      ? []
      : [`${replayed} of ${reports.length} answers come from recordings and do not show the servers as they are now`]),
    fleetTotals(document),
    ...(overdue === 0 ? [] : [`${counted(overdue, 'server')} without a sign of life within the limit`]),
  ].join('; ');
}

/** For Nagios, Icinga and their like: one line with the worst state and all performance data, then a line a server. */
export function fleetNagios(document: FleetDocument, options: ViewOptions): string {
  const data = document.servers.flatMap((server) => dataOf(server, options)).map(performanceText);
  const first = nagiosText(`PHS ${fleetState(document, options)} - ${totalsOf(document, options)}`);
  const ofServers = document.servers.map(
    ({ name, report }) => `[${monitorState(report, options)}] ${name}: ${headlineOf(report, options)}`,
  );
  const lines = [...ofServers, ...togetherLines(document)].map((line) => nagiosText(line.replaceAll('\n', ' ')));
  return `${[`${first}${data.length === 0 ? '' : ` | ${data.join(' ')}`}`, ...lines].join('\n')}\n`;
}

/** Local checks of checkmk: the services of each server below its name, and one for what was found of them together. */
export function fleetCheckmk(document: FleetDocument, options: ViewOptions): string {
  const lines = document.servers.map(({ name, report }) => checkmkLines(report, options, `PHS ${name}`));
  const state = monitorStates[findingsState(document, options)];
  const texts = [totalsOf(document, options), ...togetherLines(document)];
  return [...lines, serviceLine(state, 'PHS servers', [], texts)].join('');
}

/** A sensor of PRTG: the worst state, then the state of each server as far as PRTG shows channels. */
export function fleetPrtg(document: FleetDocument, options: ViewOptions): string {
  const state = fleetState(document, options);
  const states = document.servers.map(({ name, report }) =>
    stateChannel(name, monitorStates[monitorState(report, options)]),
  );
  const bad = document.servers
    .filter(({ report }) => monitorState(report, options) !== 'OK')
    .map(({ name, report }) => `${name}: ${headlineOf(report, options)}`);
  const text = escapeForTerminal(
    [`${state}: ${totalsOf(document, options)}`, ...togetherLines(document), ...bad].join(' '),
  ).slice(0, longestText);
  const result = [stateChannel('State', monitorStates[state]), ...states].slice(0, mostChannels);
  return escapeJsonText(`${JSON.stringify({ prtg: { result, text } })}\n`);
}

function withServer({ name, report }: FleetServerResult, options: ViewOptions): readonly Metric[] {
  return reportMetrics(report, options).map((metric) => ({
    ...metric,
    samples: metric.samples.map(({ labels, value }) => ({ labels: { ...labels, server: name }, value })),
  }));
}

/** The metrics of every server, each with the label `server`, and the findings about all of them together. */
export function fleetPrometheus(document: FleetDocument, options: ViewOptions): string {
  const families = new Map<string, Metric>();
  for (const metric of document.servers.flatMap((server) => withServer(server, options))) {
    const other = families.get(metric.name);
    families.set(metric.name, { ...metric, samples: [...(other?.samples ?? []), ...metric.samples] });
  }
  const together = document.findings.map(({ check, subject, status }) => ({
    labels: { check, ...(subject === undefined ? {} : { subject }), status },
    value: 1,
  }));
  return metricsText([
    ...families.values(),
    gauge('phs_fleet_findings', 'Findings about several servers together, by check, subject and status.', together),
  ]);
}
