import { findDns } from './dn-in-text.js';
import type { NameRedactor } from './names.js';
import { redactPath } from './paths.js';
import { foldName } from './pseudonyms.js';
import { isCommonWord } from './vocabulary.js';
import { dashed } from './hashes.js';
import { isTopLabel, isWellKnownAccount, isWellKnownAuthority } from './well-known.js';

/** A piece of a text: what has been replaced is not looked at again. */
interface Piece {
  readonly text: string;
  readonly done: boolean;
}

type Replace = (match: RegExpMatchArray) => string | undefined;

/** Every pattern is linear. The order counts: what is found first is not looked at by those after it. */
const patterns = {
  uncHost:
    /(?<=(?<![\p{L}\p{N}_:.)\\])(?:\\{2}|\\{4})(?:[?.]\\{1,2}UNC\\{1,2})?)[\p{L}\p{N}_-][\p{L}\p{N}_.-]{0,254}(?:@SSL)?(?:@\d{1,5})?(?=\\)/giu,
  drivePath: /(?<![\p{L}\p{N}])[a-z]:\\(?:[^\\/:*?"<>|\r\n]{1,128}\\{1,2})*[^\s\\/:*?"<>|,;()']{0,128}/giu,
  scriptPath:
    /(?<![\p{L}\p{N}_/.:<-])\/(?:[^\s\\/:*?"<>|]{1,128}\/){1,40}[^\s\\/:*?"<>|]{1,128}\.(?:ps[md]?1|dll|exe|m?js)\b/giu,
  principal: /(?<![\p{L}\p{N}_.%+-])[\p{L}\p{N}_.%+'-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,8}/gu,
  guid: /(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/gi,
  plainGuid: /(?<![\p{L}\p{N}])[0-9a-f]{32}(?![\p{L}\p{N}])/giu,
  sid: /(?<![\p{L}\p{N}-])S-1-(?:5-21|12-1)(?:-\d{1,10}){1,15}/giu,
  anchor: /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{22}==/g,
  userFolder: /(?<=[\\/](?:Users|home)[\\/])[^\\/\s"'<>]{1,64}/gi,
  account: /(?<![\p{L}\p{N}_.:\\-])[\p{L}\p{N}_.-]{1,64}\\[\p{L}\p{N}_$.-]{1,64}(?!\\)/gu,
  address: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g,
  longAddress: /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:])fe80::[0-9a-f:]{1,30}/gi,
  dnsName: /(?<![\p{L}\p{N}_.-])[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10}/gu,
} as const;

const words = /[\p{L}\p{N}_$][\p{L}\p{N}_$-]*/gu;
const privateAddress = /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./;

/** Names of several words, by their first word. */
type Phrases = ReadonlyMap<string, readonly string[]>;

/** Replaces names in free text: everything of a form that can be told, and every name that is known from elsewhere. */
export class TextRedactor {
  private phrases: Phrases = new Map();

  /** @param onlyKnownWords Also take out every word that no text of Microsoft's uses. */
  constructor(
    private readonly names: NameRedactor,
    private readonly onlyKnownWords: boolean,
  ) {}

  /** Tells that all names are known now: from here on names of several words are found, too. */
  learnPhrases(): void {
    const phrases = new Map<string, string[]>();
    for (const { name, kind } of this.names.pseudonyms.all()) {
      const first = foldName(name).match(words)?.[0];
      if (first !== undefined && first !== foldName(name) && name.length > 4 && kind !== 'guid' && kind !== 'sid') {
        const list = phrases.get(first) ?? [];
        phrases.set(first, list);
        list.push(foldName(name));
      }
    }
    for (const list of phrases.values()) {
      list.sort((left, right) => right.length - left.length);
    }
    this.phrases = phrases;
  }

  /** The text with pseudonyms in the place of names. */
  text(text: string): string {
    let pieces: readonly Piece[] = this.withDns(text);
    const replace = (pattern: RegExp, by: Replace): void => {
      pieces = pieces.flatMap((piece) => (piece.done ? [piece] : split(piece.text, pattern, by)));
    };
    const { names } = this;
    replace(patterns.uncHost, ([whole]) => this.uncHostIn(whole));
    replace(patterns.drivePath, ([whole]) => this.path(whole));
    replace(patterns.principal, ([whole]) => names.userPrincipalName(whole));
    replace(patterns.guid, ([whole]) => names.guid(whole));
    replace(patterns.plainGuid, ([whole]) => this.plainGuidIn(whole));
    replace(patterns.sid, ([whole]) => names.sid(whole));
    replace(patterns.anchor, ([whole]) => names.anchor(whole));
    replace(patterns.scriptPath, ([whole]) => this.path(whole));
    replace(patterns.userFolder, ([whole]) => (isWellKnownAccount(whole) ? undefined : names.word('user', whole)));
    replace(patterns.account, ([whole]) => this.accountIn(whole));
    replace(patterns.address, (match) => this.addressIn(match));
    replace(patterns.longAddress, ([whole]) => names.pseudonyms.of('address', whole, longAddress));
    replace(patterns.dnsName, ([whole]) => this.dnsNameIn(whole));
    return pieces.map((piece) => (piece.done ? piece.text : this.wordsIn(piece.text))).join('');
  }

  /** A path of a file or folder: what is not the same on every machine has a pseudonym. */
  path(text: string): string {
    return redactPath(text, (segment, kind) =>
      kind === 'host' ? this.uncHostIn(segment) : this.names.word(kind, segment),
    );
  }

  /** `SERVER`, `server.contoso.com` or `name@SSL` of a name that begins with two backslashes; addresses keep their form. */
  private uncHostIn(whole: string): string {
    const [host = '', ...rest] = whole.split('@');
    const replaced = /^localhost$/i.test(host)
      ? host
      : /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host)
        ? this.names.pseudonyms.of('address', host, shortAddress)
        : this.names.host(host);
    return [replaced, ...rest].join('@');
  }

  /** A GUID without dashes, when it is known from elsewhere; anything else of this form may be a hash. */
  private plainGuidIn(whole: string): string | undefined {
    const guid = dashed(whole);
    return this.names.pseudonyms.find(guid) === undefined ? undefined : this.names.guid(guid).replaceAll('-', '');
  }

  private withDns(text: string): readonly Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    for (const { from, to } of findDns(text)) {
      pieces.push({ text: text.slice(at, from), done: false });
      const found = text.slice(from, to);
      pieces.push({ text: this.names.distinguishedName(found) ?? this.brokenDn(found), done: true });
      at = to;
    }
    return [...pieces, { text: text.slice(at), done: false }];
  }

  /** What looks like a DN and is none keeps its signs and loses its names. */
  private brokenDn(text: string): string {
    return text.replace(/(?<==)[^=,+]+/g, (value) => this.names.word('directory-name', value));
  }

  private accountIn(whole: string): string | undefined {
    const [authority = '', name = ''] = whole.split('\\');
    const { pseudonyms } = this.names;
    const isKnown = [authority, name].some((part) => pseudonyms.find(part) !== undefined || pseudonyms.isIssued(part));
    const looksLikeOne = /^[A-Z][A-Z0-9-]{1,14}$/.test(authority) && !isWellKnownAuthority(authority);
    return isKnown || looksLikeOne ? this.names.account(whole) : undefined;
  }

  /** A version has the form of an address, too: only private addresses and those that are announced are taken for one. */
  private addressIn(match: RegExpMatchArray): string | undefined {
    const [whole] = match;
    const before = (match.input ?? '').slice(Math.max(0, (match.index ?? 0) - 16), match.index);
    const isOne = whole.split('.').every((part) => Number(part) < 256);
    return isOne && (privateAddress.test(whole) || /address\W*$/i.test(before))
      ? this.names.pseudonyms.of('address', whole, shortAddress)
      : undefined;
  }

  private dnsNameIn(whole: string): string | undefined {
    const labels = whole.split('.');
    const last = labels.at(-1) ?? '';
    const isCode = /^(?:System|Microsoft)\./.test(whole);
    return !isCode && (isTopLabel(last) || this.names.knowsDomain(labels)) && /\p{L}/u.test(last)
      ? this.names.dnsName(whole, labels.length > 2 ? 'host' : 'domain')
      : undefined;
  }

  private wordsIn(text: string): string {
    const folded = foldName(text);
    // Folding can change lengths; then names of several words are not looked for.
    const sameLength = folded.length === text.length;
    let result = '';
    let at = 0;
    for (const { 0: found, index } of text.matchAll(words)) {
      if (index < at) {
        continue;
      }
      const phrase = sameLength ? this.phraseAt(folded, index, found) : undefined;
      result += text.slice(at, index) + (phrase?.pseudonym ?? this.wordIn(found));
      at = index + (phrase?.length ?? found.length);
    }
    return result + text.slice(at);
  }

  private phraseAt(folded: string, index: number, found: string): { pseudonym: string; length: number } | undefined {
    const phrase = this.phrases
      .get(foldName(found))
      ?.find(
        (candidate) =>
          folded.startsWith(candidate, index) && !/^[\p{L}\p{N}]/u.test(folded.slice(index + candidate.length)),
      );
    return phrase === undefined
      ? undefined
      : { pseudonym: this.names.pseudonyms.of('value', phrase), length: phrase.length };
  }

  private wordIn(found: string): string {
    const { pseudonyms } = this.names;
    if (pseudonyms.isIssued(found) || /^\d+$/.test(found) || isCommonWord(found)) {
      return found;
    }
    if (found.length > 2 && pseudonyms.find(found) !== undefined) {
      return pseudonyms.of('value', found);
    }
    return this.onlyKnownWords && !isTechnical(found) && !found.split('-').every(isCommonWord) ? '***' : found;
  }
}

/** Names of exceptions, codes and methods: what an error is, not whose. */
function isTechnical(found: string): boolean {
  return (
    /(?:Exception|Fault|Error)$/.test(found) || /^(?:0x)?[0-9a-f]{4,16}$/i.test(found) || /^(?:PHS|E_|HR)/.test(found)
  );
}

function shortAddress(bytes: Buffer): string {
  return `10.${bytes[0] ?? 0}.${bytes[1] ?? 0}.${bytes[2] ?? 0}`;
}

function longAddress(bytes: Buffer): string {
  return `fd00::${bytes.toString('hex', 0, 2)}:${bytes.toString('hex', 2, 4)}:${bytes.toString('hex', 4, 6)}`;
}

function split(text: string, pattern: RegExp, by: Replace): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const replaced = by(match);
    if (replaced !== undefined) {
      pieces.push({ text: text.slice(at, match.index), done: false }, { text: replaced, done: true });
      at = match.index + match[0].length;
    }
  }
  return at === 0 ? [{ text, done: false }] : [...pieces, { text: text.slice(at), done: false }];
}
