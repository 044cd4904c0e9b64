/**
 * The text without the characters of `unwanted` at its end. A loop, because an expression such as /\.+$/ takes time that
 * grows with the square of the text: it tries again at every dot of a long run.
 */
export function stripEnd(text: string, unwanted: string): string {
  let end = text.length;
  while (end > 0 && unwanted.includes(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
}

/** How often a character stands at the end of the text, one after the other. */
export function countAtEnd(text: string, character: string): number {
  return text.length - stripEnd(text, character).length;
}
