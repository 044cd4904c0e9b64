import { instantText } from '../../model/instant.js';
import type { ReportPage } from '../../report/report-page.js';
import type { Report } from '../../model/report.js';
import { briefAdvice } from '../brief.js';
import { serverRows } from '../overview-rows.js';
import { chooseFirstToMend } from '../../model/first-to-mend.js';
import { nameWhom } from '../object-name.js';
import { chooseAgeReference, isSimulated, reachedParts, replayLine } from '../source-text.js';
import { durationText } from '../../model/duration.js';
import { isNotRecorded } from '../../model/unrecorded.js';
import { pageVerdict, type PageVerdict } from '../page-verdict.js';
import { firstFinding } from '../verdict.js';
import { firstPart } from '../remedy-parts.js';
import { causesSection } from './causes.js';
import { connectorsSection, rowsList } from './connectors.js';
import { htmlDocument } from './document.js';
import { findingsSection } from './findings.js';
import { microsoftPage } from '../../model/microsoft-page.js';
import { clipped, joined, markup, prose, trusted, type Html } from './html.js';
import { mostBytes, pageLimits, type PageLimits } from './limits.js';
import { badge, commandBlock, counted, statusOrder, statusWords } from './parts.js';
import { opinionSection } from './opinion.js';
import { usersSection } from './users.js';

/** The machine's name, not escaped. */
export function nameMachine({ server }: Report): string {
  return server?.platform.known === true ? server.platform.value.machineName : 'unknown server';
}

/** That a recording answered stands above the headline: nobody takes an old page for the server as it is. */
function replayNote({ source }: Report): Html | undefined {
  const line = replayLine(source);
  return line === undefined
    ? undefined
    : markup`<p class="note warn" role="note">${badge('warn', 'replay')} ${line}</p>`;
}

/** The build of Entra Connect; null if it is not known. */
export function versionOf({ server }: Report): string | null {
  return server?.platform.known === true ? server.platform.value.productVersion : null;
}

function header({ report, objects, title }: ReportPage): Html {
  const version = versionOf(report);
  const links = [
    ...(objects === undefined ? [] : [['#users', 'Users']]),
    ['#connectors', 'Connectors'],
    ['#errors', 'Errors by cause'],
    ['#findings', 'Findings'],
    ['#about', 'About this report'],
  ] as const;
  return markup`<header class="top">${replayNote(report)}<p class="kicker">${title === undefined ? undefined : markup`<b>${clipped(title, 200)}</b> · `}Password hash synchronization report</p><h1>${clipped(nameMachine(report), 200)}</h1><ul class="meta">${version === null ? undefined : markup`<li>Entra Connect ${clipped(version, 100)}</li>`}<li>${instantText(report.window?.endsAt ?? report.startedAt)}</li>${isSimulated(report) ? markup`<li><span class="b skip">simulated server</span></li>` : undefined}${reachedParts(report.source).map((part) => markup`<li>${clipped(part, 200)}</li>`)}</ul><nav aria-label="Sections"><ul>${links.map(([target = '', text = '']) => markup`<li><a href="${trusted(target)}">${text}</a></li>`)}</ul></nav></header>`;
}

const below = ' (see the findings)';

const userWords = { fail: 'failed', unknown: 'unknown', warn: 'with a warning', pass: 'in order' } as const;

/** A sentence of the verdict with a link to what explains it; one about a failure is red. */
function verdictLine(
  text: string | undefined,
  status: PageVerdict['status'],
  { target, link }: { readonly target: string; readonly link: string },
): Html | undefined {
  return text === undefined
    ? undefined
    : markup`<p class="big ${status}">${prose(clipped(text, 2_000))} <a class="to" href="${trusted(`#${target}`)}">${link}</a></p>`;
}

/** What to do about what failed on the server; else about the most frequent cause of users; else about a warning. */
function nextStep({ report, objects }: ReportPage): Html | undefined {
  const first = firstFinding(report);
  const ofUsers = objects === undefined ? undefined : chooseFirstToMend(objects.tail.summary);
  const isOfUsers = first?.status !== 'fail' && ofUsers?.cause.remedy !== undefined;
  const remedy = isOfUsers ? ofUsers.cause.remedy : first?.remedy;
  // Of several users the step is about some of them only.
  const isNamed = (objects?.tail.summary.counts.objects ?? 0) > 1;
  const whose = isNamed ? ` for ${isOfUsers ? nameWhom(ofUsers) : 'the server'}` : '';
  const { step = remedy, others = 0 } = (remedy === undefined ? undefined : firstPart(remedy)) ?? {};
  return step === undefined
    ? undefined
    : markup`<h3>Next step${clipped(whose, 300)}</h3><p>${prose(clipped(briefAdvice(step.text, below), 2_000))}</p>${commandBlock(step.commands)}${others === 0 ? undefined : markup`<p>The other causes have fixes of their own${below}.</p>`}`;
}

function userTally({ objects }: ReportPage): readonly Html[] {
  const counts = objects?.tail.summary.counts;
  return counts === undefined
    ? []
    : (['fail', 'unknown', 'warn', 'pass'] as const)
        .filter((each) => counts[each] > 0)
        .map((each) => markup`<li>${badge(each, `${counted(counts[each], 'user')} ${userWords[each]}`)}</li>`);
}

