/** What differs from user to user in the text of an error: GUIDs and long numbers. */
const ownParts = /\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?|\d{5,}/gi;

/** The text of an error in words that are the same for all users with the same cause. */
export function withoutOwnParts(text: string): string {
  return text.replace(ownParts, '...');
}
