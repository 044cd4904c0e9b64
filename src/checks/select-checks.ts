import { UsageError } from '../errors.js';
import type { Category } from '../model/finding.js';
import { didYouMean } from '../suggest.js';
import type { Check } from './check.js';

const categoriesByDigit: Readonly<Record<string, Category>> = {
  '1': 'environment',
  '2': 'configuration',
  '3': 'liveness',
  '4': 'connectivity',
};

/** Words of `--only` and `--skip`: each option may be given several times and may hold several words. */
function wordsOf(given: readonly string[]): readonly string[] {
  return given.flatMap((text) => text.split(/[\s,;]+/)).filter((word) => word !== '');
}

function mistake(word: string, checks: readonly Check[]): UsageError {
  const hint = 'See the checks with phs-tool diagnose --list-checks.';
  if (/^(?:PHS)?5(?:\d\d|xx)$/i.test(word)) {
    return new UsageError(`"${word}" looks at one user: name one with --dn.`, { hint });
  }
  const known = [...checks.map(({ id }) => id), ...Object.keys(categoriesByDigit).map((digit) => `${digit}xx`)];
  return new UsageError(`There is no check "${word}".${didYouMean(word.toUpperCase(), known)}`, { hint });
}

/** The checks that one word means: `PHS301`, `301`, `3xx` or `liveness`. Raises a UsageError when it means none. */
function checksOf(word: string, checks: readonly Check[]): readonly Check[] {
  const digits = /^(?:PHS)?(\d)(\d\d|xx)$/i.exec(word);
  const category = digits?.[2]?.toLowerCase() === 'xx' ? categoriesByDigit[digits[1] ?? ''] : word.toLowerCase();
  const id = digits === null ? '' : `PHS${digits[1] ?? ''}${digits[2] ?? ''}`;
  const meant = checks.filter((check) => check.id === id || check.category === category);
  if (meant.length === 0) {
    throw mistake(word, checks);
  }
  return meant;
}

/** The checks to run, in their order: those of `only`, or all but those of `skip`. Raises a UsageError for unknown ones. */
export function selectChecks(
  checks: readonly Check[],
  { only, skip }: { readonly only?: readonly string[] | undefined; readonly skip?: readonly string[] | undefined },
): readonly Check[] {
  const wanted = only === undefined ? checks : wordsOf(only).flatMap((word) => checksOf(word, checks));
  const unwanted = wordsOf(skip ?? []).flatMap((word) => checksOf(word, checks));
  const selected = checks.filter((check) => wanted.includes(check) && !unwanted.includes(check));
  if (selected.length === 0) {
    throw new UsageError('No check is left to run.', { hint: 'See the checks with phs-tool diagnose --list-checks.' });
  }
  return selected;
}
