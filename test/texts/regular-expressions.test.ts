import { describe, expect, test } from '@jest/globals';
import { adversarialTexts } from '../support/adversarial-texts.js';
import { sourceFiles } from '../support/expressions.js';
import { madeExpressions } from '../support/made-expressions.js';

/** What the issue of the texts of strangers asks for: so many characters in less than this time of the processor. */
const length = 100_000;
const longestMs = 1_000;

/** Time of the processor, which does not grow when other programs keep it busy. */
function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

/** Runs an expression as the source does: the first place, and all places (matchAll, replace, split). It is compiled once. */
function createRunner({ source, flags }: RegExp): (text: string) => void {
  const first = new RegExp(source, flags);
  const everywhere = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  return (text) => {
    first.lastIndex = 0;
    first.exec(text);
    text.replace(everywhere, '');
  };
}

/** Sizes at which texts are tried, and how long one may take there; short ones first, so that a slow expression ends the search. */
const sizes = [
  { size: 1_000, bound: longestMs / 10 },
  { size: 8_000, bound: longestMs / 4 },
  { size: 30_000, bound: longestMs / 4 },
  { size: length, bound: longestMs },
];

/**
 * True if 100,000 characters take less than a second whatever happens, so that the text need not be tried longer: the time may grow
 * with the third power of the length from here; or, if eight times the length took less than 16 times as long (so that a third power
 * has no share in it that counts), with the second.
 */
function isFast(size: number, ms: number, msBefore: number | undefined): boolean {
  const times = length / size;
  const isSteady = size === 8_000 && msBefore !== undefined && ms < 16 * msBefore;
  return size > 1_000 && (ms * times ** 3 < 0.75 * longestMs || (isSteady && ms * times ** 2 < 0.75 * longestMs));
}

/** The first text that takes an expression too long, with its time. */
function slowest(expression: RegExp): { readonly ms: number; readonly text: string } {
  let worst = { ms: 0, text: '' };
  const fast = new Set<number>();
  const before = new Map<number, number>();
  const run = createRunner(expression);
  for (const { size, bound } of sizes) {
    for (const { text, place } of adversarialTexts(expression, size, fast)) {
      const measure = (): number =>
        processorMs(() => {
          run(text);
        });
      // Of the short one the better time of two: garbage that is collected in it would hide a growth.
      const ms = size === 1_000 ? Math.min(measure(), measure()) : measure();
      if (ms > worst.ms) {
        worst = { ms, text: text.slice(0, 40) };
      }
      if (ms > bound) {
        return { ms: Math.max(ms, longestMs + 1), text: text.slice(0, 40) };
      }
      if (isFast(size, ms, before.get(place))) {
        fast.add(place);
      }
      before.set(place, ms);
    }
  }
  return worst;
}

const files = sourceFiles();

describe('regular expressions', () => {
  test.each([
    ['dots at the end', /\.+$/],
    ['zeros before the end', /\.?0*Z$/],
    ['backslashes at the end', /\\*$/],
    ['dots and blanks at the end', /[.\s]+$/],
    ['three runs of blanks', /^\s*(?:O:(?:S-[0-9A-FX-]+?|[A-Z]{2})?)?\s*(?:G:(?:S-[0-9A-FX-]+?|[A-Z]{2})?)?\s*D:/i],
    ['a value and blanks behind it', /^(\s*<GUID=)([^<>]*)>?\s*$/i],
    ['two runs of blanks around a sign', /^(?:rpc\s+)?error(?:\s+code)?\s*[:=]?\s*([\da-fx]+)(?:\s*[:;.,].*)?$/s],
  ])('that are slow are noticed: %s', (_, expression) => {
    expect(slowest(expression).ms).toBeGreaterThan(longestMs);
  });

  test('that are bounded are not taken for slow ones', () => {
    expect(slowest(/\.{1,64}$/).ms).toBeLessThan(longestMs);
    expect(slowest(/^\s{0,8}O:[^;]{1,200};/).ms).toBeLessThan(longestMs);
  });

  test.each(files.filter(({ literals }) => literals.length > 0).map(({ file, literals }) => [file, literals] as const))(
    'of %s read 100,000 characters in less than a second',
    (_, literals) => {
      const slow = literals
        .map(({ place, expression }) => ({ place, expression: String(expression), ...slowest(expression) }))
        .filter(({ ms }) => ms > longestMs);

      expect(slow).toEqual([]);
    },
  );

  test('that are made of parts read 100,000 characters in less than a second', async () => {
    const slow = (await madeExpressions(files))
      .map(({ place, expression }) => ({ place, expression: String(expression), ...slowest(expression) }))
      .filter(({ ms }) => ms > longestMs);

    expect(slow).toEqual([]);
  });
});
