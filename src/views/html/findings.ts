import type { Evidence, Finding, FindingStatus } from '../../model/finding.js';
import type { Report } from '../../model/report.js';
import type { LogActivity } from '../../report/report-page.js';
import { groupFindings, headingOf, type FindingGroup } from './finding-groups.js';
import { clipped, joined, markup, prose, multiline, trusted, type Html } from './html.js';
import { firstFinding } from '../verdict.js';
import type { PageLimits } from './limits.js';
import { badge, counted, remedyBlock, statusOrder, statusWords } from './parts.js';

function renderEvidenceValue(value: string, limit: number, shownAbove: ReadonlySet<string>): Html {
  if (shownAbove.has(value.trim())) {
    return markup`<a href="#errors">the text under Errors by cause</a>`;
  }
  const text = clipped(value, limit);
  return /[\r\n]/.test(text) ? markup`<pre tabindex="0">${multiline(text)}</pre>` : markup`${text}`;
}

const nothing: ReadonlySet<string> = new Set();

/** Evidence with the source if it changes from one line to the next; what is shown above already is a link there. */
export function evidenceList(
  evidence: readonly Evidence[],
  limits: PageLimits,
  shownAbove: ReadonlySet<string> = nothing,
): Html | undefined {
  const items = evidence.map(({ label, value, source }, index) => {
    const isNew = source !== undefined && evidence[index + 1]?.source !== source;
    const from = isNew ? markup` <small>${clipped(source, limits.valueLength)}</small>` : undefined;
    return markup`<dt>${clipped(label, limits.valueLength)}</dt><dd>${renderEvidenceValue(value, limits.valueLength, shownAbove)}${from}</dd>`;
  });
  return items.length === 0 ? undefined : markup`<dl class="ev">${items}</dl>`;
}

/** What was found, unless the head of the group says it, of whom, and by which check if there are several. */
function one(
  finding: Finding,
  { heading, isAlone, checks }: { readonly heading: string; readonly isAlone: boolean; readonly checks: number },
  limits: PageLimits,
  shownAbove: ReadonlySet<string>,
): Html {
  const { subject, message, evidence, status, check } = finding;
  const isPassed = status === 'pass';
  const which = checks > 1 ? markup`<code>${check}</code> ` : undefined;
  const who = subject === undefined || isAlone ? undefined : markup`<b>${clipped(subject, limits.nameLength)}</b> `;
  const isTold = message === heading || (isPassed && !limits.messageOfPassed);
  const text = isTold ? undefined : prose(clipped(message, limits.valueLength));
  const said = [which, who, text].every((part) => part === undefined)
    ? undefined
    : markup`<p>${which}${who}${text}</p>`;
  const shown = isPassed && !limits.evidenceOfPassed ? undefined : evidenceList(evidence, limits, shownAbove);
  return markup`<div class="one">${said}${shown}</div>`;
}

/** What to do, once for each different text. */
function remedies({ findings }: FindingGroup, limits: PageLimits): readonly Html[] {
  const byText = new Map(
    findings.flatMap(({ remedy }) => (remedy === undefined ? [] : [[JSON.stringify(remedy), remedy]])),
  );
  return [...byText.values()]
    .slice(0, Math.min(20, limits.most))
    .map((remedy) => remedyBlock(remedy, limits.valueLength));
}

function subjectsText({ findings }: FindingGroup, { nameLength }: PageLimits): string {
  const subjects = [...new Set(findings.flatMap(({ subject }) => subject ?? []))];
  if (subjects.length <= 3) {
    return subjects.map((subject) => clipped(subject, Math.min(120, nameLength))).join(', ');
  }
  return counted(subjects.length, 'connector');
}

/** One check, or several for one and the same reason, with the findings; opened when it is not in order; on paper the first cause leaves out what the verdict says to do. */
function groupDetails(
  group: FindingGroup,
  limits: PageLimits,
  shownAbove: ReadonlySet<string>,
  isFirst: boolean,
): Html {
  const { check, status, category } = group.first;
  const heading = headingOf(group);
  const checks = [...new Set(group.findings.map((each) => each.check))];
  const isOpen = status === 'fail' || status === 'warn' || status === 'unknown';
  const isAlone = group.findings.length === 1;
  const shown = group.findings.slice(0, limits.most);
  const left = group.findings.length - shown.length;
  return markup`<details id="${check}-${status}" class="f ${status}${isFirst ? trusted(' first') : undefined}" data-s="${status}" data-n="${group.findings.length}" ${isOpen ? markup` open` : undefined}><summary>${badge(status)}<span class="ids">${checks.map((id) => markup`<code>${id}</code> `)}</span><span class="title">${prose(clipped(heading, limits.valueLength))}</span><span class="who">${subjectsText(group, limits)}</span><span class="cat">${category}</span></summary><div class="body">${joined(
    shown.map((finding) => one(finding, { heading, isAlone, checks: checks.length }, limits, shownAbove)),
  )}${left === 0 ? undefined : markup`<p>${counted(left, 'more finding')} left out to keep this file small.</p>`}${remedies(group, limits)}<p class="more">What this means: <code>phs-tool help ${check}</code></p></div></details>`;
}

function chip(status: FindingStatus, count: number): Html {
  const state = count === 0 ? markup`disabled` : markup`checked`;
  return markup`<label class="chip ${status}"><input type="checkbox" name="status" value="${status}" ${state} /> ${statusWords[status]} <b>${count}</b></label>`;
}

function filter({ summary, findings }: Report): Html {
  return markup`<div id="filter" role="group" aria-label="Filter the findings" hidden><div class="chips">${statusOrder.map((status) => chip(status, summary.counts[status]))}</div><label class="search">Contains<input type="search" id="text" autocomplete="off" spellcheck="false" placeholder="connector, check, word" /></label><span class="buttons"><button type="button" id="open">Open all</button> <button type="button" id="close">Close all</button></span><p id="shown" role="status">${findings.length} of ${findings.length} findings shown</p></div>`;
}

/** Every finding, the worst first, with a filter that a script turns on. */
export function findingsSection(report: Report, { causes }: LogActivity, limits: PageLimits): Html {
  const shownAbove = new Set(
    causes.slice(0, limits.most).flatMap(({ sample }) => (sample === null ? [] : [sample.trim()])),
  );
  const { pass, skip } = report.summary.counts;
  const first = firstFinding(report);
  const groups = groupFindings(report.findings);
  const small = limits.evidenceOfPassed
    ? undefined
    : markup`<p class="note skip">To keep this file small it leaves out the evidence of findings that are in order, and shortens long texts. Everything is in <code>phs-tool diagnose --output json</code>.</p>`;
  return markup`<section id="findings" aria-labelledby="h-f"><h2 id="h-f">Findings</h2><p class="sub">Every check, the worst first. Open one for its evidence.</p>${small}${filter(report)}<div class="list">${groups.map(
    (group) =>
      groupDetails(
        group,
        limits,
        shownAbove,
        group.findings.some((each) => each === first),
      ),
  )}</div>${pass + skip === 0 ? undefined : markup`<p class="printed">Not printed: ${pass} passed, ${skip} skipped.</p>`}<p id="none" class="note skip" hidden>No finding fits the filter.</p></section>`;
}
