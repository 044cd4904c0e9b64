import { parseDn, printDn, type Dn, type DnAttribute } from '../parsers/dn.js';
import { foldName, type NameKind, type Pseudonyms } from './pseudonyms.js';
import {
  isPublicName,
  isTopLabel,
  isWellKnownAccount,
  isWellKnownAuthority,
  isWellKnownContainer,
} from './well-known.js';

/** The Entra connector has this GUID on every server (facts 0.7); the empty GUID names nothing. */
const sharedGuids: ReadonlySet<string> = new Set([
  'b891884f-051e-4a83-95af-2544101c9083',
  '00000000-0000-0000-0000-000000000000',
]);

const guidPattern = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;
const dnsPattern = /^[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63})+\.?$/u;
const bracedHex = /^\{([0-9a-f]{2,})\}$/i;
/** What Active Directory adds to the name of a conflicting or deleted object. */
const mangled = /^([^\n]*)\n(CNF|DEL):(.*)$/s;

function hexGuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = 'def0'.includes(hex.charAt(16)) ? 'a' : '9';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Replaces names of known form by pseudonyms of the same form, so that everything that reads them still works. */
export class NameRedactor {
  constructor(readonly pseudonyms: Pseudonyms) {}

  /** A name without inner structure. */
  word(kind: NameKind, text: string): string {
    return text.trim() === '' ? text : this.pseudonyms.of(kind, text);
  }

  /** A GUID in any case, with or without braces. */
  guid(text: string): string {
    const bare = guidPattern.exec(text)?.[1]?.toLowerCase();
    if (bare === undefined || sharedGuids.has(bare)) {
      return text;
    }
    const replaced = this.pseudonyms.of('guid', bare, hexGuid);
    return text.startsWith('{') ? `{${replaced}}` : replaced;
  }

  /**
   * A DNS name label by label, so that a domain below another one stays below it; a name of one label is a NetBIOS name.
   * Labels that say nothing (`com`, `local`, `onmicrosoft`) stay.
   */
  dnsName(text: string, kind: 'domain' | 'host' = 'domain'): string {
    const stop = text.endsWith('.') ? '.' : '';
    const labels = text.slice(0, text.length - stop.length).split('.');
    if (isPublicName(labels.join('.'))) {
      return text;
    }
    const isTenant = /(?:^|\.)onmicrosoft\.com$/i.test(labels.join('.'));
    const fixed = isTenant
      ? labels.at(-3)?.toLowerCase() === 'mail'
        ? 3
        : 2
      : labels.length > 1 && isTopLabel(labels.at(-1) ?? '')
        ? 1
        : 0;
    const replaced = labels.map((label, index) => {
      const isFixed =
        index >= labels.length - fixed ||
        label.startsWith('_') ||
        label === '' ||
        /^(?:domain|forest)dnszones$/i.test(label);
      const labelKind = isTenant ? 'tenant' : index === 0 && kind === 'host' ? 'host' : 'domain';
      return isFixed ? label : this.word(labelKind, label);
    });
    return `${replaced.join('.')}${stop}`;
  }

  /** A domain controller or another machine: a DNS name, or a single word. */
  host(text: string): string {
    return text.includes('.') && dnsPattern.test(text) ? this.dnsName(text, 'host') : this.word('host', text);
  }

  /** `ann@contoso.com`: the part before the sign is the same name as the account `ann`. */
  userPrincipalName(text: string): string {
    const at = text.lastIndexOf('@');
    return at < 1 ? this.account(text) : `${this.localPart(text.slice(0, at))}@${this.dnsName(text.slice(at + 1))}`;
  }

  /** The account of the Entra connector keeps its form, which says what it is: the GUID of an application, or `Sync_` in front. */
  private localPart(text: string): string {
    if (guidPattern.test(text)) {
      return this.guid(text);
    }
    const prefix = /^Sync_(?=.)/i.exec(text)?.[0] ?? '';
    return `${prefix}${this.word('user', text.slice(prefix.length))}`;
  }

  /** `CONTOSO\ann`, `contoso.com\ann`, `ann@contoso.com` or `ann`. */
  account(text: string): string {
    const slash = text.indexOf('\\');
    if (slash === -1) {
      return text.includes('@')
        ? this.userPrincipalName(text)
        : isWellKnownAccount(text)
          ? text
          : this.word('user', text);
    }
    const [authority, name] = [text.slice(0, slash), text.slice(slash + 1)];
    if (isWellKnownAuthority(authority)) {
      return text;
    }
    return `${this.dnsName(authority)}\\${isWellKnownAccount(name) ? name : this.word('user', name)}`;
  }

