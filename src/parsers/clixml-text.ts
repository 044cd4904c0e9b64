const ESCAPE_GROUP = /_[xX](?:[\dA-Fa-f]{8}|[\dA-Fa-f]{4})_/g;
// C0 and C1 controls with DEL, both halves of every surrogate pair, the two code points that XML does not allow,
// and an underscore that would otherwise start a group.
const NEEDS_ESCAPE = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]|_(?=[xX])/g;
const MARKUP = /[&<>"]/g;
const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);
const MAX_CODE_POINT = 0x10_ffff;

/** What a few groups stand for: a text has few different ones, and line ends by the million. */
const known = new Map<string, string>();
const mostKnown = 256;

function fromGroup(group: string): string {
  const before = known.get(group);
  if (before !== undefined) return before;
  const code = Number.parseInt(group.slice(2, -1), 16);
  const text = code > MAX_CODE_POINT ? group : String.fromCodePoint(code);
  if (known.size < mostKnown) known.set(group, text);
  return text;
}

/**
 * Undoes PowerShell's `_xHHHH_` notation, once and from left to right; what is not a complete group stays as it is
 * (facts 10.3, last rule).
 */
export function unescapeText(text: string): string {
  return text.includes('_x') || text.includes('_X') ? text.replace(ESCAPE_GROUP, fromGroup) : text;
}

/** A string as PowerShell writes it into CLIXML: `_xHHHH_` groups first, XML entities second. Fits attributes too. */
export function escapeText(text: string): string {
  return text
    .replace(NEEDS_ESCAPE, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(MARKUP, (mark) => ENTITIES.get(mark) ?? mark);
}
