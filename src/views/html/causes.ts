import { listFirst } from '../../base/text.js';
import type { ErrorCause } from '../../report/error-causes.js';
import { instantText } from '../../model/instant.js';
import type { LogActivity } from '../../report/report-page.js';
import { instantAndAge, type AgeReference } from '../times.js';
import { clipped, markup, multiline, type Html } from './html.js';
import type { PageLimits } from './limits.js';
import { badge, counted, remedyBlock } from './parts.js';

function names(values: readonly (string | null)[], { nameLength }: PageLimits): string {
  return listFirst(
    values.map((value) => clipped(value ?? 'no connector named', nameLength)),
    12,
  );
}

/** The instant that ages are counted from, and what it is. */
interface AgesOf {
  readonly endsAt: string;
  readonly reference: AgeReference;
}

function causeDetails(cause: ErrorCause, isOpen: boolean, { endsAt, reference }: AgesOf, limits: PageLimits): Html {
  const { eventId, meaning, count, firstAt, latestAt, connectors, domains, sample, severity, remedy } = cause;
  const ageMs = Date.parse(endsAt) - Date.parse(latestAt);
  const code = cause.cause === null ? undefined : markup`<span class="cause">${cause.cause}</span>`;
  return markup`<details class="f ${severity}"${isOpen ? markup` open` : undefined}><summary>${badge(severity, severity === 'fail' ? 'error' : 'warning')}<code>${eventId}</code><span class="title">${meaning} ${code}</span><span class="who">${names(connectors, limits)}</span><span class="cat">${counted(count, 'event')}</span></summary><div class="body"><p>${cause.explanation}</p><dl class="ev"><dt>Latest</dt><dd>${instantAndAge(latestAt, ageMs, reference)}</dd><dt>First</dt><dd>${instantText(firstAt)}</dd><dt>Connectors</dt><dd>${names(connectors, limits)}</dd>${
    domains.length === 0 ? undefined : markup`<dt>Domains</dt><dd>${names(domains, limits)}</dd>`
  }</dl>${
    sample === null
      ? undefined
      : markup`<p class="more">Text of the latest event:</p><pre class="sample" tabindex="0">${multiline(clipped(sample, limits.valueLength))}</pre>`
  }${remedyBlock(remedy, limits.valueLength)}<p class="more">More: <code>phs-tool events --id ${eventId}</code>, <code>phs-tool explain ${eventId}</code></p></div></details>`;
}

/** The events that report a problem, by what caused them. */
export function causesSection(
  { causes, window, problemCount, problemTextCount, failure }: LogActivity,
  limits: PageLimits,
  reference: AgeReference,
): Html {
  const shown = causes.slice(0, limits.most);
  const isPartly = problemCount > problemTextCount;
  const left = causes.length - shown.length;
  const text =
    failure !== null
      ? 'The events could not be read.'
      : causes.length === 0
        ? 'No event in this time reports a problem.'
        : `${counted(problemCount, 'event')} ${problemCount === 1 ? 'reports' : 'report'} a problem, with ${counted(causes.length, 'cause')}.`;
  return markup`<section id="errors" aria-labelledby="h-e"><h2 id="h-e">Errors by cause</h2><p class="sub">${text} ${isPartly ? markup`Causes were read from the newest ${problemTextCount} of them.` : undefined}</p><div class="list">${shown.map((cause) => causeDetails(cause, shown.length <= 3, { endsAt: window.endsAt, reference }, limits))}</div>${left === 0 ? undefined : markup`<p>${counted(left, 'more cause')} left out to keep this file small.</p>`}</section>`;
}
