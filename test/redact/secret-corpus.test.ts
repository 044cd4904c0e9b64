import { describe, expect, test } from '@jest/globals';
import { findSecret } from '../../src/redact/secrets.js';
import { innocentSentences, secretSentences } from '../support/secret-corpus.js';
import { growthOfText, linear } from '../support/growth.js';

describe.each(Object.entries(secretSentences))('the search for secrets knows %s', (_, sentences) => {
  test.each(sentences)('%s', (sentence) => {
    expect(findSecret(sentence)).toBeDefined();
    expect(findSecret(`Line before.\r\n${sentence}\r\nLine after.`)).toBeDefined();
    expect(findSecret({ rows: [{ message: `x ${sentence}` }] })).toMatchObject({ place: 'rows.0.message' });
  });
});

test.each([
  'v1;PPH1_MD4,',
  'newPassword ',
  'aPassword',
  'Password     ',
  'Password....',
  'password:\r\n ',
  'password for a ',
  'password (a): ',
  'a is the password ',
  'creds a:',
  '<S N="Password"></S>',
  '{"name":"password","value":',
  'Benutzerkennwort',
  'Kennwort von a ',
  'AABBCCDD ',
  '0x88, ',
  '136 ',
  'token=1',
  'curl -u ',
  'sqlcmd -P ',
  '%C3%B6',
  '&uuml;',
  'QUJDREVGR0hJSktMTU5PUA==\r\n',
  'a/QUJDREVGR0hJSktMTU5PUA',
  'PPH1_',
  '$6$',
  '$krb5tgs$a$',
  '{SSHA}',
  'hash ',
  'hash: A1b2',
  'key(base64) ',
  'A1b',
  'A1b2C3d4E5f6G7h8 ',
  'aB38Q~',
  'refresh_token=',
  'access token 1',
  '<Assertion ',
  'TlRMTVNTUAA',
  'password (',
  'password(((',
  'password / ',
  'p@ssword: ',
  'AADPassword_',
  'pin code ',
  'pin code a',
  'psexec ',
  'psexec -p ',
  'psexec a -',
  'pass: ',
  'net user a ',
  'net use x: \\\\a ',
  'net use ',
  '/user:',
  '/user:a ',
  '/p ',
  'Kennwort ',
  'Kennwort: ',
  'Kennwort ist ',
  'mot de passe ',
  'パスワード',
  'パスワード ',
  '密码：',
  'o\u0308',
  '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8 ',
])('takes linear time for 100,000 characters of %j', async (piece) => {
  expect(await growthOfText((text) => findSecret(`${text}!`), piece)).toBeLessThan(linear);
});

test('a record of the guard holds hashes of its own and no secret, also inside the base64 of a recording', () => {
  const record = `sha256 ${'5e88'.repeat(16)}\nprev ${'a9f1'.repeat(16)}\nplan ${'c3d4'.repeat(16)}\n`;
  const fields = { slot: '00-claim', bytes: Buffer.from(record).toString('base64') };
  expect(findSecret({ kind: 'slot', fields })).toBeUndefined();
});

test.each(innocentSentences)('nothing is found in: %s', (sentence) => {
  expect(findSecret(sentence)).toBeUndefined();
  expect(findSecret(`Before: ${sentence} After that it goes on.`)).toBeUndefined();
});
