import { verdictWord } from '../../model/verdict-words.js';
import type { ConnectorActivity } from '../../model/activity.js';
import type { FindingStatus } from '../../model/finding.js';
import { instantText } from '../../model/instant.js';
import type { LogActivity } from '../../report/report-page.js';
import type { ConnectorOverview, Report } from '../../model/report.js';
import { connectorRows, verdictStatuses, type OverviewRow } from '../overview-rows.js';
import { chooseRunTimes } from '../source-text.js';
import { durationText } from '../../model/duration.js';
import { type RunTimes } from '../times.js';
import { changesCard } from './changes.js';
import { clipped, joined, markup, prose, type Html } from './html.js';
import type { PageLimits } from './limits.js';
import { badge, counted, statusOrder } from './parts.js';
import { plot, plotText } from './plot.js';

/** Rows of an overview as a list of terms. */
export function rowsList(rows: readonly OverviewRow[], limits: PageLimits): Html {
  const items = rows.map(
    ({ label, values, status }) =>
      markup`<div><dt>${label}</dt>${values.map((value) =>
        status === undefined
          ? markup`<dd>${prose(clipped(value, limits.valueLength))}</dd>`
          : markup`<dd class="t ${status}">${prose(clipped(value, limits.valueLength))}</dd>`,
      )}</div>`,
  );
  return markup`<dl class="rows">${items}</dl>`;
}

/** One connector with what is known of it: from the configuration, from the log, or both. */
interface Shown {
  readonly name: string;
  readonly status: FindingStatus;
  readonly overview: ConnectorOverview | undefined;
  readonly log: ConnectorActivity | undefined;
}

function shownConnectors({ overview }: Report, { connectors }: LogActivity): readonly Shown[] {
  const known = overview?.connectors.known === true ? overview.connectors.value : [];
  const ids = new Set(known.map(({ identifier }) => identifier.toLowerCase()));
  const configured = known.map((each): Shown => ({
    name: each.name,
    status: verdictStatuses[each.verdict.status],
    overview: each,
    log: connectors.find(({ connectorId }) => connectorId === each.identifier.toLowerCase()),
  }));
  const others = connectors
    .filter(({ connectorId }) => connectorId === null || !ids.has(connectorId))
    .map((log): Shown => ({
      name: log.connectorId === null ? 'Events that name no connector' : (log.name ?? log.connectorId),
      status: log.problems.count > 0 ? 'warn' : 'skip',
      overview: undefined,
      log,
    }));
  const rank = ({ status }: Shown): number => statusOrder.indexOf(status);
  return [...configured.sort((a, b) => rank(a) - rank(b)), ...others];
}

function facts(overview: ConnectorOverview, limits: PageLimits, isOpen: boolean, times: RunTimes): Html {
  const rows = rowsList(
    connectorRows(overview, '→', times).filter(({ label }) => label !== 'Verdict'),
    limits,
  );
  return markup`<details${isOpen ? markup` open` : undefined}><summary>Channel, heartbeat, cycles</summary>${rows}</details>`;
}

/** What every card needs beside its connector. */
interface CardRequest {
  readonly activity: LogActivity;
  readonly limits: PageLimits;
  readonly isOpen: boolean;
  readonly times: RunTimes;
  readonly isAlone: boolean;
}

/** A connector in order is folded if it is one of several: the page is read for the others. */
function card(shown: Shown, index: number, { activity, limits, isOpen, times, isAlone }: CardRequest): Html {
  const { name, status, overview, log } = shown;
  const id = `c${index}`;
  const isFolded = status === 'pass' && !isAlone;
  const word = (overview && verdictWord(overview.verdict)) ?? (status === 'warn' ? 'errors' : 'no connector');
  const drawing = log !== undefined ? plot(log, activity, id) : undefined;
  const title = markup`${clipped(name, limits.nameLength)} ${badge(status, word)}`;
  const body = markup`${
    overview === undefined
      ? undefined
      : markup`<p class="said">${prose(clipped(overview.verdict.text, limits.valueLength))}</p>`
  }${drawing}${log === undefined ? undefined : markup`<p class="alt" id="${id}">${plotText(log)}.</p>`}${overview === undefined ? undefined : facts(overview, limits, isOpen, times)}`;
  return isFolded
    ? markup`<details class="card ${status}"><summary><h3>${title}</h3></summary>${body}</details>`
    : markup`<article class="card ${status}"><h3>${title}</h3>${body}</article>`;
}

