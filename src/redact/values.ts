import { parseGuid } from '../parsers/dn.js';
import { equalsFilter, guidFilter, readFilter } from '../parsers/ldap-filter.js';
import type { FieldKind } from './fields.js';
import type { NameRedactor } from './names.js';
import type { TextRedactor } from './text.js';

/** Texts that are not names: truth, numbers, instants, codes. */
const plainValue = /^(?:true|false|-?\d{1,20}|\d{4}-\d\d-\d\dT[\d:.]+Z?|0x[0-9a-f]{1,16}|[a-z]{1,3}|)$/i;
const anchorValue = /^[A-Za-z0-9+/]{22}==$/;
const classNames: ReadonlySet<string> = new Set([
  'user',
  'inetorgperson',
  'person',
  'group',
  'contact',
  'device',
  'computer',
  'top',
  'organizationalperson',
  'foreignsecurityprincipal',
]);

/** Redacts one value by what it is. */
export class ValueRedactor {
  constructor(
    private readonly names: NameRedactor,
    private readonly texts: TextRedactor,
  ) {}

  /** The value as it may leave. */
  value(kind: FieldKind, text: string): string {
    const { names } = this;
    switch (kind) {
      case 'keep':
        return text;
      case 'connector':
        return text.trim() === '' ? text : names.connector(text);
      case 'guid':
        return names.guid(text);
      case 'dn':
        return this.dn(text);
      case 'domain':
        return text.trim() === '' || text === 'default' ? text : names.dnsName(text);
      case 'host':
        return text.trim() === '' ? text : names.host(text);
      case 'account':
        return names.account(text);
      case 'user':
        return text.trim() === '' ? text : names.account(text);
      case 'upn':
        return names.userPrincipalName(text);
      case 'sid':
        return names.sid(text);
      case 'sddl':
        return names.securityDescriptor(text);
      case 'ldap-filter':
        return this.ldapFilter(text);
      case 'attribute-value':
        return this.attributeValue(text);
      case 'path':
        return text.trim() === '' ? text : this.texts.path(text);
      case 'text':
        return this.texts.text(text);
    }
  }

  /** What is not a DN is treated as a text, and replaced as a whole if nothing in it is recognized. */
  private dn(text: string): string {
    const replaced = this.names.distinguishedName(text);
    if (replaced !== undefined || text.trim() === '' || text === 'default') {
      return replaced ?? text;
    }
    const asText = this.texts.text(text);
    return asText === text ? this.names.word('directory-name', text) : asText;
  }

  private attributeValue(text: string): string {
    if (plainValue.test(text) || classNames.has(text.toLowerCase())) {
      return text;
    }
    if (anchorValue.test(text)) {
      return this.names.anchor(text);
    }
    const dn = /^[A-Za-z]{1,8}\s*=/.test(text) ? this.names.distinguishedName(text) : undefined;
    if (dn !== undefined) {
      return dn;
    }
    if (text.includes('@') && !/\s/.test(text)) {
      return this.names.userPrincipalName(text);
    }
    if (/^\{?[0-9a-f]{8}-/i.test(text)) {
      return this.names.guid(text);
    }
    if (/^S-1-/i.test(text)) {
      return this.names.sid(text);
    }
    if (/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u.test(text)) {
      return this.names.dnsName(text);
    }
    const asText = this.texts.text(text);
    return asText === text ? this.names.word('value', text) : asText;
  }

  private ldapFilter(text: string): string {
    const found = readFilter(text);
    if (found === undefined) {
      return this.texts.text(text);
    }
    const { attribute, value } = found;
    if (/^objectGUID$/i.test(attribute) && parseGuid(value) !== null) {
      return guidFilter(this.names.guid(value));
    }
    const kinds: Readonly<Record<string, FieldKind>> = {
      distinguishedname: 'dn',
      userprincipalname: 'upn',
      samaccountname: 'user',
    };
    return equalsFilter(attribute, this.value(kinds[attribute.toLowerCase()] ?? 'attribute-value', value));
  }
}
