// Lists the sentences that users read: every text of src/ and scripts/ with at least two words, by file, in the order of the
// source. Run by "npm run strings"; with a revision, only what has changed since it, as a review reads it:
//   npm run strings                 all of them
//   npm run strings -- main~5       those that went (-) and those that came (+)
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sentencesOf } from './sentences.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');

function git(...words) {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

const isSource = (path) => /^(src\/.*\.ts|scripts\/[^/]*\.ps1)$/.test(path);

function filesOf(revision) {
  const listed = revision === undefined ? git('ls-files') : git('ls-tree', '-r', '--name-only', revision);
  return listed.split('\n').filter(isSource);
}

function linesOf(revision, paths) {
  return new Map(
    paths.map((path) => {
      const text = revision === undefined ? readFileSync(join(root, path), 'utf8') : git('show', `${revision}:${path}`);
      return [path, sentencesOf(path, text)];
    }),
  );
}

/** What is in one list and not in the other, as often as it is there. */
function without(lines, others) {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function changedSince(revision) {
  const changed = git('diff', '--name-only', revision).split('\n').filter(isSource);
  const there = new Set(filesOf(revision));
  const here = new Set(filesOf());
  const before = linesOf(
    revision,
    changed.filter((path) => there.has(path)),
  );
  const after = linesOf(
    undefined,
    changed.filter((path) => here.has(path)),
  );
  return changed.map((path) => {
    const [old, now] = [before.get(path) ?? [], after.get(path) ?? []];
    return [path, [...without(old, now).map((line) => `- ${line}`), ...without(now, old).map((line) => `+ ${line}`)]];
  });
}

const [revision] = process.argv.slice(2);
const found = revision === undefined ? [...linesOf(undefined, filesOf())] : changedSince(revision);
for (const [path, lines] of found.filter(([, sentences]) => sentences.length > 0))
  process.stdout.write(`${[path, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
