import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const workflow = readFileSync(join(import.meta.dirname, '..', '.github', 'workflows', 'ci.yml'), 'utf8');

test('every action of the workflow is pinned by its commit, with the version beside it', () => {
  const uses = workflow.split('\n').filter((line) => /^\s*-?\s*uses:/.test(line));

  expect(uses.length).toBeGreaterThan(5);
  expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test('the workflow may only read, and holds no secret', () => {
  expect(/^permissions:\n {2}contents: read\n\n/m.test(workflow)).toBe(true);
  expect(workflow.match(/^\s*permissions:/gm)).toHaveLength(1);
  expect(workflow).not.toMatch(/secrets\.|pull_request_target|: write/);
});

test('no text of a pull request becomes a part of a command', () => {
  const expressions = [...workflow.matchAll(/\$\{\{\s*([^}]+?)\s*\}\}/g)].map(([, expression]) => expression ?? '');

  expect(expressions.filter((expression) => !/^(matrix\.(node|host)|github\.ref)$/.test(expression))).toEqual([]);
});

test('it runs the versions of Node.js that package.json supports, on Ubuntu and Windows', () => {
  expect(workflow.match(/node: \['20', '22', '24'\]/g)).toHaveLength(2);
  expect(workflow).toMatch(/runs-on: ubuntu-latest/);
  expect(workflow).toMatch(/runs-on: windows-latest/);
});

test('every job counts, and those on Ubuntu bring the browser of the tests', () => {
  expect(workflow).not.toMatch(/continue-on-error/);
  expect(workflow.match(/sudo apt-get install .*chromium/g)).toHaveLength(2);
});

test('.ci/run tells at its end, too, that browser tests were skipped', () => {
  const script = readFileSync(join(import.meta.dirname, '..', '.ci', 'run'), 'utf8');

  expect(script).toMatch(/sudo -n/);
  expect(script.match(/echo "\$no_chromium" >&2/g)).toHaveLength(2);
});
