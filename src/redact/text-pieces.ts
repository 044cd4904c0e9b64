/** A piece of a text: what has been replaced is not looked at again. */
export interface Piece {
  readonly text: string;
  readonly done: boolean;
}

/** What stands for a match; undefined if it stays. */
export type Replace = (match: RegExpMatchArray) => string | undefined;

/** A private address of pseudorandom bytes. */
export function shortAddress(bytes: Buffer): string {
  return `10.${bytes[0] ?? 0}.${bytes[1] ?? 0}.${bytes[2] ?? 0}`;
}

/** A private address of pseudorandom bytes. */
export function longAddress(bytes: Buffer): string {
  return `fd00::${bytes.toString('hex', 0, 2)}:${bytes.toString('hex', 2, 4)}:${bytes.toString('hex', 4, 6)}`;
}

/** A text cut at its matches: those that are replaced are done. */
export function splitPieces(text: string, pattern: RegExp, by: Replace): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const replaced = by(match);
    if (replaced !== undefined) {
      pieces.push({ text: text.slice(at, match.index), done: false }, { text: replaced, done: true });
      at = match.index + match[0].length;
    }
  }
  return at === 0 ? [{ text, done: false }] : [...pieces, { text: text.slice(at), done: false }];
}
