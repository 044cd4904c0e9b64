import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeOptions } from '../src/command-line/describe-options.js';
import { eventCatalog } from '../src/model/event-catalog.js';
import { registry } from '../src/registry.js';

// What the table "Find the file" of CONTRIBUTING.md promises; checks have a test of their own (conventions.test.ts).

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string, name: RegExp): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((file) => name.test(file))
    .map((file) => `${folder}/${file}`);

test('the page names the folders that are searched here', () => {
  const page = read('CONTRIBUTING.md');

  for (const place of ['src/model/known-events/', 'src/command-line/*-options.ts', 'src/commands/']) {
    expect(page).toContain(`\`${place}\``);
  }
});

describe('an option', () => {
  const shared = filesIn('src/command-line', /-options\.ts$/)
    .map(read)
    .join('\n');
  const isIn = (key: string, text: string): boolean => new RegExp(`(?:^|[{,\\s])${key}:`, 'm').test(text);

  test.each(registry.map(({ name, load }) => [name, load] as const))(
    'of %s is found by its name in camel case',
    async (name, load) => {
      const { options, positionals } = await load();
      const own = read(`src/commands/${name.replaceAll(' ', '-')}.ts`);
      const keys = describeOptions(options, positionals).map(({ key }) => key);

      expect(keys.filter((key) => !isIn(key, own) && !isIn(key, shared))).toEqual([]);
    },
  );

  test('that is in no such file is noticed', () => {
    expect(isIn('dnFile', shared)).toBe(true);
    expect(isIn('dnFiles', shared)).toBe(false);
  });
});

test('an event id is in a file of known events, or its name in docs/events.md leads there', () => {
  const rows = filesIn('src/model/known-events', /-events\.ts$/)
    .map(read)
    .join('\n');
  const page = read('docs/events.md');
  const isFound = ({ eventId, name }: { readonly eventId: number; readonly name: string }): boolean =>
    new RegExp(`\\b${eventId}\\b`).test(rows) || (page.includes(name) && rows.includes(name));

  expect(eventCatalog.length).toBeGreaterThan(100);
  expect(eventCatalog.filter((entry) => !isFound(entry)).map(({ eventId }) => eventId)).toEqual([]);
  expect(isFound({ eventId: 123_456, name: 'an event that nobody knows' })).toBe(false);
});
