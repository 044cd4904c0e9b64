import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.github', 'workflows');
const names = readdirSync(folder).sort();
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** The lines of a job, by its name in the file; a job is indented by two blanks. */
function jobOf(workflow: string, job: string): string {
  const [, body = ''] = new RegExp(`\\n {2}${job}:\\n((?: {4}.*\\n|\\n)*)`).exec(workflow) ?? [];
  return body;
}

test('there is a workflow for changes, for the slow proofs and for a release', () => {
  expect(names).toEqual(['ci.yml', 'deep.yml', 'release.yml']);
});

describe.each(names)('%s', (name) => {
  const workflow = read(name);

  test('pins every action by its commit, with the version beside it', () => {
    const uses = workflow.split('\n').filter((line) => /^\s*-?\s*uses:/.test(line));

    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test('may only read by default, and holds no secret', () => {
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    // The one job that writes has tests of its own below.
    const others = name === 'release.yml' ? workflow.replace(jobOf(workflow, 'attach'), '') : workflow;
    expect(workflow).not.toMatch(/secrets\.|pull_request_target/);
    expect(others).not.toMatch(/contents: write|github\.token/);
  });

  test('makes no text of a pull request or a tag a part of a command', () => {
    const expressions = [...workflow.matchAll(/\$\{\{\s*([^}]+?)\s*\}\}/g)].map(([, expression]) => expression ?? '');

    expect(
      expressions.filter((expression) => !/^(matrix\.(node|host|proof)|github\.(ref|token))$/.test(expression)),
    ).toEqual([]);
  });

  test('lets every job count', () => {
    expect(workflow).not.toMatch(/continue-on-error/);
  });
});

describe('the workflow for changes', () => {
  const workflow = read('ci.yml');

  test('runs the versions of Node.js that package.json supports, on Ubuntu and on Windows', () => {
    for (const job of ['ubuntu', 'windows']) {
      expect(jobOf(workflow, job)).toMatch(/node: \['20', '22', '24'\]/);
      expect(jobOf(workflow, job)).toMatch(new RegExp(`runs-on: ${job}-latest`));
    }
  });

  test('brings the browser of the tests where they run on Ubuntu', () => {
    for (const job of ['ubuntu', 'ubuntu-pwsh']) {
      expect(jobOf(workflow, job)).toMatch(/sudo apt-get install .*chromium/);
    }
  });

  test('runs on Windows what only Windows can show', () => {
    expect(jobOf(workflow, 'windows')).toMatch(/ npm test\n.*LASTEXITCODE[^]*npm run test:windows -- test\/windows\n/);
  });

  test('writes nothing', () => {
    expect(workflow).not.toMatch(/: write/);
  });
});

test('the workflow of the slow proofs runs each of them', () => {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  const proofs = files.flatMap((file) => /([\w-]+)\.deep\.test\.ts$/.exec(file)?.[1] ?? []);
  const named = [...jobOf(read('deep.yml'), 'deep').matchAll(/^ {10}- ([\w-]+)$/gm)].map(([, proof]) => proof);

  expect(proofs.length).toBeGreaterThan(10);
  expect(named).toEqual([...new Set(proofs)].sort());
});

describe('the workflow of a release', () => {
  const workflow = read('release.yml');

  test('publishes only what has passed, and with provenance', () => {
    expect(jobOf(workflow, 'publish')).toMatch(/needs: test\n/);
    expect(jobOf(workflow, 'test')).toMatch(/run: \.ci\/run\n/);
    expect(jobOf(workflow, 'publish')).toMatch(/npm publish --provenance/);
  });

  test('may write a statement of provenance in one job and the release in another, and nothing else', () => {
    expect(workflow.match(/[\w-]+: write/g)).toEqual(['id-token: write', 'contents: write']);
    expect(jobOf(workflow, 'publish')).toMatch(/id-token: write/);
    expect(jobOf(workflow, 'attach')).toMatch(/contents: write/);
  });

  test('attaches the archive for Windows with its sums, and gives the token to that step alone', () => {
    const attach = jobOf(workflow, 'attach');

    expect(attach).toMatch(/needs: publish\n/);
    expect(attach).toMatch(/run: npm run pack:windows\n/);
    expect(attach).toMatch(/gh release create .* phs-tool-\*-win-x64\.zip SHA256SUMS\n/);
    expect(workflow.match(/github\.token/g)).toHaveLength(1);
    expect(attach).toMatch(/\n {8}env:\n {10}GH_TOKEN: \$\{\{ github\.token \}\}\n {8}run: gh release create /);
    expect(attach.indexOf('github.token')).toBeGreaterThan(attach.indexOf('sha256sum --check'));
  });
});

test('.ci/run says at its end, too, that browser tests or those on Windows were skipped, and counts the latter', () => {
  const script = readFileSync(join(root, '.ci', 'run'), 'utf8');
  const [, end = ''] = script.split('for check in');

  expect(script).toMatch(/sudo -n/);
  expect(script).toMatch(/tests_passed \+ \$\(count "\$windows_log" passed\)/);
  expect(end).toMatch(/echo "\$no_chromium" >&2/);
  expect(end).toMatch(/echo "\$no_windows" >&2/);
});
