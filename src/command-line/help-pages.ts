import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hanging, indented } from '../views/layout.js';
import { packageRoot } from '../base/package-root.js';
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

/** Reads a page of this installation as plain text. */
export function readPage(page: string): string {
  return plainPage(readFileSync(join(packageRoot(), page), 'utf8'));
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
