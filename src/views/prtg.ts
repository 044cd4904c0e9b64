import { escapeForTerminal, escapeJsonText } from '../base/escape.js';
import { isOfThePast, monitorState, monitorStates, type MonitorRequest } from './monitor-state.js';
import { headlineOf } from './monitor-text.js';
import { connectorData, connectorsOf, findingsData, type PerformanceDatum } from './performance-data.js';
import type { Report } from '../model/report.js';
import type { View } from './view.js';

/** PRTG shows no more channels of one sensor. */
export const mostChannels = 50;
/** PRTG cuts the message of a sensor there. */
export const longestText = 2_000;

/** One value of a sensor. */
export interface Channel {
  readonly channel: string;
  readonly value: number;
  readonly unit: 'Count' | 'TimeSeconds' | 'Custom';
  readonly [key: string]: string | number;
}

/** The one channel with limits: PRTG takes limits from the first scan only, and those of a state never change. */
export function stateChannel(name: string, value: number): Channel {
  return {
    channel: escapeForTerminal(name),
    value,
    unit: 'Custom',
    customunit: '',
    limitmode: 1,
    limitmaxwarning: 0,
    limitmaxerror: 1,
    limitwarningmsg: 'WARNING',
    limiterrormsg: 'CRITICAL (2) or UNKNOWN (3)',
  };
}

/** A value that is not known is left out: PRTG has no word for it. */
function channelOf(name: string, { value, unit }: PerformanceDatum): readonly Channel[] {
  return value === null
    ? []
    : [{ channel: escapeForTerminal(name), value, unit: unit === 's' ? 'TimeSeconds' : 'Count' }];
}

function channelsOf(report: Report, request: MonitorRequest): readonly Channel[] {
  const ofConnectors = connectorsOf(report).flatMap((connector) =>
    connectorData(connector, report, request).flatMap((datum) =>
      channelOf(`${connector.name} ${datum.label.replaceAll('_', ' ')}`, datum),
    ),
  );
  const ofFindings = findingsData(report).flatMap((datum) => channelOf(datum.label.replaceAll('_', ' '), datum));
  const state = stateChannel('State', monitorStates[monitorState(report, request)]);
  return [state, ...ofFindings, ...ofConnectors].slice(0, mostChannels);
}

/** The JSON of a PRTG sensor "EXE/Script Advanced": its channels, or the error of a run that says nothing of the server as it is. */
export const prtgView: View = (report, options) => {
  const state = monitorState(report, options);
  const text = escapeForTerminal(`${state}: ${headlineOf(report, options)}`).slice(0, longestText);
  const isNothing = report.summary.status === 'error' || isOfThePast(report, options);
  const prtg = isNothing ? { error: 1, text } : { result: channelsOf(report, options), text };
  return escapeJsonText(`${JSON.stringify({ prtg })}\n`);
};
