import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../src/checks/catalog.js';
import { docsPath } from '../src/checks/run-checks.js';
import { listedChecks } from '../src/output/list-checks.js';
import { describeOptions } from '../src/command-line/describe-options.js';
import { parseArguments } from '../src/command-line/parse-arguments.js';
import { registry } from '../src/registry.js';
import { pageNamed } from '../src/command-line/help-pages.js';
import { fleetCatalog } from '../src/fleet/catalog.js';
import { objectCatalog } from '../src/object-checks/catalog.js';
import { known } from '../src/model/fact.js';
import { scenarioNames } from '../src/simulator/scenario-files.js';
import { healthyFacts, unreadable } from './support/facts.js';
import { goldenServers, reportOf } from './support/reports.js';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('checks', () => {
  const ids = catalog.map(({ id }): string => id);
  const objectChecks = objectCatalog.map(({ id, title }) => ({ id, title, category: 'object' as const }));
  const fleetChecks = fleetCatalog.map(({ id, title }) => ({ id, title, category: 'fleet' as const }));
  const all = [...catalog, ...objectChecks, ...fleetChecks];

  test('have unique ids in order, each of its category', () => {
    const firstDigits = {
      environment: '1',
      configuration: '2',
      liveness: '3',
      connectivity: '4',
      object: '5',
      fleet: '6',
    };

    expect(all.map(({ id }) => id)).toEqual([...new Set(all.map(({ id }) => id))].sort());
    expect(all.filter(({ id, category }) => id.charAt(3) !== firstDigits[category])).toEqual([]);
  });

  test('each live in a file named after them', () => {
    const files = readdirSync(join(root, 'src', 'checks')).filter((file) => file.startsWith('phs'));

    const objectFiles = readdirSync(join(root, 'src', 'object-checks')).filter((file) => file.startsWith('phs'));

    expect(files.map((file) => file.slice(0, 6).toUpperCase()).sort()).toEqual(ids);
    const fleetFiles = readdirSync(join(root, 'src', 'fleet')).filter((file) => file.startsWith('phs'));
    expect(fleetFiles.map((file) => file.slice(0, 6).toUpperCase()).sort()).toEqual(fleetChecks.map(({ id }) => id));
    expect(objectFiles.map((file) => file.slice(0, 6).toUpperCase()).sort()).toEqual(objectChecks.map(({ id }) => id));
  });

  test('have titles that are statements', () => {
    expect(all.filter(({ title }) => !/^[A-Z].*[^.?!]$/.test(title))).toEqual([]);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  });

  test('depend only on checks that exist', () => {
    expect(catalog.flatMap(({ dependsOn }) => dependsOn).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('each have a page, and each page a check', () => {
    const pages = readdirSync(join(root, 'docs', 'checks')).filter((file) => file.startsWith('PHS'));

    expect(pages.sort()).toEqual(all.map(({ id }) => `${id}.md`));
  });

  test('are what diagnose --list-checks lists, with their pages', () => {
    expect(listedChecks().map(({ id, title, category }) => ({ id, title, category }))).toEqual(
      all.map(({ id, title, category }) => ({ id, title, category })),
    );
    expect(listedChecks().filter(({ docs }) => !existsSync(join(root, docs)))).toEqual([]);
  });

  test('each have a place in docs/coverage.md, or beside the page', () => {
    const page = read('docs/coverage.md');
    const ofTheTool = ['PHS101'];

    expect(all.map(({ id }) => id).filter((id) => !page.includes(`checks/${id}.md`))).toEqual(ofTheTool);
  });

  test('each are tested by id', () => {
    const folders = ['test/checks', 'test/object-checks', 'test/fleet'].filter((folder) =>
      existsSync(join(root, folder)),
    );
    const tests = folders
      .flatMap((folder) => readdirSync(join(root, folder)).map((file) => read(join(folder, file))))
      .join('\n');

    expect(all.map(({ id }) => id).filter((id) => !tests.includes(id))).toEqual([]);
  });

  test.each(all.map((check) => [check.id, check] as const))(
    '%s is described on its page',
    (id, { title, category }) => {
      const page = read(docsPath(id));
      const prose = page.replace(/^```[^]*?^```/gm, '');
      const headings = prose.split('\n').filter((line) => line.startsWith('#'));

      expect(headings).toEqual([
        `# ${id}: ${title}`,
        '## What it checks',
        '## Why it matters',
        '## What failing looks like',
        '## What to do',
        '## Source',
      ]);
      expect(page).toContain(`Category: ${category}`);
    },
  );
});

describe('pages', () => {
  test('docs/README.md is an index of exactly the pages that there are', () => {
    const listed = [...read('docs/README.md').matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm)].map(([, link]) => link);
    const there = readdirSync(join(root, 'docs'), { withFileTypes: true })
      .filter((entry) => entry.name !== 'README.md' && entry.name !== 'images')
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));

    expect(listed.sort()).toEqual(there.sort());
  });

  const pages = ['docs', 'docs/checks', 'docs/decisions', '.'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  );

  test('link only to files that exist, and to no page of one language', () => {
    for (const page of pages) {
      const text = read(page);
      const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link ?? '');
      const broken = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, page, '..', link)));

      expect({ page, broken }).toEqual({ page, broken: [] });
      expect(text).not.toMatch(/microsoft\.com\/[a-z]{2}-[a-z]{2}\//);
    }
  });

  /** Places to fill in, as the remedies have them. */
  const places = [
    'account',
    'account domain',
    'connector',
    'Entra connector',
    'domain',
    'domain controller',
    'DN of the user',
    'DOMAIN\\account',
  ];
  /** What is wrong with a command to type: an invented name looks like a real one, and a place has one form. */
  const faultsOf = (command: string): readonly string[] => [
    ...(command.match(/contoso|fabrikam|MSOL_\w+|\b(?:CN|OU|DC)=/gi) ?? []),
    ...[...command.matchAll(/(.?)<([^>]*)>(.?)/g)].flatMap(([whole, before, place = '', after]) =>
      // A place can be a part of a quoted word: '/dsgetdc:<domain>'.
      places.includes(place) && /['/:]/.test(before ?? '') && after === "'" ? [] : [whole],
    ),
  ];

  test('show commands to type with places to fill in, and with no invented names', () => {
    const typed = ['docs/force-full-sync.md', ...pages.filter((page) => page.startsWith('docs/checks/PHS'))].flatMap(
      (page) =>
        [...read(page).matchAll(/^```(?:powershell|sh)\n([^]*?)^```/gm)].flatMap(([, block = '']) =>
          block.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
        ),
    );

    expect(typed.length).toBeGreaterThan(60);
    expect(typed.filter((command) => faultsOf(command).length > 0)).toEqual([]);
    expect(typed).toContain("nltest '/dsgetdc:<domain>'");
    expect(faultsOf("nltest '/dsgetdc:contoso.com'")).toEqual(['contoso']);
    expect(faultsOf("Get-ADUser -Identity 'MSOL_d1edb676ca03' -Server <domain>")).toEqual([
      'MSOL_d1edb676ca03',
      ' <domain>',
    ]);
    expect(faultsOf("Get-ADUser -Identity '<name>'")).toEqual(["'<name>'"]);
  });

  test('name only simulated servers that there are', async () => {
    const names = await scenarioNames();
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/--simulate ([a-z]+(?:-[a-z]+)*)/g)].map(([, name = '']) => ({ page, name })),
    );

    expect(named.length).toBeGreaterThan(8);
    expect(named.filter(({ name }) => !names.includes(name))).toEqual([]);
  });

  test('link only to headings that exist', () => {
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)]
        .map(([, path = '', anchor = '']) => ({ page, path: path === '' ? page : join(page, '..', path), anchor }))
        .filter(({ path }) => !path.startsWith('http')),
    );

    expect(links.length).toBeGreaterThan(3);
    expect(links.filter(({ path, anchor }) => !anchorsOf(read(path)).includes(anchor))).toEqual([]);
    expect(anchorsOf('# A `--flag`, and more\n')).toEqual(['a---flag-and-more']);
  });
});

