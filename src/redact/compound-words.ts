import { foldName } from './pseudonyms.js';

/** What stands before or behind a name in the names of servers and accounts, without a sign in between. */
const affixes: ReadonlySet<string> = new Set(
  (
    'dc srv server svc service adm admin sql web app fs file exch ad aad adfs sync msol msa user usr test prod dev lab corp ' +
    'pc ws vm nb host dom domain fw gw vpn rds ts ca pki print prn backup bkp'
  ).split(' '),
);
const upper = /\p{Lu}/u;
const lower = /\p{Ll}/u;

/** True where the case of letters says that a new word begins: `Fabrikorp|Admin`, `MSOL|fabrikorp`, `SQL|Server`. */
function changesCase(word: string, at: number): boolean {
  const [second, last, next, further] = [at - 2, at - 1, at, at + 1].map((index) => word.charAt(index));
  return (
    (lower.test(last ?? '') && upper.test(next ?? '')) ||
    (upper.test(last ?? '') && upper.test(next ?? '') && lower.test(further ?? '')) ||
    (upper.test(second ?? '') && upper.test(last ?? '') && lower.test(next ?? ''))
  );
}

/** The longest known name inside a word of letters that begins and ends at the word's own end, at a change of case, or at such an affix. */
export function nameInside(
  given: string,
  lengths: Iterable<number>,
  isKnown: (folded: string) => boolean,
): { readonly from: number; readonly to: number } | undefined {
  const word = given.normalize('NFC');
  const folded = foldName(word);
  if (folded.length !== given.length) {
    return undefined;
  }
  const begins = (at: number): boolean => at === 0 || changesCase(word, at) || affixes.has(folded.slice(0, at));
  const ends = (at: number): boolean =>
    at === word.length || changesCase(word, at) || affixes.has(folded.slice(at)) || folded.slice(at) === 's';
  let found: { readonly from: number; readonly to: number } | undefined;
  for (const from of Array.from(folded, (_, at) => at).filter(begins)) {
    for (const length of lengths) {
      const to = from + length;
      const isLonger = found === undefined || length > found.to - found.from;
      if (isLonger && to <= folded.length && isKnown(folded.slice(from, to)) && ends(to)) {
        found = { from, to };
      }
    }
  }
  return found;
}
