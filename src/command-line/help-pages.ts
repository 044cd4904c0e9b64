import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/package-root.js';

/** A page of docs/ that `phs-tool help` prints. */
export interface HelpTopic {
  readonly name: string;
  /** Path inside the package. */
  readonly page: string;
  /** One line, for the list of topics. */
  readonly describe: string;
}

/** Every topic, in the order of help. The pages of the checks are topics as well, by their ids. */
export const helpTopics: readonly HelpTopic[] = [
  { name: 'exit-codes', page: 'docs/exit-codes.md', describe: 'What the exit code says' },
  { name: 'output', page: 'docs/output.md', describe: 'Text, JSON and the others; stdout, stderr, colours' },
  { name: 'environment', page: 'docs/environment.md', describe: 'Variables that phs-tool reads' },
  { name: 'configuration', page: 'docs/configuration.md', describe: 'Options from a file' },
  { name: 'permissions', page: 'docs/permissions.md', describe: 'Which rights each command needs' },
];

/** The ids of the checks that have a page. */
export function checkIds(): readonly string[] {
  try {
    return readdirSync(join(packageRoot(), 'docs', 'checks'))
      .filter((file) => /^PHS\d{3}\.md$/.test(file))
      .map((file) => file.slice(0, 6));
  } catch {
    return [];
  }
}

/** Path of the page that a word names, a topic or a check; undefined when it names none. */
export function pageNamed(word: string): string | undefined {
  const wanted = word.toLowerCase();
  const topic = helpTopics.find(({ name }) => name === wanted);
  const check = checkIds().find((id) => id.toLowerCase() === wanted);
  return topic?.page ?? (check === undefined ? undefined : `docs/checks/${check}.md`);
}

/** The address of a link if it is one to read on; a page of ours goes by its title alone. */
function linkText(text: string, address: string): string {
  return /^https?:/.test(address) && address !== text ? `${text} <${address}>` : text;
}

function plainLine(line: string): string {
  return line
    .replace(/\[([^[\]]{1,200})\]\(([^)\s]{1,500})\)/g, (_, text: string, address: string) => linkText(text, address))
    .replace(/\*\*([^*]{1,500})\*\*/g, '$1')
    .replaceAll('`', '')
    .replaceAll('\\|', '|')
    .replace(/\\([<>*_])/g, '$1');
}

function splitCells(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => plainLine(cell.trim()));
}

/** A table as columns; its last column is as long as it is. */
function tableLines(rows: readonly string[]): string[] {
  const cells = rows.filter((row) => !/^\|[\s:|-]+\|$/.test(row)).map(splitCells);
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/**
 * A page of docs/ as plain text: headings without signs, tables as columns, code indented, links by their text. Only for
 * our own pages: nothing is escaped.
 */
export function plainPage(markdown: string): string {
  const lines: string[] = [];
  let table: string[] = [];
  let inCode = false;
  for (const line of [...markdown.replaceAll('\r\n', '\n').split('\n'), '']) {
    if (!inCode && line.startsWith('|')) {
      table.push(line);
      continue;
    }
    lines.push(...tableLines(table));
    table = [];
    if (line.startsWith('```')) {
      inCode = !inCode;
    } else {
      lines.push(inCode ? `  ${line}` : plainLine(line.replace(/^#+ /, '')));
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Reads a page of this installation as plain text. */
export function readPage(page: string): string {
  return plainPage(readFileSync(join(packageRoot(), page), 'utf8'));
}
