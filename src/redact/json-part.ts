/** A part of a JSON text as it is meant; one that is not JSON stays as it is. */
export function unescapeJson(part: string): string {
  try {
    const parsed: unknown = JSON.parse(`"${part}"`);
    return typeof parsed === 'string' ? parsed : part;
  } catch {
    return part;
  }
}

/** A text as a part of a JSON text. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The same; undefined stays. */
export function escapeOrKeep(text: string | undefined): string | undefined {
  return text === undefined ? undefined : escapeJson(text);
}
