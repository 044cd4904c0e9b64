import { catalog, statusChecks } from '../checks/catalog.js';
import type { Finding } from '../model/finding.js';
import { firstFailure } from '../model/first-cause.js';
import type { Report } from '../model/report.js';
import { brief } from './brief.js';
import { countChecks } from './checks-text.js';
import { isNotRecorded } from '../model/unrecorded.js';
import { unrecordedText } from './not-recorded.js';

function withSubject(text: string, subject: string | undefined): string {
  return subject === undefined ? text : `${subject}: ${text}`;
}

/**
 * The finding that the operator should look at first: the first cause, else what is unknown, else the first warning. What a
 * recording does not hold comes after what could not be read: it is not a fault of the server.
 */
export function firstFinding({ findings }: Pick<Report, 'findings'>): Finding | undefined {
  const first = (status: Finding['status']): Finding | undefined =>
    findings.find((finding) => finding.status === status);
  const unread = findings.find((finding) => finding.status === 'unknown' && !isNotRecorded(finding));
  return firstFailure(findings) ?? unread ?? first('unknown') ?? first('warn');
}

/** Of `status` "in order" says of how much it is: it leaves out what only domain controllers can answer. */
function withScope(verdict: string, report: Report): string {
  return report.command === 'status'
    ? `${verdict.replace(/\.$/, '')} (${countChecks(report.findings)} of ${catalog.length} checks).`
    : verdict;
}

/** That synchronization is alive is only said if every check looked at it that `status` runs, and none was left out for a reason. */
function passText({ summary, findings, source, overview }: Report): string {
  if (source?.kind === 'configuration-export') {
    return 'Nothing is wrong in what the configuration export holds; a server was not asked.';
  }
  if (overview?.stagingMode.known === true && overview.stagingMode.value) {
    return 'This is a staging server, as expected; it synchronizes no passwords, and nothing is wrong.';
  }
  if (summary.counts.skip > 0) {
    return 'Nothing is wrong; the skipped checks do not apply.';
  }
  return statusChecks.every(({ id }) => findings.some(({ check }) => check === id))
    ? 'Password hash synchronization is configured and alive.'
    : 'Nothing is wrong in what was checked.';
}

/** That it could not be checked is said by the verdict itself. */
function withoutPrefix(message: string): string {
  return message.replace(/^Could not be checked: /, '');
}

/** The verdict in a sentence, not escaped. `where` says where the whole of a text is read that is cut short. */
export function formatVerdict(report: Report, where: string): string {
  const finding = firstFinding(report);
  const about =
    finding === undefined
      ? ''
      : `${finding.check}: ${withSubject(brief(withoutPrefix(finding.message), where), finding.subject)}`;
  switch (report.summary.status) {
    case 'pass':
      return withScope(passText(report), report);
    case 'warn':
      return `Nothing failed; look at ${about}`;
    case 'fail':
      return `Most likely cause: ${about}`;
    case 'unknown':
      return finding !== undefined && isNotRecorded(finding)
        ? `Nothing failed; ${unrecordedText(report)}.`
        : `Nothing failed, but not everything could be checked: ${about}`;
    case 'error':
      return report.error?.message ?? 'phs-tool could not run.';
  }
}

/** As {@link formatVerdict}, alone on a line: whatever is in order, it says of how much. */
export function formatLoneVerdict(report: Report): string {
  const { status } = report.summary;
  const verdict = formatVerdict(report, '');
  return status === 'warn' || status === 'unknown' ? withScope(verdict, report) : verdict;
}

/** True if the verdict holds the whole message of the finding that it names. */
export function isToldWhole(finding: Finding | undefined): boolean {
  return finding !== undefined && brief(withoutPrefix(finding.message), '') === withoutPrefix(finding.message);
}

/** The status that the verdict looks like. */
export function verdictStatus({ summary }: Pick<Report, 'summary'>): 'pass' | 'warn' | 'fail' | 'unknown' {
  return summary.status === 'error' ? 'fail' : summary.status;
}
