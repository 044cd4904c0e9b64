import { instantText } from '../../model/instant.js';
import type { Finding } from '../../model/finding.js';
import type { ReportPage } from '../../report/report-page.js';
import { pageVerdict } from '../page-verdict.js';
import { htmlDocument } from './document.js';
import { clipped, joined, markup, prose, trusted, type Html } from './html.js';
import { fitted, nameMachine, reportBody, versionOf } from './page.js';
import { badge, counted, remedyBlock, statusOrder, statusWords } from './parts.js';

/** A page with the name by which its server was asked for; absent: its own. */
type NamedPage = ReportPage & { readonly name?: string };

/** Bytes that the reports of one page take together, as far as their tightest limits allow. */
const mostBytesTogether = 2_000_000;

/**
 * One of several reports in a page: its ids, and the links to them, begin with its own. Texts cannot hold what is looked for,
 * because quotation marks are escaped in them.
 */
function withOwnIds(html: Html, prefix: string): Html {
  return trusted(
    html.text
      .replace(/ (id|aria-labelledby)="([^"]+)"/g, ` $1="${prefix}$2"`)
      .replace(/ href="#([^"]+)"/g, ` href="#${prefix}$1"`)
      .replace('<main>', '<div class="main">')
      .replace('</main>', '</div>'),
  );
}

/** What stands for a server: a recording is named by its file, and says of which machine it is. */
function nameOf({ name, report }: NamedPage): string {
  const machine = nameMachine(report);
  return name === undefined ? machine : report.source?.kind === 'recording' ? `${name} (${machine})` : name;
}

function row(page: NamedPage, id: string): Html {
  const { report } = page;
  const { status, users, server } = pageVerdict(page, '');
  const said = [users, server].filter((text) => text !== undefined).join(' ');
  return markup`<tr><td data-th="Server"><a href="${trusted(`#${id}`)}">${clipped(nameOf(page), 100)}</a></td><td data-th="Entra Connect">${clipped(versionOf(report) ?? 'unknown', 100)}</td><td data-th="Time">${instantText(report.window?.endsAt ?? report.startedAt)}</td><td data-th="Verdict">${badge(status)}</td><td data-th="Cause">${prose(clipped(said, 600))}</td></tr>`;
}

/** The worst first; otherwise in the order in which they were given. */
function sorted(pages: readonly NamedPage[]): readonly NamedPage[] {
  const rank = (page: ReportPage): number => statusOrder.indexOf(pageVerdict(page, '').status);
  return [...pages].sort((a, b) => rank(a) - rank(b));
}

/** What was found of the servers together, the worst first; nothing of what is in order. */
function together(findings: readonly Finding[]): Html | undefined {
  const open = findings
    .filter(({ status }) => status === 'fail' || status === 'warn' || status === 'unknown')
    .sort((a, b) => statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status));
  const line = ({ status, check, subject, message, remedy }: Finding): Html =>
    markup`<tr><td>${badge(status)}</td><td><code>${check}</code></td><td>${clipped(subject ?? '', 100)}</td><td>${prose(clipped(message, 600))}${remedy === undefined ? undefined : remedyBlock(remedy, 600)}</td></tr>`;
  return open.length === 0
    ? undefined
    : markup`<table class="wide"><caption>All servers together</caption><tbody>${open.map(line)}</tbody></table>`;
}

/** Several reports as one HTML document: a line for each server, then each report as it is alone. */
export function htmlReportsView(
  pages: readonly NamedPage[],
  title: string | undefined,
  findings: readonly Finding[] = [],
): string {
  const shown = sorted(pages).map((page, index) => ({ page, id: `s${index + 1}` }));
  const counts = statusOrder.flatMap((status) => {
    const count = pages.filter((page) => pageVerdict(page, '').status === status).length;
    return count === 0 ? [] : [markup`<li>${badge(status, `${counted(count, 'server')} ${statusWords[status]}`)}</li>`];
  });
  const head = markup`<header class="top"><p class="kicker">${title === undefined ? undefined : markup`<b>${clipped(title, 200)}</b> · `}Password hash synchronization report</p><h1>${counted(pages.length, 'server')}</h1><ul class="tally" aria-label="Servers">${counts}</ul><table class="wide"><thead><tr><th scope="col">Server</th><th scope="col">Entra Connect</th><th scope="col">Time</th><th scope="col">Verdict</th><th scope="col">Cause</th></tr></thead><tbody>${shown.map(({ page, id }) => row(page, id))}</tbody></table>${together(findings)}</header>`;
  const most = Math.floor(mostBytesTogether / pages.length);
  const reports = shown.map(({ page, id }) => {
    const body = fitted(
      (limits) => reportBody(page, limits),
      ({ text }) => text,
      most,
    );
    return markup`<section class="server" id="${id}">${withOwnIds(body, `${id}-`)}</section>`;
  });
  const name = title === undefined ? '' : `${clipped(title, 200)}: `;
  return htmlDocument(
    `${name}Password hash synchronization: ${counted(pages.length, 'server')}`,
    markup`${head}<main class="all">${joined(reports, '\n')}</main>`,
  );
}
