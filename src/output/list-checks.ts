import { catalog, isOnlyDiagnosed } from '../checks/catalog.js';
import { docsPath } from '../checks/run-checks.js';
import type { Category } from '../model/finding.js';
import { fleetCatalog } from '../fleet/catalog.js';
import { objectCatalog } from '../object-checks/catalog.js';
import { indented } from '../views/layout.js';
import { jsonText } from '../views/json.js';

/** One check as `diagnose --list-checks` shows it. */
export interface ListedCheck {
  readonly id: string;
  readonly category: Category;
  readonly title: string;
  /** Commands that run it; `diagnose --dn` for the checks of one user. Those of several servers need more than one. */
  readonly commands: readonly string[];
  readonly docs: string;
}

/** Every check, in the order of ids: those of the server, of one user, and of several servers. */
export function listedChecks(): readonly ListedCheck[] {
  const server = catalog.map((check) => ({
    id: check.id,
    category: check.category,
    title: check.title,
    commands: isOnlyDiagnosed(check) ? ['diagnose'] : ['status', 'diagnose'],
    docs: docsPath(check.id),
  }));
  const object = objectCatalog.map(({ id, title }) => ({
    id,
    category: 'object' as const,
    title,
    commands: ['diagnose --dn'],
    docs: docsPath(id),
  }));
  const fleet = fleetCatalog.map(({ id, title, onlyDiagnose }) => ({
    id,
    category: 'fleet' as const,
    title,
    commands: onlyDiagnose === true ? ['diagnose'] : ['status', 'diagnose'],
    docs: docsPath(id),
  }));
  return [...server, ...object, ...fleet];
}

/** The list as a table for people; a title that is wider than the terminal goes on under its column. */
export function checksText(checks: readonly ListedCheck[], columns?: number): string {
  const width = Math.max(...checks.map(({ category }) => category.length));
  const lines = checks.flatMap(({ id, category, title }) => {
    const before = `${id}  ${category.padEnd(width)}  `;
    const [first = '', ...rest] = indented(title, before.length, columns);
    return [before + first.trimStart(), ...rest];
  });
  return `${lines.join('\n')}\n`;
}

/** The list as one JSON document. */
export function checksJson(checks: readonly ListedCheck[]): string {
  return jsonText({ checks });
}