function reach({ window, oldestAt, failure }: LogActivity): Html {
  if (failure !== null) {
    return markup`<p class="note unknown">${badge('unknown')} The events could not be read: ${clipped(failure, 600)}</p>`;
  }
  if (oldestAt === undefined) {
    return markup`<p class="note unknown">${badge('unknown')} How far back the Application log reaches is not known, so a gap at the left may be a log that begins later.</p>`;
  }
  if (oldestAt === null) {
    return markup`<p class="note warn">${badge('warn')} The Application log is empty.</p>`;
  }
  const missingMs = Date.parse(oldestAt) - Date.parse(window.startsAt);
  return missingMs > 0
    ? markup`<p class="note warn">${badge('warn', 'log too short')} The Application log reaches back to ${instantText(oldestAt)} only: the first ${durationText(missingMs)} of the timeline are lost. How to enlarge the log: <code>phs-tool help PHS107</code>.</p>`
    : markup`<p class="note pass">${badge('pass', 'log complete')} The Application log reaches back to ${instantText(oldestAt)}, over the whole timeline.</p>`;
}

const legend = markup`<ul class="legend" aria-label="Signs of the timelines"><li class="k-hb">heartbeat (654)</li><li class="k-ba">batch (651), the higher the more</li><li class="k-er">event that reports a problem</li><li class="k-fs">full sync of passwords</li><li class="k-ch">change by an administrator</li><li class="k-si">silence of more than 35 min</li></ul>`;

/** On paper there are no folded connectors. */
function notPrinted(shown: readonly Shown[]): Html | undefined {
  const folded = shown.length === 1 ? 0 : shown.filter(({ status }) => status === 'pass').length;
  return folded === 0
    ? undefined
    : markup`<p class="printed">Not printed: ${counted(folded, 'connector')} in order.</p>`;
}

/** How far the log reaches, then every connector with its timeline, those that are not in order first. */
export function connectorsSection(report: Report, activity: LogActivity, limits: PageLimits): Html {
  const all = shownConnectors(report, activity);
  const shown = all.slice(0, limits.connectors);
  const overview = report.overview?.connectors;
  const { startsAt, endsAt } = activity.window;
  const length = durationText(Date.parse(endsAt) - Date.parse(startsAt));
  const isOpen = shown.length <= 4;
  const times = chooseRunTimes(report);
  const time = times.reference === 'recording' ? `${length} before the recording` : `the last ${length}`;
  return markup`<section id="connectors" aria-labelledby="h-c"><h2 id="h-c">Connectors over ${time}</h2><p class="sub">${instantText(startsAt)} to ${instantText(endsAt)}; all times are UTC.</p>${reach(activity)}${
    overview?.known === false
      ? markup`<p class="note unknown">${badge('unknown')} The connectors could not be read: ${clipped(overview.reason.message, limits.valueLength)}</p>`
      : undefined
  }${shown.length === 0 ? markup`<p>There is no connector to Active Directory.</p>` : legend}<div class="cards">${joined(shown.map((each, index) => card(each, index, { activity, limits, isOpen, times, isAlone: shown.length === 1 })))}${changesCard(activity, limits)}</div>${notPrinted(shown)}${all.length === shown.length ? undefined : markup`<p>${counted(all.length - shown.length, 'more connector')} left out to keep this file small.</p>`}</section>`;
}
