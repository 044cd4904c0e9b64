import { findDns } from './dn-in-text.js';
import { EncodedNames } from './encoded-names.js';
import { digitsOf, layOut } from './byte-layout.js';
import { base64Word } from './encodings.js';
import { escapeJson, escapeOrKeep, unescapeJson } from './json-part.js';
import { NameIndex, tokenizeText } from './name-index.js';
import type { NameRedactor } from './names.js';
import { patterns, phoneNumbers, privateAddress, pseudonymForm, pseudonyms, words } from './text-patterns.js';
import { redactPath } from './paths.js';
import { longAddress, shortAddress, splitPieces, type Piece, type Replace } from './text-pieces.js';
import { composedForm, readableForm } from './plain-forms.js';
import { isCommonWord } from './vocabulary.js';
import { dashed } from './hashes.js';
import { isTopLabel, isWellKnownAccount, isWellKnownAuthority } from './well-known.js';

/** What the SIDs of all domains begin with. */
const sidHead = 'S-1-5-21-';

/** Replaces names in free text: everything of a recognizable form, and every name that is known from elsewhere. */
export class TextRedactor {
  private readonly index: NameIndex;
  private readonly encoded: EncodedNames;

  /** @param onlyKnownWords Also take out every word that no text of Microsoft's uses. */
  constructor(
    private readonly names: NameRedactor,
    private readonly onlyKnownWords: boolean,
  ) {
    this.index = new NameIndex(names.pseudonyms);
    this.encoded = new EncodedNames(
      names,
      (text) => this.plain(text),
      (text) => this.holdsPseudonym(text),
    );
  }

  /** The text with pseudonyms in the place of names. */
  text(text: string): string {
    const open = readableForm(text);
    if (open !== text) {
      const replaced = this.replaceIn(open, this.encoded);
      if (replaced !== composedForm(open)) {
        return replaced;
      }
    }
    return this.replaceIn(text, this.encoded);
  }

  /** The same for a text that was decoded already: nothing is decoded twice. */
  private plain(text: string): string {
    return this.replaceIn(text, undefined);
  }

  private replaceIn(given: string, encoded: EncodedNames | undefined): string {
    // Not before DNs are found: composing a sign that is escaped would break its escape.
    let pieces: readonly Piece[] = this.withDns(given).map((piece) =>
      piece.done ? piece : { text: composedForm(piece.text), done: false },
    );
    const replace = (pattern: RegExp, by: Replace): void => {
      pieces = pieces.flatMap((piece) => (piece.done ? [piece] : splitPieces(piece.text, pattern, by)));
    };
    const { names } = this;
    replace(patterns.auditUser, ([whole]) => this.auditUserIn(whole));
    replace(patterns.percent, ([whole]) => encoded?.percent(whole));
    replace(patterns.uncHost, ([whole]) => this.uncHostIn(whole));
    replace(patterns.drivePath, ([whole]) => this.path(whole));
    replace(patterns.principal, ([whole]) => names.userPrincipalName(whole));
    replace(patterns.guid, ([whole]) => names.guid(whole));
    replace(patterns.plainGuid, ([whole]) => this.plainGuidIn(whole));
    replace(patterns.sid, ([whole]) => names.sid(whole));
    replace(patterns.sidPart, ([whole]) => this.sidPartIn(whole));
    replace(patterns.anchor, ([whole]) => names.anchor(whole));
    replace(patterns.octets, ([whole]) => encoded?.octets(whole));
    replace(patterns.divided, ([whole]) => encoded?.divided(whole));
    replace(patterns.decimal, ([whole]) => encoded?.decimal(whole));
    replace(patterns.hex, ([whole]) => encoded?.hex(whole));
    replace(base64Word, ([whole]) => encoded?.base64(whole));
    replace(patterns.scriptPath, ([whole]) => this.path(whole));
    replace(patterns.userFolder, ([whole]) => (isWellKnownAccount(whole) ? undefined : names.word('user', whole)));
    replace(patterns.account, ([whole]) => this.accountIn(whole));
    replace(patterns.escapedAccount, ([whole]) => escapeOrKeep(this.accountIn(unescapeJson(whole))));
    replace(patterns.address, (match) => this.addressIn(match));
    replace(patterns.longAddress, ([whole]) => names.pseudonyms.of('address', whole, longAddress));
    if (this.onlyKnownWords) {
      phoneNumbers.forEach((pattern) => {
        replace(pattern, () => '***');
      });
    }
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
    const guid = dashed(digitsOf(whole));
    return this.names.pseudonyms.find(guid) === undefined
      ? undefined
      : layOut(this.names.guid(guid).replaceAll('-', ''), whole);
  }

