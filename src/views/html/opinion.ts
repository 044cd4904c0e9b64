import type { FindingStatus } from '../../model/finding.js';
import type { Report } from '../../model/report.js';
import type { SecondOpinionEntry } from '../../model/second-opinion.js';
import { clipped, markup, type Html } from './html.js';
import type { PageLimits } from './limits.js';
import { badge } from './parts.js';

const statuses: Readonly<Record<SecondOpinionEntry['status'], FindingStatus>> = {
  ok: 'pass',
  warning: 'warn',
  problem: 'fail',
  information: 'skip',
};

function line({ status, text, disagrees, check, ours }: SecondOpinionEntry, limits: PageLimits): Html {
  const contrary = disagrees
    ? markup` <b class="t warn">disagrees with ${check ?? ''}, which is "${ours ?? ''}" here</b>`
    : undefined;
  return markup`<li>${badge(statuses[status], status)} ${clipped(text, limits.valueLength)}${contrary}</li>`;
}

/** What Microsoft's own diagnostics said; nothing when they were not asked. */
export function opinionSection({ secondOpinion }: Report, limits: PageLimits): Html | undefined {
  if (secondOpinion === undefined) {
    return undefined;
  }
  const heading = markup`<h2 id="h-o">Second opinion</h2><p class="sub">What <code>Invoke-ADSyncDiagnostics -PasswordSync</code> says.</p>`;
  return secondOpinion.known
    ? markup`<section aria-labelledby="h-o">${heading}<ul class="uf facts">${secondOpinion.value.slice(0, limits.most).map((entry) => line(entry, limits))}</ul></section>`
    : markup`<section aria-labelledby="h-o">${heading}<p class="note unknown">${badge('unknown')} ${clipped(secondOpinion.reason.message, limits.valueLength)}</p></section>`;
}
