import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../checks/catalog.js';
import { docsPath } from '../checks/run-checks.js';
import { objectCatalog } from '../object-checks/catalog.js';
import type { CheckPage } from './explain-term.js';
import { packageRoot } from '../base/package-root.js';

function pageText(path: string): string {
  try {
    return readFileSync(join(packageRoot(), path), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

function section(page: string, heading: string): string | null {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const body = text?.slice(heading.length).trim() ?? '';
  return body === '' ? null : body;
}

/** The checks with what their pages say; the pages are read only for the check that was asked for. */
export function checkPages(term: string): readonly CheckPage[] {
  const objects = objectCatalog.map(({ id, title }) => ({ id, title, category: 'object' }));
  return [...catalog, ...objects].map(({ id, title, category }) => {
    const docs = docsPath(id);
    const page = id.toLowerCase() === term.trim().toLowerCase() ? pageText(docs) : '';
    return {
      id,
      title,
      category,
      docs,
      checks: section(page, 'What it checks'),
      whatToDo: section(page, 'What to do'),
    };
  });
}