  /** Numbers of a SID without its beginning, when its domain is known from elsewhere. */
  private sidPartIn(whole: string): string | undefined {
    const domain = `${sidHead}${whole.split('-').slice(0, 3).join('-')}`;
    return this.names.pseudonyms.find(domain) === undefined
      ? undefined
      : this.names.sid(sidHead + whole).slice(sidHead.length);
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

  /** Whatever stands in the place of an operator is one, also a name with blanks. */
  private auditUserIn(whole: string): string {
    return escapeJson(this.names.account(unescapeJson(whole)));
  }

  private accountIn(whole: string): string | undefined {
    const [authority = '', name = ''] = whole.split('\\');
    const { pseudonyms } = this.names;
    const isKnown = [authority, name].some((part) => pseudonyms.find(part) !== undefined || pseudonyms.isIssued(part));
    const looksLikeOne = /^[A-Z][A-Z0-9-]{1,14}$/.test(authority) && !isWellKnownAuthority(authority);
    return isKnown || looksLikeOne ? this.names.account(whole) : undefined;
  }

  /**
   * A version has the form of an address, too: only private addresses and those that are announced are taken for one, or, where
   * every unknown word goes, all that are not announced as a version.
   */
  private addressIn(match: RegExpMatchArray): string | undefined {
    const [whole] = match;
    const before = (match.input ?? '').slice(Math.max(0, (match.index ?? 0) - 16), match.index);
    const isOne = whole.split('.').every((part) => Number(part) < 256);
    const isAnnounced = this.onlyKnownWords
      ? !/(?:version|build|release|(?<![\p{L}])v)\W{0,3}$/iu.test(before)
      : /address\W*$/i.test(before);
    return isOne && (privateAddress.test(whole) || isAnnounced)
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

  /** Known names wherever they stand, also as parts of words; what lies between them word by word. */
  private wordsIn(text: string): string {
    const tokens = tokenizeText(text);
    let result = '';
    let done = 0;
    for (let at = 0; at < tokens.length; at += 1) {
      const { from, to, isWord } = tokens[at] ?? { from: 0, to: 0, isWord: false };
      if (!isWord || from < done) {
        continue;
      }
      const issued = this.pseudonymAt(text, from);
      const found = issued === undefined ? this.index.find(tokens, at) : undefined;
      const replaced = issued ?? (found && this.names.pseudonyms.of(found.kind, found.name));
      if (replaced !== undefined) {
        result += this.unknownIn(text.slice(done, from)) + replaced;
        done = found === undefined ? from + replaced.length : (tokens[at + found.length - 1]?.to ?? from);
        continue;
      }
      const inside = this.index.findInside(text.slice(from, to));
      if (inside !== undefined) {
        const [before, after] = [text.slice(done, from + inside.from), text.slice(from + inside.to, to)];
        const pseudonym = this.names.pseudonyms.of(inside.kind, inside.name);
        // A dash, so that the pseudonym can be known as one.
        result += `${this.unknownIn(before)}${inside.from === 0 ? '' : '-'}${pseudonym}${after === '' ? '' : '-'}`;
        done = from + inside.to;
      }
    }
    return result + this.unknownIn(text.slice(done));
  }

  /** A pseudonym that stands here already, and stays. */
  private pseudonymAt(text: string, from: number): string | undefined {
    pseudonymForm.lastIndex = from;
    const found = pseudonymForm.exec(text)?.[0];
    return found !== undefined && this.names.pseudonyms.isIssued(found) ? found : undefined;
  }

  private holdsPseudonym(text: string): boolean {
    return Array.from(text.matchAll(pseudonyms)).some(([found]) => this.names.pseudonyms.isIssued(found));
  }

  private unknownIn(text: string): string {
    return text.replace(words, (found) => this.wordIn(found));
  }

  private wordIn(found: string): string {
    const { pseudonyms } = this.names;
    if (pseudonyms.isIssued(found) || /^[\d-]+$/.test(found) || isCommonWord(found)) {
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
    /(?:Exception|Fault|Error)$/.test(found) ||
    /^(?:[0-9a-f]{4,16}|0x[0-9a-f]{1,16}|AADSTS\d{4,8}|52[ef])$/i.test(found) ||
    /^(?:PHS|E_|HR)/.test(found)
  );
}
