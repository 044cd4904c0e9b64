import { parseGuidDn } from './dn.js';

/** Escapes a value for an LDAP search filter (RFC 4515, 3): no value can end it or widen it. */
export function escapeFilterValue(value: string): string {
  return value.replace(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The filter for objects whose attribute has exactly this value. */
export function equalsFilter(attribute: string, value: string): string {
  return `(${attribute}=${escapeFilterValue(value)})`;
}

const oneFilter = /^\(([a-z]+)=([^()*]*)\)$/i;
const octets = /^(?:\\[\da-f]{2}){16}$/i;

/** Attribute and value of a filter for one value; a GUID is the value of `objectGUID`. Undefined for any other filter. */
export function readFilter(filter: string): { readonly attribute: string; readonly value: string } | undefined {
  const [, attribute, escaped] = oneFilter.exec(filter) ?? [];
  if (attribute === undefined || escaped === undefined) {
    return undefined;
  }
  const guid =
    /^objectGUID$/i.test(attribute) && octets.test(escaped)
      ? parseGuidDn(`<GUID=${escaped.replaceAll('\\', '')}>`)
      : null;
  const plain = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
  return { attribute, value: guid ?? escaped.replace(/\\([\da-f]{2})/gi, plain) };
}

/** The filter for the object with this GUID (`6f9619ff-8b86-…`): its bytes, the first three groups in reversed order. */
export function guidFilter(guid: string): string {
  const [first = '', second = '', third = '', ...rest] = guid.split('-');
  const reversed = [first, second, third].map((group) => (group.match(/../g) ?? []).reverse().join(''));
  const bytes = [...reversed, ...rest].join('').match(/../g) ?? [];
  return `(objectGUID=${bytes.map((byte) => `\\${byte}`).join('')})`;
}
