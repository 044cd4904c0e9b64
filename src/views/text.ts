import { catalog } from '../checks/catalog.js';
import type { Report } from '../model/report.js';
import { instantText } from '../model/instant.js';
import { escapeForTerminal } from '../base/escape.js';
import { indented } from './layout.js';
import type { Finding } from '../model/finding.js';
import { shorten } from '../model/quote-finding.js';
import { findUnrecorded, isNotRecorded } from '../model/unrecorded.js';
import { checksText, countChecks } from './checks-text.js';
import { commandLines } from './command-lines.js';
import { unrecordedLines } from './not-recorded.js';
import { above, isWholeBelow, nextStepLines } from './next-step.js';
import { findingsLines, type FindingsRequest } from './text-findings.js';
import { chooseRunTimes, isSimulated, marked, reachedParts, replayLine, shortlyMarked } from './source-text.js';
import { connectorOverviewLines, serverOverviewLines } from './text-overview.js';
import { signedLines } from './signed-text.js';
import { secondOpinionLines } from './text-second-opinion.js';
import { durationText } from '../model/duration.js';
import { firstFinding, formatLoneVerdict, formatVerdict, isToldWhole, verdictStatus } from './verdict.js';
import type { View, ViewOptions } from './view.js';

function exportParts({ source }: Report): string[] {
  if (source?.kind !== 'configuration-export') {
    return [];
  }
  const { server, exportedAt } = source;
  const of = server === null ? '' : ` of ${escapeForTerminal(server)}`;
  return [`configuration export${of}${exportedAt === null ? '' : `, ${instantText(exportedAt)}`}`];
}

/** What has to be known before anything else is read. */
function markLines(line: string | undefined, { theme, columns }: ViewOptions): string[] {
  return line === undefined ? [] : indented(line, 0, columns).map((part) => theme.paint('caution', part));
}

function headerLines(report: Report, { theme, columns }: ViewOptions): string[] {
  const platform = report.server?.platform;
  const server = platform?.known === true ? platform.value : undefined;
  const parts = [
    `phs-tool ${report.tool.version}`,
    ...(server === undefined ? [] : [escapeForTerminal(server.machineName)]),
    ...exportParts(report),
    ...(server?.productVersion == null ? [] : [`Entra Connect ${escapeForTerminal(server.productVersion)}`]),
    ...(isSimulated(report) ? ['simulated server'] : []),
    ...reachedParts(report.source).map(escapeForTerminal),
    instantText(report.window?.endsAt ?? report.startedAt),
  ];
  return indented(parts.join(theme.separator), 0, columns).map((line) => theme.paint('heading', line));
}

/** Says what is counted: a check can have a result for each connector. */
function countsText({ summary, findings }: Report): string {
  const { fail, warn, pass, skip, unknown } = summary.counts;
  return `${checksText(findings)}: ${fail} failed, ${warn} warning${warn === 1 ? '' : 's'}, ${pass} passed, ${skip} skipped, ${unknown} unknown`;
}

function verdictLines(report: Report, options: ViewOptions): string[] {
  const status = verdictStatus(report);
  const isQuiet = options.verbosity === 'quiet';
  const verdict = isQuiet ? formatLoneVerdict(report) : formatVerdict(report, above);
  const text = escapeForTerminal((isQuiet ? marked : shortlyMarked)(report.source, verdict));
  return signedLines(status, text, options);
}

function summaryLine(report: Report): string {
  const elapsedMs = Date.parse(report.finishedAt) - Date.parse(report.startedAt);
  const elapsed = elapsedMs < 60_000 ? `${(elapsedMs / 1000).toFixed(1)} s` : durationText(elapsedMs);
  return `${countsText(report)}; ${elapsed}; exit code ${report.summary.exitCode}`;
}

/** So many other failures are named beside the cause. */
const mostAlsoFailed = 3;

/** What failed beside the cause that the verdict names. */
function findOthers({ findings }: Report, first: Finding | undefined): readonly Finding[] {
  return first?.status === 'fail' ? findings.filter((finding) => finding.status === 'fail' && finding !== first) : [];
}

/** The other checks with a fix: of the cause's own check the fix stands above in any case. */
function listFixed(others: readonly Finding[], first: Finding | undefined): readonly string[] {
  const fixed = others.filter(({ check, remedy }) => remedy !== undefined && check !== first?.check);
  return [...new Set(fixed.map(({ check }) => check))];
}

/** What failed beside the cause: a line each, cut short, and whether its fix stands above or is named below. */
function alsoFailedLines(
  others: readonly Finding[],
  below: readonly string[],
  { columns }: Pick<ViewOptions, 'columns'>,
): string[] {
  const left = others.length - mostAlsoFailed;
  const texts = others.slice(0, mostAlsoFailed).map(({ check, subject, message, remedy }) => {
    const about = `${check}${subject === undefined ? '' : ` ${subject}`}`;
    const where = below.includes(check) ? 'below' : 'above';
    return `Also failed${remedy === undefined ? '' : ` (fix ${where})`}: ${about}: ${shorten(message)}`;
  });
  return [...texts, ...(left > 0 ? [`Also failed: and ${left} more`] : [])].flatMap((text) =>
    indented(escapeForTerminal(text), 2, columns),
  );
}

