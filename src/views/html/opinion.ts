import type { FindingStatus } from '../../model/finding.js';
import type { Report } from '../../model/report.js';
import type { SecondOpinionEntry } from '../../model/second-opinion.js';
import { entryText, summarizeOpinion } from '../text-second-opinion.js';
import { clipped, markup, type Html } from './html.js';
import type { PageLimits } from './limits.js';
import { badge } from './parts.js';

const statuses: Readonly<Record<SecondOpinionEntry['status'], FindingStatus>> = {
  ok: 'pass',
  warning: 'warn',
  problem: 'fail',
  information: 'skip',
};

function line(entry: SecondOpinionEntry, limits: PageLimits): Html {
  const { status, disagrees, check, ours } = entry;
  const contrary = disagrees
    ? markup` <b class="t warn">disagrees with ${check ?? ''}, which is "${ours ?? ''}" here</b>`
    : undefined;
  return markup`<li>${badge(statuses[status], status)} ${clipped(entryText(entry), limits.valueLength)}${contrary}</li>`;
}

/** What Microsoft's own diagnostics said; nothing when they were not asked. */
export function opinionSection({ secondOpinion }: Report, limits: PageLimits): Html | undefined {
  if (secondOpinion === undefined) {
    return undefined;
  }
  const heading = markup`<h2 id="h-o">Second opinion</h2><p class="sub">What <code>Invoke-ADSyncDiagnostics -PasswordSync</code> says.</p>`;
  if (!secondOpinion.known) {
    return markup`<section aria-labelledby="h-o">${heading}<p class="note unknown">${badge('unknown')} ${clipped(secondOpinion.reason.message, limits.valueLength)}</p></section>`;
  }
  const { value } = secondOpinion;
  const lines = value.slice(0, limits.most).map((entry) => line(entry, limits));
  return markup`<section aria-labelledby="h-o">${heading}<ul class="uf facts">${lines}</ul><p class="sub">${summarizeOpinion(value)}</p></section>`;
}