function verdictSection(page: ReportPage): Html {
  const { status, users, server, statuses } = pageVerdict(page, below);
  const first = firstFinding(page.report);
  const { counts } = page.report.summary;
  const [target, link] =
    first === undefined
      ? ['findings', 'Findings']
      : [`${first.check}-${first.status}`, isNotRecorded(first) ? 'Findings' : first.check];
  return markup`<section class="verdict ${status}" aria-labelledby="h-v"><h2 id="h-v">Verdict</h2>${verdictLine(users, statuses.users, { target: 'users', link: 'Users' })}${verdictLine(server, statuses.server, { target, link })}${nextStep(page)}<ul class="tally" aria-label="Users and findings">${userTally(page)}${statusOrder
    .filter((each) => counts[each] > 0)
    .map((each) => markup`<li>${badge(each, `${counts[each]} ${statusWords[each]}`)}</li>`)}</ul></section>`;
}

function serverSection({ overview, window, finishedAt, source }: Report, limits: PageLimits): Html | undefined {
  return overview === null
    ? undefined
    : markup`<section class="facts" aria-label="Server">${rowsList(serverRows(overview, window?.endsAt ?? finishedAt, chooseAgeReference(source)), limits)}</section>`;
}

function aboutRows({
  tool,
  server,
  window,
  startedAt,
  finishedAt,
  summary,
}: Report): readonly (readonly [string, string])[] {
  const { platform, engine, module } = server ?? {};
  const elapsedMs = Date.parse(finishedAt) - Date.parse(startedAt);
  const judged =
    window === null
      ? ''
      : `${instantText(window.startsAt)} to ${instantText(window.endsAt)} (${durationText(window.lengthMs)})`;
  return [
    ['Made by', `phs-tool ${tool.version}, reading only`],
    ['Time that the findings cover', judged],
    ['Took', elapsedMs < 60_000 ? `${(elapsedMs / 1_000).toFixed(1)} s` : durationText(elapsedMs)],
    ['Exit code', String(summary.exitCode)],
    ...(platform?.known === true
      ? ([
          ['Account', platform.value.userName],
          ['System', platform.value.osDescription],
        ] as const)
      : []),
    ...(engine?.known === true
      ? ([['PowerShell', `${engine.value.psVersion}, ${engine.value.edition}, ${engine.value.languageMode}`]] as const)
      : []),
    ...(module?.known === true ? ([['ADSync module', `${module.value.version}, ${module.value.path}`]] as const) : []),
  ];
}

function footer(report: Report, limits: PageLimits): Html {
  const rows = aboutRows(report).map(([label, value]) => ({ label, values: [value] }));
  return markup`<footer id="about" aria-label="About this report">${rowsList(rows, limits)}<p>This file is complete: it loads nothing and sends nothing. It names servers, domains and users; treat it like the event log that it comes from. Passwords and hashes are never read.</p><p>Microsoft's page: <a href="${trusted(microsoftPage)}" rel="noreferrer">Troubleshoot password hash synchronization</a></p></footer>`;
}

/** A report without the document around it. */
export function reportBody(page: ReportPage, limits: PageLimits): Html {
  const { report, activity, objects } = page;
  const parts = [
    verdictSection(page),
    usersSection(objects, limits, report.source?.kind === 'recording'),
    serverSection(report, limits),
    connectorsSection(report, activity, limits),
    causesSection(activity, limits, chooseAgeReference(report.source)),
    findingsSection(report, activity, limits),
    opinionSection(report, limits),
  ].filter((part) => part !== undefined);
  return markup`${header(page)}<main>${joined(parts, '\n')}</main>${footer(report, limits)}`;
}

/** What is made with the widest limits whose text does not take more than `most` bytes; else with the tightest. */
export function fitted<T>(make: (limits: PageLimits) => T, textOf: (made: T) => string, most: number): T {
  const [widest, ...tighter] = pageLimits;
  let made = make(widest);
  for (const limits of tighter) {
    if (Buffer.byteLength(textOf(made), 'utf8') <= most) {
      return made;
    }
    made = make(limits);
  }
  return made;
}

function render(page: ReportPage, limits: PageLimits): string {
  const { report } = page;
  const title = `${page.title === undefined ? '' : `${clipped(page.title, 200)}: `}${report.source?.kind === 'recording' ? 'REPLAY: ' : ''}Password hash synchronization: ${clipped(nameMachine(report), 100)}, ${instantText(report.window?.endsAt ?? report.startedAt)}`;
  const skip = markup`<a class="skip-link" href="#findings">Skip to the findings</a>`;
  return htmlDocument(title, markup`${skip}${reportBody(page, limits)}`, report.tool.version);
}

/**
 * The whole report as one HTML document that loads nothing. Pure: the same page gives the same text. What does not fit
 * into {@link mostBytes} is left out step by step, the evidence of findings in order first, and the page says so.
 */
export function htmlReportView(page: ReportPage): string {
  return fitted(
    (limits) => render(page, limits),
    (text) => text,
    mostBytes,
  );
}
