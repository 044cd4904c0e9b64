/** Names that a recording reveals in fields of their own: kind of the field and value. */
export const knownNames = [
  ['domain', 'fabrikorp.example'],
  ['host', 'FABRIKORP-DC07.fabrikorp.example'],
  ['upn', 'zebulonq.farquharson@fabrikorp.example'],
  ['dn', 'CN=Zebulonq Farquharson,OU=Quarterdeck,DC=fabrikorp,DC=example'],
  ['dn', 'CN=Zoë Müllerowa,OU=Quarterdeck,DC=fabrikorp,DC=example'],
  ['dn', "CN=Siobhán O'Fearghailx,OU=Quarterdeck,DC=fabrikorp,DC=example"],
  ['dn', 'CN=Kernighanx\\, Brianq (Admin),OU=Quarterdeck,DC=fabrikorp,DC=example'],
  ['dn', 'CN=İpek Yılmazq,OU=Quarterdeck,DC=fabrikorp,DC=example'],
  ['dn', 'CN=Łukasz Wiśniewsky,OU=Quarterdeck,DC=fabrikorp,DC=example'],
  ['dn', 'CN=Анатолий Квазимодов,OU=Quarterdeck,DC=fabrikorp,DC=example'],
  ['user', 'adm_quixley'],
  ['guid', '7d1e3a52-94bc-4f60-8a21-c3f0d9b7e615'],
  ['sid', 'S-1-5-21-1004336348-1177238915-682003330-1131'],
] as const;

/** Every one of those names, as it must not be left in a text. */
export const leftOver =
  /fabrikorp|zebulonq|farquharson|quarterdeck|m(?:\u00fc|u\u0308|ue?)llerowa|quixley|7d1e3a52|1004336348|dc07|fearghail|kernighan|brianq|y[ıi]lmazq|wi[sś]niewsk|квазимод|анатол/iu;

const dn = 'CN=Zebulonq Farquharson,OU=Quarterdeck,DC=fabrikorp,DC=example';

function hex(text: string, encoding: BufferEncoding = 'utf8'): string {
  return Buffer.from(text, encoding).toString('hex');
}

/** The bytes of the SID above (MS-DTYP 2.4.2.2) and of the GUID as Windows stores it. */
export const sidHex = '010500000000000515000000dcf4dc3b833d2b46828ba6286b040000';
export const guidHex = '523a1e7dbc94604f8a21c3f0d9b7e615';

function octets(digits: string): string {
  return digits.replace(/../g, '\\$&');
}

