import type { Finding, FindingStatus } from '../../model/finding.js';
import { isServerVerdict, objectRemedy } from '../../model/object-remedy.js';
import type { CountedCause, ObjectResult, ObjectSummary } from '../../model/object-report.js';
import type { ReportedObjects } from '../../report/report-page.js';
import { evidenceList } from './findings.js';
import { clipped, joined, markup, prose, type Html } from './html.js';
import type { PageLimits } from './limits.js';
import { badge, counted, foldedRemedy, remedyBlock, statusWords } from './parts.js';

/** A stretch of the way with its sign, in colour and in words. */
function stretch(status: FindingStatus, from: string): Html {
  return markup`<span class="leg ${status}"><span class="sr">${from}: </span>${badge(status)}</span>`;
}

function way({ source, target, password }: ObjectResult['way']): Html {
  return markup`<p class="way"><b>Active Directory</b>${stretch(source, 'to the metaverse')}<b>metaverse</b>${stretch(target, 'to Entra ID')}<b>Entra ID</b><span class="pw">password ${badge(password)}</span></p>`;
}

function findingItem(finding: Finding, limits: PageLimits): Html {
  const { status, check, title, message, evidence, remedy } = finding;
  const isFine = status === 'pass' || status === 'skip';
  // The title says how it should be, which reads as the opposite of what was found.
  return markup`<li>${badge(status)} <code>${check}</code> ${isFine ? markup`${title}. ` : undefined}<span class="said">${prose(clipped(message, limits.valueLength))}</span>${isFine && !limits.evidenceOfPassed ? undefined : evidenceList(evidence, limits)}${remedy === undefined ? undefined : remedyBlock(remedy, limits.valueLength)}</li>`;
}

function user(result: ObjectResult, isOpen: boolean, limits: PageLimits): Html {
  const { status, given, distinguishedName, connector, line, findings } = result;
  // The remedy of a finding of the user's own is below it.
  const step = isServerVerdict(result) ? objectRemedy(result) : undefined;
  const at = line === null ? '' : `line ${line}`;
  return markup`<details class="f ${status}" ${isOpen ? markup` open` : undefined}><summary>${badge(status, status === 'pass' ? 'in order' : statusWords[status])}<span class="title">${clipped(distinguishedName ?? given.text, limits.valueLength)}</span><span class="who">${clipped(connector ?? '', limits.nameLength)}</span><span class="cat">${at}</span></summary><div class="body">${way(result.way)}<p>${prose(clipped(result.answer, limits.valueLength))}</p>${step === undefined ? undefined : remedyBlock(step, limits.valueLength)}<ul class="uf">${joined(findings.filter(({ status: each }) => each !== 'skip').map((finding) => findingItem(finding, limits)))}</ul></div></details>`;
}

const mostCauses = 30;

function causeRow({ check, subject, status, count, title, reason, remedy }: CountedCause, limits: PageLimits): Html {
  const who = subject === undefined ? '' : `${subject}: `;
  // The title says how it should be, which reads as the opposite of what was found.
  const found = status === 'pass' ? title : `${who}${reason}`;
  return markup`<tr><td data-th="Users">${count}</td><td>${badge(status)} <code>${check}</code></td><td>${prose(clipped(found, limits.valueLength))}${remedy === undefined ? undefined : foldedRemedy(remedy, limits.valueLength)}</td></tr>`;
}

function causesTable({ causes }: ObjectSummary, limits: PageLimits): Html | undefined {
  const left = causes.length - mostCauses;
  return causes.length === 0
    ? undefined
    : markup`<table class="wide"><thead><tr><th scope="col">Users</th><th scope="col">Check</th><th scope="col">What was found</th></tr></thead><tbody>${causes
        .slice(0, mostCauses)
        .map((cause) =>
          causeRow(cause, limits),
        )}</tbody></table>${left > 0 ? markup`<p>${counted(left, 'more cause')}.</p>` : undefined}`;
}

/** The users that were followed, those that are not in order first; nothing when none was. */
export function usersSection(
  objects: ReportedObjects | undefined,
  limits: PageLimits,
  isRecording: boolean,
): Html | undefined {
  if (objects === undefined) {
    return undefined;
  }
  const { summary, error } = objects.tail;
  const { counts } = summary;
  const shown = objects.results.slice(0, limits.most);
  const left = counts.objects - shown.length;
  return markup`<section id="users" aria-labelledby="h-u"><h2 id="h-u">Users</h2><p class="sub">${counted(counts.objects, 'user')}: ${counts.fail} failed, ${counts.unknown} could not be checked, ${counts.warn} with a warning, ${counts.pass} in order.</p>${error === undefined ? undefined : markup`<p class="note fail">${badge('fail')} ${error.message}</p>`}${counts.objects > 1 ? causesTable(summary, limits) : undefined}<div class="list">${shown.map((result) => user(result, shown.length <= 3, limits))}</div>${
    left <= 0
      ? undefined
      : markup`<p>${counted(left, 'user')} left out to keep this file small; <code>${isRecording ? 'phs-tool replay FILE diagnose --all-users --output ndjson' : 'phs-tool diagnose --dn-file FILE --output ndjson'}</code> has all of them.</p>`
  }</section>`;
}
