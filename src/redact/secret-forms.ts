/** What a secret looks like. */
export interface SecretPattern {
  readonly kind: string;
  /** Linear, and used on texts of limited length only. */
  readonly pattern: RegExp;
}

/** Secrets that are known by a form of their own, whatever is said beside them. */
export const secretForms: readonly SecretPattern[] = [
  {
    kind: 'an attribute that holds a secret',
    pattern:
      /\b(?:unicodePwd|dBCSPwd|supplementalCredentials|(?:nt|lm)PwdHistory|trustAuth(?:Incoming|Outgoing)|msDS-ManagedPassword|ms-Mcs-AdmPwd|msLAPS-(?:Encrypted)?Password)\s{0,4}::?\s{0,4}(?:[A-Za-z0-9+/]{16}|\{")/i,
  },
  { kind: 'a cookie of a signed-in user', pattern: /\bESTS[A-Z]{3,20}\s{0,4}[:=]\s{0,4}[^\s;]{12}/ },
  { kind: 'a cookie', pattern: /\bCookie:\s{1,4}[^\s=;]{1,64}=[^\s;]{12}/i },
  {
    kind: 'a private key (DER)',
    pattern:
      /\bMI(?:I[A-Za-z0-9+/]{2}[AQgw]IB(?:ADAN|AAKC)|[A-Za-z0-9+/]{2}AgEAM[A-Za-z0-9+/]{2}G|I[A-Za-z0-9+/]{3}gEDMI)/,
  },
  {
    kind: 'a Kerberos key',
    pattern:
      /\b(?:aes(?:128|256)-cts-hmac-sha1-96|aes(?:128|256)_hmac|rc4[_-]hmac(?:_nt)?|des-cbc-(?:md5|crc))["']?(?:\s{0,4}[:=]|\s)\s{0,4}["']?[0-9a-f]{16}/i,
  },
  { kind: 'a recovery key of BitLocker', pattern: /(?<![\d-])(?:\d{6}-){7}\d{6}(?![\d-])/ },
  { kind: 'a PIN', pattern: /(?<![\p{L}\p{N}])PIN\s{0,4}[:=]\s{0,4}\d{4,8}(?!\d)/u },
  {
    kind: 'a password after a short name',
    pattern: /(?<![\p{L}\p{N}])pw\s{0,4}[:=]\s{0,4}["']?(?=[^\s"',;<>]{0,64}\d)[^\s"',;<>]{6}/iu,
  },
];
