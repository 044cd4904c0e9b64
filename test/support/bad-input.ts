/** Corpus of bad inputs: PowerShell quoting, DNs, LDAP filters, terminals, floods, numbers. */
const powershell = [
  "O'Brien",
  'x\u2019; calc; \u2019',
  'x\u2018;calc;\u2018',
  'x\u201A;calc;\u201A',
  'x\u201B;calc;\u201B',
  'x\u201D; calc; \u201D',
  'x\u201C$(calc)\u201C',
  'x\u201E;calc;\u201E',
  '$(calc)',
  '${env:PATH}',
  '@(calc)',
  '`n`; calc `',
  'x; calc',
  'x | calc',
  'x & calc',
  'x\n calc',
  'x\r\ncalc',
  'x\u0085calc',
  'x\u2028calc',
  'x\u0000calc',
  '#>calc<#',
  '--%',
  '-Enable $false',
  '\u2013Enable:$false',
  '\u2015ErrorAction SilentlyContinue',
  '/c calc',
  '@{a=1}',
  "'@\ncalc\n@'",
  '{calc}',
  '%windir%',
  '!calc!',
  '^&calc',
  'x'.repeat(40_000),
];

const names = [
  'CN=Doe\\, John,OU=A,DC=c,DC=com',
  'CN=a\\+b,DC=c',
  'OU=A+CN=B,DC=c',
  'CN=\\23lead,DC=c',
  'CN=#04024869,DC=c',
  'CN=\\E2\\80\\99,DC=c',
  'CN=trail\\ ,DC=c',
  'CN=\\ lead,DC=c',
  'CN="quoted, old",DC=c',
  'CN=a\\00b,DC=c',
  'CN=x\\0ACNF:6f9619ff-8b86-d011-b42d-00c04fc964ff,DC=c',
  'CN=a\\,DC=c',
  'CN=a,,DC=c',
  '=x',
  'CN',
  'CN=\\GG',
  '2.5.4.3=x,DC=c',
  '<GUID=6f9619ff-8b86-d011-b42d-00c04fc964ff>',
  'CN=TestUserCN=Users,DC=contoso,DC=com',
  Array.from({ length: 5_000 }, (_, index) => `OU=${index}`).join(','),
  'CN=\u0130,DC=c',
  'CN=\u0131,DC=c',
  'CN=\u00df,DC=c',
];

const filters = ['*)(objectClass=*', '\\2a', 'x)(|(cn=*'];

/** Corpus F: what a terminal would act on. */
export const terminalInputs: readonly string[] = [
  '\u001b[2J',
  '\u001b[1A\u001b[2K OK',
  '\u001b]0;title\u0007',
  '\u001b]52;c;Y2FsYw==\u0007',
  '\u001b]8;;http://evil\u0007click\u001b]8;;\u0007',
  '\u009b2J',
  '\u009d52;c;x\u009c',
  '\u001bPx\u001b\\',
  '\r OK',
  '\b\b\b',
  '\u202Egpj.exe',
  '\u2066x\u2069',
  'a\u200Bb',
  '\u007f',
  '\u001b[6n',
  '\n[PASS] fake',
  '\ud800',
];

const floods = [
  `${'a'.repeat(50_000)}!`,
  'CN='.repeat(20_000),
  '\\'.repeat(50_000),
  ' '.repeat(50_000),
  'Dn : '.repeat(10_000),
  `"${'a'.repeat(50_000)}`,
];

const numbers = ['0', '-1', '4294967296', '9007199254740993', '1e999', '1601-01-01', '9999-12-31'];

/** Every string that stands alone. */
export const badInputs: readonly string[] = [
  ...powershell,
  ...names,
  ...filters,
  ...terminalInputs,
  ...floods,
  ...numbers,
];

/** Each string inside a DN that lies in a partition, so that it reaches the server; escaped the way RFC 4514 asks for. */
export const badNames: readonly string[] = [...powershell, ...filters, ...terminalInputs]
  .filter((text) => !/[\ud800\u0000]/.test(text))
  .map(
    (text) =>
      `CN=${text.slice(0, 200).replace(/[",+;<>\\#=]|^ | $/g, (character) => `\\${character}`)},OU=Staff,DC=contoso,DC=com`,
  );

/** Corpus E: what a page would act on, or a template engine. */
export const markupInputs: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'onmouseover='alert(1)",
  '</title><svg onload=alert(1)>',
  '</script><script>alert(1)</script>',
  '</style><style>*{display:none}</style>',
  '<!-- ',
  ']]>',
  'javascript:alert(1)',
  '&lt;b&gt;',
  '&#60;script&#62;',
  'a\u2028b',
  '{{7*7}} <%= 1 %> ${7*7}',
  'x onfocus=alert(1) autofocus',
  '`onfocus=alert(1)`',
  '\uFF1Cscript\uFF1E',
];
