const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where the first bracket or quotation mark stands that is not closed in this text; undefined if all are. */
export function findOpenPair(text: string): number | undefined {
  const open: { readonly end: string; readonly at: number }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const end = character === '"' ? '"' : closing[character];
    if (character === open.at(-1)?.end) {
      open.pop();
    } else if (end !== undefined && open.at(-1)?.end !== '"') {
      open.push({ end, at });
    }
  }
  return open[0]?.at;
}

/** The text as far as its brackets and quotation marks are closed; as it is if it begins with one that is not. */
export function beforeOpenPair(text: string): string {
  const at = findOpenPair(text);
  const kept = at === undefined ? text : text.slice(0, at).trimEnd();
  return kept === '' ? text : kept;
}

/** A pair that so many parts do not close was opened by mistake. */
const mostTogether = 8;

function countTogether(parts: readonly string[], from: number, between: string): number {
  for (let count = 1; count <= mostTogether; count += 1) {
    if (findOpenPair(parts.slice(from, from + count).join(between)) === undefined) {
      return count;
    }
  }
  return 1;
}

/** Parts of a text that was divided, put together again where a bracket or a quotation mark was open between them. */
export function joinOpenPairs(parts: readonly string[], between: string): readonly string[] {
  const whole: string[] = [];
  for (let from = 0; from < parts.length;) {
    const count = countTogether(parts, from, between);
    whole.push(parts.slice(from, from + count).join(between));
    from += count;
  }
  return whole;
}

/** The sentences of a text; one in brackets or quotation marks is not parted from what is around it. */
export function sentencesOf(text: string): readonly string[] {
  return joinOpenPairs(text.split(/(?<=\.) (?=[A-Z0-9])/), ' ');
}

/** The causes of a sentence, which semicolons divide, but not those in brackets or quotation marks. */
export function causesOf(sentence: string): readonly string[] {
  return joinOpenPairs(sentence.split('; '), '; ');
}
