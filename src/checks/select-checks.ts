import { UsageError } from '../base/errors.js';
import type { Category } from '../model/finding.js';
import { didYouMean } from '../base/suggest.js';

/** What a word of `--only` and `--skip` is compared with. */
interface Selectable {
  readonly id: string;
  readonly category: Category;
}

const categoriesByDigit: Readonly<Record<string, Category>> = {
  '1': 'environment',
  '2': 'configuration',
  '3': 'liveness',
  '4': 'connectivity',
  '5': 'object',
};

/** Words of `--only` and `--skip`: each option may be given several times and may hold several words. */
function splitWords(given: readonly string[]): readonly string[] {
  return given.flatMap((text) => text.split(/[\s,;]+/)).filter((word) => word !== '');
}

function mistake(word: string, checks: readonly Selectable[]): UsageError {
  const hint = 'See the checks with phs-tool diagnose --list-checks.';
  if (/^(?:PHS)?5(?:\d\d|xx)$/i.test(word)) {
    return new UsageError(`"${word}" looks at one user: name one with --dn.`, { hint });
  }
  const known = new Set(checks.flatMap(({ id }) => [id, `${id.charAt(3)}xx`]));
  return new UsageError(
    `There is no check "${word}".${/^PHS\d{3}$/i.test(word) ? '' : didYouMean(word.toUpperCase(), [...known])}`,
    { hint },
  );
}

/** The checks that one word means: `PHS301`, `301`, `3xx` or `liveness`. Raises a UsageError when it means none. */
function checksOf<One extends Selectable>(word: string, checks: readonly One[]): readonly One[] {
  const digits = /^(?:PHS)?(\d)(\d\d|xx)$/i.exec(word);
  const category = digits?.[2]?.toLowerCase() === 'xx' ? categoriesByDigit[digits[1] ?? ''] : word.toLowerCase();
  const id = digits === null ? '' : `PHS${digits[1] ?? ''}${digits[2] ?? ''}`;
  const meant = checks.filter((check) => check.id === id || check.category === category);
  if (meant.length === 0) {
    throw mistake(word, checks);
  }
  return meant;
}

/** The checks meant, in their order: those of `only`, or all but those of `skip`. Raises a UsageError for unknown ones. */
export function selectChecks<One extends Selectable>(
  checks: readonly One[],
  { only, skip }: { readonly only?: readonly string[] | undefined; readonly skip?: readonly string[] | undefined },
): readonly One[] {
  const wanted = only === undefined ? checks : splitWords(only).flatMap((word) => checksOf(word, checks));
  const unwanted = splitWords(skip ?? []).flatMap((word) => checksOf(word, checks));
  const selected = checks.filter((check) => wanted.includes(check) && !unwanted.includes(check));
  if (selected.length === 0) {
    throw new UsageError('No check is left to run.', { hint: 'See the checks with phs-tool diagnose --list-checks.' });
  }
  return selected;
}
