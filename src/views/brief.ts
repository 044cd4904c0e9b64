/** Texts up to this length stay whole in the verdict and the next step. */
const longest = 500;

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=\.) (?=[A-Z0-9])/);
}

/** The sentences that fit, at least the first one, and how many more there are. */
function firstSentences(text: string, where: string): string {
  const [first = text, ...others] = sentencesOf(text);
  let shown = first;
  let left = others.length;
  for (const sentence of others) {
    if (shown.length + sentence.length > longest - 50) {
      break;
    }
    shown = `${shown} ${sentence}`;
    left -= 1;
  }
  return left === 0 ? shown : `${shown} And ${left} more ${left === 1 ? 'sentence' : 'sentences'}${where}.`;
}

/**
 * A long message in a few words, for the verdict: its first cause (of several, which `; ` divides) or its first sentences,
 * and how many more there are. `where` says where the rest is read, with a leading space, or nothing.
 */
export function brief(text: string, where: string): string {
  if (text.length <= longest) {
    return text;
  }
  const [first = text] = sentencesOf(text);
  const [cause = first, ...others] = first.split('; ');
  return others.length > 0 ? `${cause}; and ${others.length} more${where}.` : firstSentences(text, where);
}

/** Long advice in its first sentences; a part of a sentence could say the opposite. `where` as for {@link brief}. */
export function briefAdvice(text: string, where: string): string {
  return text.length <= longest ? text : firstSentences(text, where);
}
