import { createHmac } from 'node:crypto';

/** What a name is; the first letters of its pseudonym say so. */
export type NameKind =
  | 'domain'
  | 'tenant'
  | 'host'
  | 'user'
  | 'directory-name'
  | 'connector'
  | 'guid'
  | 'sid'
  | 'anchor'
  | 'address'
  | 'value';

const prefixes: Readonly<Record<NameKind, string>> = {
  domain: 'd',
  tenant: 't',
  host: 'h',
  user: 'u',
  'directory-name': 'n',
  connector: 'connector',
  guid: '',
  sid: '',
  anchor: '',
  address: '',
  value: 'v',
};

/** Without four vowels, so that chance spells no word for a password or a hash, which the search for secrets would find. */
const alphabet = 'bcdfghjklmnpqrstuvwxyz0123456789';
/** Such words that need no vowel. */
const spelled = /pwd|ntlm|md4/;

/** One name and what stands for it. */
export interface Replacement {
  readonly kind: NameKind;
  readonly name: string;
  readonly pseudonym: string;
  places: number;
}

/** Names that differ in case only are the same name, in Active Directory and here. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/**
 * Stable pseudonyms under a key: the same name has the same pseudonym, different names have different ones, and without
 * the key nobody can try names out. A pseudonym stands for itself, so that what was replaced once stays as it is.
 */
export class Pseudonyms {
  private readonly byName = new Map<string, Replacement>();
  private readonly inOrder: Replacement[] = [];
  private readonly issued = new Set<string>();

  /** @param key At least 32 random bytes, used for one bundle only. */
  constructor(private readonly key: Uint8Array) {}

  /** The pseudonym of a name, in the form that `shape` gives to pseudorandom bytes; absent: a word of letters and digits. */
  of(kind: NameKind, name: string, shape?: (bytes: Buffer) => string): string {
    const folded = foldName(name);
    if (this.issued.has(folded)) {
      return name;
    }
    const known = this.byName.get(folded);
    if (known !== undefined) {
      known.places += 1;
      return known.pseudonym;
    }
    const make = shape ?? ((bytes: Buffer): string => `${prefixes[kind]}-${word(bytes)}`);
    let pseudonym = make(this.digest(kind, folded, 0));
    for (let again = 1; this.issued.has(foldName(pseudonym)) || spelled.test(pseudonym); again += 1) {
      pseudonym = make(this.digest(kind, folded, again));
    }
    this.issued.add(foldName(pseudonym));
    const replacement = { kind, name, pseudonym, places: 1 };
    this.byName.set(folded, replacement);
    this.inOrder.push(replacement);
    return pseudonym;
  }

  /** What is known of a name so far; undefined when it has no pseudonym. */
  find(name: string): Replacement | undefined {
    return this.byName.get(foldName(name));
  }

  /** True when the text is a pseudonym itself. */
  isIssued(text: string): boolean {
    return this.issued.has(foldName(text));
  }

  /** Forgets how often names stood somewhere, so that one reading counts. */
  resetPlaces(): void {
    for (const replacement of this.byName.values()) {
      replacement.places = 0;
    }
  }

  /** The names that got a pseudonym after the first `count` of them. */
  since(count: number): readonly Replacement[] {
    return count === this.inOrder.length ? [] : this.inOrder.slice(count);
  }

  /** Every name with its pseudonym: the mapping, which never goes into a bundle. */
  all(): Iterable<Replacement> {
    return this.byName.values();
  }

  private digest(kind: NameKind, folded: string, again: number): Buffer {
    // GUIDs, SIDs … have a space of their own; all other kinds share one, because one word can be a domain and a user.
    const space = prefixes[kind] === '' ? kind : 'name';
    return createHmac('sha256', this.key).update(`${space}\0${again}\0${folded}`).digest();
  }
}

function word(bytes: Buffer): string {
  return Array.from(bytes.subarray(0, 8), (byte) => alphabet.charAt(byte % 32)).join('');
}