/** The command that shows what to do about other failures, alone on a screen. */
function otherFixLines(checks: readonly string[], options: ViewOptions): string[] {
  const line = `phs-tool diagnose --only ${checks.join(',')}`;
  return checks.length === 0
    ? []
    : [
        ...indented(`Fix of ${checks.join(', ')}:`, 0, options.columns),
        ...commandLines([options.forServer?.(line) ?? line], 4, options),
      ];
}

/** A diagnosis that was asked for fewer checks knows which ones; status leaves out what only domain controllers can answer. */
function scopeLines(report: Report, { columns, forServer }: ViewOptions): string[] {
  const all =
    forServer?.('phs-tool diagnose') ??
    (report.source?.kind === 'recording' ? 'phs-tool replay FILE diagnose' : 'phs-tool diagnose');
  // Those that were not evaluated are among them, so it does not say that it ran them.
  const text = `status covers ${countChecks(report.findings)} of ${catalog.length} checks; ${all} also asks the domain controllers.`;
  return report.command === 'status' ? indented(escapeForTerminal(text), 0, columns) : [];
}

function errorText(report: Report, options: ViewOptions): string {
  const hint = report.error?.hint;
  const lines = [
    ...verdictLines(report, options),
    ...(hint === undefined ? [] : indented(escapeForTerminal(hint), 2, options.columns)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The command that shows whether the next step helped; files always say the same. */
function commandAgain({ command, source }: Report, { forServer }: ViewOptions): string | undefined {
  const line = `phs-tool ${command}`;
  return source?.kind === 'recording' || source?.kind === 'configuration-export'
    ? undefined
    : (forServer?.(line) ?? line);
}

/** What a recording leaves open is one line of its own, unless all is shown. */
function shownFindings({ findings }: Report, { verbosity }: ViewOptions): readonly Finding[] {
  const open = verbosity === 'verbose' ? [] : findUnrecorded(findings);
  return findings.filter((finding) => !open.includes(finding));
}

/** The check whose page tells more; it does not about a recording that lacks something. */
function explainedCheck(first: Finding | undefined): string | undefined {
  return first === undefined || isNotRecorded(first) ? undefined : first.check;
}

/** The findings: of a diagnosis those that passed, too. One line a category unless there is room for each. */
function bodyLines(
  report: Report,
  options: ViewOptions,
  { passed, fixes }: Pick<FindingsRequest, 'passed'> & { readonly fixes: 'above' | 'below' },
): string[] {
  const first = firstFinding(report);
  const others = findOthers(report, first);
  const below = fixes === 'below' ? listFixed(others, first) : [];
  const nextStepOf = first?.remedy !== undefined && isWholeBelow(first.remedy, options) ? first : undefined;
  return [
    ...findingsLines(shownFindings(report, options), options, {
      passed,
      nextStepOf,
      told: isToldWhole(first) ? first : undefined,
    }),
    ...(options.verbosity === 'verbose' ? [] : unrecordedLines(report, options)),
    ...secondOpinionLines(report, options),
    '',
    ...scopeLines(report, options),
    ...indented(summaryLine(report), 0, options.columns),
    ...verdictLines(report, options),
    ...alsoFailedLines(others, below, options),
    ...nextStepLines(first?.remedy, explainedCheck(first), options, {
      again: commandAgain(report, options),
      others: otherFixLines(below, options),
    }),
  ];
}

function overviewLines(report: Report, options: ViewOptions): string[] {
  if (report.overview === null) {
    return [];
  }
  const endsAt = report.window?.endsAt ?? report.finishedAt;
  const times = chooseRunTimes(report);
  return [
    '',
    ...serverOverviewLines(report.overview, endsAt, options, times.reference),
    ...connectorOverviewLines(report.overview, options, times),
  ];
}

/**
 * The report for people: that it is a replay, overview (of a diagnosis: every check by group), findings that are not in
 * order, then the verdict and the next step with its commands, where the eye lands. Quiet: the verdict line only, also when
 * everything is in order. Verbose: all findings with their evidence.
 */
export const textView: View = (report, options) => {
  if (report.summary.status === 'error') {
    return errorText(report, options);
  }
  if (options.verbosity === 'quiet') {
    return `${verdictLines(report, { theme: options.theme, verbosity: 'quiet' }).join('\n')}\n`;
  }
  const head = [...markLines(replayLine(report.source), options), ...headerLines(report, options)];
  const isDiagnosis = report.command === 'diagnose';
  const render = (passed: FindingsRequest['passed'], fixes: 'above' | 'below'): string[] => [
    ...head,
    ...(isDiagnosis ? [] : overviewLines(report, options)),
    ...bodyLines(report, options, { passed, fixes }),
  ];
  // The prompt takes a line, too.
  const fits = (lines: readonly string[]): boolean => lines.length < (options.rows ?? 0);
  const full = render(isDiagnosis ? 'each' : 'hidden', 'above');
  const short = isDiagnosis && !fits(full) ? render('counted', 'above') : full;
  // Of what scrolls off a screen the command is named that shows it.
  const scrolls = options.rows !== undefined && !fits(short);
  return `${(scrolls ? render(isDiagnosis ? 'counted' : 'hidden', 'below') : short).join('\n')}\n`;
};
