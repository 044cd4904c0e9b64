import { instantText } from '../../model/instant.js';
import type { ComparedSide, ComparisonDocument, Difference } from '../../model/comparison-document.js';
import { comparisonNote, comparisonTotals, roleText, unreadText } from '../comparison-text.js';
import { sourceWords } from '../difference-lines.js';
import { reachedParts } from '../source-text.js';
import { htmlDocument } from './document.js';
import { clipped, markup, type Html } from './html.js';
import { badge } from './parts.js';

/** Rows of one table; two servers with nothing in common have thousands. */
const mostRows = 2_000;
const longest = 600;

function sideRow(label: string, side: ComparedSide): Html {
  const { server, file, source, at } = side;
  const what = [source === undefined ? '' : sourceWords[source.kind], ...reachedParts(source)].join(', ');
  return markup`<tr><th scope="row">${label}</th><td data-th="Server">${clipped(server ?? 'not known', 200)}</td><td data-th="Role">${clipped(roleText(side), 200)}</td><td data-th="Answered by">${clipped(file, longest)} (${what}${at === null ? '' : `, ${instantText(at)}`})</td></tr>`;
}

function differenceRow({ area, subject, name, first, second, keepsFromTakeover }: Difference): Html {
  const sign = keepsFromTakeover ? badge('fail', 'obstacle to a takeover') : badge('skip', 'no obstacle to a takeover');
  return markup`<tr><td>${sign}</td><td data-th="Area">${area}</td><td data-th="Connector">${clipped(subject ?? '', 200)}</td><td data-th="What">${clipped(name, longest)}</td><td data-th="First">${clipped(first ?? 'not there', longest)}</td><td data-th="Second">${clipped(second ?? 'not there', longest)}</td></tr>`;
}

function table(heads: readonly string[], rows: readonly Html[]): Html {
  const left = rows.length - mostRows;
  return markup`<table class="wide"><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.slice(0, mostRows)}</tbody></table>${left > 0 ? markup`<p>${left} more rows are in the text and in the JSON.</p>` : undefined}`;
}

/** What differs between two servers as an HTML document that loads nothing. */
export function comparisonPage(document: ComparisonDocument): string {
  const { first, second, differences, notCompared, summary, tool } = document;
  const { keepFromTakeover } = summary.counts;
  const status = keepFromTakeover > 0 ? 'fail' : summary.exitCode === 0 ? 'pass' : 'unknown';
  const note = comparisonNote(document);
  const sorted = [...differences].sort((a, b) => Number(b.keepsFromTakeover) - Number(a.keepsFromTakeover));
  const names = `${first.server ?? first.file} and ${second.server ?? second.file}`;
  const head = markup`<header class="top"><p class="kicker">Password hash synchronization: two servers</p><h1>${clipped(names, 300)}</h1>${note === undefined ? undefined : markup`<p class="note warn" role="note">${clipped(note, longest)}</p>`}<section class="verdict ${status}"><p class="big ${status}">${comparisonTotals(document)}</p></section>${table(['', 'Server', 'Role', 'Answered by'], [sideRow('first', first), sideRow('second', second)])}</header>`;
  const body = markup`<main><h2>Differences</h2>${
    sorted.length === 0
      ? markup`<p>Nothing differs in what was compared.</p>`
      : table(['', 'Area', 'Connector', 'What', 'First', 'Second'], sorted.map(differenceRow))
  }${
    notCompared.length === 0
      ? undefined
      : markup`<h2>Not compared</h2><ul>${notCompared.slice(0, mostRows).map((part) => markup`<li>${clipped(unreadText(part), longest)}</li>`)}</ul>`
  }</main>`;
  return htmlDocument(`Password hash synchronization: ${clipped(names, 200)}`, markup`${head}${body}`, tool.version);
}