/** The anchors of a page's headings, as code hosts make them. */
function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Words of a line as a shell would split them; enough for our own examples. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

/** Command lines of phs-tool in a page; the first line of a report begins with the name too, but with a version after it. */
function linesOf(page: string): string[] {
  const code = [...read(page).matchAll(/^```[^\n]*\n([^]*?)^```/gm)].map(([, block]) => block ?? '').join('');
  return [...code.matchAll(/^(?:\$ |PS> )?(?:npx )?(phs-tool (?!\d).*)$/gm)].map(([, line]) => line ?? '');
}

async function parse(line: string): Promise<void> {
  const words = wordsOf(line.split(/\s+(?:#|\||>)\s/)[0] ?? '').slice(1);
  if (words[0] === 'help' && words[1] !== undefined && pageNamed(words[1]) !== undefined) {
    return;
  }
  const registered = registry.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name);
  if (registered === undefined) {
    throw new Error(`No command in: ${line}`);
  }
  const command = await registered.load();
  command.check(parseArguments(command, words.slice(registered.name.split(' ').length)));
}

describe('commands', () => {
  test('each have an example that begins with their name, and every example parses', async () => {
    for (const { name, load } of registry) {
      const command = await load();

      expect(command.name).toBe(name);
      expect(command.describe).toMatch(/^[A-Z].*[^.]$/);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const { line } of command.examples) {
        expect(line.startsWith(`phs-tool ${name}`)).toBe(true);
        await parse(line);
      }
    }
  });

  test('an example that is wrong does not parse, so the test above can fail', async () => {
    await expect(parse('phs-tool status --nonsense')).rejects.toThrow('Unknown option --nonsense');
    await expect(parse('phs-tool nonsense')).rejects.toThrow('No command');
  });

  test('that a remedy names parse', async () => {
    const broken = healthyFacts({
      engine: known({ psVersion: '7.6.5', edition: 'Core', languageMode: 'FullLanguage' }),
      module: unreadable('module-missing'),
    });
    const commands = [broken, ...Object.values(goldenServers)]
      .flatMap((facts) => reportOf(facts).findings)
      .flatMap(({ remedy }) => remedy?.commands ?? [])
      .filter((command) => command.startsWith('phs-tool '));

    expect(new Set(commands).size).toBeGreaterThan(3);
    for (const command of commands) {
      await parse(command);
    }
  });

  const documents = [
    ...readdirSync(join(root, 'docs'))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`),
    ...[...catalog, ...objectCatalog, ...fleetCatalog].map(({ id }) => docsPath(id)),
    'README.md',
  ];

  const withLines = documents.filter((page) => linesOf(page).length > 0);

  test('are in the pages that show how to use the tool', () => {
    const shown = [
      'README.md',
      'docs/commands.md',
      'docs/force-full-sync.md',
      'docs/monitoring.md',
      docsPath('PHS105'),
    ];
    expect(shown.filter((page) => !withLines.includes(page))).toEqual([]);
  });

  test.each(withLines)('in %s parse', async (page) => {
    const lines = linesOf(page);
    const parsed = await Promise.all(lines.map((line) => parse(line)));

    expect(parsed).toHaveLength(lines.length);
  });

  test('that do not exist do not parse', async () => {
    await expect(parse('phs-tool statuz')).rejects.toThrow();
    await expect(parse('phs-tool status --nonsense')).rejects.toThrow();
  });

  test.each(documents)('commands and options that %s speaks of exist', async (page) => {
    const flags = new Set(['--help', '--version']);
    for (const { load } of registry) {
      const { options, positionals } = await load();
      describeOptions(options, positionals).forEach(({ flag }) => flags.add(flag));
    }
    const spans = [
      ...read(page)
        .replace(/^```[^]*?^```/gm, '')
        .matchAll(/`([^`\n]+)`/g),
    ].map(([, code]) => code ?? '');
    const ours = spans.filter((code) => /^(phs-tool |--?[a-z])/.test(code));
    const first = ours.map((code) => /^phs-tool ([a-z-]+)/.exec(code)?.[1]).filter((word) => word !== undefined);
    const known = [...registry.map(({ name }) => name.split(' ')[0]), 'help'];
    // Options of npm, and of programs that a monitor runs.
    const foreign = ['--offline', '--collector', '--collectors'];

    expect(first.filter((word) => !known.includes(word))).toEqual([]);
    expect(
      ours
        .flatMap((code) => code.match(/(?<=^|\s)--[a-z][a-z-]*/g) ?? [])
        .filter((flag) => !flags.has(flag) && !foreign.includes(flag)),
    ).toEqual([]);
  });

  test('each have a section in docs/commands.md that knows exactly their options', async () => {
    const page = read('docs/commands.md');
    const sections = page.split(/^## phs-tool /m).slice(1);

    const titles = sections.map((text) => (text.split('\n')[0] ?? '').replace(/ <.*/, ''));

    expect(titles).toEqual(registry.map(({ name }) => name));
    for (const { name, load } of registry) {
      const { options, positionals } = await load();
      const section = sections.find((text) => text.startsWith(name)) ?? '';
      const listed = [...section.matchAll(/^\| `(?:-\w, )?(--[a-z-]+|<\w+>)/gm)].map(([, flag]) => flag);

      expect({ name, listed }).toEqual({ name, listed: describeOptions(options, positionals).map(({ flag }) => flag) });
    }
  });
});

test('the examples for monitors start the tool where an installation of README puts it', () => {
  const pages = ['docs', 'docs/monitoring'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((file) => (file.endsWith('.md') ? [read(join(folder, file))] : [])),
  );
  const started = (text: string): readonly string[] =>
    [...text.matchAll(/(?:C:\\Program Files|\$env:ProgramFiles)(\\[^"'\n]*\.(?:exe|js))/gi)].flatMap(
      ([, path]) => path ?? [],
    );
  const installed = new Set(started(read('README.md')));

  expect(installed).toContain('\\phs-tool-app\\app\\dist\\main.js');
  expect(pages.flatMap(started).filter((path) => !installed.has(path))).toEqual([]);
});

test('docs/exit-codes.md lists every exit code', async () => {
  const { ExitCode } = await import('../src/base/exit-codes.js');
  const listed = [...read('docs/exit-codes.md').matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));

  expect(listed).toEqual(Object.values(ExitCode));
});

describe('tests', () => {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.test.ts'));

  test('have helpers that are all in test/README.md', () => {
    const page = read('test/README.md');
    const helpers = readdirSync(join(root, 'test/support'), { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
    expect(helpers.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('measure no span of time on a clock: no machine is too slow for them', () => {
    const measures = /(?:Date\.now|performance\.now)\(\) - \w|durationMs\)\.toBeLess/;
    expect(measures.test('expect(Date.now() - startedMs).toBeLessThan(500);')).toBe(true);
    const measuring = files.filter((name) => !name.includes('.deep.') && measures.test(read(`test/${name}`)));
    // The sentence above is one.
    expect(measuring).toEqual(['conventions.test.ts']);
  });
});
