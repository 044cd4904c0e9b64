import type { Finding } from '../model/finding.js';
import type { Report } from '../model/report.js';
import { instantText } from '../model/instant.js';
import { brief } from './brief.js';
import { escapeForTerminal } from './escape.js';
import { indented } from './layout.js';
import { findingsLines } from './text-findings.js';
import { connectorOverviewLines, serverOverviewLines } from './text-overview.js';
import { secondOpinionLines } from './text-second-opinion.js';
import { statusRoles, type Theme } from './theme.js';
import { durationText } from './times.js';
import type { View, ViewOptions } from './view.js';

function headerLine(report: Report, theme: Theme): string {
  const platform = report.server?.platform;
  const server = platform?.known === true ? platform.value : undefined;
  const parts = [
    `phs-tool ${report.tool.version}`,
    ...(server === undefined ? [] : [escapeForTerminal(server.machineName)]),
    ...(server?.productVersion == null ? [] : [`Entra Connect ${escapeForTerminal(server.productVersion)}`]),
    ...(report.server?.simulated === true ? ['simulated server'] : []),
    instantText(report.window?.endsAt ?? report.startedAt),
  ];
  return theme.paint('heading', parts.join(theme.separator));
}

function countsText({ summary }: Report): string {
  const { fail, warn, pass, skip, unknown } = summary.counts;
  return `${fail} failed, ${warn} warning${warn === 1 ? '' : 's'}, ${pass} passed, ${skip} skipped, ${unknown} unknown`;
}

function withSubject(text: string, subject: string | undefined): string {
  return subject === undefined ? text : `${escapeForTerminal(subject)}: ${text}`;
}

/** The finding that the operator should look at first: the first cause, else what is unknown, else the first warning. */
function firstFinding({ findings }: Report): Finding | undefined {
  return (['fail', 'unknown', 'warn'] as const)
    .map((status) => findings.find((finding) => finding.status === status))
    .find((finding) => finding !== undefined);
}

/** That synchronization is alive is only said where a check looked at it, and none was left out for a reason. */
function passText({ summary, findings }: Report): string {
  if (summary.counts.skip > 0) {
    return 'Nothing is wrong; the skipped checks do not apply.';
  }
  return findings.some(({ check }) => check === 'PHS301')
    ? 'Password hash synchronization is configured and alive.'
    : 'Nothing is wrong in what was checked.';
}

/** Where the whole of a text that the verdict cuts short is read. */
const above = ' (see above)';

function verdictText(report: Report, { verbosity }: ViewOptions): string {
  const finding = firstFinding(report);
  const where = verbosity === 'quiet' ? '' : above;
  const about =
    finding === undefined
      ? ''
      : `${finding.check}: ${withSubject(escapeForTerminal(brief(finding.message, where)), finding.subject)}`;
  switch (report.summary.status) {
    case 'pass':
      return passText(report);
    case 'warn':
      return `Nothing failed; look at ${about}`;
    case 'fail':
      return `Most likely cause: ${about}`;
    case 'unknown':
      return `Nothing failed, but not everything could be checked: ${about}`;
    case 'error':
      return escapeForTerminal(report.error?.message ?? 'phs-tool could not run.');
  }
}

function verdictStatus({ summary }: Report): keyof typeof statusRoles {
  return summary.status === 'error' ? 'fail' : summary.status;
}

function verdictLines(report: Report, options: ViewOptions): string[] {
  const { theme, columns } = options;
  const status = verdictStatus(report);
  const lines = indented(verdictText(report, options), 0, columns === undefined ? undefined : columns - 2);
  const sign = theme.sign(status).trimEnd();
  return lines.map((line, index) => theme.paint(statusRoles[status], index === 0 ? `${sign} ${line}` : `  ${line}`));
}

function nextStepLines(report: Report, { columns }: ViewOptions): string[] {
  const remedy = firstFinding(report)?.remedy;
  if (remedy === undefined) {
    return [];
  }
  const [first = '', ...rest] = indented(escapeForTerminal(brief(remedy.text, above)), 11, columns);
  return [`Next step: ${first.trimStart()}`, ...rest];
}

function summaryLine(report: Report): string {
  const elapsedMs = Date.parse(report.finishedAt) - Date.parse(report.startedAt);
  const elapsed = elapsedMs < 60_000 ? `${(elapsedMs / 1000).toFixed(1)} s` : durationText(elapsedMs);
  return `${countsText(report)}; ${elapsed}; exit code ${report.summary.exitCode}`;
}

function errorText(report: Report, options: ViewOptions): string {
  const hint = report.error?.hint;
  const lines = [
    ...verdictLines(report, options),
    ...(hint === undefined ? [] : indented(escapeForTerminal(hint), 2, options.columns)),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * The report for people: overview (of a diagnosis: every check by group), findings that are not in order, then the verdict and the next step, where the eye
 * lands. Quiet: the verdict line only, also when everything is in order. Verbose: all findings with their evidence.
 */
export const textView: View = (report, options) => {
  if (report.summary.status === 'error') {
    return errorText(report, options);
  }
  if (options.verbosity === 'quiet') {
    return `${verdictLines(report, { theme: options.theme, verbosity: 'quiet' }).join('\n')}\n`;
  }
  const endsAt = report.window?.endsAt ?? report.finishedAt;
  const isDiagnosis = report.command === 'diagnose';
  const overview =
    report.overview === null || isDiagnosis
      ? []
      : [
          '',
          ...serverOverviewLines(report.overview, endsAt, options),
          ...connectorOverviewLines(report.overview, options),
        ];
  const lines = [
    headerLine(report, options.theme),
    ...overview,
    ...findingsLines(report.findings, options, isDiagnosis),
    ...secondOpinionLines(report, options),
    '',
    summaryLine(report),
    ...verdictLines(report, options),
    ...nextStepLines(report, options),
  ];
  return `${lines.join('\n')}\n`;
};
