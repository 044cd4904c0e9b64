import type { SecretPattern } from './secret-forms.js';
import { harmless, joined, nameEnd, secretWord, signed } from './secret-names.js';

const quote = '["\']';
const unquoted = '[^"\'<>]{0,64}';
/** An attribute of XML that names something, up to the quote: `name="`, `N="` (CLIXML), `key="`. */
const xmlName = `\\b(?:name|key|id|n)\\s{0,4}=\\s{0,4}${quote}`;

/** Secrets that stand after the name of a parameter, a field or an element. */
export const namedSecrets: readonly SecretPattern[] = [
  {
    kind: 'a password or key after its name',
    pattern: new RegExp(`${joined}${secretWord}${nameEnd}${signed}["']?${harmless}[^\\s"',;<>]{3}`, 'i'),
  },
  {
    kind: 'a password parameter in XML',
    pattern: new RegExp(`${xmlName}${unquoted}${secretWord}\\d{0,4}${quote}[^<>]{0,200}>\\s{0,20}[^\\s<]`, 'i'),
  },
  {
    kind: 'a password parameter in XML',
    pattern: new RegExp(
      `${xmlName}${unquoted}${secretWord}\\d{0,4}${quote}\\s{1,8}value\\s{0,4}=\\s{0,4}(?:"[^"]|'[^'])`,
      'i',
    ),
  },
  {
    kind: 'a password element in XML',
    pattern: new RegExp(`<[A-Za-z0-9_:-]{0,24}${secretWord}\\d{0,4}(?![\\w-])[^<>]{0,200}>\\s{0,20}[^\\s<]`, 'i'),
  },
  {
    kind: 'a password in a CDATA section',
    pattern: new RegExp(`${secretWord}\\d{0,4}\\s{0,4}[:=>]\\s{0,4}<!\\[CDATA\\[\\s{0,20}[^\\s\\]]`, 'i'),
  },
  {
    kind: 'a password in a pair of name and value',
    pattern: new RegExp(
      `"(?:name|key|parameter|attribute|property)"\\s{0,4}:\\s{0,4}"[^"\\\\]{0,64}${secretWord}\\d{0,4}"\\s{0,4},\\s{0,4}"values?"\\s{0,4}:\\s{0,4}(?:\\[\\s{0,4})?(?:"[^"]|\\d{4})`,
      'i',
    ),
  },
  {
    kind: 'a password in a pair of name and value',
    pattern: new RegExp(
      `"[A-Za-z0-9_-]{0,24}${secretWord}\\d{0,4}"\\s{0,4}:\\s{0,4}\\{\\s{0,4}"value"\\s{0,4}:\\s{0,4}(?:"[^"]|\\d{4})`,
      'i',
    ),
  },
];
