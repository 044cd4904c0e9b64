/** Texts up to this length stay whole in the verdict. */
const longest = 500;

/**
 * A long text in a few words, for the verdict and the next step: its first cause (of several, which `; ` divides) or its
 * first sentence, and how many more there are. `where` says where the rest is read, with a leading space, or nothing.
 */
export function brief(text: string, where: string): string {
  if (text.length <= longest) {
    return text;
  }
  const [first = text, ...rest] = text.split(/(?<=\.) (?=[A-Z0-9])/);
  const [cause = first, ...others] = first.split('; ');
  if (others.length > 0) {
    return `${cause}; and ${others.length} more${where}.`;
  }
  return rest.length === 0
    ? text
    : `${first} And ${rest.length} more ${rest.length === 1 ? 'sentence' : 'sentences'}${where}.`;
}
