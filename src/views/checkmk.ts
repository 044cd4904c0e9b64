import type { ConnectorOverview, Report } from '../model/report.js';
import { connectorState, isOfThePast, monitorState, monitorStates, type MonitorRequest } from './monitor-state.js';
import { detailsOf, headlineOf, nagiosText } from './monitor-text.js';
import { connectorData, connectorsOf, findingsData, type PerformanceDatum } from './performance-data.js';
import { marked } from './source-text.js';
import type { View, ViewOptions } from './view.js';

/** What checkmk does not allow in the name of a service, and what would end it. */
const unsafeInService = /[`;~!$%^&*|'"<>?,()=\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function serviceName(name: string): string {
  return `"${name.replace(unsafeInService, '_')}"`;
}

function metricsText(data: readonly PerformanceDatum[]): string {
  const shown = data.flatMap(({ label, value, warning, critical }) =>
    value === null ? [] : [`${label}=${value};${warning ?? ''};${critical ?? ''}`],
  );
  return shown.length === 0 ? '-' : shown.join('|');
}

/** `state "service" metrics text`; further lines of the text follow after `\n`, in two characters. */
export function serviceLine(
  state: number,
  name: string,
  data: readonly PerformanceDatum[],
  [text = '', ...details]: readonly string[],
): string {
  const lines = [text, ...details].map(nagiosText).join('\\n');
  return `${state} ${serviceName(name)} ${metricsText(data)} ${lines}\n`;
}

function connectorLine(connector: ConnectorOverview, report: Report, request: MonitorRequest, service: string): string {
  const { state, text } = connectorState(connector, report, request);
  const data = connectorData(connector, report, request);
  return serviceLine(monitorStates[state], `${service} ${connector.name}`, data, [marked(report.source, text)]);
}

/** The lines of one server: the service `service`, and one for each AD connector below that name. */
export function checkmkLines(report: Report, options: ViewOptions, service: string): string {
  const state = monitorStates[monitorState(report, options)];
  const headline = headlineOf(report, options);
  if (report.summary.status === 'error' || isOfThePast(report, options)) {
    return serviceLine(state, service, [], [headline]);
  }
  return [
    serviceLine(state, service, findingsData(report), [headline, ...detailsOf(report, options)]),
    ...connectorsOf(report).map((connector) => connectorLine(connector, report, options, service)),
  ].join('');
}

/** A local check of checkmk: the service "PHS" of the server, and one for each AD connector. */
export const checkmkView: View = (report, options) => checkmkLines(report, options, 'PHS');