/** Texts in which a known name stands in a compound or written in another way. */
export const compoundTexts: Readonly<Record<string, readonly string[]>> = {
  'a part of another word': [
    'fabrikorp-dc01 does not answer',
    'the account MSOL_fabrikorp01 is disabled',
    'MSOL_FABRIKORP',
    'backup-fabrikorp_2026',
    'fabrikorp2026',
    'x_adm_quixley_y',
    'svc-adm_quixley',
    '\\\\srv\\fabrikorp$\\x',
  ],
  'a name in the name of a file': [
    'log_zebulonq.farquharson_2026.txt',
    'see C:\\Temp\\fabrikorp-export.csv',
    'export-Zebulonq-Farquharson.csv',
    'zebulonq_farquharson@old',
  ],
  'a name of a person in another order or with other dividers': [
    'Farquharson, Zebulonq was not found',
    'Farquharson,Zebulonq',
    'FARQUHARSON ZEBULONQ',
    'Zebulonq  Farquharson',
    'Zebulonq\u00a0Farquharson',
    'Zebulonq\tFarquharson',
    'Farquharson.Zebulonq',
    'Mrs Farquharson called',
    'M\u00fcllerowa, Zo\u00eb',
  ],
  'names of a person without a divider, or in plain letters': [
    'FarquharsonZebulonq',
    'the account zebulonqfarquharson',
    'Muellerowa',
    'Zoe Mullerowa',
    'MUELLEROWA, ZOE',
  ],
  'letters that nobody sees, or wide ones': [
    'Zebu\u00adlonq',
    'Zebulonq\u200bFarquharson',
    '\uff3a\uff45\uff42\uff55\uff4c\uff4f\uff4e\uff51',
  ],
  'a decomposed form': ['Zoe\u0308 Mu\u0308llerowa', 'Mu\u0308llerowa', 'MU\u0308LLEROWA'],
  'percent signs': [
    encodeURIComponent(dn),
    `https://x/?dn=${encodeURIComponent(dn)}&y=1`,
    'GET /users/zebulonq.farquharson%40fabrikorp.example',
    'q=Zebulonq+Farquharson%2C+OU',
    'M%FCllerowa',
    encodeURIComponent('Müllerowa, Zoë'),
  ],
  'hexadecimal digits': [
    hex(dn),
    `0x${hex(dn)}`,
    hex(dn, 'utf16le'),
    `value ${hex('fabrikorp')} end`,
    sidHex,
    sidHex.toUpperCase(),
  ],
  'bytes one by one': [
    hex(dn).replace(/..(?=.)/g, '$& '),
    hex(dn).replace(/..(?=.)/g, '$&-'),
    sidHex.replace(/..(?=.)/g, '$& '),
    guidHex.toUpperCase().replace(/..(?=.)/g, '$&:'),
  ],
  base64: [
    Buffer.from(dn).toString('base64'),
    `dn:: ${Buffer.from('CN=Zoë Müllerowa,OU=Quarterdeck').toString('base64')}`,
    Buffer.from(dn, 'utf16le').toString('base64'),
    Buffer.from(sidHex, 'hex').toString('base64'),
  ],
  'octets of a filter': [`(objectSid=${octets(sidHex)})`, octets(guidHex), `(x=${octets(hex(dn))})`],
  'a part of a word without a sign between': [
    'fabrikorpdc01 does not answer',
    'FABRIKORPSRV01',
    'svcfabrikorp01',
    'MSOLfabrikorp',
    'FabrikorpAdmin',
    'quixleyadm',
    'zfarquharson',
    'farquharsonz',
    'zebulonqf',
    'zfarquharson2',
    'The Farquharsons',
  ],
  'names with brackets, apostrophes and letters of their own': [
    'Brianq Kernighanx',
    'Kernighanx, Brianq',
    'brianq.kernighanx',
    'Siobhan OFearghailx',
    'O\u2019Fearghailx',
    "O\\'Fearghailx",
    'Fearghailx',
    'Yilmazq',
    'YILMAZQ, IPEK',
    'lukasz.wisniewsky',
    'Квазимодову Анатолию',
    'А. Квазимодов',
  ],
  'escapes of JSON and HTML': [
    'M\\u00fcllerowa',
    'M\\xfcllerowa',
    'M&#252;llerowa',
    'M&#xFC;llerowa',
    'M&uuml;llerowa',
    'O&#39;Fearghailx',
    dn.replace(/[^]/g, (sign) => `\\u00${hex(sign)}`),
    dn.replace(/[^]/g, (sign) => `&#x${hex(sign)};`),
    encodeURIComponent(encodeURIComponent(dn)),
  ],
  'base64 beside other signs, short, or of Latin-1': [
    `dn=${Buffer.from('fabrikorp.example').toString('base64')}`,
    `user/${Buffer.from(dn).toString('base64')}`,
    `_${Buffer.from(dn).toString('base64')}_`,
    Buffer.from('Zebulonq').toString('base64'),
    Buffer.from('fabrikorp').toString('base64'),
    Buffer.from('Müllerowa, Zoë von', 'latin1').toString('base64'),
    hex('Müllerowa, Zoë', 'latin1'),
  ],
  'bytes beside letters, in groups or in decimal numbers': [
    `sid${sidHex}`,
    `x${hex(dn)}`,
    `${sidHex}${sidHex}`,
    `trailing${sidHex}00`,
    hex(dn).replace(/.{8}(?=.)/g, '$& '),
    hex(dn).replace(/..(?=.)/g, '$&,'),
    sidHex.replace(/..(?=.)/g, '0x$&, ').replace(/..$/, '0x$&'),
    [...Buffer.from(sidHex, 'hex')].join(' '),
    [...Buffer.from(guidHex, 'hex')].join(', '),
    [...Buffer.from(dn)].join(','),
  ],
  'a GUID or SID with other signs or without its beginning': [
    'x7d1e3a52-94bc-4f60-8a21-c3f0d9b7e615',
    'objectGUID7d1e3a52-94bc-4f60-8a21-c3f0d9b7e615',
    'objectGUID7d1e3a5294bc4f608a21c3f0d9b7e615',
    '7d1e3a52_94bc_4f60_8a21_c3f0d9b7e615',
    '7d1e3a52 94bc 4f60 8a21 c3f0d9b7e615',
    guidHex.replace(/..(?=.)/g, '0x$& ').replace(/..$/, '0x$&'),
    'domain 1004336348-1177238915-682003330',
    '1004336348-1177238915-682003330-1131',
  ],
  'signs that nobody sees': [0, 0x1b, 0x34f, 0x180e, 0x202e, 0x2066, 0xfe0f].map(
    (code) => `fabri${String.fromCharCode(code)}korp`,
  ),
  'a prefix of a UPN': ['zebulonq.farquharson@elsewhere.test', 'user zebulonq.farquharson', 'ZEBULONQ.FARQUHARSON'],
};

/** Texts without a name: they stay as they are. */
export const namelessTexts: readonly string[] = [
  'Password hash synchronization is starting for the connector.',
  'RPC Error 1722 : The RPC server is unavailable. Error code 0x8023061f.',
  'version 2.5.79.0 of System.InvalidOperationException',
  'tracking id 00000000-0000-0000-0000-000000000000',
  'log_2026-01-15.txt and MSOL_ and x-y_z',
  '100%25 of 5%20000',
  'deadbeefdeadbeefcafe 0x80070005 0123456789',
  'SGVsbG8sIHRoaXMgaXMgYSB0ZXh0IHdpdGhvdXQgYSBuYW1l',
  '(objectGUID=\\00\\01\\02\\03\\04\\05\\06\\07\\08\\09\\0a\\0b\\0c\\0d\\0e\\0f)',
  'FABRIKORPORATION is another word',
  'fabrikorporationdc01 is another word',
  'M\\u00e4rz, &uuml;ber',
  '1 5 0 0 0 0 0 5 32 0 0 0 and 41,42,43,44,45,46,47,48',
  'x0102030405060708090a0b0c0d0e0f10 and 00000000_0000_0000_0000_000000000000',
  '1234567890-1234567890-1234567890',
  'key=SGVsbG8sIHRoaXMgaXMgYSB0ZXh0IHdpdGhvdXQgYSBuYW1l',
  'two  blanks\tand a tab',
];
