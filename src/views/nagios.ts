import type { ExitCode } from '../base/exit-codes.js';
import { isOfThePast, monitorState, monitorStates, type JudgedReport, type MonitorRequest } from './monitor-state.js';
import { detailsOf, headlineOf, nagiosText } from './monitor-text.js';
import { performanceData, performanceText } from './performance-data.js';
import type { View } from './view.js';

/** The exit code of `--output nagios`: 0, 1, 2 or 3, whatever the exit code of the other forms would be. */
export function nagiosExitCode(report: JudgedReport, request: MonitorRequest): ExitCode {
  return monitorStates[monitorState(report, request)];
}

/**
 * For Nagios, Icinga and their like: one line with state, verdict and performance data, then the long output: the next step and
 * further findings.
 */
export const nagiosView: View = (report, options) => {
  const text = nagiosText(`PHS ${monitorState(report, options)} - ${headlineOf(report, options)}`);
  // Values of the past would be drawn as those of the present.
  const data = isOfThePast(report, options) ? [] : performanceData(report, options).map(performanceText);
  const first = `${text}${data.length === 0 ? '' : ` | ${data.join(' ')}`}`;
  return `${[first, ...detailsOf(report, options).map(nagiosText)].join('\n')}\n`;
};
