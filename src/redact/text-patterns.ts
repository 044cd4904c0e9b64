/** Every pattern is linear. The order counts: what is found first is not looked at by those after it. */
export const patterns = {
  uncHost:
    /(?<=(?<![\p{L}\p{N}_:.)\\])(?:\\{2}|\\{4})(?:[?.]\\{1,2}UNC\\{1,2})?)[\p{L}\p{N}_-][\p{L}\p{N}_.-]{0,254}(?:@SSL)?(?:@\d{1,5})?(?=\\)/giu,
  drivePath: /(?<![\p{L}\p{N}])[a-z]:\\(?:[^\\/:*?"<>|\r\n]{1,128}\\{1,2})*[^\s\\/:*?"<>|,;()']{0,128}/giu,
  scriptPath:
    /(?<![\p{L}\p{N}_/.:<-])\/(?:[^\s\\/:*?"<>|]{1,128}\/){1,40}[^\s\\/:*?"<>|]{1,128}\.(?:ps[md]?1|dll|exe|m?js)\b/giu,
  principal: /(?<![\p{L}\p{N}_.%+-])[\p{L}\p{N}_.%+'-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,8}/gu,
  guid: /(?:(?<![0-9a-f])|(?<=guid))[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi,
  /** The same without dashes, or with other signs or fewer of them. */
  plainGuid: /(?:(?<![0-9a-f])|(?<=guid))[0-9a-f]{8}[_ -]?(?:[0-9a-f]{4}[_ -]?){3}[0-9a-f]{12}(?![0-9a-f])/gi,
  sid: /(?<![\p{L}\p{N}-])S-1-(?:5-21|12-1)(?:-\d{1,10}){1,15}/giu,
  /** The part of a SID that names its domain, without what every one begins with. */
  sidPart: /(?<![\d-])\d{5,10}(?:-\d{5,10}){2}(?:-\d{1,10})?(?![\d-])/g,
  anchor: /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{22}==/g,
  userFolder: /(?<=[\\/](?:Users|home)[\\/])[^\\/\s"'<>]{1,64}/gi,
  account: /(?<![\p{L}\p{N}_.:\\-])[\p{L}\p{N}_.-]{1,64}\\[\p{L}\p{N}_$.-]{1,64}(?!\\)/gu,
  /** The same in JSON, where a backslash is two; and the operator whom the audit of administrators names (facts 9.3). */
  escapedAccount: /(?<![\p{L}\p{N}_.:\\-])[\p{L}\p{N}_.-]{1,64}\\{2}[\p{L}\p{N}_$.-]{1,64}(?!\\)/gu,
  auditUser: /(?<="User"\s{0,4}:\s{0,4}")[^"\r\n]{1,256}(?=")/gi,
  percent: /[A-Za-z0-9._~+%-]{1,4096}/g,
  octets: /(?:\\[0-9a-f]{2}){8,2048}/gi,
  divided:
    /(?<![\p{L}\p{N}])(?:0x)?[0-9a-f]{2,32}(?:(?:, |\r?\n|[ :,.-])(?:0x)?[0-9a-f]{2,32}){1,4096}(?![\p{L}\p{N}])/giu,
  decimal: /(?<![\w.,:-])\d{1,3}(?:(?:, |[ ,;])\d{1,3}){7,4096}(?![\w.:-])/g,
  hex: /(?<![0-9a-f])(?:0x)?[0-9a-f]{16,16384}(?![0-9a-f])/gi,
  address: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g,
  longAddress:
    /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])|(?<![\w:])fe80::[0-9a-f:]{1,30}/gi,
  dnsName: /(?<![\p{L}\p{N}_.-])[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10}/gu,
} as const;

/** A word, also with dashes. */
export const words = /[\p{L}\p{N}_$][\p{L}\p{N}_$-]{0,255}/gu;
/** The form of every pseudonym that is a word (pseudonyms.ts), of older versions too. */
export const pseudonymForm = /(?:connector|[dthunv])-[a-z0-9]{8}/y;
/** Every pseudonym of a text. */
export const pseudonyms = new RegExp(pseudonymForm, 'g');
/** Telephone numbers: with a plus sign, in the form of North America, or after a word that says so. */
export const phoneNumbers: readonly RegExp[] = [
  /(?<![\w+])\+\d{1,3}(?:[ \u00a0./()-]{0,3}\d{1,5}){2,7}(?!\w)/g,
  /(?<![\w.+-])(?:\(\d{3}\)[ .-]?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])/g,
  /(?<=(?<!\p{L})(?:tel|telefon|telephone|phone|mobile|mobil|cell|fax|t\u00e9l\u00e9phone|tel\u00e9fono|telefono|telefone)\.?[\s:]{0,4})\(?\d{2,6}\)?(?:[ \u00a0./()-]{1,3}\d{2,6}){1,5}/giu,
];
/** Addresses that nobody reaches from elsewhere (RFC 1918, RFC 3927), and the own machine. */
export const privateAddress = /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./;