  /** The name of a connector: mostly that of its forest or tenant, and then it stays recognizable as such. */
  connector(text: string): string {
    const [, name = text, rest = ''] = /^(\S+)( - (?:AAD|Entra ID))?$/i.exec(text) ?? [];
    return dnsPattern.test(name) ? `${this.dnsName(name)}${rest}` : this.word('connector', text);
  }

  /** A SID of a domain or of Entra ID; those that every machine has stay. The domain's part and the rest are kept apart. */
  sid(text: string): string {
    const domain = /^S-1-5-21-\d+-\d+-\d+/i.exec(text)?.[0];
    if (domain !== undefined) {
      const rest = text.slice(domain.length + 1);
      const head = this.pseudonyms.of('sid', domain, domainSid);
      return rest === ''
        ? head
        : Number(rest) < 1000
          ? `${head}-${rest}`
          : this.pseudonyms.of('sid', text, (bytes) => `${head}-${accountNumber(bytes)}`);
    }
    return /^S-1-12-1(?:-\d+)+$/i.test(text) ? this.pseudonyms.of('sid', text, entraSid) : text;
  }

  /** Every SID of a security descriptor; rights, flags and the GUIDs of the schema stay. */
  securityDescriptor(text: string): string {
    return text.replace(/S-1-(?:5-21|12-1)(?:-\d{1,10}){1,15}/gi, (sid) => this.sid(sid));
  }

  /** A source anchor: the bytes of a GUID in base64. */
  anchor(text: string): string {
    return this.pseudonyms.of('anchor', text, (bytes) => bytes.subarray(0, 16).toString('base64'));
  }

  /** A DN part by part: the same hierarchy with other names. Undefined when the text is none. */
  distinguishedName(text: string): string | undefined {
    const byGuid = /^(\s*<GUID=)([^<>]+)(>\s*)$/i.exec(text);
    if (byGuid !== null) {
      return `${byGuid[1] ?? ''}${this.guid(byGuid[2] ?? '')}${byGuid[3] ?? ''}`;
    }
    const parsed = parseDn(text);
    return parsed.ok ? printDn(this.dn(parsed.dn)) : undefined;
  }

  private dn(dn: Dn): Dn {
    return dn.map((rdn, index) => rdn.map((attribute) => this.dnAttribute(attribute, index === dn.length - 1)));
  }

  private dnAttribute(attribute: DnAttribute, isLast: boolean): DnAttribute {
    const { type, value, encoding } = attribute;
    if (encoding === 'hex') {
      return { type, encoding: 'text', value: this.word('directory-name', `#${value}`) };
    }
    const isDomainPart = type.toUpperCase() === 'DC' || type === '0.9.2342.19200300.100.1.25';
    return { ...attribute, value: isDomainPart ? this.domainPart(value, isLast) : this.directoryName(value) };
  }

  private domainPart(value: string, isLast: boolean): string {
    const isFixed = (isLast && isTopLabel(value)) || /^(?:onmicrosoft|domaindnszones|forestdnszones)$/i.test(value);
    return isFixed ? value : this.word('domain', value);
  }

  private directoryName(value: string): string {
    const hex = bracedHex.exec(value)?.[1];
    if (hex !== undefined) {
      const shape = (bytes: Buffer): string =>
        `{${Buffer.concat([bytes, bytes]).toString('hex').toUpperCase().slice(0, Math.min(64, hex.length))}}`;
      return this.pseudonyms.of('anchor', value, shape);
    }
    const [, before, mark, rest] = mangled.exec(value) ?? [];
    if (before !== undefined && mark !== undefined && rest !== undefined) {
      return `${this.directoryName(before)}\n${mark}:${this.guid(rest)}`;
    }
    if (/^S-1-\d/i.test(value)) {
      return this.sid(value);
    }
    return isWellKnownContainer(value)
      ? value
      : guidPattern.test(value)
        ? this.guid(value)
        : this.word('directory-name', value);
  }

  /** True when the text, or a part of it that names a domain, has a pseudonym or is one. */
  knowsDomain(labels: readonly string[]): boolean {
    return labels.some((label, index) => {
      const kind = this.pseudonyms.find(label)?.kind;
      return (
        index < labels.length - 1 &&
        (kind === 'domain' || kind === 'host' || kind === 'tenant' || this.pseudonyms.isIssued(foldName(label)))
      );
    });
  }
}

function domainSid(bytes: Buffer): string {
  return `S-1-5-21-${bytes.readUInt32BE(0)}-${bytes.readUInt32BE(4)}-${bytes.readUInt32BE(8)}`;
}

function accountNumber(bytes: Buffer): number {
  return 1000 + (bytes.readUInt32BE(0) % 4_000_000_000);
}

function entraSid(bytes: Buffer): string {
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => bytes.readUInt32BE(at)).join('-')}`;
}
