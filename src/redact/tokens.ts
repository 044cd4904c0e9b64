import type { SecretPattern } from './secret-forms.js';
import { tokenWord } from './secret-names.js';

const codeWord = '(?:client|device|user|authorization|auth)[_ -]?(?:assertion|code)';
/** Characters of a token, among them a digit. */
const withDigit = '(?=[^\\s"\',;<>]{0,64}[0-9])[^\\s"\',;<>]';

/** Tokens that sign somebody in: by the name before them, or by their own form. */
export const tokens: readonly SecretPattern[] = [
  { kind: 'a token (JWT)', pattern: /\beyJ[A-Za-z0-9_-]{10,}/ },
  {
    kind: 'a token in a header',
    pattern:
      /\b(?:Bearer|Basic|Negotiate|NTLM)\s{1,4}[A-Za-z0-9+/_.=-]{16}|\b(?:authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:basic|negotiate|ntlm)|bearer)\s{1,4}(?=[A-Za-z+/_.=-]{0,64}[0-9])[A-Za-z0-9+/_.=-]{16}/i,
  },
  {
    kind: 'a token after its name',
    pattern: new RegExp(`(?<![A-Za-z0-9])${tokenWord}["']?\\s{0,4}[:=]\\s{0,4}["']?${withDigit}{12}`, 'i'),
  },
  // What a token is for stands before the word or nowhere; keys of assemblies and tokens that only number pages are none.
  {
    kind: 'a token after its name',
    pattern: new RegExp(
      `(?<!publickey|public key|continuation|skip|delta|page|sync)token["']?\\s{0,4}[:=]\\s{0,4}["']?${withDigit}{20}`,
      'i',
    ),
  },
  {
    kind: 'a code that is exchanged for a token',
    pattern: new RegExp(`(?<![A-Za-z0-9])${codeWord}["']?\\s{0,4}[:=]\\s{0,4}["']?${withDigit}{16}`, 'i'),
  },
  { kind: 'a token of Entra ID', pattern: /(?<![\w.~-])[01]\.A[A-Za-z0-9_-]{2}A[A-Za-z0-9_-]{18}/ },
  { kind: 'a Kerberos ticket', pattern: /(?<![A-Za-z0-9+/])doI[A-Za-z0-9+/]{40}/ },
  {
    kind: 'a token of another service',
    pattern:
      /\b(?:gh[pousr]_[A-Za-z0-9]{30}|glpat-[A-Za-z0-9_-]{18}|npm_[A-Za-z0-9]{32}|[rs]k_(?:live|test)_[A-Za-z0-9]{16}|xox[abprs]-[A-Za-z0-9-]{10}|AKIA[0-9A-Z]{16}\b)/,
  },
];
