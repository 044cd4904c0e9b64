/** How digits are written: each group with what stands before it. */
const group = /(?:0x)?[0-9a-f]+/gi;

/** The digits of groups, without what stands between them. */
export function digitsOf(word: string): string {
  return (word.match(group) ?? []).map((digits) => digits.replace(/^0x/i, '')).join('');
}

/** Digits in the groups of `like` if there are as many, otherwise in groups as its first one, with the same signs between them. */
export function layOut(digits: string, like: string): string {
  let at = 0;
  if (digitsOf(like).length === digits.length) {
    return like.replace(group, (found) => {
      const head = /^0x/i.test(found) ? found.slice(0, 2) : '';
      const { length } = found.slice(head.length);
      at += length;
      return head + digits.slice(at - length, at);
    });
  }
  const [first = '', second = ''] = like.match(group) ?? [];
  const head = /^0x/i.test(first) ? first.slice(0, 2) : '';
  const divider = like.slice(first.length, like.indexOf(second, first.length));
  const groups: string[] = [];
  for (; at < digits.length; at += first.length - head.length) {
    groups.push(head + digits.slice(at, at + first.length - head.length));
  }
  return groups.join(divider);
}
