import type { ObjectResult } from '../model/object-report.js';
import { chooseFirstToMend } from '../model/first-to-mend.js';
import type { ReportedObjects, ReportPage } from '../report/report-page.js';
import { brief } from './brief.js';
import { nameFirstCause } from './object-name.js';
import { firstFinding, formatVerdict, verdictStatus } from './verdict.js';

/** The verdict of a report, which may hold users; not escaped. */
export interface PageVerdict {
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown';
  /** About the users, if they were asked about and not all of them are in order. */
  readonly users: string | undefined;
  /** About the server; undefined if the users say everything. */
  readonly server: string | undefined;
  /** What each of the two sentences says by itself. */
  readonly statuses: { readonly users: PageVerdict['status']; readonly server: PageVerdict['status'] };
}

const severity: readonly PageVerdict['status'][] = ['pass', 'warn', 'unknown', 'fail'];

function failedText(failed: readonly ObjectResult[], count: string): string {
  return failed.some(({ password }) => password.state === 'synchronized')
    ? `${count}: password not synchronized, or a new one would not be.`
    : `${count}: password not synchronized.`;
}

/** The most important cause among those of the users; nothing if it is the server's, which its own sentence tells. */
function causeText({ tail: { summary } }: ReportedObjects): string {
  const first = chooseFirstToMend(summary);
  const isOnly = summary.causes.filter(({ status }) => status === first?.cause.status).length === 1;
  return first?.of === 'users'
    ? ` ${isOnly ? 'Most likely cause:' : 'Look first at'} ${brief(nameFirstCause(first, isOnly), '')}`
    : '';
}

/** What the users are told together: their worst status with how many have it and the most important cause, or the answer of the only one. */
function usersVerdict(objects: ReportedObjects): Pick<PageVerdict, 'status' | 'users'> {
  const { results, tail } = objects;
  const { counts } = tail.summary;
  const [only] = results;
  const of = (count: number): string => `${count} of ${counts.objects} users`;
  const status = counts.fail > 0 ? 'fail' : counts.unknown > 0 ? 'unknown' : counts.warn > 0 ? 'warn' : 'pass';
  if (counts.objects === 1 && only !== undefined) {
    return { status, users: only.answer };
  }
  const failed = results.filter((result) => result.status === 'fail');
  const texts = {
    fail: failedText(failed, of(counts.fail)),
    unknown: `${of(counts.unknown)} could not be checked.`,
    warn: `${of(counts.warn)} with a warning.`,
  };
  return { status, users: status === 'pass' ? undefined : `${texts[status]}${causeText(objects)}` };
}

/**
 * The verdict of the server, and that of the users before it, because they were asked about; the worst of both gives the
 * status. `where` says where the whole of a text is read that is cut short.
 */
export function pageVerdict({ report, objects }: Pick<ReportPage, 'report' | 'objects'>, where: string): PageVerdict {
  const server = { status: verdictStatus(report), text: formatVerdict(report, where) };
  const users = objects === undefined ? undefined : usersVerdict(objects);
  if (users?.users === undefined) {
    const statuses = { users: users?.status ?? server.status, server: server.status };
    return { status: server.status, users: undefined, server: server.text, statuses };
  }
  const worst = severity[Math.max(severity.indexOf(server.status), severity.indexOf(users.status))] ?? 'fail';
  const saysAll = firstFinding(report) === undefined && report.error === undefined;
  const statuses = { users: users.status, server: server.status };
  return { status: worst, users: users.users, server: saysAll ? undefined : `Server: ${server.text}`, statuses };
}
