const shortNames: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * Everything that can move a cursor, change a terminal, hide text or reorder it: controls (C0, C1, DEL), format
 * characters (bidirectional, zero-width, soft hyphen, tags), line and paragraph separators, lone surrogates.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Makes text from a server or an operator safe to show on one line of a terminal: unsafe characters become visible. */
export function escapeForTerminal(text: string): string {
  return text.replace(
    unsafe,
    (character) => shortNames.get(character) ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/**
 * Escapes what JSON allows raw inside strings but a terminal or an editor would act on. The text must be JSON already;
 * it stays JSON with the same value. Line feeds are kept: in JSON they can only stand between tokens.
 */
export function escapeJsonText(json: string): string {
  return json.replace(unsafe, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
          .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
