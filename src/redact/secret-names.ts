/** Words that name a secret, as a part of a regular expression without regard to case. */
export const secretWord =
  '(?:pass(?:[ _-]?word|wd|phrase|code)|pwd|secret|client[_-]?secret|api[_-]?key|access[_-]?key|account[_-]?key|' +
  'shared[_-]?(?:access[_-]?)?(?:key|signature)|session[_-]?key|private[_-]?key|(?<![a-z0-9])credential)';
/** The same for tokens. */
export const tokenWord = '(?:refresh|access|id|auth|session)[_ -]?token';

/** What may stand before such a word in the same name: `AdminPassword`, `userPassword`, `svcPwd`. */
export const joined = '(?<![A-Za-z0-9])[A-Za-z0-9]{0,24}?';
/** What may stand behind it: `password1`. Not `passwords`: what follows them is mostly a sentence. */
export const nameEnd = '\\d{0,4}["\']?';
/** Blanks or dots up to the sign, as lists and tables have them: `Password           : X`, `Password......: X`. */
const gap = '[\\s.\\u00a0]{0,64}';
/** Blanks after the sign; also the beginning of the next line, unless that line has a name of its own (`UserName : X`). */
const gapAfter = '[^\\S\\r\\n]{0,64}(?:\\r?\\n[^\\S\\r\\n]{0,64}(?![A-Za-z ]{1,64}[:=]))?';
/** The sign between a name and its value, with what stands around it. */
export const signed = `${gap}(?::=|={1,2}|:)${gapAfter}`;

/** What stands where a secret was taken out, or never was. */
const harmlessWord =
  '(?:null|none|true|false|yes|hidden|redacted|required|optional|empty|missing|unknown|changed|expired|is|not)(?=[\\s"\',;<>.:)\\]]|$)';
const mask = '[*\\u2022.]{1,64}(?=[\\s"\',;<>)\\]]|$)';
/** Forbids, before a value, what stands where a secret was taken out, or never was. */
export const harmless = `(?!\\s|[[({<]|${mask}|${harmlessWord}|$)`;

/** Names whose values are secrets whatever they look like. */
const secretName = new RegExp(
  `(?:${secretWord}|${tokenWord}|dBCSPwd|supplementalCredentials|encrypted_?configuration)(?:text|value|s|\\d{1,4})?$`,
  'i',
);

/** True for the name of a field, an attribute or a parameter whose value is a secret: `userPassword`, `client_secret`, `AD password`. */
export function isSecretName(name: string): boolean {
  return name.length <= 256 && secretName.test(name);
}

const nameKeys: ReadonlySet<string> = new Set([
  'name',
  'key',
  'parameter',
  'attribute',
  'property',
  'field',
  'label',
  'id',
]);
const valueKeys: ReadonlySet<string> = new Set(['value', 'values', 'val', 'text', 'data', 'content', '#text', '_']);

/** True for a field that holds the value of another one: `value` beside `name`, `Data`, `#text`. */
export function isValueKey(key: string): boolean {
  return valueKeys.has(key.toLowerCase());
}

/** True for an object that says that its value is a secret: `{"Name":"password","Value":…}`. */
export function namesSecret(entries: readonly (readonly [string, unknown])[]): boolean {
  return entries.some(
    ([key, item]) => nameKeys.has(key.toLowerCase()) && typeof item === 'string' && isSecretName(item),
  );
}

/** True for a value that can be a secret itself: a text, a number that is not a count, a list of them, or an object around one. */
export function isFilled(value: unknown): boolean {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).some(([key, item]) => isValueKey(key) && isFilled(item));
  }
  return (
    ((typeof value === 'string' || Array.isArray(value)) && value.length > 0) ||
    (typeof value === 'number' && value >= 1_000)
  );
}
