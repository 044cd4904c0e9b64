import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hanging, indented } from '../views/layout.js';
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
];

/** The file is our own, so its outline is enough: help loads no schemas. */
function isPages(data: unknown): data is Readonly<Record<string, string>> {
  return typeof data === 'object' && data !== null && Object.values(data).every((page) => typeof page === 'string');
}

let packedPages: Readonly<Record<string, string>> | undefined;

/** The pages of the checks in a package, by their paths: in one file they take a third of the room. Empty in a checkout. */
function pagesOfPackage(): Readonly<Record<string, string>> {
  if (packedPages === undefined) {
    const data: unknown = JSON.parse(readPackedFile(join(packageRoot(), 'docs', 'checks.br')) ?? '{}');
    packedPages = isPages(data) ? data : {};
  }
  return packedPages;
}

function checkPages(): readonly string[] {
  const packed = Object.keys(pagesOfPackage());
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

/** Path of the page that a word names, a topic or a check; undefined when it names none. */
export function pageNamed(word: string): string | undefined {
  const wanted = word.toLowerCase();
  const topic = helpTopics.find(({ name }) => name === wanted);
  const check = checkIds().find((id) => id.toLowerCase() === wanted);
  return topic?.page ?? (check === undefined ? undefined : `docs/checks/${check}.md`);
}

/** Reads a page of this installation as plain text. */
export function readPage(page: string): string {
  return plainPage(pagesOfPackage()[page] ?? readFileSync(join(packageRoot(), page), 'utf8'));
}

/** A page in the width of a terminal: prose is wrapped, lists hang; code and tables keep their form. */
export function wrapPage(text: string, columns: number): string {
  const wrapped = text.split('\n').flatMap((line) => {
    const isList = /^(?:-|\d{1,3}\.) /.test(line);
    return line === '' || line.startsWith(' ')
      ? [line]
      : isList
        ? hanging(line, 0, columns)
        : indented(line, 0, columns);
  });
  return wrapped.join('\n');
}
