import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { displayWidth, hanging, indented } from '../views/layout.js';
import { packageRoot } from '../base/package-root.js';
import { readPackedFile } from '../base/packed-file.js';
import { plainPage } from '../base/plain-page.js';

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
  {
    name: 'full-sync',
    page: 'docs/force-full-sync.md',
    describe: 'The guarded full sync: promises, refusals, by hand',
  },
  { name: 'remote', page: 'docs/remote.md', describe: 'Another server: rights, firewall, a constrained endpoint' },
  {
    name: 'recordings',
    page: 'docs/recordings.md',
    describe: 'Recordings and bundles: what is in them, and what is not',
  },
  { name: 'fleet', page: 'docs/fleet.md', describe: 'Several servers in one run' },
  { name: 'monitoring', page: 'docs/monitoring.md', describe: 'Nagios, checkmk, PRTG, Prometheus and other monitors' },
];

/** The file is our own, so its outline is enough: help loads no schemas. */
function isPages(data: unknown): data is Readonly<Record<string, string>> {
  return typeof data === 'object' && data !== null && Object.values(data).every((page) => typeof page === 'string');
}

let packedPages: Readonly<Record<string, string>> | undefined;

/** The pages of a package that only help prints, by their paths: in one file they take a third of the room. Empty in a checkout. */
function pagesOfPackage(): Readonly<Record<string, string>> {
  if (packedPages === undefined) {
    const data: unknown = JSON.parse(readPackedFile(join(packageRoot(), 'docs', 'pages.br')) ?? '{}');
    packedPages = isPages(data) ? data : {};
  }
  return packedPages;
}

function checkPages(): readonly string[] {
  const packed = Object.keys(pagesOfPackage()).filter((page) => page.startsWith('docs/checks/'));
  return packed.length > 0 ? packed : readdirSync(join(packageRoot(), 'docs', 'checks'));
}

/** The ids of the checks that have a page. */
export function checkIds(): readonly string[] {
  try {
    return checkPages().flatMap((page) => /(PHS\d{3})\.md$/.exec(page)?.[1] ?? []);
  } catch {
    return [];
  }
}

/** Path of the page that a word names, a topic or a check with or without `PHS`; undefined when it names none. */
export function pageNamed(word: string): string | undefined {
  const wanted = word.toLowerCase();
  const topic = helpTopics.find(({ name }) => name === wanted);
  const check = checkIds().find((id) => [id.toLowerCase(), id.slice('PHS'.length)].includes(wanted));
  return topic?.page ?? (check === undefined ? undefined : `docs/checks/${check}.md`);
}

/** Reads a page of this installation as plain text. */
export function readPage(page: string): string {
  return plainPage(pagesOfPackage()[page] ?? readFileSync(join(packageRoot(), page), 'utf8'));
}

const listItem = /^(?:-|\d{1,3}\.) /;

/** Paragraphs and items of lists, each on one line: where a page of ours breaks its lines is for those who edit it. */
function joinParagraphs(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const before = lines.at(-1) ?? '';
    const goesOn = listItem.test(before) ? !listItem.test(line) : !line.startsWith(' ') && !listItem.test(line);
    const isProse = before !== '' && !before.startsWith(' ') && line !== '' && goesOn;
    if (isProse && lines.length > 1) {
      lines.push(`${lines.pop() ?? ''} ${line.trimStart()}`);
    } else {
      lines.push(line);
    }
  }
  return lines;
}

/** A row of a table that is too wide: its last cell goes on below itself, or below the row if it does not fit. */
function wrapRow(line: string, columns: number): string[] {
  const last = Math.max(...[...line.matchAll(/\S {2,}(?=\S)/g)].map(({ index, 0: gap }) => index + gap.length));
  if (displayWidth(line) <= columns || last <= 0) {
    return [line];
  }
  const isBeside = last <= columns / 2;
  const cell = indented(line.slice(last), isBeside ? last : 6, columns);
  const head = hanging(line.slice(0, last).trim().replace(/ {2,}/g, '  '), 2, columns);
  return isBeside ? [line.slice(0, last) + (cell[0] ?? '').trimStart(), ...cell.slice(1)] : [...head, ...cell];
}

/** A page in the width of a terminal: prose is wrapped, lists hang, rows of tables too; code keeps its form. */
export function wrapPage(text: string, columns: number): string {
  const wrapped = joinParagraphs(text).flatMap((line) =>
    line === ''
      ? [line]
      : line.startsWith(' ')
        ? wrapRow(line, columns)
        : listItem.test(line)
          ? hanging(line, 0, columns)
          : indented(line, 0, columns),
  );
  return wrapped.join('\n');
}
