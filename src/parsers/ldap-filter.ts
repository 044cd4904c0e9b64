/** Escapes a value for an LDAP search filter (RFC 4515, 3): no value can end it or widen it. */
export function escapeFilterValue(value: string): string {
  return value.replace(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The filter for objects whose attribute has exactly this value. */
export function equalsFilter(attribute: string, value: string): string {
  return `(${attribute}=${escapeFilterValue(value)})`;
}

/** The filter for the object with this GUID (`6f9619ff-8b86-…`): its bytes, the first three groups in reversed order. */
export function guidFilter(guid: string): string {
  const [first = '', second = '', third = '', ...rest] = guid.split('-');
  const reversed = [first, second, third].map((group) => (group.match(/../g) ?? []).reverse().join(''));
  const bytes = [...reversed, ...rest].join('').match(/../g) ?? [];
  return `(objectGUID=${bytes.map((byte) => `\\${byte}`).join('')})`;
}
