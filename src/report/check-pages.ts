import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../checks/catalog.js';
import { docsPath } from '../checks/run-checks.js';
import { fleetCatalog } from '../fleet/catalog.js';
import { objectCatalog } from '../object-checks/catalog.js';
import { isCheckTerm, type CheckPage } from './explain-term.js';
import type { Remedy } from '../model/finding.js';
import { packageRoot } from '../base/package-root.js';
import { plainPage } from '../base/plain-page.js';

function pageText(path: string): string {
  try {
    return readFileSync(join(packageRoot(), path), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

function section(page: string, heading: string): string {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  return text?.slice(heading.length).trim() ?? '';
}

/** What a section says as plain text, and the lines of its code as commands to copy; null if it is not there. */
function readRemedy(body: string): Remedy | null {
  const text: string[] = [];
  const commands: string[] = [];
  let isCode = false;
  for (const line of body.split('\n')) {
    if (line.startsWith('```')) {
      isCode = !isCode;
    } else if (!isCode) {
      text.push(line);
    } else if (line !== '') {
      commands.push(line);
    }
  }
  return body === '' ? null : { text: plainPage(text.join('\n')).trim(), commands };
}

/** The checks with what their pages say; the pages are read only for the check that was asked for. */
export function checkPages(term: string): readonly CheckPage[] {
  const objects = objectCatalog.map(({ id, title }) => ({ id, title, category: 'object' }));
  const fleet = fleetCatalog.map(({ id, title }) => ({ id, title, category: 'fleet' }));
  return [...catalog, ...objects, ...fleet].map(({ id, title, category }) => {
    const docs = docsPath(id);
    const page = isCheckTerm(id, term) ? pageText(docs) : '';
    return {
      id,
      title,
      category,
      docs,
      checks: plainPage(section(page, 'What it checks')).trim(),
      whatToDo: readRemedy(section(page, 'What to do')),
    };
  });
}
