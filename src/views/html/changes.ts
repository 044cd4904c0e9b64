import { explainAuditGap } from '../../model/audit-logging.js';
import { tellCutIds } from '../../model/change-events.js';
import { instantText } from '../../model/instant.js';
import type { AuditActivity, AuditChange, LogActivity } from '../../report/report-page.js';
import { clipped, markup, multiline, type Html } from './html.js';
import type { PageLimits } from './limits.js';
import { badge, counted } from './parts.js';
import { marksPlot } from './plot.js';

const id = 'changes';

function changeRow({ at, eventId, name, user, text }: AuditChange, { nameLength, valueLength }: PageLimits): Html {
  return markup`<tr><td data-th="When"><time>${instantText(at)}</time></td><td data-th="What"><code>${eventId}</code> ${name}</td><td data-th="By">${clipped(user ?? 'not named', nameLength)}</td><td data-th="Text of the event">${multiline(clipped(text, valueLength))}</td></tr>`;
}

function changesText({ changes, cutIds, failure, state }: AuditActivity): string {
  const gap = explainAuditGap(state);
  const missing = gap === undefined ? '' : ` Changes can be missing: ${gap}.`;
  const cut = cutIds.length === 0 ? '' : ` ${tellCutIds(cutIds)}.`;
  if (failure !== null) {
    return `The changes could not be read: ${failure}`;
  }
  const latest = changes[0] === undefined ? '' : `, the latest ${instantText(changes[0].at)}`;
  return `${changes.length === 0 ? 'No change' : counted(changes.length, 'change')} in the audit of administrators${latest}.${cut}${missing}`;
}

/** What administrators changed: a timeline of its own, and who did it. */
export function changesCard(activity: LogActivity, limits: PageLimits): Html {
  const { audit } = activity;
  const { changes, failure, state } = audit;
  const isGap = failure !== null || (state !== 'on' && state !== 'not-known');
  const shown = changes.slice(0, limits.most);
  const left = changes.length - shown.length;
  return markup`<article class="card ${isGap ? 'unknown' : changes.length === 0 ? 'skip empty' : 'skip'}"><h3>Changes by administrators ${isGap ? badge('unknown', state === 'off' ? 'audit off' : 'not known') : undefined}</h3>${marksPlot(
    'changes',
    changes.map(({ at }) => at),
    activity,
    id,
  )}<p class="alt" id="${id}">${clipped(changesText(audit), limits.valueLength)}</p>${
    shown.length === 0
      ? undefined
      : markup`<details${shown.length <= 5 ? markup` open` : undefined}><summary>Who changed what</summary><table class="wide"><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">By</th><th scope="col">Text of the event</th></tr></thead><tbody>${shown.map((change) => changeRow(change, limits))}</tbody></table></details>`
  }${left === 0 ? undefined : markup`<p>${counted(left, 'older change')} left out to keep this file small.</p>`}</article>`;
}
